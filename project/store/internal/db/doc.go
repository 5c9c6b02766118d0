// Package db runs the queries of project/store/queries. Everything else in it is
// written by sqlc: change the queries and call `make generate`.
package db

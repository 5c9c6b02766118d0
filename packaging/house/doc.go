// Package house checks the rules of this code base that no linter knows: which
// way the arrows between packages point, and how files look. Its own tests run
// the rules over the repository and over examples that break them.
package house

package store

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
	"path/filepath"
	"strings"
	"sync"

	"github.com/mattn/go-sqlite3"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store/internal/db"
)

// readers is how many read at the same time.
const readers = 4

// source names a database file to the driver, with the options of how to open it.
func source(path string, options ...string) string {
	slashes := filepath.ToSlash(path)
	if !strings.HasPrefix(slashes, "/") {
		slashes = "/" + slashes // a drive letter
	}
	address := url.URL{Scheme: "file", Path: slashes, RawQuery: strings.Join(options, "&")}
	return address.String()
}

// confined is the driver of connections that reach no other file: what is in a
// database may come from somebody else, down to the statements that take edits
// back.
const confined = "sqlite3-confined"

var registerConfined = sync.OnceFunc(func() {
	sql.Register(confined, &sqlite3.SQLiteDriver{ConnectHook: func(conn *sqlite3.SQLiteConn) error {
		conn.SetLimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
		return nil
	}})
})

// openPool opens a database by what source makes of it.
func openPool(source string) (*sql.DB, error) {
	registerConfined()
	return sql.Open(confined, source)
}

// openWriter opens the one connection that writes. Transactions take the write
// lock when they begin, so that none fails half-way because another came first.
func openWriter(path string) (*sql.DB, error) {
	pool, err := openPool(source(path, "mode=rw", "_txlock=immediate", "_journal_mode=WAL", "_synchronous=FULL",
		"_foreign_keys=1", "_busy_timeout=10000", "_stmt_cache_size=200"))
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(1)
	pool.SetMaxIdleConns(1)
	return pool, nil
}

// openReaders opens connections that cannot write.
func openReaders(path string, options ...string) (*sql.DB, error) {
	options = append([]string{"mode=ro", "_query_only=1", "_foreign_keys=1", "_busy_timeout=10000", "_stmt_cache_size=200"}, options...)
	pool, err := openPool(source(path, options...))
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(readers)
	pool.SetMaxIdleConns(readers)
	return pool, nil
}

// inTx runs change in one transaction, which is on the disk when inTx returns nil
// and never happened when it returns an error. It must not be called from within
// change: there is one connection.
func (s *Store) inTx(ctx context.Context, change func(q *db.Queries, tx *sql.Tx) error) error {
	if s.write == nil {
		return project.Bad("close it where it is open, or make its folder writable, and open it again", "the project was opened for reading only")
	}
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return s.fault("changing", err)
	}
	returned := false
	defer func() {
		if !returned { // it panicked, and whoever recovers needs the one connection
			_ = rollback(tx)
		}
	}()
	err = change(db.New(tx), tx)
	returned = true
	if err != nil {
		return s.fault("changing", errors.Join(err, rollback(tx)))
	}
	return s.fault("changing", tx.Commit())
}

// rollback takes a transaction back. One that ended by itself, as it does when the
// disk is full, needs nothing.
func rollback(tx *sql.Tx) error {
	err := tx.Rollback()
	if err == nil || errors.Is(err, sql.ErrTxDone) || strings.Contains(err.Error(), "no transaction is active") {
		return nil
	}
	return err
}

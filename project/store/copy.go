package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/mattn/go-sqlite3"
)

// pagesAStep is how much is copied before the context is asked again.
const pagesAStep = 4096

// copyTo writes a checked copy of the database to path, whole or not at all.
func (s *Store) copyTo(ctx context.Context, path string) (err error) {
	hidden, err := os.CreateTemp(filepath.Dir(path), scratchPrefix+"*"+backupEnding)
	if err != nil {
		return fileFault("writing to", filepath.Dir(path), err)
	}
	defer func() { removeDatabase(hidden.Name()) }() // nothing is there when all went well
	if err := hidden.Close(); err != nil {
		return fileFault("writing to", path, err)
	}
	if err := s.checkedCopy(ctx, hidden.Name()); err != nil {
		return err
	}
	if err := syncFile(hidden.Name()); err != nil {
		return fileFault("writing to", path, err)
	}
	if err := os.Rename(hidden.Name(), path); err != nil {
		return fileFault("writing to", path, err)
	}
	syncFolder(filepath.Dir(path))
	return nil
}

func (s *Store) checkedCopy(ctx context.Context, path string) (err error) {
	to, err := openPlain(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, to.Close()) }()
	if err := copyDatabase(ctx, to, s.read); err != nil {
		return err
	}
	// The copy is one file, which is complete without a log beside it.
	if _, err := to.ExecContext(ctx, "PRAGMA journal_mode = DELETE"); err != nil {
		return err
	}
	return verify(ctx, to)
}

// openPlain opens a database that nobody else knows, without a log beside it.
func openPlain(path string) (*sql.DB, error) {
	pool, err := openPool(source(path, "mode=rwc", "_synchronous=FULL", "_txlock=immediate"))
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(1)
	return pool, nil
}

// copyDatabase makes to an exact copy of from in one transaction, by SQLite's
// backup interface. From may be written to meanwhile: what is copied is how it was
// at the beginning.
func copyDatabase(ctx context.Context, to, from *sql.DB) error {
	source, err := from.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = source.Close() }()
	// A held read transaction keeps the source as it is.
	tx, err := source.BeginTx(ctx, &sql.TxOptions{})
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	var tables int
	if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema").Scan(&tables); err != nil {
		return err
	}
	target, err := to.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = target.Close() }()
	return target.Raw(func(targetDriver any) error {
		return source.Raw(func(sourceDriver any) error {
			return copyPages(ctx, targetDriver, sourceDriver)
		})
	})
}

func copyPages(ctx context.Context, to, from any) error {
	target, ok1 := to.(*sqlite3.SQLiteConn)
	source, ok2 := from.(*sqlite3.SQLiteConn)
	if !ok1 || !ok2 {
		return fmt.Errorf("copy a database: the driver is %T", to)
	}
	copying, err := target.Backup("main", source, "main")
	if err != nil {
		return err
	}
	for done, left, stuck := false, -1, 0; !done && err == nil; {
		if err = ctx.Err(); err != nil {
			break
		}
		// A step that another connection keeps from going on is no error.
		if done, err = copying.Step(pagesAStep); copying.Remaining() != left {
			left, stuck = copying.Remaining(), 0
		} else if stuck++; stuck > 3 && !done && err == nil {
			err = sqlite3.Error{Code: sqlite3.ErrBusy}
		}
	}
	return errors.Join(err, copying.Finish())
}

// removeDatabase removes a database and what lies beside it.
func removeDatabase(path string) {
	for _, ending := range []string{"", "-wal", "-shm", "-journal"} {
		_ = os.Remove(path + ending)
	}
}

func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

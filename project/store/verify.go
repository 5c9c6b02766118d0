package store

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/bits"
	"os"
	"path/filepath"
	"strings"

	"github.com/kinora-studio/kinora/project"
)

// smallDatabase is up to how many bytes a database is checked as a whole before
// it is worked with. Larger ones are looked at, and checked in the background:
// docs/adr/0011-checking-and-repair.md has the numbers.
const smallDatabase = 16 << 20

const (
	magic         = "SQLite format 3\x00"
	applicationID = 0x4b4e5241
	headerSize    = 100
)

// errForeign: the database is none of ours.
var errForeign = errors.New("not a database of Kinora")

// inspectHeader looks at a database file before SQLite does. It returns nil,
// errForeign, an error that isDamage knows, or one of the operating system.
func inspectHeader(path string) error {
	f, err := openRegular(path)
	if errors.Is(err, errIrregular) {
		return errForeign
	}
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	header := make([]byte, headerSize)
	n, err := io.ReadFull(f, header)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return err
	}
	if n < headerSize {
		return errForeign
	}
	// What differs in a few bits was ours once.
	const few = 8
	away := 0
	for i := range magic {
		away += bits.OnesCount8(header[i] ^ magic[i])
	}
	away += bits.OnesCount32(binary.BigEndian.Uint32(header[68:]) ^ applicationID)
	switch {
	case away > few:
		return errForeign
	case away > 0:
		return errDamage
	}
	return nil
}

// errIrregular: a folder, a device or a pipe lies where a file should. It counts as
// a file that is not there.
var errIrregular = fmt.Errorf("it is no regular file: %w", fs.ErrNotExist)

// openRegular opens a file for reading, and nothing else: a pipe would be waited
// for.
func openRegular(path string) (*os.File, error) {
	info, err := os.Stat(path)
	if err == nil && !info.Mode().IsRegular() {
		err = errIrregular
	}
	if err != nil {
		return nil, err
	}
	return os.Open(path)
}

// errDamage: the database is not what was written, whatever SQLite says.
var errDamage = errors.New("the database is damaged")

// damaged reports whether err says so, be it ours or SQLite's.
func damaged(err error) bool {
	return errors.Is(err, errDamage) || errors.Is(err, project.ErrDamaged) || isDamage(err)
}

// lookAt reads the two ends of every table and of every index. It finds a file
// that was cut, exchanged or overwritten in a few milliseconds, whatever its size.
func lookAt(ctx context.Context, pool *sql.DB) error {
	rows, err := pool.QueryContext(ctx, `SELECT type, name, tbl_name FROM sqlite_schema WHERE type IN ('table', 'index')
		AND ifnull(sql, '') NOT LIKE 'CREATE VIRTUAL%' AND ifnull(sql, '') NOT LIKE '% WHERE %' -- which SQLite uses for some queries only`)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	var looks []string
	for rows.Next() {
		var kind, name, table string
		if err := rows.Scan(&kind, &name, &table); err != nil {
			return err
		}
		look := fmt.Sprintf("SELECT 1 FROM %s NOT INDEXED LIMIT 1", quoted(name))
		if kind == "index" {
			look = fmt.Sprintf("SELECT 1 FROM %s INDEXED BY %s LIMIT 1", quoted(table), quoted(name))
		}
		looks = append(looks, look)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for _, look := range looks {
		var one int
		if err := pool.QueryRowContext(ctx, look).Scan(&one); err != nil && !errors.Is(err, sql.ErrNoRows) {
			return fmt.Errorf("%s: %w", look, err)
		}
	}
	return nil
}

func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// integrity has SQLite read every page of a database and compare tables with
// their indexes, and returns what it complains about.
func integrity(ctx context.Context, pool *sql.DB) ([]string, error) {
	rows, err := pool.QueryContext(ctx, "PRAGMA integrity_check(1000)")
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var complaints []string
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return nil, err
		}
		if line != "ok" {
			complaints = append(complaints, strings.TrimPrefix(line, "*** in database main ***\n"))
		}
	}
	return complaints, rows.Err()
}

// verify returns an error that damaged knows when a database is not sound.
func verify(ctx context.Context, pool *sql.DB) error {
	complaints, err := integrity(ctx, pool)
	if err != nil {
		return err
	}
	if len(complaints) > 0 {
		return fmt.Errorf("%w: %s", errDamage, strings.Join(complaints[:min(3, len(complaints))], "; "))
	}
	return nil
}

// examine checks the database while it is opened: all of a small one, the ends of
// a large one. It reports whether the rest still has to be checked.
func (s *Store) examine(ctx context.Context) (more bool, err error) {
	if err := lookAt(ctx, s.write); err != nil {
		return false, err
	}
	info, err := os.Stat(filepath.Join(s.dir, databaseName))
	if err != nil {
		return false, err
	}
	_, err = os.Stat(filepath.Join(s.dir, damagedName))
	if marked := err == nil; info.Size() <= smallDatabase || marked {
		return false, verify(ctx, s.write)
	}
	return true, nil
}

// markDamaged leaves word for the next opening, which repairs.
func (s *Store) markDamaged(cause error) error {
	if s.lock == nil {
		return nil // somebody else writes
	}
	path := filepath.Join(s.dir, damagedName)
	return fileFault("writing to", path, os.WriteFile(path, []byte(cause.Error()+"\n"), 0o644))
}

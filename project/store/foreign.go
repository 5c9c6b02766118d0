package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/kinora-studio/kinora/project"
)

// A database from somebody else is data, never orders: whoever made it may have
// put something into it that is carried out here later. A trigger would change
// what its reader keeps, an edit to take back is a statement, a queued export
// writes anywhere, a queued download fetches from anywhere, and a code becomes the
// name of a file.

// disarm makes the database of a package one to be worked with, or refuses it.
func disarm(ctx context.Context, dir, file string) (err error) {
	pool, err := openPlain(filepath.Join(dir, databaseName))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, pool.Close()) }()
	if err := refuseForeignSchema(ctx, pool, dir, file); err != nil {
		return err
	}
	if err := refuseForeignNames(ctx, pool, file); err != nil {
		return err
	}
	// The history of undo stays with who made the edits, and so does what they had
	// exported and fetched: places and addresses there are of no use here.
	const orders = "(SELECT id FROM jobs WHERE kind <> 'generate')"
	for _, statement := range []string{
		"DELETE FROM edit_changes", "DELETE FROM edits", "UPDATE recording SET edit = NULL",
		"UPDATE takes SET job = NULL WHERE job IN " + orders,
		"UPDATE jobs SET after_id = NULL WHERE after_id IN " + orders,
		"UPDATE jobs SET group_id = NULL WHERE group_id IN " + orders,
		"DELETE FROM jobs WHERE kind <> 'generate'",
	} {
		if _, err := pool.ExecContext(ctx, statement); err != nil {
			return databaseFault("unpacking", file, err)
		}
	}
	return nil
}

// refuseForeignSchema refuses tables, triggers and whatever else is not what this
// program makes itself. The triggers of undo go; opening makes them anew.
func refuseForeignSchema(ctx context.Context, pool *sql.DB, dir, file string) (err error) {
	version, err := schemaOf(ctx, pool)
	if err != nil {
		return project.Bad(packageHint, "the database in %s was not made by Kinora: %w", file, err)
	}
	own := filepath.Join(dir, scratchPrefix+"own"+backupEnding)
	defer removeDatabase(own)
	fresh, err := openPlain(own)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, fresh.Close()) }()
	newest, err := buildSchemaTo(ctx, fresh, version)
	if err != nil {
		return fileFault("unpacking", file, err)
	}
	if version > newest {
		return newerSchema(file, version, newest)
	}
	undo, err := triggers(ctx, pool)
	if err != nil {
		return err
	}
	for name := range undo {
		if _, err := pool.ExecContext(ctx, "DROP TRIGGER "+quoted(name)); err != nil {
			return err
		}
	}
	want, err := objects(ctx, fresh)
	if err != nil {
		return err
	}
	have, err := objects(ctx, pool)
	if err != nil {
		return err
	}
	for name := range want {
		if _, there := have[name]; !there {
			return project.Bad(packageHint, "the database in %s was not made by Kinora: it has no %s", file, name)
		}
	}
	for name, statement := range have {
		if statement != want[name] {
			return project.Bad(packageHint, "the database in %s was not made by Kinora: its %.100q is another", file, name)
		}
	}
	return nil
}

// objects returns the statements that made what is in a database, by kind and
// name. The table of versions is the library's, which may come to write it
// otherwise.
func objects(ctx context.Context, pool *sql.DB) (map[string]string, error) {
	return pairs(ctx, pool, `SELECT type || ' ' || name || ' ' || tbl_name, iif(name = 'goose_db_version' AND type = 'table', '', ifnull(sql, '')) FROM sqlite_schema`)
}

// refuseForeignNames refuses codes and paths that would lead out of the project's
// folder, or into the parts of it that are Kinora's own.
func refuseForeignNames(ctx context.Context, pool *sql.DB, file string) error {
	rows, err := pool.QueryContext(ctx, "SELECT code, '' FROM shots UNION ALL SELECT '', path FROM takes")
	if err != nil {
		return databaseFault("unpacking", file, err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var code, path string
		if err := rows.Scan(&code, &path); err != nil {
			return err
		}
		if path == "" {
			err = (project.Shot{Code: code}).Validate()
		} else if !isClip(path) {
			err = fmt.Errorf("a take is in %.200q", path)
		}
		if err != nil {
			return project.Bad(packageHint, "the database in %s was not made by Kinora: %w", file, err)
		}
	}
	return rows.Err()
}

// isClip reports whether a take's clip may be called so.
func isClip(path string) bool {
	return fs.ValidPath(path) && filepath.IsLocal(filepath.FromSlash(path)) && !strings.ContainsAny(path, `\:`) &&
		strings.HasPrefix(path, MediaFolder+"/") && !strings.Contains(path, "/.")
}

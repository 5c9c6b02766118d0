package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/kinora-studio/kinora/project"
)

const recoveredName = "project.recovered.db" // whole, and about to become the database

// recoverDatabase builds a new database from what can be read of the damaged one
// and of its newest sound backup, sets the damaged one aside and puts the new one
// in its place. A kill at any instant leaves either the damaged one, to be repaired
// again, or the new one.
func (s *Store) recoverDatabase(ctx context.Context, cause error) error {
	if err := s.closePools(); err != nil {
		return err
	}
	hidden, err := os.CreateTemp(s.dir, scratchPrefix+"*"+backupEnding)
	if err != nil {
		return fileFault("repairing", s.dir, err)
	}
	defer func() { removeDatabase(hidden.Name()) }() // nothing is there when all went well
	if err := hidden.Close(); err != nil {
		return fileFault("repairing", s.dir, err)
	}
	backup := s.soundBackup(ctx)
	result, err := s.rescue(ctx, hidden.Name(), backup)
	if err != nil {
		return s.fault("repairing", err)
	}
	if result.read+result.backup == 0 {
		return project.Wrong(project.ErrDamaged, "copy an older version of the project's folder back, if there is one; nothing was changed",
			"the database of %s is damaged, nothing in it can be read, and it has no backup: %w", filepath.Base(s.dir), cause)
	}
	if err := os.Rename(hidden.Name(), filepath.Join(s.dir, recoveredName)); err != nil {
		return fileFault("repairing", s.dir, err)
	}
	syncFolder(s.dir)
	aside, err := s.finishRecovery()
	if err != nil {
		return err
	}
	s.noteRepair(result, backup, aside)
	s.tellRecovery(cause, result, backup, aside)
	return nil
}

// soundBackup returns the newest backup that is as it was written, if any.
func (s *Store) soundBackup(ctx context.Context) *Backup {
	all, err := s.Backups()
	if err != nil {
		return nil
	}
	for _, b := range all {
		pool, err := openReaders(s.backupPath(b), "immutable=1")
		if err != nil {
			continue
		}
		err = verify(ctx, pool)
		if closing := pool.Close(); err == nil && closing == nil {
			return &b
		}
	}
	return nil
}

// rescue fills the database at path.
func (s *Store) rescue(ctx context.Context, path string, backup *Backup) (result tally, err error) {
	here, version, err := s.salvageAs(ctx, path, filepath.Join(s.dir, databaseName), 0)
	if err != nil {
		return result, err
	}
	old := here.emptied()
	if backup != nil {
		var oldVersion int64
		if old, oldVersion, err = s.salvageAs(ctx, path, s.backupPath(*backup), 0); err != nil {
			return result, err
		}
		if version == 0 {
			version = oldVersion
		}
	}
	if here, _, err = s.salvageAs(ctx, path, filepath.Join(s.dir, databaseName), version); err != nil {
		return result, err
	}
	pool, err := openPlain(path)
	if err != nil {
		return result, err
	}
	defer func() { err = errors.Join(err, pool.Close()) }()
	forgotten := here.forgetEdits()
	var parts []merged
	for _, t := range here.tables {
		before := old.rows[t.name]
		if before == nil {
			before = &found{}
		}
		parts = append(parts, merge(t, here.rows[t.name], before))
	}
	if result, err = rebuild(ctx, pool, parts); err != nil || result.read+result.backup == 0 {
		return result, err
	}
	if _, err := pool.ExecContext(ctx, "INSERT OR IGNORE INTO project (id, uuid, name, created_at) VALUES (1, ?, ?, ?)",
		newUUID(), strings.TrimSuffix(filepath.Base(s.dir), Ending), micros(s.now())); err != nil {
		return result, err
	}
	result.forgotten = forgotten
	return result, verify(ctx, pool)
}

// forgetEdits gives the history of undo up when a part of it is damaged: taking
// back a later edit without an earlier one, or by a statement that has changed,
// would do more harm than it helps. It reports whether it did.
func (s salvaged) forgetEdits() bool {
	damaged := false
	for _, name := range []string{"edits", "edit_changes"} {
		damaged = damaged || s.rows[name] != nil && s.rows[name].damaged
	}
	if damaged {
		s.rows["edits"], s.rows["edit_changes"] = &found{}, &found{}
	}
	return damaged
}

// salvaged is what was read of a database file.
type salvaged struct {
	tables []table
	rows   map[string]*found
}

func (s salvaged) emptied() salvaged { return salvaged{tables: s.tables, rows: map[string]*found{}} }

// salvageAs makes a database with the tables of a version of the schema, 0 for the
// newest, at path, and reads the rows of the file at from as its tables want them.
// It returns the version that the file says it has, 0 when it does not.
func (s *Store) salvageAs(ctx context.Context, path, from string, version int64) (result salvaged, has int64, err error) {
	removeDatabase(path)
	pool, err := openPlain(path)
	if err != nil {
		return result, 0, err
	}
	defer func() { err = errors.Join(err, pool.Close()) }()
	newest, err := buildSchemaTo(ctx, pool, version)
	if err != nil {
		return result, 0, err
	}
	if result.tables, err = tablesOf(ctx, pool); err != nil {
		return result, 0, err
	}
	im, err := openImage(from)
	if errors.Is(err, fs.ErrNotExist) {
		return salvaged{tables: result.tables, rows: nothing(result.tables)}, 0, nil
	}
	if err != nil {
		return result, 0, fileFault("reading", from, err)
	}
	defer func() { err = errors.Join(err, im.Close()) }()
	result.rows, has = im.salvage(result.tables)
	if has > newest {
		return result, 0, newerSchema(s.dir, has, newest)
	}
	return result, has, nil
}

// nothing is what can be read of a file that is not there.
func nothing(tables []table) map[string]*found {
	rows := map[string]*found{}
	for _, t := range tables {
		rows[t.name] = &found{damaged: true}
	}
	return rows
}

// buildSchemaTo builds a version of the schema, 0 for the newest, and returns the
// newest.
func buildSchemaTo(ctx context.Context, pool *sql.DB, version int64) (int64, error) {
	provider, err := migrations(pool)
	if err != nil {
		return 0, err
	}
	newest := newestSchema(provider)
	if version == 0 || version > newest {
		version = newest
	}
	if _, err := provider.UpTo(ctx, version); err != nil {
		return 0, fmt.Errorf("make the tables: %w", err)
	}
	return newest, nil
}

// finishRecovery sets the damaged database aside and puts the recovered one in its
// place, also when a kill came in between. It returns the name of the damaged one,
// "" where there was none.
func (s *Store) finishRecovery() (string, error) {
	recovered := filepath.Join(s.dir, recoveredName)
	if _, err := os.Stat(recovered); errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	aside := "project.damaged-" + s.now().UTC().Format(backupTime) + backupEnding
	// The log goes first: a new database beside an old log would be damaged again.
	var err error
	for _, ending := range []string{"-wal", "-shm", ""} {
		err = os.Rename(filepath.Join(s.dir, databaseName+ending), filepath.Join(s.dir, aside+ending))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", fileFault("repairing", s.dir, err)
		}
	}
	if err != nil {
		aside = "" // there was none
	}
	if err := os.Rename(recovered, filepath.Join(s.dir, databaseName)); err != nil {
		return "", fileFault("repairing", s.dir, err)
	}
	if err := os.Remove(filepath.Join(s.dir, damagedName)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", fileFault("repairing", s.dir, err)
	}
	syncFolder(s.dir)
	return aside, nil
}

func (s *Store) tellRecovery(cause error, t tally, backup *Backup, aside string) {
	what := "was damaged"
	switch {
	case aside == "":
		what = "was gone"
	case cause.Error() != errDamage.Error(): // which says no more
		what = fmt.Sprintf("was damaged (%v)", cause)
	}
	said := fmt.Sprintf("The database %s and has been repaired: %d entries were read from it", what, t.read)
	if backup != nil {
		said += fmt.Sprintf(" and %d taken from the backup of %s", t.backup, backup.Made.Local().Format("15:04 on 2 January 2006"))
	}
	said += "."
	if aside != "" {
		said += fmt.Sprintf(" It is kept as %s.", aside)
	}
	s.notice(said)
	if t.refused > 0 {
		s.notice(fmt.Sprintf("%d entries on the damaged place could not be kept.", t.refused))
	}
	if t.differed > 0 {
		s.notice(fmt.Sprintf("%d takes or recipes were not what the backup says, and are now as in the backup.", t.differed))
	}
	if t.unlinked > 0 {
		s.notice(fmt.Sprintf("%d entries belonged to something that is gone, and stand alone now.", t.unlinked))
	}
	if t.forgotten {
		s.notice("What was done before can no longer be undone, because the history of edits was damaged.")
	}
	s.notice("Clips in the media folder that the project no longer knows can be adopted.")
}

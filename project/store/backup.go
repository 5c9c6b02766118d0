package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/kinora-studio/kinora/project"
)

// BackupInterval is how old the newest backup may get while there are changes.
const BackupInterval = 10 * time.Minute

const (
	backupPrefix = "project-"
	backupTime   = "20060102-150405.000000" // UTC
	backupEnding = ".db"
)

// Backup is a copy of the database, made at one moment.
type Backup struct {
	Name  string    `json:"name"` // of the file in backups/
	Made  time.Time `json:"made"`
	Bytes int64     `json:"bytes"`
}

// Backups returns the copies of the database, the newest first.
func (s *Store) Backups() ([]Backup, error) {
	folder := filepath.Join(s.dir, BackupsFolder)
	entries, err := os.ReadDir(folder)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fileFault("reading", folder, err)
	}
	var all []Backup
	for _, entry := range entries {
		stamp, ours := strings.CutPrefix(entry.Name(), backupPrefix)
		made, err := time.Parse(backupTime, strings.TrimSuffix(stamp, backupEnding))
		if !ours || err != nil || !strings.HasSuffix(stamp, backupEnding) {
			continue
		}
		if info, err := entry.Info(); err == nil {
			all = append(all, Backup{Name: entry.Name(), Made: made, Bytes: info.Size()})
		}
	}
	slices.SortFunc(all, func(a, b Backup) int { return cmp.Or(b.Made.Compare(a.Made), cmp.Compare(a.Name, b.Name)) })
	return all, nil
}

func (s *Store) backupPath(b Backup) string { return filepath.Join(s.dir, BackupsFolder, b.Name) }

// Backup copies the database into the backups, checks the copy, and removes
// copies that are no longer needed. When the copy is not sound, neither is the
// database: the error is an ErrDamaged and the next opening repairs.
func (s *Store) Backup(ctx context.Context) (Backup, error) {
	if s.lock == nil {
		return Backup{}, project.Bad("close it where it is open, and try again", "the project was opened for reading only")
	}
	s.backing.Lock()
	defer s.backing.Unlock()
	if err := s.InPlace(); err != nil {
		return Backup{}, err
	}
	folder := filepath.Join(s.dir, BackupsFolder)
	if err := MakeInside(folder); err != nil {
		return Backup{}, fileFault("writing to", folder, err)
	}
	made := s.now().UTC().Truncate(time.Microsecond)
	all, err := s.Backups()
	if err != nil {
		return Backup{}, err
	}
	for slices.ContainsFunc(all, func(b Backup) bool { return b.Made.Equal(made) }) {
		made = made.Add(time.Microsecond)
	}
	b := Backup{Name: backupPrefix + made.Format(backupTime) + backupEnding, Made: made}
	if err := s.copyTo(ctx, s.backupPath(b)); err != nil {
		if damaged(err) {
			err = errors.Join(err, s.markDamaged(err))
		}
		return Backup{}, s.fault("backing up", err)
	}
	if info, err := os.Stat(s.backupPath(b)); err == nil {
		b.Bytes = info.Size()
	}
	s.prune(append(all, b))
	return b, nil
}

// prune removes what is no longer needed. One that cannot be removed now goes
// with the next backup.
func (s *Store) prune(all []Backup) {
	made := make([]time.Time, len(all))
	for i, b := range all {
		made[i] = b.Made
	}
	gone := superfluous(made, s.now())
	for _, b := range all {
		if slices.ContainsFunc(gone, b.Made.Equal) {
			_ = os.Remove(s.backupPath(b))
		}
	}
}

// BackupIfDue makes a backup when something changed and the newest is older than
// BackupInterval, or, for a young project, than the time between its first and its
// newest: the one that was made with the project holds nothing, and is soon followed
// by others. Call it every few minutes while people edit. It reports whether it made
// one.
func (s *Store) BackupIfDue(ctx context.Context) (bool, error) {
	all, err := s.Backups()
	if err != nil {
		return false, err
	}
	if len(all) > 0 {
		age, apart := s.now().Sub(all[0].Made), all[0].Made.Sub(all[len(all)-1].Made)
		if age >= 0 && age < min(BackupInterval, apart) || !s.changedSince(all[0]) {
			return false, nil
		}
	}
	_, err = s.Backup(ctx)
	return err == nil, err
}

// changedSince compares times of files, which all come from one clock.
func (s *Store) changedSince(b Backup) bool {
	copied, err := os.Stat(s.backupPath(b))
	if err != nil {
		return true
	}
	for _, name := range []string{databaseName, databaseName + "-wal"} {
		info, err := os.Stat(filepath.Join(s.dir, name))
		if err == nil && info.Size() > 0 && info.ModTime().After(copied.ModTime()) {
			return true
		}
	}
	return false
}

// Restore puts a backup in place of what the project holds now, of which a backup
// is made first. Clips made since then stay in the media folder as strays. Listeners
// are told to look at everything again.
func (s *Store) Restore(ctx context.Context, name string) error {
	all, err := s.Backups()
	if err != nil {
		return err
	}
	at := slices.IndexFunc(all, func(b Backup) bool { return b.Name == name })
	if at < 0 {
		return project.Wrong(project.ErrNotFound, "list the backups to see which there are", "the project has no backup named %s", name)
	}
	from, err := openReaders(s.backupPath(all[at]), "immutable=1")
	if err != nil {
		return s.fault("restoring", err)
	}
	defer func() { _ = from.Close() }()
	version, err := usableBackup(ctx, from)
	if err != nil {
		return project.Wrong(project.ErrDamaged, "choose another one", "the backup %s is damaged: %w", name, err)
	}
	if err := s.refuseNewer(version); err != nil {
		return err
	}
	if _, err := s.Backup(ctx); err != nil {
		return fmt.Errorf("back up what is there before restoring %s: %w", name, err)
	}
	if err := copyDatabase(ctx, s.write, from); err != nil {
		return s.fault("restoring", err)
	}
	defer s.tell(Change{Kind: KindAll}) // also of what an update could not finish
	if err := s.disarmHere(ctx, version); err != nil {
		return s.fault("restoring", err)
	}
	if err := s.migrate(ctx); err != nil {
		return err
	}
	return s.prepareJournal(ctx)
}

// usableBackup returns the version of a backup's schema, or why it cannot be gone
// back to.
func usableBackup(ctx context.Context, from *sql.DB) (int64, error) {
	if err := verify(ctx, from); err != nil {
		return 0, err
	}
	version, err := schemaOf(ctx, from)
	if err != nil {
		return 0, err
	}
	newest, err := newestOf(from)
	if err != nil || version > newest {
		return version, err
	}
	_, err = guard(ctx, from, version)
	return version, errors.Join(err, complete(ctx, from))
}

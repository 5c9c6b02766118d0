package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"

	"github.com/kinora-studio/kinora/project"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

// migrations returns what brings the schema of pool's database up to date.
func migrations(pool *sql.DB) (*goose.Provider, error) {
	folder, err := fs.Sub(migrationFiles, "migrations")
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.DialectSQLite3, pool, folder, goose.WithLogger(goose.NopLogger()), goose.WithDisableGlobalRegistry(true))
}

// newestSchema is the version that this program writes.
func newestSchema(provider *goose.Provider) int64 {
	sources := provider.ListSources()
	return sources[len(sources)-1].Version
}

// schemaOf returns the version of a database's schema.
func schemaOf(ctx context.Context, pool *sql.DB) (int64, error) {
	var version sql.NullInt64
	err := pool.QueryRowContext(ctx, "SELECT max(version_id) FROM goose_db_version WHERE is_applied").Scan(&version)
	return version.Int64, err
}

// migrate brings an older database up to date, after a copy was put into the
// backups, and refuses a newer one.
func (s *Store) migrate(ctx context.Context) error {
	have, err := schemaOf(ctx, s.write)
	if err != nil {
		return s.fault("reading the schema of", err)
	}
	provider, err := migrations(s.write)
	if err != nil {
		return fmt.Errorf("read the migrations of this program: %w", err)
	}
	switch want := newestSchema(provider); {
	case have > want:
		return newerSchema(s.dir, have, want)
	case have == want:
		return nil
	}
	if _, err := s.Backup(ctx); err != nil {
		return err
	}
	if _, err := provider.Up(ctx); err != nil {
		return s.fault("updating", errors.Join(fmt.Errorf("bring the schema from version %d up to date", have), err))
	}
	s.notice("The project was made with an older Kinora and has been updated; a copy of how it was is in its backups.")
	return nil
}

func newerSchema(dir string, have, want int64) error {
	return project.Bad("update Kinora to open it",
		"%s was made with a newer Kinora: its schema has version %d and this program knows versions up to %d", dir, have, want)
}

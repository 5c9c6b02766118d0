package store

import (
	"cmp"
	"context"
	"database/sql"
	"embed"
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
	if err == nil && !version.Valid {
		err = fmt.Errorf("%w: it does not say of which version it is", errDamage)
	}
	return version.Int64, err
}

// newestOf is the version of the schema that this program writes.
func newestOf(pool *sql.DB) (int64, error) {
	provider, err := migrations(pool)
	if err != nil {
		return 0, fmt.Errorf("read the migrations of this program: %w", err)
	}
	return newestSchema(provider), nil
}

// refuseNewer refuses a schema that this program does not know yet.
func (s *Store) refuseNewer(have int64) error {
	newest, err := newestOf(cmp.Or(s.write, s.read))
	if err == nil && have > newest {
		err = newerSchema(s.dir, have, newest)
	}
	return err
}

// migrate brings an older database up to date, after a copy was put into the
// backups.
func (s *Store) migrate(ctx context.Context) error {
	have, err := schemaOf(ctx, s.write)
	if err != nil {
		return s.fault("reading the schema of", err)
	}
	if err := s.refuseNewer(have); err != nil {
		return err
	}
	provider, err := migrations(s.write)
	if err != nil {
		return fmt.Errorf("read the migrations of this program: %w", err)
	}
	if have == newestSchema(provider) {
		return nil
	}
	if _, err := s.Backup(ctx); err != nil {
		return err
	}
	if _, err := provider.Up(ctx); err != nil {
		return s.fault("updating", fmt.Errorf("bring the schema from version %d up to date: %w", have, err))
	}
	s.notice("The project was made with an older Kinora and has been updated; a copy of how it was is in its backups.")
	return nil
}

func newerSchema(dir string, have, want int64) error {
	return project.Wrong(project.ErrNewer, "update Kinora to open it",
		"%s was made with a newer Kinora: its schema has version %d and this program knows versions up to %d", dir, have, want)
}

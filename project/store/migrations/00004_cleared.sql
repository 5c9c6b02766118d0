-- +goose Up

-- What failed or was cancelled stays in the list until somebody clears it away.
ALTER TABLE jobs ADD COLUMN cleared INTEGER NOT NULL DEFAULT 0 CHECK (cleared IN (0, 1));

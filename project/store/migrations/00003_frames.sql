-- +goose Up

-- What comes after the steps grows with the frames, which are written one by one,
-- and with their pixels, which are decoded: the pixels of a clip alone do not tell.
ALTER TABLE jobs ADD COLUMN frames INTEGER NOT NULL DEFAULT 0; -- of the clip
ALTER TABLE jobs ADD COLUMN rest REAL NOT NULL DEFAULT 0;      -- seconds of those predicted that come after the steps; 0: not known

-- Averages of runs of unknown lengths are of no use; the next run of each size
-- measures again.
DROP TABLE timings;
CREATE TABLE timings (
  pack        TEXT NOT NULL,
  provider    TEXT NOT NULL,
  work        INTEGER NOT NULL,              -- tokens, or pixels times frames
  frames      INTEGER NOT NULL,
  step        REAL NOT NULL,                 -- seconds a step
  lead        REAL NOT NULL DEFAULT 0,       -- seconds before the steps
  rest        REAL NOT NULL,                 -- seconds after the steps
  samples     INTEGER NOT NULL,              -- runs that it is the average of
  changed_at  INTEGER NOT NULL,
  PRIMARY KEY (pack, provider, work, frames)
) STRICT, WITHOUT ROWID;

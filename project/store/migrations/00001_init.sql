-- +goose Up

-- "KNRA": tells our databases from others (the file's bytes 68 to 71).
PRAGMA application_id = 1263424065;

-- One row: what the whole project is.
CREATE TABLE project (
  id          INTEGER PRIMARY KEY CHECK (id = 1),
  uuid        TEXT NOT NULL,
  name        TEXT NOT NULL,
  created_at  INTEGER NOT NULL,              -- microseconds since 1970, UTC, as all times
  rate_num    INTEGER NOT NULL DEFAULT 24 CHECK (rate_num > 0),
  rate_den    INTEGER NOT NULL DEFAULT 1  CHECK (rate_den > 0),
  width       INTEGER NOT NULL DEFAULT 0,    -- of new shots; 0 leaves it to the pack
  height      INTEGER NOT NULL DEFAULT 0,
  note        TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE settings (
  key         TEXT PRIMARY KEY,
  value       TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE scenes (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  code        TEXT NOT NULL,
  title       TEXT NOT NULL DEFAULT '',
  synopsis    TEXT NOT NULL DEFAULT '',
  position    INTEGER NOT NULL
) STRICT;
-- Case does not count in codes: they become names of files, on any system.
CREATE UNIQUE INDEX scenes_by_code ON scenes (code COLLATE NOCASE);
CREATE INDEX scenes_by_position ON scenes (position);

CREATE TABLE shots (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  code        TEXT NOT NULL,
  scene       INTEGER REFERENCES scenes (id) ON DELETE SET NULL,
  position    INTEGER NOT NULL,
  title       TEXT NOT NULL DEFAULT '',
  setting     TEXT NOT NULL DEFAULT '',
  beats       TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(beats)),
  dialogue    TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(dialogue)),
  sound       TEXT NOT NULL DEFAULT '',
  camera_move TEXT NOT NULL DEFAULT '',
  lens        TEXT NOT NULL DEFAULT '',
  angle       TEXT NOT NULL DEFAULT '',
  style       TEXT NOT NULL DEFAULT '',
  cast_names  TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(cast_names)),
  frames      INTEGER NOT NULL DEFAULT 0,
  width       INTEGER NOT NULL DEFAULT 0,
  height      INTEGER NOT NULL DEFAULT 0,
  rate_num    INTEGER NOT NULL DEFAULT 0,
  rate_den    INTEGER NOT NULL DEFAULT 0,
  pack        TEXT NOT NULL DEFAULT '',
  takes       INTEGER NOT NULL DEFAULT 0,
  seed        INTEGER,                       -- bits of an unsigned number; NULL draws one
  negative    TEXT NOT NULL DEFAULT '',
  steps       INTEGER NOT NULL DEFAULT 0,
  guidance    REAL NOT NULL DEFAULT 0,
  silent      INTEGER NOT NULL DEFAULT 0 CHECK (silent IN (0, 1)),
  continuity  TEXT NOT NULL DEFAULT '',
  note        TEXT NOT NULL DEFAULT '',
  removed     INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1)),
  changed_at  INTEGER NOT NULL
) STRICT;
-- A removed shot lends its code to others until it comes back.
CREATE UNIQUE INDEX shots_by_code ON shots (code COLLATE NOCASE) WHERE removed = 0;
CREATE INDEX shots_by_position ON shots (position);
CREATE INDEX shots_by_scene ON shots (scene);

-- Files that a shot is made with.
CREATE TABLE materials (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  shot        INTEGER NOT NULL REFERENCES shots (id) ON DELETE CASCADE,
  position    INTEGER NOT NULL,
  role        TEXT NOT NULL,
  path        TEXT NOT NULL,
  sha256      TEXT NOT NULL DEFAULT '',
  frame       INTEGER NOT NULL DEFAULT 0,
  strength    REAL NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX materials_by_shot ON materials (shot, position);

CREATE TABLE styles (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  name        TEXT NOT NULL UNIQUE,
  prompt      TEXT NOT NULL,
  negative    TEXT NOT NULL DEFAULT '',
  adapters    TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(adapters))
) STRICT;

-- What decided a clip, once for all takes that share it.
CREATE TABLE recipes (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  sha256      TEXT NOT NULL UNIQUE,          -- of content
  content     TEXT NOT NULL CHECK (json_valid(content))
) STRICT;

-- Work. No row is ever deleted while a project is open.
CREATE TABLE jobs (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  kind        TEXT NOT NULL,
  state       TEXT NOT NULL CHECK (state IN ('queued', 'running', 'paused', 'done', 'failed', 'cancelled')),
  priority    INTEGER NOT NULL DEFAULT 0,
  position    INTEGER NOT NULL,
  group_id    INTEGER REFERENCES jobs (id),
  after_id    INTEGER REFERENCES jobs (id),
  shot        INTEGER REFERENCES shots (id),
  parent      INTEGER REFERENCES takes (id),
  verb        TEXT NOT NULL DEFAULT '',
  title       TEXT NOT NULL DEFAULT '',
  request     TEXT NOT NULL CHECK (json_valid(request)),
  pack        TEXT NOT NULL DEFAULT '',
  provider    TEXT NOT NULL DEFAULT '',
  work        INTEGER NOT NULL DEFAULT 0,    -- of one step, as in timings
  pausing     INTEGER NOT NULL DEFAULT 0 CHECK (pausing IN (0, 1)), -- was asked to, and still runs
  attempts    INTEGER NOT NULL DEFAULT 0,
  crashes     INTEGER NOT NULL DEFAULT 0,
  reason      TEXT NOT NULL DEFAULT '',
  hint        TEXT NOT NULL DEFAULT '',
  log         TEXT NOT NULL DEFAULT '',
  memory      INTEGER NOT NULL DEFAULT 0,    -- bytes
  predicted   REAL NOT NULL DEFAULT 0,       -- seconds
  actual      REAL NOT NULL DEFAULT 0,       -- seconds
  step        INTEGER NOT NULL DEFAULT 0,
  steps       INTEGER NOT NULL DEFAULT 0,
  kept        INTEGER NOT NULL DEFAULT 0,    -- step that the checkpoint holds
  checkpoint  TEXT NOT NULL DEFAULT '',
  created_at  INTEGER NOT NULL,
  started_at  INTEGER,
  ended_at    INTEGER
) STRICT;
CREATE INDEX jobs_by_order ON jobs (state, priority DESC, position);
CREATE INDEX jobs_by_shot ON jobs (shot);

-- Results. A job makes one take, whatever happens to the process in between.
CREATE TABLE takes (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  shot        INTEGER NOT NULL REFERENCES shots (id),
  number      INTEGER NOT NULL CHECK (number > 0),
  code        TEXT NOT NULL UNIQUE COLLATE NOCASE,
  parent      INTEGER REFERENCES takes (id),
  verb        TEXT NOT NULL,
  job         INTEGER UNIQUE REFERENCES jobs (id),
  path        TEXT NOT NULL UNIQUE COLLATE NOCASE, -- as file systems have it
  sha256      TEXT NOT NULL,
  bytes       INTEGER NOT NULL,
  width       INTEGER NOT NULL,
  height      INTEGER NOT NULL,
  frames      INTEGER NOT NULL,
  rate_num    INTEGER NOT NULL,
  rate_den    INTEGER NOT NULL,
  silent      INTEGER NOT NULL DEFAULT 0 CHECK (silent IN (0, 1)),
  recipe      INTEGER REFERENCES recipes (id),
  prompt      TEXT NOT NULL DEFAULT '',
  seed        INTEGER NOT NULL DEFAULT 0,
  seconds     REAL NOT NULL DEFAULT 0,
  favourite   INTEGER NOT NULL DEFAULT 0 CHECK (favourite IN (0, 1)),
  note        TEXT NOT NULL DEFAULT '',
  made_at     INTEGER NOT NULL,
  UNIQUE (shot, number)
) STRICT;
CREATE INDEX takes_by_parent ON takes (parent);
CREATE INDEX takes_by_shot ON takes (shot, id);
CREATE INDEX takes_favourite ON takes (id) WHERE favourite = 1;
CREATE INDEX takes_by_content ON takes (sha256);

CREATE TABLE sequences (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  name        TEXT NOT NULL UNIQUE,
  rate_num    INTEGER NOT NULL CHECK (rate_num > 0),
  rate_den    INTEGER NOT NULL CHECK (rate_den > 0),
  start       INTEGER NOT NULL DEFAULT 0,
  position    INTEGER NOT NULL,
  content     TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(content))
) STRICT;

-- What a step of each pack, size and provider took on this machine.
CREATE TABLE timings (
  pack        TEXT NOT NULL,
  provider    TEXT NOT NULL,
  work        INTEGER NOT NULL,              -- tokens, or pixels times frames
  step        REAL NOT NULL,                 -- seconds a step
  lead        REAL NOT NULL DEFAULT 0,       -- seconds before the steps
  rest        REAL NOT NULL,                 -- seconds after the steps
  samples     INTEGER NOT NULL,              -- runs that it is the average of
  changed_at  INTEGER NOT NULL,
  PRIMARY KEY (pack, provider, work)
) STRICT, WITHOUT ROWID;

-- Undo. An edit groups the changes of one action; a change is the statement that
-- takes it back. Triggers write them, which project/store makes on opening from
-- the columns that the tables then have.
CREATE TABLE edits (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  label       TEXT NOT NULL,
  merge_key   TEXT NOT NULL DEFAULT '',      -- edits of one key in quick succession are one
  undone      INTEGER NOT NULL DEFAULT 0 CHECK (undone IN (0, 1)),
  made_at     INTEGER NOT NULL
) STRICT;

CREATE TABLE edit_changes (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  edit        INTEGER NOT NULL REFERENCES edits (id) ON DELETE CASCADE,
  kind        TEXT NOT NULL,                 -- what it changed: shot, scene, take
  item        INTEGER NOT NULL,              -- its id
  statement   TEXT NOT NULL
) STRICT;
CREATE INDEX edit_changes_by_edit ON edit_changes (edit);

-- One row: the edit that changes belong to; NULL while nothing is recorded.
CREATE TABLE recording (
  id          INTEGER PRIMARY KEY CHECK (id = 1),
  edit        INTEGER
) STRICT;
INSERT INTO recording (id) VALUES (1);

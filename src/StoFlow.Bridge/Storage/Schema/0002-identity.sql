-- Who may come in. Times are Unix milliseconds. Of a token only the hash of its secret lies here.
CREATE TABLE sellers (
  name       TEXT PRIMARY KEY,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE browsers (
  id              TEXT PRIMARY KEY,
  seller          TEXT NOT NULL,
  name            TEXT NOT NULL,
  public_key      BLOB NOT NULL,
  paired_at       INTEGER NOT NULL,
  last_seen       INTEGER,
  revoked_at      INTEGER,
  plugin_version  TEXT,
  browser_name    TEXT,
  browser_version TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE tokens (
  id           TEXT PRIMARY KEY,
  name         TEXT NOT NULL,
  scope        TEXT NOT NULL,
  sellers      TEXT NOT NULL,
  hash         BLOB NOT NULL UNIQUE,
  created_at   INTEGER NOT NULL,
  expires_at   INTEGER,
  last_used_at INTEGER,
  revoked_at   INTEGER
) STRICT, WITHOUT ROWID;

-- Writes only: a read lives in memory. Times are Unix milliseconds.
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- Browsers sign this id, so a pairing holds for this bridge only.
INSERT INTO meta (name, value) VALUES ('bridge_id', lower(hex(randomblob(16))));

CREATE TABLE commands (
  id              TEXT PRIMARY KEY,
  seller          TEXT NOT NULL,
  site            TEXT NOT NULL,
  action          TEXT NOT NULL,
  backend         TEXT NOT NULL,
  owner           TEXT NOT NULL,
  idempotency_key TEXT,
  body_hash       BLOB NOT NULL,
  asked_browser   TEXT,
  requests        BLOB,
  created_at      INTEGER NOT NULL,
  deadline        INTEGER NOT NULL,
  state           INTEGER NOT NULL,
  browser         TEXT,
  sent_at         INTEGER,
  ended_at        INTEGER,
  code            TEXT,
  detail          TEXT,
  settled_by      TEXT,
  answer          BLOB
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX commands_by_key ON commands (seller, owner, idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE INDEX commands_unended ON commands (id) WHERE state < 3;

CREATE TABLE lanes (
  seller   TEXT NOT NULL,
  site     TEXT NOT NULL,
  code     TEXT NOT NULL,
  detail   TEXT NOT NULL,
  until    INTEGER,
  attempts INTEGER NOT NULL,
  PRIMARY KEY (seller, site)
) STRICT, WITHOUT ROWID;

CREATE TABLE uploads (
  id         TEXT PRIMARY KEY,
  sellers    TEXT NOT NULL,
  size       INTEGER NOT NULL,
  sha256     TEXT NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

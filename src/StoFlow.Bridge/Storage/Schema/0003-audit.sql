-- The triggers keep a slip of ours from rewriting the list; the hashes show anybody else's hand.
CREATE TABLE audit (
  seq     INTEGER PRIMARY KEY,
  at      INTEGER NOT NULL,
  actor   TEXT NOT NULL,
  what    TEXT NOT NULL,
  seller  TEXT,
  subject TEXT,
  outcome TEXT,
  hash    BLOB NOT NULL
) STRICT;

CREATE INDEX audit_by_seller ON audit (seller, seq);

CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit list is append-only'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit list is append-only'); END;

-- Lines that were kept long enough go from the front, no further than audit_forgotten says: number and hash of the last of them, where the chain begins now.
DROP TRIGGER audit_no_delete;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
WHEN OLD.seq > coalesce((SELECT CAST(value AS INTEGER) FROM meta WHERE name = 'audit_forgotten'), 0)
BEGIN SELECT RAISE(ABORT, 'the audit list is append-only'); END;

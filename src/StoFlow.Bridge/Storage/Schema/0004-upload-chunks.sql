-- How much of an upload that comes in chunks is here, in bytes; null: all of it.
ALTER TABLE uploads ADD COLUMN received INTEGER;

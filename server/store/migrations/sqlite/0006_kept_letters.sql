-- Something that a letter said was emptied after it was written: the file it was written to goes.
ALTER TABLE outbox ADD COLUMN stale BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX outbox_stale ON outbox (key) WHERE stale;

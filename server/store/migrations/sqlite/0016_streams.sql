-- Texts of any stream, not of tickets alone.
CREATE TABLE text_of_stream (
    stream TEXT   NOT NULL,
    owner  BIGINT NOT NULL,
    id     TEXT   NOT NULL,
    body   TEXT   NOT NULL,
    PRIMARY KEY (stream, owner, id)
) WITHOUT ROWID;
INSERT INTO text_of_stream (stream, owner, id, body) SELECT 'ticket', ticket, id, body FROM text;
DROP TABLE text;
ALTER TABLE text_of_stream RENAME TO text;

-- When something is due on a ticket, one row for each kind: read by one timer. Those that the log
-- says are a projection; a reminder stands here alone, with the event that it reminds of.
CREATE TABLE deadline (
    ticket   BIGINT NOT NULL,
    kind     TEXT   NOT NULL,
    due      BIGINT NOT NULL,
    position BIGINT,
    PRIMARY KEY (ticket, kind)
) WITHOUT ROWID;
CREATE INDEX deadline_due ON deadline (due, ticket, kind);
INSERT INTO deadline (ticket, kind, due, position) SELECT ticket, 'reminder', due, position FROM reminder;
DROP TABLE reminder;
DROP INDEX ticket_closes;
DROP INDEX ticket_held;

-- The projections are made again when the desk is opened.
INSERT INTO meta (key, value) VALUES ('rebuild', '1') ON CONFLICT (key) DO NOTHING;

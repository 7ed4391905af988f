-- Beside the log: where what it says came from. Emptied when its time has passed, as the log never is.
CREATE TABLE origin (
    position INTEGER PRIMARY KEY,
    at       BIGINT NOT NULL,
    address  TEXT   NOT NULL,
    device   TEXT   NOT NULL
);
CREATE INDEX origin_address ON origin (address, position);
CREATE INDEX event_audit ON event (position) WHERE stream <> 'ticket';

-- Where a session is used, and whether a second factor opened it.
ALTER TABLE session ADD COLUMN used_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN address TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN device TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN strong BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE session SET used_at = created_at;

-- Whether the log was told of the wait already.
ALTER TABLE throttle ADD COLUMN told BOOLEAN NOT NULL DEFAULT FALSE;

-- The password was right and the second factor is awaited: good for nothing else.
CREATE TABLE half_session (
    token      TEXT   PRIMARY KEY,
    person     BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
) WITHOUT ROWID;

-- The second factor: its sealed secret, the last time step it was used in, and one that is offered
-- until a first code confirms it.
CREATE TABLE factor (
    person     BIGINT PRIMARY KEY,
    secret     TEXT,
    since      BIGINT NOT NULL,
    step       BIGINT NOT NULL,
    offered    TEXT,
    offered_at BIGINT NOT NULL
);
CREATE TABLE recovery_code (
    person BIGINT NOT NULL,
    hash   TEXT   NOT NULL,
    PRIMARY KEY (person, hash)
) WITHOUT ROWID;

-- Links that work once, by the hash of their token.
CREATE TABLE link (
    token      TEXT   PRIMARY KEY,
    purpose    TEXT   NOT NULL,
    person     BIGINT NOT NULL,
    email      TEXT   NOT NULL,
    expires_at BIGINT NOT NULL
) WITHOUT ROWID;
CREATE INDEX link_person ON link (person, purpose);

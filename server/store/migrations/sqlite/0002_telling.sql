-- Who was told what: a line per person and event. Written by the reader of the log that tells.
CREATE TABLE notification (
    person   BIGINT NOT NULL,
    position BIGINT NOT NULL,
    kind     TEXT   NOT NULL,
    ticket   BIGINT NOT NULL,
    at       BIGINT NOT NULL,
    read_at  BIGINT,
    PRIMARY KEY (person, position, kind)
) WITHOUT ROWID;
CREATE INDEX notification_unread ON notification (person, ticket) WHERE read_at IS NULL;
CREATE INDEX notification_latest ON notification (person, at, position);

-- What is to be mailed: who, of what, never the words. They are read from the log when it is sent.
CREATE TABLE outbox (
    key       TEXT   PRIMARY KEY,
    kind      TEXT   NOT NULL,
    person    BIGINT NOT NULL,
    address   TEXT,
    ticket    BIGINT,
    position  BIGINT,
    at        BIGINT NOT NULL,
    due       BIGINT,
    tries     BIGINT NOT NULL,
    error     TEXT,
    sent_at   BIGINT,
    failed_at BIGINT
) WITHOUT ROWID;
CREATE INDEX outbox_due ON outbox (due, key) WHERE due IS NOT NULL;
CREATE INDEX outbox_failed ON outbox (failed_at, key) WHERE failed_at IS NOT NULL;
CREATE INDEX outbox_thread ON outbox (person, ticket, at) WHERE ticket IS NOT NULL;

-- What somebody wants to be told, and how, where it is not as delivered.
CREATE TABLE preference (
    person BIGINT  NOT NULL,
    topic  TEXT    NOT NULL,
    app    BOOLEAN NOT NULL,
    mail   BOOLEAN NOT NULL,
    PRIMARY KEY (person, topic)
) WITHOUT ROWID;

-- When those whose decision is awaited are reminded.
CREATE TABLE reminder (
    ticket   BIGINT PRIMARY KEY,
    position BIGINT NOT NULL,
    due      BIGINT NOT NULL
) WITHOUT ROWID;
CREATE INDEX reminder_due ON reminder (due);

-- Stretches of the log that came from elsewhere, whole: nobody is told of them.
CREATE TABLE quiet (
    first BIGINT PRIMARY KEY,
    last  BIGINT NOT NULL
) WITHOUT ROWID;

-- Up to where the log was told. What happened before there was telling stays untold.
INSERT INTO meta (key, value) SELECT 'told', CAST(COALESCE(MAX(position), 0) AS TEXT) FROM event;

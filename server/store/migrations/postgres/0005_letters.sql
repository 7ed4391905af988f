-- Mail that came in: a line per letter, so that none is taken twice, and what became of it.
CREATE TABLE letter (
    id      BIGINT PRIMARY KEY,
    key     TEXT   NOT NULL UNIQUE,
    content TEXT   NOT NULL,
    at      BIGINT NOT NULL,
    sender  TEXT   NOT NULL,
    name    TEXT   NOT NULL,
    subject TEXT   NOT NULL,
    fate    TEXT   NOT NULL,
    reason  TEXT,
    ticket  BIGINT,
    file    TEXT
);
CREATE INDEX letter_sender ON letter (sender, at);
CREATE INDEX letter_fate ON letter (fate, id);

-- The last delivery to somebody that failed.
CREATE TABLE bounce (
    person BIGINT PRIMARY KEY,
    at     BIGINT NOT NULL,
    status TEXT   NOT NULL,
    detail TEXT   NOT NULL
);

-- Up to where a mailbox was read; its numbers begin anew when their validity changes (RFC 3501).
CREATE TABLE mailbox (
    name     TEXT   PRIMARY KEY,
    validity BIGINT NOT NULL,
    uid      BIGINT NOT NULL
);

-- What only one process does at a time, which one, and until when.
CREATE TABLE lease (
    name   TEXT   PRIMARY KEY,
    holder TEXT   NOT NULL,
    until  BIGINT NOT NULL
);

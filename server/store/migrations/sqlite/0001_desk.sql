-- The log: everything that happens, in the order of commits. Never rewritten.
CREATE TABLE event (
    position INTEGER PRIMARY KEY,
    stream   TEXT   NOT NULL,
    id       BIGINT NOT NULL,
    version  BIGINT NOT NULL,
    at       BIGINT NOT NULL,
    actor    BIGINT,
    command  TEXT   NOT NULL,
    type     TEXT   NOT NULL,
    v        BIGINT NOT NULL,
    data     TEXT   NOT NULL
);
CREATE UNIQUE INDEX event_stream ON event (stream, id, version);
CREATE INDEX event_command ON event (command);

-- What people wrote: named by events, and can be emptied.
CREATE TABLE text (
    ticket BIGINT NOT NULL,
    id     TEXT   NOT NULL,
    body   TEXT   NOT NULL,
    PRIMARY KEY (ticket, id)
) WITHOUT ROWID;

-- From here on: readings of the log that can be rebuilt.
CREATE TABLE ticket (
    id          INTEGER PRIMARY KEY,
    kind        TEXT    NOT NULL,
    state       TEXT    NOT NULL,
    open        BOOLEAN NOT NULL,
    before_hold TEXT,
    hold        TEXT,
    hold_until  BIGINT,
    priority    BIGINT  NOT NULL,
    subject     TEXT    NOT NULL,
    affected    BIGINT  NOT NULL,
    reporter    BIGINT,
    team        BIGINT,
    assignee    BIGINT,
    service     BIGINT,
    item        BIGINT,
    scoped      BOOLEAN NOT NULL,
    answered    BOOLEAN NOT NULL,
    reopenings  BIGINT  NOT NULL,
    recorded_at BIGINT  NOT NULL,
    updated_at  BIGINT  NOT NULL,
    done_at     BIGINT,
    closes_at   BIGINT,
    external    TEXT
);
-- Every list is read from one of these alone: the filters are in the index.
CREATE INDEX ticket_by_priority ON ticket (open, priority, recorded_at, id, state, kind, team, assignee, service, scoped, answered);
CREATE INDEX ticket_by_assignee ON ticket (assignee, open, priority, recorded_at, id, state, kind, team, service, scoped, answered);
CREATE INDEX ticket_by_affected ON ticket (affected, id);
CREATE INDEX ticket_done ON ticket (done_at, id, state, kind, team, assignee, service, scoped, answered, priority) WHERE done_at IS NOT NULL;
CREATE INDEX ticket_closes ON ticket (closes_at) WHERE closes_at IS NOT NULL;
CREATE INDEX ticket_held ON ticket (hold_until) WHERE hold_until IS NOT NULL;
CREATE UNIQUE INDEX ticket_external ON ticket (external) WHERE external IS NOT NULL;

CREATE TABLE participant (
    person BIGINT NOT NULL,
    ticket BIGINT NOT NULL,
    PRIMARY KEY (person, ticket)
) WITHOUT ROWID;

-- Decisions that are awaited.
CREATE TABLE approval (
    person BIGINT NOT NULL,
    ticket BIGINT NOT NULL,
    PRIMARY KEY (person, ticket)
) WITHOUT ROWID;

-- How many tickets there are of each sort; 0 stands for nobody and none.
CREATE TABLE tally (
    kind     TEXT    NOT NULL,
    state    TEXT    NOT NULL,
    team     BIGINT  NOT NULL,
    assignee BIGINT  NOT NULL,
    scoped   BOOLEAN NOT NULL,
    n        BIGINT  NOT NULL,
    PRIMARY KEY (kind, state, team, assignee, scoped)
) WITHOUT ROWID;

CREATE VIRTUAL TABLE ticket_text USING fts5 (words, content='', contentless_delete=1, detail=none, tokenize='ascii');

-- What administrators set up.
CREATE TABLE entry (
    kind     TEXT   NOT NULL,
    id       BIGINT NOT NULL,
    position BIGINT NOT NULL,
    data     TEXT   NOT NULL,
    PRIMARY KEY (kind, id)
) WITHOUT ROWID;
CREATE INDEX entry_position ON entry (position);

-- Beside the log: secrets and what expires.
CREATE TABLE account (
    person     BIGINT PRIMARY KEY,
    hash       TEXT   NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE TABLE session (
    token      TEXT   PRIMARY KEY,
    person     BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
) WITHOUT ROWID;
CREATE INDEX session_person ON session (person);
CREATE TABLE throttle (
    key   TEXT   PRIMARY KEY,
    n     BIGINT NOT NULL,
    until BIGINT NOT NULL
) WITHOUT ROWID;
CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

-- What a command said, as a keyed hash on its first line: the same command again is compared with
-- it. Emptied ('') where something that was said is removed; NULL where it is not known.
ALTER TABLE event ADD COLUMN content TEXT;

-- What a list for a spreadsheet shows beside the row of a ticket.
ALTER TABLE ticket ADD COLUMN category BIGINT;
ALTER TABLE ticket ADD COLUMN channel TEXT NOT NULL DEFAULT 'portal';
ALTER TABLE ticket ADD COLUMN impact TEXT;
ALTER TABLE ticket ADD COLUMN urgency TEXT;
ALTER TABLE ticket ADD COLUMN code TEXT;

-- What is answered and unread stands in queues whatever its state, and is counted there.
DROP TABLE tally;
CREATE TABLE tally (
    kind     TEXT    NOT NULL,
    state    TEXT    NOT NULL,
    team     BIGINT  NOT NULL,
    assignee BIGINT  NOT NULL,
    scoped   BOOLEAN NOT NULL,
    answered BOOLEAN NOT NULL,
    n        BIGINT  NOT NULL,
    PRIMARY KEY (kind, state, team, assignee, scoped, answered)
) WITHOUT ROWID;

-- The readings are made again when the desk is opened.
INSERT INTO meta (key, value) VALUES ('rebuild', '1') ON CONFLICT (key) DO NOTHING;

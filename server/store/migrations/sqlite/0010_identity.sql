-- The session, or half of one, that a second factor is offered to, by the hash of its token: it
-- alone is shown it, and it alone confirms it.
ALTER TABLE factor ADD COLUMN offered_to TEXT NOT NULL DEFAULT '';

-- In which order somebody's sessions were opened: beyond so many the oldest ends.
ALTER TABLE session ADD COLUMN number BIGINT NOT NULL DEFAULT 0;

-- The networks somebody signed in from: there, guesses from elsewhere lock nobody out.
CREATE TABLE known_place (
    person BIGINT NOT NULL,
    place  TEXT   NOT NULL,
    until  BIGINT NOT NULL,
    PRIMARY KEY (person, place)
) WITHOUT ROWID;
-- Whoever is signed in at this moment is known where they are (for 90 days, in microseconds).
INSERT INTO known_place (person, place, until)
SELECT person, address, MAX(used_at) + 7776000000000 FROM session
WHERE address <> '' AND address NOT LIKE '%:%' GROUP BY person, address;

-- How often what somebody's answers by mail were proven by was begun anew: an address for answers that
-- was given out before proves nothing.
CREATE TABLE answer_epoch (
    person BIGINT NOT NULL PRIMARY KEY,
    epoch  BIGINT NOT NULL
) WITHOUT ROWID;

-- Which letters somebody was sent: what is said to have come back is compared with them.
CREATE INDEX outbox_person ON outbox (person, at) WHERE tries > 0;

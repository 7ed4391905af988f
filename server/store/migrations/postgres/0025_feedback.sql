-- What users say of how they were served, as it stands: a projection. One row a question; `to_review`
-- is a bad mark that nobody has reviewed, `to_do` whether what was decided has not been done, and
-- `has_words` whether anything is left to be emptied.
CREATE TABLE feedback (
    id          BIGINT  NOT NULL PRIMARY KEY,
    position    BIGINT  NOT NULL,
    about       BIGINT  NOT NULL,
    person      BIGINT  NOT NULL,
    agent       BIGINT,
    asked_team  BIGINT,
    asked_at    BIGINT  NOT NULL,
    given_at    BIGINT,
    score       BIGINT,
    fault       TEXT,
    to_review   BOOLEAN NOT NULL,
    reviewed_at BIGINT,
    to_do       BOOLEAN NOT NULL,
    cause       TEXT,
    owner       BIGINT,
    has_words   BOOLEAN NOT NULL,
    changed_at  BIGINT  NOT NULL,
    data        TEXT    NOT NULL
);
CREATE INDEX feedback_of_ticket ON feedback (about);
CREATE INDEX feedback_of_person ON feedback (person, asked_at);
CREATE INDEX feedback_asked ON feedback (asked_at);
CREATE INDEX feedback_to_review ON feedback (given_at, id) WHERE to_review = TRUE;
CREATE INDEX feedback_to_review_agent ON feedback (agent, given_at, id) WHERE to_review = TRUE;
CREATE INDEX feedback_to_review_team ON feedback (asked_team, given_at, id) WHERE to_review = TRUE;
CREATE INDEX feedback_to_do ON feedback (reviewed_at, id) WHERE to_do = TRUE;
CREATE INDEX feedback_to_do_agent ON feedback (agent, reviewed_at, id) WHERE to_do = TRUE;
CREATE INDEX feedback_to_do_team ON feedback (asked_team, reviewed_at, id) WHERE to_do = TRUE;
CREATE INDEX feedback_to_do_owner ON feedback (owner, reviewed_at, id) WHERE to_do = TRUE;
CREATE INDEX feedback_given ON feedback (given_at, id) WHERE given_at IS NOT NULL;
CREATE INDEX feedback_given_agent ON feedback (agent, given_at, id) WHERE given_at IS NOT NULL;
CREATE INDEX feedback_given_team ON feedback (asked_team, given_at, id) WHERE given_at IS NOT NULL;
CREATE INDEX feedback_reviewed ON feedback (reviewed_at, id) WHERE reviewed_at IS NOT NULL;
CREATE INDEX feedback_reviewed_agent ON feedback (agent, reviewed_at, id) WHERE reviewed_at IS NOT NULL;
CREATE INDEX feedback_reviewed_team ON feedback (asked_team, reviewed_at, id) WHERE reviewed_at IS NOT NULL;
CREATE INDEX feedback_reviewed_owner ON feedback (owner, reviewed_at, id) WHERE reviewed_at IS NOT NULL;
CREATE INDEX feedback_with_words ON feedback (changed_at) WHERE has_words = TRUE;

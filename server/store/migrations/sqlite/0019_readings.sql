-- How often articles were read and helped, by day (days since 1970, UTC).
CREATE TABLE article_day (
    article     BIGINT NOT NULL,
    day         BIGINT NOT NULL,
    views       BIGINT NOT NULL DEFAULT 0,
    helpful     BIGINT NOT NULL DEFAULT 0,
    unhelpful   BIGINT NOT NULL DEFAULT 0,
    deflections BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (article, day)
) WITHOUT ROWID;
CREATE INDEX article_day_day ON article_day (day);

-- What a visitor was counted for today, so that nobody counts twice: a keyed hash of who and when.
CREATE TABLE counted (
    day     BIGINT NOT NULL,
    what    TEXT   NOT NULL,
    visitor TEXT   NOT NULL,
    PRIMARY KEY (day, what, visitor)
) WITHOUT ROWID;
CREATE INDEX counted_visitor ON counted (day, visitor);

-- What was asked in vain: without who asked, for 90 days. About an article that did not help, or a
-- ticket, whose words are not kept here.
CREATE TABLE gap (
    asked     TEXT   NOT NULL,
    language  TEXT   NOT NULL,
    reason    TEXT   NOT NULL,
    about     BIGINT NOT NULL,
    said      TEXT   NOT NULL,
    times     BIGINT NOT NULL,
    last_day  BIGINT NOT NULL,
    owner     BIGINT,
    PRIMARY KEY (asked, language, reason, about)
) WITHOUT ROWID;
CREATE INDEX gap_last_day ON gap (last_day);

-- Articles of the knowledge base as they stand: a projection, read whole and then as they change.
CREATE TABLE article (
    id       BIGINT NOT NULL PRIMARY KEY,
    position BIGINT NOT NULL,
    data     TEXT   NOT NULL
) WITHOUT ROWID;
CREATE INDEX article_position ON article (position);

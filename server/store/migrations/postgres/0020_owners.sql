-- What somebody is notified of is a stream of the log: a ticket or an article.
ALTER TABLE notification RENAME COLUMN ticket TO id;
ALTER TABLE notification ADD COLUMN stream TEXT NOT NULL DEFAULT 'ticket';
ALTER TABLE outbox ADD COLUMN article BIGINT;

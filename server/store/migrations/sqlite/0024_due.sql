-- What is promised of a ticket and comes due first: when, from when on it is nearly due, and which
-- promise it is. Among what stands in queues the highest number means nothing, so that it comes last;
-- what stands in none has no place by when it is due.
ALTER TABLE ticket ADD COLUMN due_at BIGINT;
ALTER TABLE ticket ADD COLUMN due_soon BIGINT;
ALTER TABLE ticket ADD COLUMN due_promise TEXT;
ALTER TABLE ticket ADD COLUMN paused_at BIGINT;
UPDATE ticket SET due_at = 9223372036854775807 WHERE open = TRUE;

CREATE INDEX ticket_by_due ON ticket (due_at, priority, id, state, kind, team, assignee, service, scoped, answered)
    WHERE due_at IS NOT NULL;

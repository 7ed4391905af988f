-- What somebody decided as an approver, the latest first.
CREATE INDEX event_decision ON event (actor, position)
    WHERE stream = 'ticket' AND type IN ('approved', 'refused');

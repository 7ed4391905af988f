-- The progress of a cancelled ticket is told by the state in which it was cancelled, as that of a
-- ticket on hold by the one it returns to: filled in when the desk is opened.
ALTER TABLE ticket RENAME COLUMN before_hold TO state_before;
INSERT INTO meta (key, value) VALUES ('rebuild', '1') ON CONFLICT (key) DO NOTHING;

-- Whether a ticket was recorded from mail whose sender nothing proves: lists mark it.
ALTER TABLE ticket ADD COLUMN claimed BOOLEAN NOT NULL DEFAULT FALSE;

-- The readings are made again when the desk is opened.
INSERT INTO meta (key, value) VALUES ('rebuild', '1') ON CONFLICT (key) DO NOTHING;

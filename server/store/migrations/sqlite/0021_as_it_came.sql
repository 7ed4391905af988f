-- A text knows how it is written. What was there before was read as Markdown.
ALTER TABLE text ADD COLUMN format TEXT NOT NULL DEFAULT 'markdown';

-- The original of a message that made or reached a ticket is kept as long as its words: the command
-- that they came with, and the file that is to be deleted when they are removed.
ALTER TABLE inbound_message ADD COLUMN command TEXT;
ALTER TABLE inbound_message ADD COLUMN removed TEXT;

-- Short compounds are found without their hyphens: the words are indexed anew when the desk is opened.
INSERT INTO meta (key, value) VALUES ('rebuild', '1') ON CONFLICT (key) DO NOTHING;

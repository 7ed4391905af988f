-- The Message-ID of a letter, so that ours can refer to it and mail programs keep one thread.
ALTER TABLE letter ADD COLUMN message TEXT;

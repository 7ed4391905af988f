-- What is counted under a key is called by its usual name: e-mails, networks, and whether the log has it.
UPDATE throttle SET key = 'emails-' || substr(key, 9) WHERE key LIKE 'letters-%';
UPDATE throttle SET key = replace(key, '-place:', '-network:') WHERE key LIKE '%-place:%';
ALTER TABLE throttle RENAME COLUMN told TO logged;

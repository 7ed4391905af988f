-- Tables under the words that everybody uses: what is in them stays.
ALTER TABLE letter RENAME TO inbound_message;
DROP INDEX letter_sender;
DROP INDEX letter_fate;
CREATE INDEX inbound_message_sender ON inbound_message (sender, at);
CREATE INDEX inbound_message_fate ON inbound_message (fate, id);
ALTER TABLE letter_start RENAME TO inbound_start;
ALTER TABLE origin RENAME TO client;
DROP INDEX origin_address;
CREATE INDEX client_address ON client (address, position);
ALTER TABLE half_session RENAME TO pending_sign_in;
ALTER TABLE known_place RENAME TO known_network;
ALTER TABLE known_network RENAME COLUMN place TO network;
ALTER TABLE quiet RENAME TO suppressed;
UPDATE meta SET key = 'notified' WHERE key = 'told';

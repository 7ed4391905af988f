-- Tables under the words that everybody uses: what is in them stays.
ALTER TABLE letter RENAME TO inbound_message;
ALTER INDEX letter_sender RENAME TO inbound_message_sender;
ALTER INDEX letter_fate RENAME TO inbound_message_fate;
ALTER INDEX letter_pkey RENAME TO inbound_message_pkey;
ALTER INDEX letter_key_key RENAME TO inbound_message_key_key;
ALTER TABLE letter_start RENAME TO inbound_start;
ALTER INDEX letter_start_pkey RENAME TO inbound_start_pkey;
ALTER TABLE origin RENAME TO client;
ALTER INDEX origin_address RENAME TO client_address;
ALTER INDEX origin_pkey RENAME TO client_pkey;
ALTER TABLE half_session RENAME TO pending_sign_in;
ALTER INDEX half_session_pkey RENAME TO pending_sign_in_pkey;
ALTER TABLE known_place RENAME TO known_network;
ALTER TABLE known_network RENAME COLUMN place TO network;
ALTER INDEX known_place_pkey RENAME TO known_network_pkey;
ALTER TABLE quiet RENAME TO suppressed;
ALTER INDEX quiet_pkey RENAME TO suppressed_pkey;
UPDATE meta SET key = 'notified' WHERE key = 'told';

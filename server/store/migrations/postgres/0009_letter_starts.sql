-- How often the reading of a message began, by the hash of its bytes, as long as it has not ended: a
-- message that ends the program is known when the program starts again.
CREATE TABLE letter_start (
    key   TEXT   PRIMARY KEY,
    at    BIGINT NOT NULL,
    times BIGINT NOT NULL
);

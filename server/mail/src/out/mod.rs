//! Letters that go out: rendered from the log when they are sent, delivered at least once.

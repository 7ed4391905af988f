//! Addresses that an answer comes back to: they say which ticket, and are signed.

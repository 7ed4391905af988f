//! Messages that came in.

pub(crate) mod inbound;

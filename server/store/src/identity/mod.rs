//! Secrets and what expires: accounts, sessions, second factors, one-time links. Only hashes of
//! passwords and tokens are kept.

pub(crate) mod accounts;
pub(crate) mod factors;
pub(crate) mod links;
pub(crate) mod networks;
pub(crate) mod sessions;

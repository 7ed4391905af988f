//! Secrets and what expires: accounts, sessions, second factors, links. Only hashes are kept.

pub(crate) mod accounts;
pub(crate) mod factors;
pub(crate) mod links;
pub(crate) mod networks;
pub(crate) mod sessions;

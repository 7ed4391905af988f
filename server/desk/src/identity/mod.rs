//! Signing in, sessions, second factors, one-time links, and throttling of guesses.

pub(crate) mod access;
pub(crate) mod device;
pub(crate) mod enrol;
pub(crate) mod factor;
pub(crate) mod links;
pub(crate) mod me;
pub(crate) mod passwords;
pub(crate) mod sessions;
pub(crate) mod setup;
pub(crate) mod sign_in;
pub(crate) mod throttle;
pub(crate) mod two_factor;

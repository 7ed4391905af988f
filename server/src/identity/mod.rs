//! Identification of requests, and the forms of signing in.

pub mod account;
pub mod choices;
pub mod factor;
pub mod identify;
pub mod links;
pub mod resubmit;
pub mod second_step;
pub mod sessions;
pub mod sign_in;

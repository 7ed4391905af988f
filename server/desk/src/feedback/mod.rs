//! What users say of how they were served.

pub(crate) mod answer;
pub(crate) mod ask;
mod decided;
pub(crate) mod empty;
pub(crate) mod import;
pub(crate) mod line;
pub(crate) mod link;
pub(crate) mod list;
pub(crate) mod of_ticket;
pub(crate) mod question;
pub(crate) mod review;

//! What users say of how they were served: the question, and what the desk makes of the answer.

pub(crate) mod api;
pub(crate) mod board;
pub(crate) mod feedback_page;
pub(crate) mod fields;
pub(crate) mod line;
pub(crate) mod link_page;
pub(crate) mod opinion;
pub(crate) mod period;
pub(crate) mod removal;
pub(crate) mod review;
pub(crate) mod section;

//! The portal's view of one ticket.

pub(crate) mod actions;
pub(crate) mod conversation;
pub(crate) mod decision;
pub(crate) mod details;
pub(crate) mod followed;
pub(crate) mod form_parts;
pub(crate) mod outcome;
pub(crate) mod screenshots;
pub(crate) mod standing;

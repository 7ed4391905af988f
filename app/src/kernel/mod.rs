//! The basis of every page: forms and their fields, drafts, the session, the context of the
//! request, errors of server functions.

pub(crate) mod account_menu;
pub(crate) mod awaited;
pub mod context;
pub(crate) mod drafts;
pub mod encoding;
pub mod error;
pub(crate) mod fields;
pub(crate) mod frame;
pub(crate) mod guard;
pub(crate) mod icons;
pub(crate) mod json;
pub(crate) mod kept_form;
pub(crate) mod minute;
pub(crate) mod not_found;
pub(crate) mod notice;
pub(crate) mod own_form;
pub(crate) mod portal_frame;
pub(crate) mod prose;
#[cfg(feature = "ssr")]
pub(crate) mod server;
pub(crate) mod session;
pub(crate) mod tags;
pub(crate) mod times;
pub(crate) mod version;

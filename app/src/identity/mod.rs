//! Signing in, sessions, second factors, links.

pub(crate) mod account_page;
pub(crate) mod api;
pub(crate) mod code_page;
pub(crate) mod email_page;
pub(crate) mod enrol_page;
pub(crate) mod enrolment;
pub(crate) mod factor_page;
pub(crate) mod forgotten_page;
pub(crate) mod invitations;
pub(crate) mod link_page;
pub(crate) mod person_access;
pub(crate) mod session_list;
pub(crate) mod sessions;
pub(crate) mod setup_page;
pub(crate) mod sign_in_page;

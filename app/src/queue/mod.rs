//! Lists of tickets: the agents' queue, the portal's first page, approvals.

pub mod address;
pub(crate) mod api;
pub(crate) mod approvals_page;
pub(crate) mod desk_page;
pub(crate) mod filters;
pub(crate) mod home_page;
pub(crate) mod keys;
pub(crate) mod list;
pub(crate) mod live;
pub(crate) mod nav;
pub(crate) mod no_ticket;
pub(crate) mod open_desk;
pub(crate) mod row;
pub(crate) mod tickets_page;
pub(crate) mod to_ticket;

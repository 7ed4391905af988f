//! Lists: the agents' queue, the portal's home page, a person's own tickets, approvals, exports.

pub(crate) mod agents_queue;
pub(crate) mod approvals;
pub(crate) mod export;
pub(crate) mod home;
pub(crate) mod my_tickets;
pub(crate) mod names;
pub(crate) mod search;

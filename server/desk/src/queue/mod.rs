//! Lists: the agents' queue, the users' portal, approvals, exports.

pub(crate) mod agents_queue;
pub(crate) mod approvals;
pub(crate) mod export;
pub(crate) mod portal;

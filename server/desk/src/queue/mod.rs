//! Lists: the agents' queue, what users find, what awaits a decision, exports.

pub(crate) mod agents_queue;
pub(crate) mod approvals;
pub(crate) mod export;
pub(crate) mod portal;

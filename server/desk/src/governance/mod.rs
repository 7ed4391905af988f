//! Governance: audit, backup, checks, personal data, retention.

pub(crate) mod audit;
pub(crate) mod backup;
pub(crate) mod bounds;
pub(crate) mod check;
pub(crate) mod figures;
pub(crate) mod personal_data;
pub(crate) mod removal;
pub(crate) mod retention;
pub(crate) mod sweep;

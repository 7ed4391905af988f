//! Governance: the audit log, removal, retention, copies and checks of the database.

pub(crate) mod audit;
pub(crate) mod copying;
pub(crate) mod personal_data;
pub(crate) mod rebuild;
pub(crate) mod redaction;
pub(crate) mod restore;
pub(crate) mod retention;
pub(crate) mod soundness;
pub(crate) mod table_class;
pub(crate) mod wipe;

//! How a ticket reached the desk.

use serde::{Deserialize, Serialize};

/// How a ticket reached the desk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[derive(strum::VariantArray)]
pub enum Channel {
    #[default]
    Portal,
    Phone,
    Email,
    InPerson,
    Chat,
    Monitoring,
}

impl Channel {
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;
}

//! What people call a ticket: INC-1042.

use crate::kernel::ids::TicketId;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// What people call a ticket: INC-1042.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Reference {
    pub kind: Kind,
    pub id: TicketId,
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.kind.prefix(), self.id)
    }
}

/// Not of the form INC-1042, REQ-317 or PRB-12.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a reference")]
pub struct NotAReference;

impl FromStr for Reference {
    type Err = NotAReference;

    fn from_str(text: &str) -> Result<Self, NotAReference> {
        let (prefix, number) = text.trim().split_once('-').ok_or(NotAReference)?;
        let kind = Kind::ALL
            .iter()
            .find(|kind| kind.prefix().eq_ignore_ascii_case(prefix))
            .ok_or(NotAReference)?;
        let id: i64 = number.parse().map_err(|_| NotAReference)?;
        // `parse` would also take a sign.
        if id < 1 || number.starts_with('+') {
            return Err(NotAReference);
        }
        Ok(Self {
            kind: *kind,
            id: TicketId(id),
        })
    }
}

/// ITIL's three practices that a ticket can belong to.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
#[derive(strum::VariantArray)]
pub enum Kind {
    #[default]
    Incident,
    Request,
    Problem,
}

impl Kind {
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// The letters before the number in a reference.
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Incident => "INC",
            Self::Request => "REQ",
            Self::Problem => "PRB",
        }
    }
}

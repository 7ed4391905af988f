//! References by which people name tickets, such as INC-1042.

use crate::kernel::ids::TicketId;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Name of a ticket for people, such as INC-1042: the prefix of its kind and its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Reference {
    /// Kind of the ticket, shown as a prefix.
    pub kind: Kind,
    /// Number of the ticket.
    pub id: TicketId,
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.kind.prefix(), self.id)
    }
}

/// Error for a text that is not of the form INC-1042, REQ-317 or PRB-12.
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

/// Kind of a ticket, after the ITIL practice it belongs to.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
#[derive(strum::VariantArray)]
pub enum Kind {
    /// Unplanned interruption or reduction of a service (INC).
    #[default]
    Incident,
    /// Service request for an item of the catalogue (REQ).
    Request,
    /// Cause, or possible cause, of one or more incidents (PRB).
    Problem,
}

impl Kind {
    /// All kinds of tickets.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// Returns the letters before the number in a reference.
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Incident => "INC",
            Self::Request => "REQ",
            Self::Problem => "PRB",
        }
    }
}

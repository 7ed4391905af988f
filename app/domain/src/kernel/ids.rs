//! Identifiers, a type for each thing, so that one is never taken for another.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

macro_rules! numbered {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = std::num::ParseIntError;
            fn from_str(s: &str) -> Result<Self, Self::Err> {
                s.parse().map(Self)
            }
        }
    )*};
}

numbered! {
    /// A ticket of any kind. The number people read in a reference is this one, so that a ticket
    /// keeps its number when its kind changes.
    TicketId,
    /// Somebody the desk knows, with or without an account.
    PersonId,
    /// A team of agents.
    TeamId,
    /// An organisational unit with a line manager.
    DepartmentId,
    /// A service or piece of software that people use.
    ServiceId,
    /// The nature of an incident, below a service.
    CategoryId,
    /// Something people can ask for.
    ItemId,
    /// A disruption announced on the portal.
    DisruptionId,
}

macro_rules! unique {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(s: &str) -> Result<Self, Self::Err> {
                s.parse().map(Self)
            }
        }
    )*};
}

unique! {
    /// Made where a command is born: the same command twice is done once.
    CommandId,
    /// Something a person wrote. Events name texts, texts stand beside the log.
    TextId,
    /// The bytes of a file, stored outside the database.
    FileId,
}

impl CommandId {
    /// The command of a page's form about that ticket, where the page has forms about several: far from
    /// those about others, since texts are numbered on from it.
    #[must_use]
    pub fn about(self, ticket: TicketId) -> Self {
        let ticket = u128::from(ticket.0.cast_unsigned() & 0xffff_ffff);
        Self(Uuid::from_u128(self.0.as_u128() ^ (ticket << 80)))
    }

    /// The identifier of the `n`th text that this command brings.
    ///
    /// Derived rather than drawn, so that running a decision again gives the same events.
    pub fn text(self, n: u32) -> TextId {
        TextId(Uuid::from_u128(
            self.0.as_u128().wrapping_add(u128::from(n) + 1),
        ))
    }
}

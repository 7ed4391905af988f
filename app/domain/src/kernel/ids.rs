//! Identifiers, with a type of its own for each kind of thing.

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
    /// Number of a ticket of any kind. It is the number in the reference, so a ticket keeps it when
    /// its kind changes.
    TicketId,
    /// Number of a person, with or without an account.
    PersonId,
    /// Number of a team of agents.
    TeamId,
    /// Number of a department: an organisational unit with a line manager.
    DepartmentId,
    /// Number of a service: a service or piece of software that people use.
    ServiceId,
    /// Number of a category: the nature of an incident, below a service.
    CategoryId,
    /// Number of an item of the catalogue.
    ItemId,
    /// Number of an article of the knowledge base.
    ArticleId,
    /// Number of a disruption announced on the portal.
    DisruptionId,
    /// Number of a business calendar.
    CalendarId,
    /// Number of a service level.
    ServiceLevelId,
    /// Number of a feedback: one question after the end of a ticket, and what came of it. It is drawn,
    /// so that none tells how many there are.
    FeedbackId,
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
    /// Identifier of a command, made by its sender. A command sent twice is carried out once.
    CommandId,
    /// Identifier of a text that a person wrote. Events name texts; they are stored beside the log.
    TextId,
    /// Identifier of the bytes of a file, stored outside the database.
    FileId,
}

impl CommandId {
    /// Returns the identifier of the command about `ticket`, for a page with forms about several
    /// tickets. The identifiers lie far apart, because texts are numbered from them.
    #[must_use]
    pub fn about(self, ticket: TicketId) -> Self {
        let ticket = u128::from(ticket.0.cast_unsigned() & 0xffff_ffff);
        Self(Uuid::from_u128(self.0.as_u128() ^ (ticket << 80)))
    }

    /// Returns the identifier of the `n`th text that this command brings, counted from 0.
    ///
    /// It is derived rather than random, so that a repeated decision gives the same events.
    pub fn text(self, n: u32) -> TextId {
        TextId(Uuid::from_u128(
            self.0.as_u128().wrapping_add(u128::from(n) + 1),
        ))
    }
}

//! What administrators can read afterwards: who came in or was turned away, how people prove who
//! they are, and what the program itself was told to do. Never a password, code or token.

use crate::identity::factor::Second;
use crate::identity::link::Purpose;
use crate::kernel::ids::PersonId;
use crate::kernel::reference::Reference;
use crate::kernel::stream::{Beside, Stream, StreamEvent, StreamId};
use crate::kernel::tagged::{StoredEvent, Unreadable, from_tagged, to_tagged};
use serde::{Deserialize, Serialize};

/// Why somebody was not let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Denied {
    UnknownAddress,
    WrongPassword,
    /// The account is closed, or has no password yet.
    NoAccount,
    WrongCode,
    /// A code that was right, and had been used before.
    UsedCode,
    TooManyAttempts,
}

/// Something that happened to an account, or that the program was told to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuditEvent {
    SignedIn {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        second: Option<Second>,
    },
    /// The password was right; the second factor is awaited.
    PasswordAccepted,
    Denied {
        why: Denied,
    },
    SignedOut,
    /// One session, from the list of one's own.
    SessionEnded,
    SessionsEnded {
        count: u64,
    },
    PasswordChanged,
    /// By the command line, or when the desk was set up.
    PasswordSet,
    /// By a link.
    PasswordReset,
    FactorAdded,
    FactorReplaced,
    FactorRemoved,
    RecoveryCodesRenewed,
    LinkMade {
        purpose: Purpose,
    },
    LinkUsed {
        purpose: Purpose,
    },
    /// All that is known of somebody was taken, by themselves or by an administrator.
    DataTaken,
    /// Their name and address went out of everything.
    Forgotten,
    DemonstrationLoaded {
        tickets: u64,
    },
    TicketsImported {
        events: u64,
        unread: u64,
    },
    PeopleImported {
        people: u64,
        unread: u64,
    },
    BackupMade {
        rows: u64,
        files: u64,
    },
    /// An administrator read a message that was set aside, as it came.
    #[serde(rename = "letter_read")]
    MessageRead {
        #[serde(rename = "letter")]
        message: i64,
    },
    /// An administrator threw such a message away, bytes and all.
    #[serde(rename = "letter_discarded")]
    MessageDiscarded {
        #[serde(rename = "letter")]
        message: i64,
    },
    /// An administrator made a ticket of it, in the name of whoever it affects.
    #[serde(rename = "letter_taken")]
    MessageTaken {
        #[serde(rename = "letter")]
        message: i64,
        /// Nothing where its reader does not see it.
        ticket: Option<Reference>,
    },
    /// Mail that could not be sent is to be tried again.
    MailSentAgain {
        #[serde(rename = "letters")]
        emails: u64,
    },
    /// The desk was made from a backup.
    Restored {
        rows: u64,
        files: u64,
    },
    /// What is sealed is sealed by another key.
    KeyRotated {
        secrets: u64,
    },
    /// The key that sealed was given up, and with it every second factor.
    KeyForgotten,
    /// What the time of the rules had passed for.
    Retained {
        /// Closed tickets that were emptied.
        tickets: u64,
        /// Files that were attached to closed tickets, and files that nothing named.
        files: u64,
        /// Sessions, links and waits that had ended.
        sign_ins: u64,
        /// Lines of the outbox, messages in its folder, and messages that came in.
        #[serde(rename = "letters")]
        mail: u64,
        /// Addresses of the network beside the log.
        #[serde(rename = "origins")]
        clients: u64,
    },
}

/// The stream of operations has this one number.
const THE_PROGRAM: i64 = 1;

impl StreamEvent for AuditEvent {
    fn store(&self) -> StoredEvent {
        self.store()
    }

    fn beside(&self) -> Beside {
        Beside::default()
    }
}

impl AuditEvent {
    /// Whether it is the program's rather than an account's.
    pub fn is_operation(&self) -> bool {
        matches!(
            self,
            Self::DemonstrationLoaded { .. }
                | Self::TicketsImported { .. }
                | Self::PeopleImported { .. }
                | Self::BackupMade { .. }
                | Self::MessageRead { .. }
                | Self::MessageDiscarded { .. }
                | Self::MessageTaken { .. }
                | Self::MailSentAgain { .. }
                | Self::Restored { .. }
                | Self::KeyRotated { .. }
                | Self::KeyForgotten
                | Self::Retained { .. }
        )
    }

    /// The stream of it in the log. `about` is whose account it concerns, if known.
    pub fn stream(&self, about: Option<PersonId>) -> StreamId {
        if self.is_operation() {
            Stream::Operation.of(THE_PROGRAM)
        } else {
            Stream::Access.of(about.map_or(0, |person| person.0))
        }
    }

    pub fn store(&self) -> StoredEvent {
        let (name, data) = to_tagged(self);
        StoredEvent {
            name,
            v: 1,
            data: data.unwrap_or_default(),
        }
    }

    /// # Errors
    /// [`Unreadable`] where name, version or content are unknown.
    pub fn read(stored: StoredEvent) -> Result<Self, Unreadable> {
        let StoredEvent { name, v, data } = stored;
        let unreadable = |reason: String| Unreadable {
            name: name.clone(),
            v,
            reason,
        };
        if v > 1 {
            return Err(unreadable("written by a newer version".into()));
        }
        let data = Some(data).filter(|data| !data.is_null());
        from_tagged(&name, data).map_err(|error| unreadable(error.to_string()))
    }
}

/// What the audit page can be narrowed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[derive(strum::VariantArray)]
pub enum AuditTopic {
    SignIns,
    Denials,
    Credentials,
    People,
    Organisation,
    Catalogue,
    Disruptions,
    Settings,
    Program,
}

impl AuditTopic {
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// As it stands in addresses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::SignIns => "sign-ins",
            Self::Denials => "denials",
            Self::Credentials => "credentials",
            Self::People => "people",
            Self::Organisation => "organisation",
            Self::Catalogue => "catalogue",
            Self::Disruptions => "disruptions",
            Self::Settings => "settings",
            Self::Program => "program",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|topic| topic.name() == name)
    }

    /// The streams it reads, and of these the types of event; every type where none is named.
    pub const fn streams(self) -> (&'static [Stream], &'static [&'static str]) {
        match self {
            Self::SignIns => (
                &[Stream::Access],
                &[
                    "signed_in",
                    "password_accepted",
                    "denied",
                    "signed_out",
                    "session_ended",
                    "sessions_ended",
                ],
            ),
            Self::Denials => (&[Stream::Access], &["denied"]),
            Self::Credentials => (
                &[Stream::Access],
                &[
                    "password_changed",
                    "password_set",
                    "password_reset",
                    "factor_added",
                    "factor_replaced",
                    "factor_removed",
                    "recovery_codes_renewed",
                    "link_made",
                    "link_used",
                ],
            ),
            Self::People => (
                &[Stream::Person, Stream::Access],
                &["saved", "data_taken", "forgotten"],
            ),
            Self::Organisation => (&[Stream::Team, Stream::Department], &[]),
            Self::Catalogue => (&[Stream::Service, Stream::Category, Stream::Item], &[]),
            Self::Disruptions => (&[Stream::Disruption], &[]),
            Self::Settings => (&[Stream::Settings], &[]),
            Self::Program => (&[Stream::Operation], &[]),
        }
    }
}

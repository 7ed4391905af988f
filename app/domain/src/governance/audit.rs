//! Events of the audit log, which administrators read: sign-ins and denials, changes of passwords
//! and second factors, and operations of the program. They never hold a password, code or token.

use crate::identity::factor::Second;
use crate::identity::link::Purpose;
use crate::kernel::ids::PersonId;
use crate::kernel::reference::Reference;
use crate::kernel::stream::{Beside, Stream, StreamEvent, StreamId};
use crate::kernel::tagged::{StoredEvent, Unreadable, from_tagged, to_tagged};
use serde::{Deserialize, Serialize};

/// Reason why a sign-in was denied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Denied {
    /// Nobody has this e-mail address.
    UnknownAddress,
    /// The password was wrong, at the sign-in or where it was asked for again.
    WrongPassword,
    /// The account is closed or has no password yet.
    NoAccount,
    /// The code of the second factor, or the recovery code, was wrong.
    WrongCode,
    /// The code of the second factor was right but had been used before.
    UsedCode,
    /// There were too many attempts, so none was made.
    TooManyAttempts,
}

/// Event of the audit log: about an account, or an operation of the program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuditEvent {
    /// Somebody signed in.
    SignedIn {
        /// Second factor that was given; `None` if none was.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        second: Option<Second>,
    },
    /// The password was right; the second factor is not given yet.
    PasswordAccepted,
    /// A sign-in, or a check of a password or code, failed.
    Denied {
        /// Reason of the denial.
        why: Denied,
    },
    /// Somebody signed out.
    SignedOut,
    /// One session was ended from a list, by its owner or an administrator.
    SessionEnded,
    /// Several sessions of one person were ended at once.
    SessionsEnded {
        /// Number of sessions.
        count: u64,
    },
    /// Somebody changed their own password.
    PasswordChanged,
    /// A password was set on the command line or at the set-up of the desk.
    PasswordSet,
    /// A password was chosen through a reset link.
    PasswordReset,
    /// A second factor was set up.
    FactorAdded,
    /// A second factor was replaced by another.
    FactorReplaced,
    /// A second factor was removed, by its owner or an administrator.
    FactorRemoved,
    /// New recovery codes were made.
    RecoveryCodesRenewed,
    /// A one-time link was made.
    LinkMade {
        /// What the link is for.
        purpose: Purpose,
    },
    /// A one-time link was used. Reset links give [`AuditEvent::PasswordReset`] instead.
    LinkUsed {
        /// What the link was for.
        purpose: Purpose,
    },
    /// All data about a person was downloaded, by themselves or by an administrator.
    DataTaken,
    /// A person was anonymised: their name and e-mail address were removed everywhere.
    Forgotten,
    /// The demonstration was loaded.
    DemonstrationLoaded {
        /// Number of its tickets.
        tickets: u64,
    },
    /// Tickets were imported from another program.
    TicketsImported {
        /// Number of new events.
        events: u64,
        /// Number of rows that could not be read.
        unread: u64,
    },
    /// Articles were imported.
    ArticlesImported {
        /// Number of articles that are new or changed.
        articles: u64,
        /// Number of files and articles that could not be taken in.
        unread: u64,
    },
    /// People were imported.
    PeopleImported {
        /// Number of people who were added.
        people: u64,
        /// Number of rows that were not taken.
        unread: u64,
    },
    /// A backup was made.
    BackupMade {
        /// Number of rows of the database.
        rows: u64,
        /// Number of files.
        files: u64,
    },
    /// An administrator read an inbound message that was set aside.
    #[serde(rename = "letter_read")]
    MessageRead {
        /// Number of the message.
        #[serde(rename = "letter")]
        message: i64,
    },
    /// An administrator discarded an inbound message with its bytes.
    #[serde(rename = "letter_discarded")]
    MessageDiscarded {
        /// Number of the message.
        #[serde(rename = "letter")]
        message: i64,
    },
    /// An administrator made a ticket of an inbound message, on behalf of the affected user.
    #[serde(rename = "letter_taken")]
    MessageTaken {
        /// Number of the message.
        #[serde(rename = "letter")]
        message: i64,
        /// The ticket; `None` if the reader of the audit log may not see it.
        ticket: Option<Reference>,
    },
    /// An administrator had e-mails that could not be sent tried again.
    MailSentAgain {
        /// Number of e-mails.
        #[serde(rename = "letters")]
        emails: u64,
    },
    /// An administrator applied the present promised times to open tickets.
    PromisesApplied {
        /// Number of tickets changed.
        tickets: u64,
    },
    /// The desk was restored from a backup.
    Restored {
        /// Number of rows of the database.
        rows: u64,
        /// Number of files.
        files: u64,
    },
    /// Stored secrets were sealed again with another key.
    KeyRotated {
        /// Number of secrets.
        secrets: u64,
    },
    /// The sealing key was given up; every second factor was removed and every session ended.
    KeyForgotten,
    /// Data was deleted because its retention period had passed.
    Retained {
        /// Number of closed tickets that were emptied.
        tickets: u64,
        /// Number of answers of users, and what came of them, that were emptied.
        #[serde(default, skip_serializing_if = "is_none")]
        feedback: u64,
        /// Number of files that were attached to such tickets or that nothing named.
        files: u64,
        /// Number of sessions, links and pending sign-ins that had ended.
        sign_ins: u64,
        /// Number of e-mails of the outbox and its folder, and of inbound messages.
        #[serde(rename = "letters")]
        mail: u64,
        /// Number of clients (network address and browser) beside the log.
        #[serde(rename = "origins")]
        clients: u64,
    },
}

/// Number of the only stream of operations.
const THE_PROGRAM: i64 = 1;

impl StreamEvent for AuditEvent {
    fn store(&self) -> StoredEvent {
        self.store()
    }

    fn beside(&self) -> Beside {
        Beside::default()
    }
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde hands over a reference
const fn is_none(count: &u64) -> bool {
    *count == 0
}

impl AuditEvent {
    /// Whether the event is an operation of the program rather than about an account.
    pub fn is_operation(&self) -> bool {
        matches!(
            self,
            Self::DemonstrationLoaded { .. }
                | Self::TicketsImported { .. }
                | Self::ArticlesImported { .. }
                | Self::PeopleImported { .. }
                | Self::BackupMade { .. }
                | Self::MessageRead { .. }
                | Self::MessageDiscarded { .. }
                | Self::MessageTaken { .. }
                | Self::MailSentAgain { .. }
                | Self::PromisesApplied { .. }
                | Self::Restored { .. }
                | Self::KeyRotated { .. }
                | Self::KeyForgotten
                | Self::Retained { .. }
        )
    }

    /// Returns the stream of the event in the log. `about` is the person it concerns, if known.
    pub fn stream(&self, about: Option<PersonId>) -> StreamId {
        if self.is_operation() {
            Stream::Operation.of(THE_PROGRAM)
        } else {
            Stream::Access.of(about.map_or(0, |person| person.0))
        }
    }

    /// Returns the event as the log stores it.
    pub fn store(&self) -> StoredEvent {
        let (name, data) = to_tagged(self);
        StoredEvent {
            name,
            v: 1,
            data: data.unwrap_or_default(),
        }
    }

    /// Reads an event as the log stores it.
    ///
    /// # Errors
    /// [`Unreadable`] if its name, version or content is unknown.
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
        from_tagged(&name, data.as_ref()).map_err(|error| unreadable(error.to_string()))
    }
}

/// Topic that the page of the audit log can be filtered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[derive(strum::VariantArray)]
pub enum AuditTopic {
    /// Sign-ins, denials, and the ends of sessions.
    SignIns,
    /// Denied sign-ins.
    Denials,
    /// Passwords, second factors, recovery codes and one-time links.
    Credentials,
    /// People as they were saved, downloads of their data, and anonymisation.
    People,
    /// Teams and departments.
    Organisation,
    /// Services, categories and items of the catalogue.
    Catalogue,
    /// Disruptions.
    Disruptions,
    /// Settings of the desk.
    Settings,
    /// Operations of the program, such as imports and backups.
    Program,
}

impl AuditTopic {
    /// All topics.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// Returns the name in addresses of pages.
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

    /// Returns the topic with this name in addresses, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|topic| topic.name() == name)
    }

    /// Returns the streams of the topic, and the types of events among them; empty for every type.
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
            Self::Settings => (
                &[Stream::Settings, Stream::Calendar, Stream::ServiceLevel],
                &[],
            ),
            Self::Program => (&[Stream::Operation], &[]),
        }
    }
}

//! Classification of the streams of the log. A new kind of stream does not compile without one.

use crate::kernel::stream::Stream;

/// Form of the events of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StreamForm {
    /// Events of a ticket.
    Ticket,
    /// Events of an article.
    Article,
    /// Events of a feedback.
    Feedback,
    /// Entry of the directory; each event holds all of it.
    Entry,
    /// Audit events, from which nothing is derived.
    Audit,
}

/// Readers of a stream or a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readers {
    /// Those whom `viewer` and `seen` of a ticket, `view_article`, or `reading` of a feedback permit.
    ByView,
    /// The person whose data it is.
    Person,
    /// Nobody; only the program uses it.
    Program,
    /// Administrators, on the page of the audit log. Other pages show parts of the directory to
    /// others.
    Administrators,
}

/// Data subject of a stream: who gets which of its events when they ask for their personal data,
/// and what is anonymised with them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DataSubject {
    /// Its participants; each gets what they may see.
    Participants,
    /// The person who was asked, who gets what they said.
    Asked,
    /// The person whose number the stream has, who gets all of it.
    Own,
    /// The person whose number the stream has, and the person who caused the event.
    OwnAndActor,
    /// Only the person who caused the event; they get its time and client, but not its content.
    ActorOnly,
}

/// Retention of the content of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// Until retention empties the ticket some time after it was closed.
    UntilLongClosed,
    /// Until the person is anonymised.
    UntilForgotten,
    /// For ever.
    ForEver,
}

/// Classification of a kind of stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StreamClass {
    /// Form of its events.
    pub form: StreamForm,
    /// Who may read it.
    pub readers: Readers,
    /// Data subject (GDPR, article 4).
    pub subject: DataSubject,
    /// How long its content is kept.
    pub kept: Kept,
}

impl Stream {
    /// Returns the classification of this kind of stream.
    pub const fn class(self) -> StreamClass {
        let entry = StreamClass {
            form: StreamForm::Entry,
            readers: Readers::Administrators,
            subject: DataSubject::ActorOnly,
            kept: Kept::ForEver,
        };
        match self {
            Self::Ticket => StreamClass {
                form: StreamForm::Ticket,
                readers: Readers::ByView,
                subject: DataSubject::Participants,
                kept: Kept::UntilLongClosed,
            },
            Self::Article => StreamClass {
                form: StreamForm::Article,
                readers: Readers::ByView,
                ..entry
            },
            Self::Feedback => StreamClass {
                form: StreamForm::Feedback,
                readers: Readers::ByView,
                subject: DataSubject::Asked,
                kept: Kept::UntilLongClosed,
            },
            Self::Person => StreamClass {
                subject: DataSubject::Own,
                kept: Kept::UntilForgotten,
                ..entry
            },
            Self::Team
            | Self::Department
            | Self::Service
            | Self::Category
            | Self::Item
            | Self::Disruption
            | Self::Calendar
            | Self::ServiceLevel
            | Self::Settings => entry,
            Self::Access => StreamClass {
                form: StreamForm::Audit,
                subject: DataSubject::OwnAndActor,
                ..entry
            },
            Self::Operation => StreamClass {
                form: StreamForm::Audit,
                ..entry
            },
        }
    }

    /// Returns the names in the log of the kinds of streams for which `holds` is true.
    pub fn names_where(holds: impl Fn(StreamClass) -> bool) -> Vec<&'static str> {
        let those = Self::ALL.iter().filter(|stream| holds(stream.class()));
        those.map(|stream| stream.name()).collect()
    }
}

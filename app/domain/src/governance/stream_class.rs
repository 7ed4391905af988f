//! What every stream of the log is: a new kind of stream does not compile until it is said here.

use crate::kernel::stream::Stream;

/// How its lines are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StreamForm {
    /// Events of a thing with a life of its own: tickets.
    Aggregate,
    /// An entry of the directory, whole at each saving.
    Entry,
    /// Audit events: nothing is derived from them.
    Audit,
}

/// Who may read a stream or a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readers {
    /// Whom the thing's own `viewer` and `seen` let.
    ByView,
    /// The person whose it is.
    Person,
    /// Nobody: the program works by it.
    Program,
    /// Administrators, on the page of the audit log. What others are shown of the directory is said
    /// where they are shown it.
    Administrators,
}

/// Of whom it tells: what is given to a person who asks for all that is known of them, and forgotten
/// with them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DataSubject {
    /// Of those who take part: each is given what they may see.
    Participants,
    /// Of the person whose number the stream has, all of it.
    Own,
    /// Of the person whose number the stream has, and of who did it.
    OwnAndActor,
    /// Of nobody but who did it: that, when and from where, not what it says.
    ActorOnly,
}

/// How long what it says is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// Until the rules of the house empty what has been closed for long.
    UntilLongClosed,
    /// Until its person is forgotten.
    UntilForgotten,
    /// For good.
    ForEver,
}

/// What a stream is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StreamClass {
    pub form: StreamForm,
    pub readers: Readers,
    /// Whose personal data it is (GDPR, article 4).
    pub subject: DataSubject,
    pub kept: Kept,
}

impl Stream {
    /// What it is.
    pub const fn class(self) -> StreamClass {
        let entry = StreamClass {
            form: StreamForm::Entry,
            readers: Readers::Administrators,
            subject: DataSubject::ActorOnly,
            kept: Kept::ForEver,
        };
        match self {
            Self::Ticket => StreamClass {
                form: StreamForm::Aggregate,
                readers: Readers::ByView,
                subject: DataSubject::Participants,
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

    /// Those for which this holds, as the log names them.
    pub fn names_where(holds: impl Fn(StreamClass) -> bool) -> Vec<&'static str> {
        let those = Self::ALL.iter().filter(|stream| holds(stream.class()));
        those.map(|stream| stream.name()).collect()
    }
}

//! Classification of every table: its source, its readers, the people it is about, its lifetime.
//! Copying, rebuilding, retention, the export of personal data and erasure go by this list; a table
//! that is not in it fails a test.

use guichet_domain::governance::stream_class::Readers;

/// Where the content of a table comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DataSource {
    /// The log itself, or what events name: everything else is derived from it.
    Log,
    /// A projection, which can be rebuilt from the log at any time.
    Projection,
    /// Data that exists nowhere else.
    Own,
    /// Data that exists nowhere else and is worthless after a while or elsewhere: left out of
    /// backups.
    Ephemeral,
}

/// Whose personal data a table holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Personal {
    /// Nobody's.
    No,
    /// Each row belongs to the person in column `person`: exported to them and erased with them.
    Own,
    /// Same as [`Personal::Own`], but what is erased is decided row by row.
    OwnInPart,
    /// Rows can name people; what is erased is decided row by row.
    Named,
}

/// Data that expires after a retention period the administrators set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expirable {
    /// Sessions, pending sign-ins, one-time links, throttling, known networks: counted from their
    /// end.
    SignIns,
    /// E-mails that were sent or given up.
    Mail,
    /// Network addresses and devices of audit events.
    Clients,
}

/// How long a row is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lifetime {
    /// As long as what it belongs to.
    WithIts,
    /// Until its task is done; the next row replaces it.
    UntilDone,
    /// Until its retention period has passed. The SQL condition selects the rows that have expired
    /// by the instant `$1`, in SQL both databases understand.
    Until(Expirable, &'static str),
}

/// Classification of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableClass {
    /// Where its content comes from.
    pub source: DataSource,
    /// Who may read it.
    pub readers: Readers,
    /// Whose personal data it holds.
    pub personal: Personal,
    /// How long its rows are kept.
    pub kept: Lifetime,
}

const fn class(
    source: DataSource,
    readers: Readers,
    personal: Personal,
    kept: Lifetime,
) -> TableClass {
    TableClass {
        source,
        readers,
        personal,
        kept,
    }
}

/// Every table with its classification.
#[rustfmt::skip]
pub const TABLES: &[(&str, TableClass)] = {
    use DataSource::{Ephemeral, Log, Own, Projection};
    use Personal::{Named, No, OwnInPart};
    use Readers::{Administrators, ByView, Person, Program};
    use Expirable::{Clients, Mail, SignIns};
    use Lifetime::{Until, UntilDone, WithIts};
    const MINE: Personal = Personal::Own;
    &[
        ("event",           class(Log,        ByView,         Named,     WithIts)),
        ("text",            class(Log,        ByView,         Named,     WithIts)),
        ("ticket",          class(Projection, ByView,         Named,     WithIts)),
        ("participant",     class(Projection, ByView,         Named,     WithIts)),
        ("approval",        class(Projection, ByView,         Named,     WithIts)),
        ("tally",           class(Projection, ByView,         No,        WithIts)),
        ("ticket_text",     class(Projection, ByView,         Named,     WithIts)),
        ("entry",           class(Projection, ByView,         Named,     WithIts)),
        ("article",         class(Projection, ByView,         Named,     WithIts)),
        ("feedback",        class(Projection, ByView,         Named,     WithIts)),
        // In part a projection: see `Deadline::is_of_log`.
        ("deadline",        class(Own,        Program,        No,        UntilDone)),
        ("account",         class(Own,        Program,        MINE,      WithIts)),
        ("factor",          class(Own,        Program,        MINE,      WithIts)),
        ("recovery_code",   class(Own,        Program,        MINE,      WithIts)),
        ("session",         class(Ephemeral,  Person,         MINE,      Until(SignIns, "expires_at < $1"))),
        ("pending_sign_in", class(Ephemeral,  Program,        MINE,      Until(SignIns, "expires_at < $1"))),
        ("link",            class(Ephemeral,  Program,        MINE,      Until(SignIns, "expires_at < $1"))),
        ("throttle",        class(Ephemeral,  Program,        Named,     Until(SignIns, "until < $1"))),
        ("known_network",   class(Ephemeral,  Program,        MINE,      Until(SignIns, "until < $1"))),
        ("notification",    class(Own,        Person,         MINE,      WithIts)),
        ("preference",      class(Own,        Person,         MINE,      WithIts)),
        ("suppressed",      class(Own,        Program,        No,        UntilDone)),
        ("outbox",          class(Own,        Administrators, OwnInPart, Until(Mail, "sent_at < $1 OR failed_at < $1"))),
        ("bounce",          class(Own,        Administrators, MINE,      UntilDone)),
        ("answer_epoch",    class(Own,        Program,        Named,     WithIts)),
        // Emptied line by line when the time of messages has passed; that one came is remembered.
        ("inbound_message", class(Own,        Administrators, Named,     WithIts)),
        ("inbound_start",   class(Ephemeral,  Program,        No,        UntilDone)),
        ("mailbox",         class(Own,        Program,        No,        WithIts)),
        ("client",          class(Own,        Administrators, Named,     Until(Clients, "at < $1"))),
        ("lease",           class(Ephemeral,  Program,        No,        UntilDone)),
        ("meta",            class(Own,        Program,        No,        WithIts)),
        ("article_day",     class(Own,        ByView,         No,        WithIts)),
        // Emptied when the day is over: a keyed hash, of which nobody can be told.
        ("counted",         class(Ephemeral,  Program,        No,        UntilDone)),
        // What people typed, without who: taken out where it looks like a secret, and after 90 days.
        ("gap",             class(Own,        ByView,         Named,     UntilDone)),
        ("_sqlx_migrations", class(Ephemeral, Program,        No,        WithIts)),
    ]
};

/// Classification of a table; `None` for an unknown table. The tables of SQLite's full-text index
/// share one.
pub fn class_of(table: &str) -> Option<TableClass> {
    let table = if table.starts_with("ticket_text") {
        "ticket_text"
    } else {
        table
    };
    let mut all = TABLES.iter();
    all.find(|(name, _)| *name == table)
        .map(|(_, class)| *class)
}

/// Names of the tables whose class satisfies `holds`.
pub(crate) fn names_where(
    holds: impl Fn(TableClass) -> bool,
) -> impl Iterator<Item = &'static str> {
    TABLES
        .iter()
        .filter(move |(_, class)| holds(*class))
        .map(|(name, _)| *name)
}

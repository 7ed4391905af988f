//! What every table is: where it comes from, who may read it, of whom it tells, how long it is kept.
//! Copying, rebuilding, retention, the export of personal data and forgetting go by this list; a table
//! that is not in it fails a test.

use guichet_domain::governance::stream_class::Readers;

/// Where what it holds comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DataSource {
    /// It is the log, or what events name: all else is made of it.
    Log,
    /// Made again from the log at any time.
    Projection,
    /// Said nowhere else.
    Own,
    /// Said nowhere else, and worth nothing after a while or elsewhere: no backup has it.
    Ephemeral,
}

/// Of whom it tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Personal {
    /// Of nobody.
    No,
    /// A line is somebody's, by the column `person`: they are given it, and it goes with them.
    Own,
    /// As above, and what goes with them is decided line by line.
    OwnInPart,
    /// Lines can name people; what goes with them is decided line by line.
    Named,
}

/// What passes by itself after a while, by a rule of the house.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expirable {
    /// Sessions and halves of them, links that work once, waits after wrong passwords, networks
    /// that somebody signed in from: since they ended.
    SignIns,
    /// E-mails that were sent or given up.
    Mail,
    /// Where audit events came from.
    Clients,
}

/// How long a row is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lifetime {
    /// As long as what it belongs to.
    WithIts,
    /// Until what it is for is done: the next one takes its place.
    UntilDone,
    /// Until a rule of the house has it pass; which rows have had their time by an instant that is
    /// `$1`, in SQL that both databases speak.
    Until(Expirable, &'static str),
}

/// What a table is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableClass {
    pub source: DataSource,
    pub readers: Readers,
    pub personal: Personal,
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

/// Every table and what it is.
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
        // In part a projection: see `Deadline::is_of_log`.
        ("deadline",        class(Own,        Program,        No,        UntilDone)),
        ("account",         class(Own,        Program,        MINE,      WithIts)),
        ("factor",          class(Own,        Program,        MINE,      WithIts)),
        ("recovery_code",   class(Own,        Program,        MINE,      WithIts)),
        ("session",         class(Ephemeral,    Person,         MINE,      Until(SignIns, "expires_at < $1"))),
        ("pending_sign_in", class(Ephemeral,    Program,        MINE,      Until(SignIns, "expires_at < $1"))),
        ("link",            class(Ephemeral,    Program,        MINE,      Until(SignIns, "expires_at < $1"))),
        ("throttle",        class(Ephemeral,    Program,        Named,     Until(SignIns, "until < $1"))),
        ("known_network",   class(Ephemeral,    Program,        MINE,      Until(SignIns, "until < $1"))),
        ("notification",    class(Own,        Person,         MINE,      WithIts)),
        ("preference",      class(Own,        Person,         MINE,      WithIts)),
        ("suppressed",      class(Own,        Program,        No,        UntilDone)),
        ("outbox",          class(Own,        Administrators, OwnInPart, Until(Mail, "sent_at < $1 OR failed_at < $1"))),
        ("bounce",          class(Own,        Administrators, MINE,      UntilDone)),
        ("answer_epoch",    class(Own,        Program,        Named,     WithIts)),
        // Emptied line by line when the time of messages has passed; that one came is remembered.
        ("inbound_message", class(Own,        Administrators, Named,     WithIts)),
        ("inbound_start",   class(Ephemeral,    Program,        No,        UntilDone)),
        ("mailbox",         class(Own,        Program,        No,        WithIts)),
        ("client",          class(Own,        Administrators, Named,     Until(Clients, "at < $1"))),
        ("lease",           class(Ephemeral,    Program,        No,        UntilDone)),
        ("meta",            class(Own,        Program,        No,        WithIts)),
        ("_sqlx_migrations", class(Ephemeral,   Program,        No,        WithIts)),
    ]
};

/// What a table is; nothing where nobody has said so. The full text of SQLite is several tables.
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

/// The tables for which this holds.
pub(crate) fn names_where(
    holds: impl Fn(TableClass) -> bool,
) -> impl Iterator<Item = &'static str> {
    TABLES
        .iter()
        .filter(move |(_, class)| holds(*class))
        .map(|(name, _)| *name)
}

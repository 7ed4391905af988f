//! What an import of people changes, line by line.

use crate::kernel::refusal::{Field, FieldError};
use serde::{Deserialize, Serialize};

/// What a file of people leads to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeopleImport {
    /// One entry per person, in the order of the file.
    pub lines: Vec<PersonLine>,
    /// Columns of the file that mean nothing to the desk.
    pub unknown_columns: Vec<String>,
    /// Departments that the file names and the desk does not have; they are made if asked for.
    pub new_departments: Vec<String>,
}

/// One person of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonLine {
    /// Line of the file at which the person begins, from 1.
    pub line: u64,
    /// Name, as the file has it.
    pub name: String,
    /// E-mail address, as the file has it.
    pub email: String,
    /// What becomes of the person.
    pub change: PersonChange,
}

/// What becomes of a person of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PersonChange {
    /// Somebody the desk does not know is added.
    Added,
    /// These fields of a known person change.
    Changed(Vec<Field>),
    /// The desk knows all of it.
    Same,
    /// The same address stands on an earlier line.
    Twice(u64),
    /// Nothing: these fields are wrong; for names that the desk does not know, with the name.
    Wrong(Vec<FieldError>),
}

/// How many people of a file are what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Added.
    pub added: usize,
    /// Changed.
    pub changed: usize,
    /// Known as they are.
    pub same: usize,
    /// Not taken.
    pub wrong: usize,
}

impl PeopleImport {
    /// Counts the people by what becomes of them.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for line in &self.lines {
            match line.change {
                PersonChange::Added => tally.added += 1,
                PersonChange::Changed(_) => tally.changed += 1,
                PersonChange::Same => tally.same += 1,
                PersonChange::Twice(_) | PersonChange::Wrong(_) => tally.wrong += 1,
            }
        }
        tally
    }
}

/// As much of an import as a page shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeopleReport {
    /// How many people are what.
    pub tally: Tally,
    /// Lines of the file: those that are wrong, then those that change something.
    pub lines: Vec<PersonLine>,
    /// Further lines that are wrong or change something.
    pub more: usize,
    /// Columns of the file that mean nothing to the desk.
    pub unknown_columns: Vec<String>,
    /// Departments that the file names and the desk does not have.
    pub new_departments: Vec<String>,
}

impl PeopleReport {
    /// Returns the report with at most this many lines.
    pub fn of(import: PeopleImport, most: usize) -> Self {
        let tally = import.tally();
        let mut lines = import.lines;
        lines.retain(|line| line.change != PersonChange::Same);
        lines.sort_by_key(|line| match line.change {
            PersonChange::Wrong(_) | PersonChange::Twice(_) => 0,
            PersonChange::Added | PersonChange::Changed(_) | PersonChange::Same => 1,
        });
        let more = lines.len().saturating_sub(most);
        lines.truncate(most);
        Self {
            tally,
            lines,
            more,
            unknown_columns: import.unknown_columns,
            new_departments: import.new_departments,
        }
    }
}

/// Why a file of people cannot be read at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum UnreadablePeople {
    /// It is empty.
    Empty,
    /// Its first line names no column of addresses, or none of names.
    Columns,
    /// It is larger than this many bytes.
    TooLarge(u32),
    /// It has more people than this.
    TooMany(u32),
}

//! Merge of concurrent changes to one entry: what each administrator changed is kept, and only a
//! field that both changed is a conflict.

use crate::directory::entry::Entry;
use crate::kernel::refusal::Field;
use crate::kernel::tagged::{from_tagged, to_tagged};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// Returns the entry with what a form changed since `was` and what others changed meanwhile.
///
/// # Errors
/// The fields that both sides changed, to different values.
pub fn merge_entries(was: &Entry, wanted: Entry, current: &Entry) -> Result<Entry, Vec<Field>> {
    let [was, mine, theirs] = [was, &wanted, current].map(fields);
    let (Some(was), Some(mine), Some(theirs)) = (was, mine, theirs) else {
        return Ok(wanted);
    };
    let mut merged = theirs.clone();
    let mut conflicts = Vec::new();
    // What is empty may not be written at all: it is a value like any other.
    let names: BTreeSet<&String> = was.keys().chain(mine.keys()).collect();
    for name in names {
        let [before, value, now] = [&was, &mine, &theirs].map(|fields| fields.get(name));
        if before == value || now == value {
            continue;
        }
        if name == "updates" {
            merged.insert(name.clone(), all_said(before, value, now));
            continue;
        }
        if before != now {
            conflicts.push(field(name));
        }
        match value {
            Some(value) => drop(merged.insert(name.clone(), value.clone())),
            None => drop(merged.remove(name)),
        }
    }
    if !conflicts.is_empty() {
        conflicts.dedup();
        return Err(conflicts);
    }
    Ok(with_fields(&wanted, merged).unwrap_or(wanted))
}

/// Returns the new base of a form after a conflict: the current value of each field that the form
/// changed, and what the form showed before in the others. When the form is merged again with it,
/// its own changes win, and fields that only others changed keep their values.
pub fn after_conflict(was: &Entry, mine: &Entry, current: &Entry) -> Entry {
    let entries = [was, mine, current].map(fields);
    let [Some(mut shown), Some(mine), Some(theirs)] = entries else {
        return current.clone();
    };
    let names: BTreeSet<String> = theirs.keys().chain(shown.keys()).cloned().collect();
    for name in names {
        if mine.get(&name) == shown.get(&name) {
            continue;
        }
        match theirs.get(&name) {
            Some(now) => drop(shown.insert(name, now.clone())),
            None => drop(shown.remove(&name)),
        }
    }
    with_fields(was, shown).unwrap_or_else(|| current.clone())
}

/// Returns what both sides said of a disruption: it is only ever added to.
fn all_said(before: Option<&Value>, mine: Option<&Value>, theirs: Option<&Value>) -> Value {
    let list = |value: Option<&Value>| value.and_then(Value::as_array).cloned();
    let before = list(before).unwrap_or_default();
    let mut all = list(theirs).unwrap_or_default();
    let mine = list(mine).unwrap_or_default().into_iter();
    all.extend(mine.filter(|one| !before.contains(one)));
    Value::Array(all)
}

/// Returns an entry of the same kind with these fields.
fn with_fields(kind: &Entry, fields: Map<String, Value>) -> Option<Entry> {
    let (name, _) = to_tagged(kind);
    from_tagged(&name, Some(&Value::Object(fields).into())).ok()
}

/// Returns the content of an entry, field by field.
fn fields(entry: &Entry) -> Option<Map<String, Value>> {
    match to_tagged(entry).1?.value() {
        Value::Object(fields) => Some(fields),
        _ => None,
    }
}

/// Returns the field of the form for a field of an entry.
fn field(name: &str) -> Field {
    match name {
        "name" => Field::Name,
        "email" => Field::Email,
        "team" | "teams" | "first_team" => Field::Team,
        "service" => Field::Service,
        "manager" | "publishers" => Field::Person,
        "title" => Field::Subject,
        "message" | "last_word" => Field::Text,
        "since" => Field::From,
        "until" => Field::Until,
        "tickets" => Field::Link,
        "standard" => Field::Cost,
        "fields" => Field::ItemField,
        "calendar" => Field::Calendar,
        "times" => Field::Times,
        "steps" => Field::Escalation,
        "now" => Field::Hours,
        _ => Field::Value,
    }
}

//! Merge of concurrent changes to one entry: what each administrator changed is kept, and only a
//! field that both changed is a conflict.

use crate::directory::entry::Entry;
use crate::kernel::refusal::Field;
use crate::kernel::tagged::{from_tagged, to_tagged};
use serde_json::{Map, Value};

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
    for (name, value) in &mine {
        let (before, now) = (was.get(name), theirs.get(name));
        if before == Some(value) || now == Some(value) {
            continue;
        }
        if before != now {
            conflicts.push(field(name));
        }
        merged.insert(name.clone(), value.clone());
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
    for (name, now) in theirs {
        if mine.get(&name) != shown.get(&name) {
            shown.insert(name, now);
        }
    }
    with_fields(was, shown).unwrap_or_else(|| current.clone())
}

/// Returns an entry of the same kind with these fields.
fn with_fields(kind: &Entry, fields: Map<String, Value>) -> Option<Entry> {
    let (name, _) = to_tagged(kind);
    from_tagged(&name, Some(Value::Object(fields))).ok()
}

/// Returns the content of an entry, field by field.
fn fields(entry: &Entry) -> Option<Map<String, Value>> {
    match to_tagged(entry) {
        (_, Some(Value::Object(fields))) => Some(fields),
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
        "manager" => Field::Person,
        "title" => Field::Subject,
        "message" => Field::Text,
        "standard" => Field::Cost,
        "fields" => Field::ItemField,
        _ => Field::Value,
    }
}

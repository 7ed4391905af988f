//! Two administrators on one entry: what each changed is kept, and only a field that both changed
//! is a conflict.

use crate::directory::entry::Entry;
use crate::kernel::refusal::Field;
use crate::kernel::tagged::{from_tagged, to_tagged};
use serde_json::{Map, Value};

/// The entry with what a form changed since `was`, and what others changed meanwhile.
///
/// # Errors
/// The fields that both changed, to something else each.
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

/// What a form shows once its reader was told of a conflict: theirs in the fields that both
/// changed, and what it showed before in the others. Merged again, what was typed wins there, and
/// whatever only the others changed stays theirs.
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

/// The same kind of entry, saying this.
fn with_fields(kind: &Entry, fields: Map<String, Value>) -> Option<Entry> {
    let (name, _) = to_tagged(kind);
    from_tagged(&name, Some(Value::Object(fields))).ok()
}

/// What an entry says, field by field.
fn fields(entry: &Entry) -> Option<Map<String, Value>> {
    match to_tagged(entry) {
        (_, Some(Value::Object(fields))) => Some(fields),
        _ => None,
    }
}

/// What a form calls it.
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

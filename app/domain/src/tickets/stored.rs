//! Events as the log keeps them, in all the forms they have had.

use crate::kernel::tagged::{StoredEvent, Unreadable, from_tagged, to_tagged};
use crate::tickets::event::Event;
use serde_json::{Value, json};

/// The current form of an event, by name. Forms not listed are at their first.
fn version(name: &str) -> i64 {
    match name {
        "commented" | "attached" => 2,
        _ => 1,
    }
}

impl Event {
    pub fn store(&self) -> StoredEvent {
        let (name, data) = to_tagged(self);
        StoredEvent {
            v: version(&name),
            name,
            data: data.unwrap_or_else(|| json!({})),
        }
    }

    /// Reads a stored event of any form that was ever written.
    ///
    /// # Errors
    /// [`Unreadable`] where name, version or content are unknown.
    pub fn read(stored: StoredEvent) -> Result<Self, Unreadable> {
        let StoredEvent { name, v, data } = stored;
        let data = upcast(&name, v, data);
        let has_data = name != "marked_read";
        if v > version(&name) {
            return Err(Unreadable {
                name,
                v,
                reason: "written by a newer version".into(),
            });
        }
        from_tagged(&name, has_data.then_some(data)).map_err(|error| Unreadable {
            name,
            v,
            reason: error.to_string(),
        })
    }
}

/// Brings older forms to the current one, a step at a time.
fn upcast(name: &str, v: i64, mut data: Value) -> Value {
    if name == "commented"
        && v == 1
        && let Some(fields) = data.as_object_mut()
    {
        // The first form knew only "internal or not".
        let internal = fields
            .remove("internal")
            .and_then(|i| i.as_bool())
            .unwrap_or(false);
        fields.insert(
            "audience".into(),
            json!(if internal { "agents" } else { "participants" }),
        );
        fields.insert("unread".into(), json!(false));
    }
    if name == "attached"
        && v == 1
        && let Some(attachment) = data.get_mut("attachment").and_then(Value::as_object_mut)
        && attachment.get("audience") != Some(&json!("agents"))
    {
        // The first form was for everyone even where the words that it came with were not, and does
        // not say what it came with: approvers are shown none of those files.
        attachment.insert("audience".into(), json!("participants"));
    }
    data
}

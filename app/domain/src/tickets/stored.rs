//! Conversion of events to and from their stored form, including all earlier versions of it.

use crate::kernel::tagged::{StoredEvent, Unreadable, from_tagged, to_tagged};
use crate::tickets::event::Event;
use serde_json::{Value, json};

/// Returns the current version of an event's stored form, by name. It is 1 unless listed.
fn version(name: &str) -> i64 {
    match name {
        "commented" | "attached" => 2,
        _ => 1,
    }
}

impl Event {
    /// Returns the event as the log stores it, in the current version of its form.
    pub fn store(&self) -> StoredEvent {
        let (name, data) = to_tagged(self);
        StoredEvent {
            v: version(&name),
            name,
            data: data.unwrap_or_else(|| json!({}).into()),
        }
    }

    /// Reads a stored event of any version that was ever written.
    ///
    /// # Errors
    /// [`Unreadable`] if its name, version or content is unknown.
    pub fn read(stored: StoredEvent) -> Result<Self, Unreadable> {
        let StoredEvent { name, v, data } = stored;
        let data = match v < version(&name) {
            true => upcast(&name, v, data.value()).into(),
            false => data,
        };
        let has_data = name != "marked_read";
        if v > version(&name) {
            return Err(Unreadable {
                name,
                v,
                reason: "written by a newer version".into(),
            });
        }
        from_tagged(&name, has_data.then_some(&data)).map_err(|error| Unreadable {
            name,
            v,
            reason: error.to_string(),
        })
    }
}

/// Converts data of an older version to the current one, one step at a time.
fn upcast(name: &str, v: i64, mut data: Value) -> Value {
    if name == "commented"
        && v == 1
        && let Some(fields) = data.as_object_mut()
    {
        // Version 1 had a flag `internal` instead of an audience.
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
        // Version 1 had the audience `everyone` even if the text that the file came with had a
        // narrower one, and does not say which text that was. Approvers are shown none of those
        // files.
        attachment.insert("audience".into(), json!("participants"));
    }
    data
}

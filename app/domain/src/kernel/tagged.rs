//! Values as the log stores them: a name, the version of its form, and data as JSON.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// An event as the log stores it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredEvent {
    /// Type of the event.
    #[serde(rename = "type")]
    pub name: String,
    /// Version of the form of the data, from 1.
    pub v: i64,
    /// Content of the event; null if it has none.
    pub data: Value,
}

/// Error for a stored event that this version of the program cannot read.
#[derive(Debug, thiserror::Error)]
#[error("event {name} v{v} cannot be read: {reason}")]
pub struct Unreadable {
    /// Type of the event.
    pub name: String,
    /// Version of the form of its data.
    pub v: i64,
    /// Why it cannot be read, for the log of the program.
    pub reason: String,
}

/// Returns the name of an enum variant and the data it holds; `None` for a variant without data.
pub fn to_tagged<T: Serialize>(one: &T) -> (String, Option<Value>) {
    match serde_json::to_value(one).unwrap_or_default() {
        Value::String(name) => (name, None),
        Value::Object(variant) => match variant.into_iter().next() {
            Some((name, data)) => (name, Some(data)),
            None => Default::default(),
        },
        _ => Default::default(),
    }
}

/// Returns the enum variant with this name and data.
///
/// # Errors
/// There is no such variant, or the data does not fit it.
pub fn from_tagged<T: DeserializeOwned>(
    name: &str,
    data: Option<Value>,
) -> Result<T, serde_json::Error> {
    let variant = match data {
        Some(data) => Value::Object([(name.to_owned(), data)].into_iter().collect()),
        None => Value::String(name.to_owned()),
    };
    serde_json::from_value(variant)
}

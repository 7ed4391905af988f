//! Values as the log keeps them: a name, the number of its form, and data.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// An event as the log stores it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredEvent {
    #[serde(rename = "type")]
    pub name: String,
    pub v: i64,
    pub data: Value,
}

/// A stored event that no version of the program can have written.
#[derive(Debug, thiserror::Error)]
#[error("event {name} v{v} cannot be read: {reason}")]
pub struct Unreadable {
    pub name: String,
    pub v: i64,
    pub reason: String,
}

/// The name of a variant, and what it holds; nothing where it is a name alone.
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

/// The variant of that name, with what it holds.
///
/// # Errors
/// There is none, or it holds something else.
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

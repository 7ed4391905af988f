//! Values as the log stores them: a name, the version of its form, and data as JSON.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use std::fmt;

/// Data as JSON, as it is written: it mostly passes through, and taking it apart costs more than all
/// that is done with it. Equal is what holds the same, however it is written.
#[derive(Clone, Debug)]
pub struct Json(String);

impl Json {
    /// Returns the data that a text holds; whether it is JSON shows when it is read.
    pub const fn from_text(text: String) -> Self {
        Self(text)
    }

    /// Returns the data, to be looked at; null if it is no JSON.
    pub fn value(&self) -> Value {
        serde_json::from_str(&self.0).unwrap_or_default()
    }

    /// Returns the data as it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is null.
    pub fn is_null(&self) -> bool {
        self.0 == "null"
    }
}

impl Default for Json {
    /// Returns null.
    fn default() -> Self {
        Self("null".into())
    }
}

impl From<Value> for Json {
    fn from(value: Value) -> Self {
        Self(value.to_string())
    }
}

impl PartialEq for Json {
    fn eq(&self, other: &Self) -> bool {
        self.value() == other.value()
    }
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer).map(Self::from)
    }
}

/// An event as the log stores it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StoredEvent {
    /// Type of the event.
    #[serde(rename = "type")]
    pub name: String,
    /// Version of the form of the data, from 1.
    pub v: i64,
    /// Content of the event; null if it has none.
    pub data: Json,
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
pub fn to_tagged<T: Serialize>(one: &T) -> (String, Option<Json>) {
    let text = serde_json::to_string(one).unwrap_or_default();
    let variant = text
        .strip_prefix("{\"")
        .and_then(|rest| rest.strip_suffix('}'));
    match variant.and_then(|variant| variant.split_once("\":")) {
        Some((name, data)) => (name.to_owned(), Some(Json::from_text(data.to_owned()))),
        None => (text.trim_matches('"').to_owned(), None),
    }
}

/// Returns the enum variant with this name and data.
///
/// # Errors
/// There is no such variant, or the data does not fit it.
pub fn from_tagged<T: DeserializeOwned>(
    name: &str,
    data: Option<&Json>,
) -> Result<T, serde_json::Error> {
    let name = serde_json::to_string(name)?;
    match data {
        Some(data) => serde_json::from_str(&format!("{{{name}:{data}}}")),
        None => serde_json::from_str(&name),
    }
}

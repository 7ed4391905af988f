//! JSON in the browser.
//!
//! Compiling a parser for each of a hundred types takes more space than most rooms. So one parser
//! makes a tree of the text first, and each type reads itself from that tree.

use leptos::server::codee::{Decoder, Encoder};
use leptos::server_fn::codec::Post;
use leptos::server_fn::{ContentType, Decodes, Encodes, Format, FormatType};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Error;

/// Reads a value from JSON text.
///
/// # Errors
/// The text is not JSON (RFC 8259), or not a value of this type.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    serde_json::from_value(tree(text)?)
}

/// Reads a value from a tree.
///
/// # Errors
/// The tree is not a value of this type.
pub fn branch<T: DeserializeOwned>(tree: serde_json::Value) -> Result<T, Error> {
    serde_json::from_value(tree)
}

#[inline(never)]
fn tree(text: &str) -> Result<serde_json::Value, Error> {
    serde_json::from_str(text)
}

/// Encoding of values between the server and the browser.
pub struct Json;

/// Body of a server function's request and answer.
pub type Body = Post<Json>;

impl ContentType for Json {
    const CONTENT_TYPE: &'static str = "application/json";
}

impl FormatType for Json {
    const FORMAT_TYPE: Format = Format::Text;
}

impl<T: Serialize> Encodes<T> for Json {
    type Error = Error;

    fn encode(value: &T) -> Result<leptos::server_fn::Bytes, Error> {
        serde_json::to_vec(value).map(Into::into)
    }
}

impl<T: DeserializeOwned> Decodes<T> for Json {
    type Error = Error;

    fn decode(bytes: leptos::server_fn::Bytes) -> Result<T, Error> {
        let text = std::str::from_utf8(&bytes).map_err(<Error as serde::de::Error>::custom)?;
        read(text)
    }
}

impl<T: Serialize> Encoder<T> for Json {
    type Error = Error;
    type Encoded = String;

    fn encode(value: &T) -> Result<String, Error> {
        serde_json::to_string(value)
    }
}

impl<T: DeserializeOwned> Decoder<T> for Json {
    type Error = Error;
    type Encoded = str;

    fn decode(text: &str) -> Result<T, Error> {
        read(text)
    }
}

//! JSON as the browser reads it.
//!
//! A parser that is compiled anew for each of a hundred types weighs more than most rooms. So text
//! becomes a tree first, by one parser, and each type reads itself from that tree, once.

use leptos::server::codee::{Decoder, Encoder};
use leptos::server_fn::codec::Post;
use leptos::server_fn::{ContentType, Decodes, Encodes, Format, FormatType};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Error;

/// Reads `text`.
///
/// # Errors
/// It is no JSON (RFC 8259), or not the value that is asked for.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    serde_json::from_value(tree(text)?)
}

/// Reads a value from the tree that it stands in.
///
/// # Errors
/// It is another value.
pub fn branch<T: DeserializeOwned>(tree: serde_json::Value) -> Result<T, Error> {
    serde_json::from_value(tree)
}

#[inline(never)]
fn tree(text: &str) -> Result<serde_json::Value, Error> {
    serde_json::from_str(text)
}

/// How values travel between the server and the browser.
pub struct Json;

/// The body of a server function, both ways.
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

//! Percent-encoding of text in addresses (RFC 3986, 2.1).

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Characters that are encoded in a query: all but the unreserved ones (RFC 3986, 2.3), and
/// slashes, which have no meaning there.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~')
    .remove(b'/');

/// The text as a value in the query of an address.
pub fn in_query(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

//! Answers without what is drawn anew for each of them: nonces, sealed places, identifiers that the
//! program draws one after the other. All of these are of one length, and the length stays.

use guichet_domain::mail::reply_address::SIGNATURE;

/// The text with those in their places.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(in_token) {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let end = rest.find(|c| !in_token(c)).unwrap_or(rest.len());
        let (token, after) = rest.split_at(end);
        let is_nonce = ["nonce=\"", "crossorigin=\""]
            .iter()
            .any(|before| out.ends_with(before))
            || token.starts_with("nonce-");
        if is_nonce {
            out.push_str("NONCE");
        } else if is_sealed(token) || is_session(token) && out.ends_with('"') {
            out.push_str(&format!("SEALED{}", token.len()));
        } else if is_signature(token) && out.ends_with('.') {
            out.push_str("SIGNED");
        } else if let Some(before) = drawn(token) {
            out.push_str(before);
            out.push_str("DRAWN");
        } else {
            out.push_str(token);
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

fn in_token(c: char) -> bool {
    c.is_ascii_alphanumeric() || "+/=_-".contains(c)
}

/// A place in a list, with or without its list before it (`…?after=`, `…/`).
fn is_sealed(token: &str) -> bool {
    let last = token.rsplit(['=', '/']).next().unwrap_or_default();
    last.len() >= 32 && last.bytes().all(|b| b.is_ascii_hexdigit())
}

/// The signature of a link, after its reference: the key is drawn for each desk.
fn is_signature(token: &str) -> bool {
    token.len() == SIGNATURE
        && token
            .bytes()
            .all(|b| matches!(b, b'a'..=b'z' | b'2'..=b'7'))
}

/// What lists call a session. Not in quotes it is an instant.
fn is_session(token: &str) -> bool {
    token.len() == 16 && token.bytes().all(|b| b.is_ascii_hexdigit())
}

/// What stands before an identifier of the tests' counter, at the end of a path or alone: the program
/// draws them, and how many it drew before is no answer. Those that the tests choose end otherwise.
fn drawn(token: &str) -> Option<&str> {
    let last = token.rsplit('/').next()?;
    let is_drawn = last.len() == 36 && last.ends_with("-0000-000000000000");
    is_drawn.then(|| token.strip_suffix(last)).flatten()
}

#[test]
fn what_is_drawn_is_left_out_and_nothing_else() {
    let sealed = "ab".repeat(44);
    let text = format!(
        "script nonce=\"x+/y==\" 'nonce-aZ_9' /desk?after={sealed}\" {sealed}.message \
         value=\"00000000-0000-0123-0000-000000000000\" /files/1/00000000-0000-0123-0000-000000000000 00000000-0000-4000-8000-000000000001 INC-12 deadbeef 1795370940000000 \"0123456789abcdef\" INC-1.s6zgejjkleylpwqq s6zgejjkleylpwqq"
    );
    assert_eq!(
        plain(&text),
        "script nonce=\"NONCE\" 'NONCE' /desk?SEALED94\" SEALED88.message \
         value=\"DRAWN\" /files/1/DRAWN 00000000-0000-4000-8000-000000000001 INC-12 deadbeef 1795370940000000 \"SEALED16\" INC-1.SIGNED s6zgejjkleylpwqq"
    );
}

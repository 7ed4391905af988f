//! ARCHITECTURE.md shows the workflows that the program has.
#![allow(clippy::unwrap_used)]

use guichet_domain::kernel::reference::Kind;
use guichet_domain::tickets::workflow::mermaid;
use std::fs;
use std::path::Path;

/// What stands between `<!-- workflow:kind -->` and `<!-- /workflow:kind -->`, without its fence.
fn shown<'a>(text: &'a str, name: &str) -> &'a str {
    let (_, rest) = text
        .split_once(&format!("<!-- workflow:{name} -->"))
        .unwrap();
    let (shown, _) = rest
        .split_once(&format!("<!-- /workflow:{name} -->"))
        .unwrap();
    shown
        .trim()
        .strip_prefix("```mermaid\n")
        .unwrap()
        .strip_suffix("```")
        .unwrap()
}

#[test]
fn the_diagrams_are_those_of_the_program() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ARCHITECTURE.md");
    let text = fs::read_to_string(path).unwrap().replace("\r\n", "\n");
    for (kind, name) in [
        (Kind::Incident, "incident"),
        (Kind::Request, "request"),
        (Kind::Problem, "problem"),
    ] {
        let wanted = mermaid(kind);
        assert_eq!(
            shown(&text, name).trim(),
            wanted.trim(),
            "put this into ARCHITECTURE.md:\n{wanted}"
        );
    }
}

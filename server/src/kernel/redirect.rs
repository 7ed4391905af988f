//! Checks that redirects stay on this site.

/// Whether a path leads to a page of ours, however a browser reads it (WHATWG URL, 4.4: browsers
/// take a backslash for a slash, and ignore tabs and line breaks).
pub fn is_inside(path: &str) -> bool {
    let plain = path
        .bytes()
        .all(|byte| (b' '..0x7f).contains(&byte) && byte != b'\\');
    let folder = path.split(['?', '#']).next().unwrap_or_default();
    let mut steps = folder.split('/').skip(1);
    // No step back, nor an empty one: what is left could begin with two slashes.
    let no_steps = steps.all(|step| !is_dots(step));
    plain && path.starts_with('/') && !folder.contains("//") && no_steps
}

/// Whether a step is `.` or `..`, also with a dot written as `%2e`.
fn is_dots(step: &str) -> bool {
    let step = step.to_ascii_lowercase().replace("%2e", ".");
    step == "." || step == ".."
}

#[cfg(test)]
mod tests {
    use super::is_inside;

    #[test]
    fn what_leads_elsewhere_is_not_followed() {
        for path in [
            "/",
            "/desk?view=all&text=//x",
            "/tickets/INC-1#a",
            "/request/2?follows=INC-3",
        ] {
            assert!(is_inside(path), "{path}");
        }
        for path in [
            "",
            "desk",
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "/\t/evil.example",
            "/\n/evil.example",
            "/..//evil.example",
            "/.//evil.example",
            "/x/..//evil.example",
            "/%2e//evil.example",
            "/x/%2E%2e/y",
            "/a//b",
            "/é",
        ] {
            assert!(!is_inside(path), "{path:?}");
        }
    }
}

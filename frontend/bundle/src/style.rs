//! The style sheet: one file, written so that older browsers understand it.

use crate::Outcome;
use lightningcss::stylesheet::{MinifyOptions, ParserOptions, PrinterOptions, StyleSheet};
use lightningcss::targets::{Browsers, Targets};
use std::fs;
use std::path::Path;

/// A version as lightningcss writes it.
const fn version(major: u32, minor: u32) -> Option<u32> {
    Some(major << 16 | minor << 8)
}

/// The oldest browsers that the style is written for.
const BROWSERS: Browsers = Browsers {
    android: None,
    chrome: version(109, 0),
    edge: version(109, 0),
    firefox: version(115, 0),
    ie: None,
    ios_saf: version(15, 6),
    opera: None,
    safari: version(15, 6),
    samsung: None,
};

/// A style sheet with all that it imports, in one file.
///
/// # Errors
/// A file that cannot be read, or that holds what CSS does not know.
pub fn bundle(main: &Path) -> Outcome<String> {
    let joined = joined(main)?;
    let mut sheet =
        StyleSheet::parse(&joined, ParserOptions::default()).map_err(|error| error.to_string())?;
    let targets = Targets::from(BROWSERS);
    let minify = MinifyOptions {
        targets,
        ..MinifyOptions::default()
    };
    sheet.minify(minify).map_err(|error| error.to_string())?;
    let print = PrinterOptions {
        minify: true,
        targets,
        ..PrinterOptions::default()
    };
    Ok(sheet.to_css(print)?.code)
}

/// The sheet with the files it imports in the place of their `@import` (CSS Cascading 5, 2), each on
/// a line of its own.
fn joined(sheet: &Path) -> Outcome<String> {
    let text =
        fs::read_to_string(sheet).map_err(|error| format!("{}: {error}", sheet.display()))?;
    let mut whole = String::new();
    for line in text.lines() {
        match line
            .strip_prefix("@import \"")
            .and_then(|rest| rest.strip_suffix("\";"))
        {
            Some(name) => whole += &joined(&sheet.with_file_name("").join(name))?,
            None => whole += line,
        }
        whole.push('\n');
    }
    Ok(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_holds_what_it_imports_in_order() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
        fs::create_dir(folder.path().join("parts")).unwrap();
        write(
            "main.css",
            "@import \"./parts/one.css\";\n@import \"./two.css\";\nb { color: red }",
        );
        write(
            "parts/one.css",
            "@import \"./half.css\";\na { color: green }",
        );
        write("parts/half.css", "i { color: tan }");
        write("two.css", "u { color: light-dark(#fff, #000) }");
        let sheet = bundle(&folder.path().join("main.css")).unwrap();
        let places =
            ["i{color:tan}", "a{color:green}", "u{color:var(", "b{"].map(|part| sheet.find(part));
        let is_whole = places.iter().all(Option::is_some);
        assert!(places.is_sorted() && is_whole, "{sheet}");
        assert!(!sheet.contains("@import"));

        write("two.css", "@import \"./gone.css\";");
        let missing = bundle(&folder.path().join("main.css")).unwrap_err();
        assert!(missing.to_string().contains("gone.css"), "{missing}");
    }
}

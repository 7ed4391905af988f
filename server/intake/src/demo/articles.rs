//! The articles of the demonstration, and as many more as a measurement wants.

use crate::Error;
use crate::articles::import_all;
use crate::demo::ARTICLES;
use bytes::Bytes;
use guichet_desk::Desk;
use std::collections::BTreeMap;

/// Sites that further articles are about, each with a machine of its own.
const SITES: &[&str] = &[
    "Lyon",
    "Nantes",
    "Lille",
    "Toulouse",
    "Strasbourg",
    "Rennes",
    "Grenoble",
    "Dijon",
    "Rouen",
    "Annecy",
    "Brest",
    "Limoges",
    "Orléans",
    "Tours",
    "Metz",
    "Pau",
];

/// The files of the demonstration's articles, by their names.
fn files() -> BTreeMap<String, String> {
    let files = ARTICLES.files().filter_map(|file| {
        let (name, text) = (file.path().to_str()?, file.contents_utf8()?);
        Some((name.to_owned(), text.to_owned()))
    });
    files.collect()
}

/// A picture of the demonstration's articles.
fn beside(path: &str) -> Option<Bytes> {
    ARTICLES
        .get_file(path)
        .map(|file| Bytes::from_static(file.contents()))
}

/// Number of articles that the demonstration has.
pub fn count() -> usize {
    let files = files();
    let keys = files.keys().filter_map(|name| name.split('.').next());
    keys.collect::<std::collections::BTreeSet<_>>().len()
}

/// Writes the demonstration's articles, and others like them until there are `articles`.
pub(super) async fn write(desk: &Desk, articles: usize) -> Result<(), Error> {
    let mut files = files();
    let further = articles.saturating_sub(count());
    files.extend(more(&files, further));
    let report = import_all(desk, files, beside).await?;
    match report.wrong.into_iter().next() {
        None => Ok(()),
        Some(wrong) => Err(Error::Articles(wrong)),
    }
}

/// Articles about other sites: each says what one of the demonstration says, and something of another.
fn more(files: &BTreeMap<String, String>, further: usize) -> Vec<(String, String)> {
    let mut keys: Vec<&str> = files
        .keys()
        .filter_map(|name| name.split('.').next())
        .collect();
    keys.dedup();
    let mut more = Vec::new();
    for n in 0..further {
        let (key, other) = (keys[n % keys.len()], keys[(n * 7 + 3) % keys.len()]);
        let site = SITES[n % SITES.len()];
        for language in ["fr", "en"] {
            let text = |key: &str| files.get(&format!("{key}.{language}.md"));
            let (Some(text), Some(other)) = (text(key), text(other)) else {
                continue;
            };
            let last = other.trim_end().rsplit("\n\n").next().unwrap_or_default();
            let titled = text.replacen("\n# ", &format!("\n# {site} {n} – "), 1);
            let code = n * 7919 % 9973;
            let name = format!("{key}-{n}.{language}.md");
            more.push((
                name,
                format!("{}\n\nE{code}\n\n{last}\n", titled.trim_end()),
            ));
        }
    }
    more
}

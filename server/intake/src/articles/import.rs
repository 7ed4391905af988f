//! Taking in a folder of articles.

use crate::articles::file::{ArticleFile, Head};
use crate::articles::links::{destinations, led_elsewhere};
use bytes::Bytes;
use guichet_desk::{Desk, DeskError, ImportedArticle, TakenIn, UPLOAD_MAX};
use guichet_domain::directory::whole::Directory;
use guichet_domain::kernel::language::{Label, Language};
use guichet_domain::knowledge::command::NewArticle;
use guichet_domain::knowledge::content::Place;
use guichet_domain::knowledge::event::About;
use guichet_domain::knowledge::files::file_name;
use guichet_domain::{CategoryId, CommandId};
use std::collections::BTreeMap;
use std::path::Path;
use uuid::Uuid;

/// Names of files give keys within this space (RFC 9562, 5.5).
const NAMES: Uuid = Uuid::from_u128(0x9f0e_4d1c_2b7a_4a3e_8c55_6d1f_0c2e_7b11);

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Articles that are new.
    pub new: usize,
    /// Articles that changed.
    pub changed: usize,
    /// Articles that stood so already.
    pub same: usize,
    /// Articles that somebody works on, or archived: left as they are.
    pub left: Vec<String>,
    /// What could not be taken in, each with the name of its file, and why.
    pub wrong: Vec<String>,
}

/// Takes in all files `NAME.fr.md` and `NAME.en.md` of a folder, with the pictures and files in it
/// that they name. A file that is wrong keeps its own
/// article out, and no other.
///
/// # Errors
/// [`DeskError`] if the folder cannot be read or the database does not answer.
pub async fn import(desk: &Desk, folder: &Path) -> Result<Report, DeskError> {
    let mut files = Vec::new();
    let mut report = Report::default();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
            continue;
        };
        if !name.ends_with(".md") {
            continue;
        }
        match std::fs::read(&path).map(String::from_utf8) {
            Ok(Ok(text)) => files.push((name.to_owned(), text)),
            Ok(Err(_)) => report.wrong.push(format!("{name}: this is no UTF-8")),
            Err(error) => report.wrong.push(format!("{name}: {error}")),
        }
    }
    let beside = |path: &str| {
        let path = folder.join(path);
        // Through a link, a file from anywhere would come in.
        let is_inside = path
            .canonicalize()
            .and_then(|path| Ok(path.starts_with(folder.canonicalize()?)));
        if !is_inside.unwrap_or_default() || !path.is_file() {
            return None;
        }
        std::fs::read(path).ok().map(Bytes::from)
    };
    let mut taken = import_all(desk, files, beside).await?;
    taken.wrong.append(&mut report.wrong);
    taken.wrong.sort_unstable();
    Ok(taken)
}

/// Takes in files by their name and text. `beside` gives the content of a file that a text names by
/// its path.
///
/// # Errors
/// [`DeskError`] if the database does not answer.
pub async fn import_all(
    desk: &Desk,
    files: impl IntoIterator<Item = (String, String)>,
    beside: impl Fn(&str) -> Option<Bytes>,
) -> Result<Report, DeskError> {
    let directory = desk.directory().await?;
    let mut report = Report::default();
    let mut articles: BTreeMap<String, BTreeMap<Language, String>> = BTreeMap::new();
    for (name, text) in files {
        match named(&name) {
            Some((article, language)) => {
                let article = articles.entry(article.to_owned()).or_default();
                article.insert(language, text);
            }
            None => report
                .wrong
                .push(format!("{name}: the name does not end in .fr.md or .en.md")),
        }
    }
    let mut keys: BTreeMap<CommandId, String> = BTreeMap::new();
    for (name, texts) in articles {
        let taken = match read(&name, &texts, &directory, &beside) {
            Ok(article) => match keys.insert(article.key, name.clone()) {
                None => desk.take_in_article(article).await,
                Some(other) => {
                    let wrong = format!("{name}: its key is that of {other} too");
                    report.wrong.push(wrong);
                    continue;
                }
            },
            Err(wrong) => {
                report.wrong.push(wrong);
                continue;
            }
        };
        match taken {
            Ok(TakenIn::New(_)) => report.new += 1,
            Ok(TakenIn::Changed(_)) => report.changed += 1,
            Ok(TakenIn::Same(_)) => report.same += 1,
            Ok(TakenIn::Left(_)) => report.left.push(name),
            Err(DeskError::Refused(refusal)) => report.wrong.push(format!("{name}: {refusal}")),
            Err(DeskError::Reused(_)) => {
                report
                    .wrong
                    .push(format!("{name}: its key is that of something else"));
            }
            Err(error) => return Err(error),
        }
    }
    Ok(report)
}

/// Name of the article and language of a file.
fn named(name: &str) -> Option<(&str, Language)> {
    let (article, code) = name.strip_suffix(".md")?.rsplit_once('.')?;
    Some((article, Language::from_code(code)?))
}

fn read(
    name: &str,
    texts: &BTreeMap<Language, String>,
    directory: &Directory,
    beside: &impl Fn(&str) -> Option<Bytes>,
) -> Result<ImportedArticle, String> {
    let mut files = Files::default();
    let mut head: Option<Head> = None;
    let mut new = NewArticle::default();
    for (language, text) in texts {
        let file = format!("{name}.{}.md", language.code());
        let read =
            ArticleFile::parse(text, *language).map_err(|wrong| format!("{file}: {wrong}"))?;
        let mut said = read.texts;
        for text in said.values_mut() {
            *text = files
                .named_in(text, beside)
                .map_err(|wrong| format!("{file}: {wrong}"))?;
        }
        if !read.head.keywords.is_empty() {
            said.insert(Place::Keywords, read.head.keywords.clone());
        }
        new.texts.insert(*language, said);
        let this = Head {
            keywords: String::new(),
            ..read.head
        };
        if head.as_ref().is_some_and(|other| *other != this) {
            return Err(format!(
                "{file}: the head differs from that of the other language"
            ));
        }
        head = Some(this);
    }
    let head = head.ok_or_else(|| format!("{name}: there is no text"))?;
    for path in &head.files {
        let added = if is_path(path) {
            files.add(path, beside)
        } else {
            Ok(None)
        };
        let added = added.and_then(|added| added.ok_or_else(|| format!("there is no file {path}")));
        added.map_err(|wrong| format!("{name}: {wrong}"))?;
    }
    let key = match &head.key {
        Some(key) => key
            .parse()
            .map_err(|_| format!("{name}: the key is no UUID"))?,
        None => CommandId(Uuid::new_v5(&NAMES, name.as_bytes())),
    };
    new.kind = head.kind;
    new.readers = head.readers;
    new.about = about(&head, directory).map_err(|wrong| format!("{name}: {wrong}"))?;
    Ok(ImportedArticle {
        key,
        new,
        is_published: !head.draft,
        files: files
            .0
            .into_iter()
            .map(|(name, (_, bytes))| (name, bytes))
            .collect(),
    })
}

/// The files that the texts of an article name: by the name that they will have, each with its path
/// and content.
#[derive(Default)]
struct Files(BTreeMap<String, (String, Bytes)>);

impl Files {
    /// Takes in the file with this path, and returns its name; `None` if it is not there.
    fn add(
        &mut self,
        path: &str,
        beside: &impl Fn(&str) -> Option<Bytes>,
    ) -> Result<Option<String>, String> {
        let name = file_name(path);
        match self.0.get(&name) {
            Some((known, _)) if known == path => return Ok(Some(name)),
            Some((known, _)) => {
                return Err(format!("{path} and {known} would both be called {name}"));
            }
            None => {}
        }
        let Some(bytes) = beside(path) else {
            return Ok(None);
        };
        if bytes.len() > UPLOAD_MAX {
            return Err(format!("{path} is larger than a file may be"));
        }
        self.0.insert(name.clone(), (path.to_owned(), bytes));
        Ok(Some(name))
    }

    /// Takes in the files that a text names by their paths, and returns the text with their names.
    fn named_in(
        &mut self,
        text: &str,
        beside: &impl Fn(&str) -> Option<Bytes>,
    ) -> Result<String, String> {
        let mut names = BTreeMap::new();
        for (path, is_picture) in destinations(text) {
            if !is_path(&path) {
                continue;
            }
            match self.add(&path, beside)? {
                Some(name) => drop(names.insert(path, name)),
                None if is_picture => return Err(format!("there is no picture {path}")),
                // A link to another page.
                None => {}
            }
        }
        Ok(led_elsewhere(text, |path| names.get(path).cloned()))
    }
}

/// Whether a destination is the path of a file beside the texts, and no address.
fn is_path(destination: &str) -> bool {
    let is_address = destination.contains([':', '?', '#', '\\']) || destination.starts_with('/');
    let mut parts = destination.split('/');
    !is_address && !destination.is_empty() && parts.all(|part| !matches!(part, "" | "." | ".."))
}

fn about(head: &Head, directory: &Directory) -> Result<About, String> {
    let Some(name) = &head.service else {
        return match head.categories.first() {
            Some(category) => Err(format!("the category {category:?} has no service")),
            None => Ok(About::default()),
        };
    };
    let services = directory.services.values();
    let service = only(services, name, |service| &service.name, "service")?.id;
    let below = |name: &String| -> Result<CategoryId, String> {
        let categories = directory.categories.values();
        let categories = categories.filter(|category| category.service == service);
        Ok(only(categories, name, |category| &category.name, "category")?.id)
    };
    let categories: Result<_, String> = head.categories.iter().map(below).collect();
    Ok(About {
        service: Some(service),
        categories: categories?,
    })
}

/// The one that is called so.
fn only<'a, T>(
    all: impl Iterator<Item = &'a T>,
    name: &str,
    label: impl Fn(&T) -> &Label,
    what: &str,
) -> Result<&'a T, String> {
    let mut called = all.filter(|one| is_called(label(one), name));
    match (called.next(), called.next()) {
        (Some(one), None) => Ok(one),
        (Some(_), Some(_)) => Err(format!("more than one {what} is called {name:?}")),
        (None, _) => Err(format!("there is no {what} {name:?}")),
    }
}

fn is_called(label: &Label, name: &str) -> bool {
    [&label.fr, &label.en]
        .iter()
        .any(|one| one.eq_ignore_ascii_case(name.trim()))
}

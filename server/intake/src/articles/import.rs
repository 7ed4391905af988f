//! Taking in a folder of articles.

use crate::articles::file::{ArticleFile, Head};
use guichet_desk::{Desk, DeskError, ImportedArticle, TakenIn};
use guichet_domain::directory::whole::Directory;
use guichet_domain::kernel::language::{Label, Language};
use guichet_domain::knowledge::command::NewArticle;
use guichet_domain::knowledge::content::Place;
use guichet_domain::knowledge::event::About;
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

/// Takes in all files `NAME.fr.md` and `NAME.en.md` of a folder. A file that is wrong keeps its own
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
    let mut taken = import_all(desk, files).await?;
    taken.wrong.append(&mut report.wrong);
    taken.wrong.sort_unstable();
    Ok(taken)
}

/// Takes in files by their name and text.
///
/// # Errors
/// [`DeskError`] if the database does not answer.
pub async fn import_all(
    desk: &Desk,
    files: impl IntoIterator<Item = (String, String)>,
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
        let taken = match read(&name, &texts, &directory) {
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
) -> Result<ImportedArticle, String> {
    let mut head: Option<Head> = None;
    let mut new = NewArticle::default();
    for (language, text) in texts {
        let file = format!("{name}.{}.md", language.code());
        let read =
            ArticleFile::parse(text, *language).map_err(|wrong| format!("{file}: {wrong}"))?;
        let mut said = read.texts;
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
    })
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

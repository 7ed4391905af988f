//! Giving out all articles as files, which give the same articles when they are taken in.

use crate::articles::file::{ArticleFile, Head};
use crate::articles::links::{destinations, led_elsewhere};
use guichet_desk::{Desk, DeskError};
use guichet_domain::kernel::language::Language;
use guichet_domain::kernel::stemming::fold;
use guichet_domain::knowledge::content::Place;
use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::path::Path;

/// Writes two files an article (one where it has but one language) into an empty folder, which is
/// made where it is not there, and its pictures and files into a folder beside them. Returns the number of articles.
///
/// # Errors
/// [`DeskError`] if the folder cannot be written or the database does not answer.
pub async fn export(desk: &Desk, folder: &Path) -> Result<usize, DeskError> {
    std::fs::create_dir_all(folder)?;
    // What an earlier one wrote would be taken in beside this one.
    if std::fs::read_dir(folder)?.next().is_some() {
        let error = std::io::Error::new(ErrorKind::DirectoryNotEmpty, "the folder is not empty");
        return Err(error.into());
    }
    let directory = desk.directory().await?;
    let articles = desk.give_out_articles().await?;
    for (id, article) in &articles {
        let new = &article.new;
        let service = new.about.service.and_then(|id| directory.services.get(&id));
        let categories = new.about.categories.iter();
        let categories = categories.filter_map(|id| directory.categories.get(id));
        let categories: Vec<String> = categories
            .map(|category| category.name.fr.clone())
            .collect();
        let first = Language::ALL
            .iter()
            .find_map(|language| new.texts.get(language));
        let title = first.and_then(|texts| texts.get(&Place::Title));
        let name = format!("{:04}-{}", id.0, short(title.map_or("", String::as_str)));
        let files = desk.give_out_files(*id).await?;
        if !files.is_empty() {
            std::fs::create_dir(folder.join(&name))?;
        }
        for (file, bytes) in &files {
            std::fs::write(folder.join(&name).join(file), bytes)?;
        }
        let texts = new.texts.values().flat_map(BTreeMap::values);
        let named: BTreeSet<String> = texts
            .flat_map(|text| destinations(text))
            .map(|(leads_to, _)| leads_to)
            .collect();
        let unnamed = files.keys().filter(|file| !named.contains(*file));
        let unnamed: Vec<String> = unnamed.map(|file| format!("{name}/{file}")).collect();
        for (language, texts) in &new.texts {
            let mut texts = texts.clone();
            for text in texts.values_mut() {
                let beside =
                    |file: &str| files.contains_key(file).then(|| format!("{name}/{file}"));
                *text = led_elsewhere(text, beside);
            }
            let head = Head {
                key: Some(article.key.to_string()),
                kind: new.kind,
                readers: new.readers,
                draft: !article.is_published,
                service: service.map(|service| service.name.fr.clone()),
                categories: categories.clone(),
                files: unnamed.clone(),
                keywords: texts.remove(&Place::Keywords).unwrap_or_default(),
            };
            let file = folder.join(format!("{name}.{}.md", language.code()));
            std::fs::write(file, ArticleFile { head, texts }.write(*language))?;
        }
    }
    Ok(articles.len())
}

/// The first words of a title as the name of a file.
fn short(title: &str) -> String {
    let folded = fold(title);
    let words = folded.split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).take(6).collect();
    words.join("-").chars().take(60).collect()
}

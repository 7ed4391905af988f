//! One file: what the article is, between two lines of `+++` as TOML, then its title and texts.

use guichet_domain::kernel::language::Language;
use guichet_domain::knowledge::content::{ArticleKind, Place, Readership};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Line that the head of a file stands between.
const FENCE: &str = "+++";

/// Why a file is no article.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// The first line is no fence, or there is no second one.
    #[error("the file does not begin with a head between two lines of +++")]
    NoHead,
    /// The head is no TOML, or has a field that there is not.
    #[error("the head cannot be read: {0}")]
    Head(String),
    /// No line with a title follows.
    #[error("no title follows the head: a line that begins with \"# \"")]
    NoTitle,
    /// Text of a solution stands before the first heading that says what it is.
    #[error("before the first heading (such as \"## {0}\") there is text")]
    NoPlace(&'static str),
    /// A heading stands there twice.
    #[error("the heading \"## {0}\" stands there twice")]
    Twice(&'static str),
}

/// What an article is, the same in both its files but for the keywords.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// What it is known by; of a file without one, its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Kind of article.
    pub kind: ArticleKind,
    /// Who may read it.
    pub readers: Readership,
    /// Whether it is a draft.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub draft: bool,
    /// Name of the service, in either language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// Names of categories below it, in either language.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<String>,
    /// Paths of files that belong to it and that no text names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<String>,
    /// Words that users have for it, in the language of the file.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub keywords: String,
}

/// An article in one language, as its file says it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArticleFile {
    /// What it is.
    pub head: Head,
    /// Its texts, but for the keywords.
    pub texts: BTreeMap<Place, String>,
}

/// Heading of a place within a solution.
const fn heading(language: Language, place: Place) -> Option<&'static str> {
    Some(match (language, place) {
        (Language::Fr, Place::Symptom) => "Symptôme",
        (Language::En, Place::Symptom) => "Symptom",
        (_, Place::Cause) => "Cause",
        (Language::Fr, Place::Workaround) => "Solution de contournement",
        (Language::En, Place::Workaround) => "Workaround",
        (Language::Fr, Place::Fix) => "Correction",
        (Language::En, Place::Fix) => "Fix",
        (_, Place::Title | Place::Keywords | Place::Steps | Place::Answer) => return None,
    })
}

/// Returns the place whose heading a line is.
fn place_of(language: Language, line: &str) -> Option<Place> {
    let named = line.trim_end().strip_prefix("## ")?.trim();
    let mut places = Place::ALL.iter().copied();
    places.find(|place| heading(language, *place) == Some(named))
}

/// The place of all text after the title, in a kind that has but one.
const fn only_place(kind: ArticleKind) -> Option<Place> {
    match kind {
        ArticleKind::Solution => None,
        ArticleKind::Guide => Some(Place::Steps),
        ArticleKind::Faq => Some(Place::Answer),
    }
}

impl ArticleFile {
    /// Reads a file.
    ///
    /// # Errors
    /// [`Wrong`] says what is wrong with it.
    pub fn parse(text: &str, language: Language) -> Result<Self, Wrong> {
        let text = text
            .strip_prefix('\u{feff}')
            .unwrap_or(text)
            .replace("\r\n", "\n");
        let rest = text
            .trim_start()
            .strip_prefix(FENCE)
            .and_then(|rest| rest.strip_prefix('\n'));
        let end = format!("\n{FENCE}\n");
        let (head, body) = rest
            .and_then(|rest| rest.split_once(&end))
            .ok_or(Wrong::NoHead)?;
        let head: Head =
            toml::from_str(head).map_err(|error| Wrong::Head(error.message().into()))?;
        let body = body.trim_start();
        let (title, body) = body.split_once('\n').unwrap_or((body, ""));
        let title = title.strip_prefix("# ").ok_or(Wrong::NoTitle)?.trim();
        let mut texts = BTreeMap::from([(Place::Title, title.to_owned())]);
        match only_place(head.kind) {
            Some(place) => drop(texts.insert(place, body.trim().to_owned())),
            None => texts.extend(sections(body, language)?),
        }
        texts.retain(|_, text| !text.is_empty());
        Ok(Self { head, texts })
    }

    /// Writes the file, so that reading it gives the same.
    pub fn write(&self, language: Language) -> String {
        let head = toml::to_string(&self.head).unwrap_or_default();
        let text = |place| self.texts.get(&place).map_or("", String::as_str);
        let mut out = format!("{FENCE}\n{head}{FENCE}\n# {}\n", text(Place::Title));
        match only_place(self.head.kind) {
            Some(place) => out += &format!("\n{}\n", text(place)),
            None => {
                for place in self.head.kind.places() {
                    let heading = heading(language, *place);
                    if let (Some(heading), Some(text)) = (heading, self.texts.get(place)) {
                        out += &format!("\n## {heading}\n\n{}\n", escaped(text, language));
                    }
                }
            }
        }
        out
    }
}

/// Reads the texts of a solution.
fn sections(body: &str, language: Language) -> Result<BTreeMap<Place, String>, Wrong> {
    let mut texts: BTreeMap<Place, String> = BTreeMap::new();
    let mut here: Option<Place> = None;
    for line in body.lines() {
        if let Some(place) = place_of(language, line) {
            if texts.insert(place, String::new()).is_some() {
                return Err(Wrong::Twice(heading(language, place).unwrap_or_default()));
            }
            here = Some(place);
            continue;
        }
        match here.and_then(|place| texts.get_mut(&place)) {
            Some(text) => {
                // A line that only looks like a heading was marked.
                let is_marked = place_of(language, line.trim_start_matches('\\')).is_some();
                text.push_str(if is_marked { &line[1..] } else { line });
                text.push('\n');
            }
            None if line.trim().is_empty() => {}
            None => {
                let first = heading(language, Place::Symptom).unwrap_or_default();
                return Err(Wrong::NoPlace(first));
            }
        }
    }
    for text in texts.values_mut() {
        *text = text.trim().to_owned();
    }
    Ok(texts)
}

/// Marks lines that would be read as a heading.
fn escaped(text: &str, language: Language) -> String {
    let lines = text.lines().map(|line| {
        let is_heading = place_of(language, line.trim_start_matches('\\')).is_some();
        format!("{}{line}", if is_heading { "\\" } else { "" })
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    fn text() -> impl Strategy<Value = String> {
        let line = prop_oneof![
            "[a-zé#*` +\\\\]{0,12}",
            Just("## Cause".to_owned()),
            Just("\\## Cause".to_owned()),
            Just("\\\\## Fix".to_owned()),
            Just("+++".to_owned()),
            Just("# Titre".to_owned()),
        ];
        let lines = prop::collection::vec(line, 1..6);
        lines.prop_map(|lines| lines.join("\n").trim().to_owned())
    }

    fn file() -> impl Strategy<Value = ArticleFile> {
        let kinds = prop::sample::select(ArticleKind::ALL);
        let texts = prop::collection::btree_map(prop::sample::select(Place::ALL), text(), 0..8);
        let words = "[a-zé\"\\\\' =#]{0,10}";
        (kinds, texts, words, any::<bool>(), prop::option::of(words)).prop_map(
            |(kind, mut texts, keywords, draft, service)| {
                texts.retain(|place, text| kind.places().contains(place) && !text.is_empty());
                texts.remove(&Place::Keywords);
                texts.insert(Place::Title, "Un titre".into());
                let head = Head {
                    kind,
                    draft,
                    categories: service.iter().cloned().collect(),
                    service,
                    keywords,
                    ..Head::default()
                };
                ArticleFile { head, texts }
            },
        )
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(file in file(), english: bool) {
            let language = if english { Language::En } else { Language::Fr };
            let written = file.write(language);
            prop_assert_eq!(ArticleFile::parse(&written, language).unwrap(), file, "{}", written);
        }

        #[test]
        fn whatever_a_file_holds_is_an_article_or_an_error(
            lines in prop::collection::vec("(## (Cause|Fix)|# |\\\\*## Fix|\\+\\+\\+|\\PC{0,12})", 0..8),
        ) {
            let text = lines.join("\n");
            let _ = ArticleFile::parse(&text, Language::Fr);
            let head = "+++\nkind = \"solution\"\nreaders = \"agents\"\n+++\n# T\n";
            if let Ok(read) = ArticleFile::parse(&format!("{head}{text}"), Language::En) {
                prop_assert_eq!(ArticleFile::parse(&read.write(Language::En), Language::En), Ok(read));
            }
        }
    }

    #[test]
    fn what_is_wrong_is_said() {
        let wrong = |text: &str| ArticleFile::parse(text, Language::Fr).unwrap_err();
        let head = "+++\nkind = \"solution\"\nreaders = \"agents\"\n+++\n";
        assert_eq!(wrong("# Titre"), Wrong::NoHead);
        assert_eq!(wrong("+++\nkind = \"guide\"\n"), Wrong::NoHead);
        assert!(matches!(
            wrong("+++\nkind = \"novel\"\n+++\n# T"),
            Wrong::Head(_)
        ));
        assert!(matches!(
            wrong("+++\nkind = \"faq\"\nreaders = \"agents\"\nx = 1\n+++\n# T"),
            Wrong::Head(_)
        ));
        assert_eq!(wrong(head), Wrong::NoTitle);
        assert_eq!(wrong(&format!("{head}Titre")), Wrong::NoTitle);
        assert_eq!(
            wrong(&format!("{head}# T\nTexte")),
            Wrong::NoPlace("Symptôme")
        );
        let twice = wrong(&format!("{head}# T\n## Cause\na\n## Cause\nb"));
        assert_eq!(twice, Wrong::Twice("Cause"));
        let read = ArticleFile::parse(
            &format!("{head}\r\n# T \r\n## Cause\r\na\r\n"),
            Language::Fr,
        );
        let texts = BTreeMap::from([(Place::Title, "T".into()), (Place::Cause, "a".into())]);
        assert_eq!(read.unwrap().texts, texts);
    }
}

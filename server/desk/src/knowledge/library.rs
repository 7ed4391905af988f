//! All articles in memory, as they stand: for lists and the search. Brought up to date by what
//! changed; only a reader whose snapshot is older than that reads all of them.

use crate::knowledge::facts::restricted;
use crate::knowledge::plain::Plain;
use bytes::Bytes;
use guichet_domain::directory::whole::Directory;
use guichet_domain::kernel::language::Language;
use guichet_domain::knowledge::article::Article;
use guichet_domain::knowledge::content::{Content, Place, Readership};
use guichet_domain::knowledge::index::synonyms::Synonyms;
use guichet_domain::knowledge::index::{Analysed, Index, Source, build};
use guichet_domain::knowledge::reading::Usefulness;
use guichet_domain::knowledge::view::{Looker, Restricted};
use guichet_domain::{ArticleId, TeamId, TextId};
use guichet_store::{Conn, StoreError};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

/// Days whose readers say how useful an article is.
pub(super) const USEFUL_DAYS: i64 = 90;

/// Articles that the same people may read, which are searched together: how much a word says depends
/// on all that stands beside it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Shelf {
    /// Those for everybody, also without signing in.
    Everybody,
    /// Those for everybody who signed in.
    SignedIn,
    /// Those for all agents, and those of the restricted services of these teams.
    Agents(BTreeSet<TeamId>),
}

/// An article and its texts.
pub(crate) struct Known {
    pub article: Article,
    /// Texts of what is worked on and of what is published.
    pub texts: BTreeMap<TextId, String>,
    /// What is published, in each language, ready for an index.
    analysed: BTreeMap<Language, Analysed>,
}

impl Known {
    fn new(article: Article, texts: BTreeMap<TextId, String>, usefulness: u8) -> Self {
        let content = article.published().map(|version| &version.content);
        let analysed = content.into_iter().flat_map(|content| {
            let languages = content.translations.keys();
            languages.map(|language| {
                let one = analysed(article.id, content, *language, &texts, usefulness);
                (*language, one)
            })
        });
        Self {
            analysed: analysed.collect(),
            article,
            texts,
        }
    }

    /// The same, with what it was to its readers since.
    fn useful(&self, usefulness: u8) -> Self {
        let analysed = self.analysed.iter();
        let useful = |one: &Analysed| one.clone().useful(usefulness);
        Self {
            article: self.article.clone(),
            texts: self.texts.clone(),
            analysed: analysed
                .map(|(language, one)| (*language, useful(one)))
                .collect(),
        }
    }

    /// Title of a content in a language.
    pub fn title(&self, content: &Content, language: Language) -> Option<&str> {
        let title = content.text(language, Place::Title)?;
        self.texts.get(&title).map(String::as_str)
    }
}

fn analysed(
    article: ArticleId,
    content: &Content,
    language: Language,
    texts: &BTreeMap<TextId, String>,
    usefulness: u8,
) -> Analysed {
    let text = |place| {
        let text = content.text(language, place)?;
        texts.get(&text).map(String::as_str)
    };
    let mut plain = Plain::default();
    for place in content.kind.places() {
        match place {
            Place::Title | Place::Keywords | Place::Symptom => {}
            Place::Cause | Place::Workaround | Place::Fix | Place::Steps | Place::Answer => {
                plain.add(text(*place).unwrap_or_default());
            }
        }
    }
    let mut symptom = Plain::default();
    symptom.add(text(Place::Symptom).unwrap_or_default());
    Analysed::of(&Source {
        article,
        language,
        service: content.service,
        usefulness,
        title: text(Place::Title).unwrap_or_default(),
        keywords: text(Place::Keywords).unwrap_or_default(),
        headings: &plain.headings,
        symptom: &symptom.body,
        body: &plain.body,
    })
}

/// An index, and the bytes that a browser makes the same of.
pub(crate) struct Bound {
    pub index: Index,
    pub bytes: Bytes,
    /// Differs from that of every other index (a strong validator, RFC 9110, 8.8.1).
    pub version: String,
}

/// Indexes by shelf and language.
type Indexes = BTreeMap<(Shelf, Language), Arc<Bound>>;

/// All articles, as they stood at a position of the log.
#[derive(Clone)]
pub(crate) struct Library {
    position: i64,
    pub articles: BTreeMap<ArticleId, Arc<Known>>,
    restricted: Restricted,
    /// Words that mean the same, as administrators write them.
    synonyms: Arc<str>,
    /// How useful each was, as it was counted on the day `counted_on`.
    useful: Arc<BTreeMap<ArticleId, u8>>,
    counted_on: i64,
    /// Made when somebody searches, once for each shelf and language.
    indexes: Arc<Mutex<Indexes>>,
}

impl Library {
    /// The index of a shelf for readers of a language. May take some milliseconds.
    pub fn index(&self, shelf: &Shelf, language: Language) -> Option<Arc<Bound>> {
        let mut indexes = self.indexes.lock().ok()?;
        let key = (shelf.clone(), language);
        if let Some(index) = indexes.get(&key) {
            return Some(Arc::clone(index));
        }
        let found: Vec<&Analysed> = self
            .articles
            .values()
            .filter_map(|known| {
                let content = &known.article.published()?.content;
                if !self.is_on(shelf, content) {
                    return None;
                }
                known.analysed.get(&content.language_for(language)?)
            })
            .collect();
        let bytes = build(&found, &Synonyms::parse(&self.synonyms), language);
        let bound = Arc::new(Bound {
            index: Index::read(&bytes)?,
            version: hex::encode(Sha256::digest(&bytes)),
            bytes: bytes.into(),
        });
        indexes.insert(key, Arc::clone(&bound));
        Some(bound)
    }

    /// The shelf that somebody reads from.
    pub fn shelf_of(&self, looker: Looker<'_>) -> Shelf {
        match (looker, looker.agent()) {
            (_, Some(agent)) => {
                let teams = self.restricted.values().copied();
                Shelf::Agents(teams.filter(|team| agent.teams.contains(team)).collect())
            }
            (Looker::SignedIn(_), None) => Shelf::SignedIn,
            (Looker::Anonymous { .. }, None) => Shelf::Everybody,
        }
    }

    /// Whether what is published stands on a shelf.
    fn is_on(&self, shelf: &Shelf, content: &Content) -> bool {
        let service = content.service.as_ref();
        let team = service.and_then(|service| self.restricted.get(service));
        match (shelf, team) {
            (Shelf::Agents(teams), Some(team)) => teams.contains(team),
            (Shelf::Agents(_), None) => true,
            (Shelf::SignedIn | Shelf::Everybody, Some(_)) => false,
            (Shelf::Everybody, None) => content.readers == Readership::Everybody,
            (Shelf::SignedIn, None) => match content.readers {
                Readership::Everybody | Readership::SignedIn => true,
                Readership::Agents => false,
            },
        }
    }
}

fn levels(useful: BTreeMap<ArticleId, Usefulness>) -> BTreeMap<ArticleId, u8> {
    let levels = useful.into_iter().map(|(id, useful)| (id, useful.level()));
    levels.filter(|(_, level)| *level > 0).collect()
}

/// The last library, shared by all who read.
#[derive(Clone, Default)]
pub(crate) struct Libraries(Arc<Mutex<Option<Library>>>);

impl Libraries {
    /// The library as this snapshot sees it on a day, counted from 1970. How useful articles were is
    /// counted once a day: an index does not change with each reader.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or an article cannot be read.
    pub async fn at(
        &self,
        conn: &mut Conn,
        directory: &Directory,
        today: i64,
    ) -> Result<Library, StoreError> {
        let restricted = restricted(directory);
        let position = conn.articles_position().await?;
        let known = self.0.lock().ok().and_then(|known| known.clone());
        let known = known.filter(|known| known.position <= position);
        if let Some(known) = &known
            && known.position == position
            && known.counted_on == today
            && known.restricted == restricted
            && *known.synonyms == *directory.settings.synonyms
        {
            return Ok(known.clone());
        }
        let counted = known.as_ref().filter(|known| known.counted_on == today);
        let counted = counted.map(|known| Arc::clone(&known.useful));
        let useful = match counted {
            Some(useful) => useful,
            None => Arc::new(levels(conn.usefulness_since(today - USEFUL_DAYS).await?)),
        };
        let (from, mut articles, before) = known.map_or_else(Default::default, |known| {
            (known.position, known.articles, known.useful)
        });
        for (id, known) in &mut articles {
            let level = useful.get(id).copied().unwrap_or_default();
            if before.get(id).copied().unwrap_or_default() != level {
                *known = Arc::new(known.useful(level));
            }
        }
        for article in conn.articles_after(from).await?.changed {
            let published = article.published().map(|version| &version.content);
            let contents = published.into_iter().chain(article.latest());
            let texts: BTreeSet<TextId> = contents.flat_map(Content::texts).collect();
            let texts = conn.bodies_named(article.id, texts).await?;
            let level = useful.get(&article.id).copied().unwrap_or_default();
            articles.insert(article.id, Arc::new(Known::new(article, texts, level)));
        }
        let library = Library {
            position,
            articles,
            restricted,
            synonyms: directory.settings.synonyms.as_str().into(),
            useful,
            counted_on: today,
            indexes: Arc::default(),
        };
        if let Ok(mut known) = self.0.lock()
            && known
                .as_ref()
                .is_none_or(|known| known.position <= position)
        {
            *known = Some(library.clone());
        }
        Ok(library)
    }
}

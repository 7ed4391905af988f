//! Taking in articles on behalf of the program itself, and giving them out again.

use crate::desk::Desk;
use crate::kernel::error::{DeskError, outcome};
use crate::knowledge::facts::article_facts;
use crate::tickets::store_file::Inspected;
use bytes::Bytes;
use guichet_domain::kernel::actor::{Actor, Who};
use guichet_domain::kernel::audience::Audience;
use guichet_domain::kernel::language::Language;
use guichet_domain::kernel::removed::REMOVED;
use guichet_domain::kernel::stream::Stream;
use guichet_domain::knowledge::article::{Article, ArticleState, Draft};
use guichet_domain::knowledge::command::{ArticleCommand, Change, NewArticle, TextChange};
use guichet_domain::knowledge::content::{Content, Place};
use guichet_domain::knowledge::decide::{decide_article, write};
use guichet_domain::knowledge::event::About;
use guichet_domain::knowledge::facts::ArticleFacts;
use guichet_domain::tickets::attachment::Attachment;
use guichet_domain::{ArticleId, CommandId, Refusal, TextId};
use guichet_store::Txn;
use std::collections::{BTreeMap, BTreeSet};

/// An article as it should stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedArticle {
    /// What it is known by: the command that began it.
    pub key: CommandId,
    /// What it says.
    pub new: NewArticle,
    /// Whether readers are to see it.
    pub is_published: bool,
    /// Its files and pictures by name (see [`guichet_domain::knowledge::files`]).
    pub files: BTreeMap<String, Bytes>,
}

/// What became of an article that was taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TakenIn {
    /// It is new.
    New(ArticleId),
    /// It has changed.
    Changed(ArticleId),
    /// It stood so already.
    Same(ArticleId),
    /// Somebody works on it, archived it, or removed something from it: nothing was changed.
    Left(ArticleId),
}

impl TakenIn {
    /// What became of it if something was changed as well.
    const fn changed(self) -> Self {
        match self {
            Self::Same(article) => Self::Changed(article),
            Self::New(_) | Self::Changed(_) | Self::Left(_) => self,
        }
    }
}

impl Desk {
    /// Takes in an article, new or changed, on behalf of the program itself. What stands so already
    /// is not written again; what somebody works on, archived or removed something from is left as it
    /// is.
    ///
    /// # Errors
    /// [`DeskError::Refused`] names the fields that are wrong; nothing is written then.
    pub async fn take_in_article(
        &self,
        mut article: ImportedArticle,
    ) -> Result<TakenIn, DeskError> {
        let arrived = self.store_arrived(&mut article).await?;
        let (desk, files) = (self.clone(), arrived.clone());
        let taken = self.store.attempt(move |txn| {
            let (desk, article, files) = (desk.clone(), article.clone(), files.clone());
            Box::pin(async move { outcome(desk.take_in_article_in(txn, article, files).await) })
        });
        let taken = match taken.await {
            Ok(taken) => taken,
            Err(error) => Err(error.into()),
        };
        let is_changed = matches!(&taken, Ok(TakenIn::New(_) | TakenIn::Changed(_)));
        if !is_changed {
            for file in arrived {
                self.drop_file(file.file).await;
            }
        }
        taken
    }

    /// Stores the files that the article does not have already, and leaves their names alone in it.
    async fn store_arrived(
        &self,
        article: &mut ImportedArticle,
    ) -> Result<Vec<Attachment>, DeskError> {
        let mut conn = self.store.read().await?;
        let known = match conn.done(article.key).await?.and_then(|done| done.stream) {
            Some(stream) if stream.kind == Stream::Article => {
                conn.article(ArticleId(stream.id)).await?
            }
            Some(_) | None => None,
        };
        drop(conn);
        let latest = known
            .as_ref()
            .and_then(|known| Some(known.files_of(known.latest()?)));
        let here: BTreeMap<&str, &Attachment> = latest
            .into_iter()
            .flatten()
            .map(|file| (file.name.as_str(), file))
            .collect();
        let mut arrived = Vec::new();
        for (name, bytes) in &mut article.files {
            let inspected = Inspected::of(std::mem::take(bytes).into());
            let is_here = match here.get(name.as_str()) {
                Some(file) => self.stored_bytes(file.file).await? == inspected.bytes(),
                None => false,
            };
            if !is_here {
                let stored = self.store_file(name.clone(), inspected, Audience::Everyone);
                arrived.push(stored.await?);
            }
        }
        Ok(arrived)
    }

    async fn take_in_article_in(
        &self,
        txn: &mut Txn,
        ImportedArticle {
            key,
            new,
            is_published,
            files,
        }: ImportedArticle,
        arrived: Vec<Attachment>,
    ) -> Result<TakenIn, DeskError> {
        let actor = Actor::system();
        let facts = article_facts(&txn.directory_now(), &actor, BTreeSet::new());
        let mut commands = Vec::new();
        let known = match txn.done(key).await?.and_then(|done| done.stream) {
            Some(stream) if stream.kind == Stream::Article => {
                txn.article(ArticleId(stream.id)).await?
            }
            Some(_) => return Err(DeskError::Reused(None)),
            None => None,
        };
        let (mut article, mut taken) = match known {
            None => {
                let decision = write(&new, &actor, &facts, key)?;
                let article = Article::unwritten(txn.next_article().await?);
                let taken = TakenIn::New(article.id);
                let article = self
                    .append_article(txn, article, &actor, key, decision)
                    .await?;
                (article, taken)
            }
            Some(article) => {
                let id = article.id;
                let texts = txn.bodies(id).await?;
                if is_left(&article, &texts, &new) {
                    return Ok(TakenIn::Left(id));
                }
                commands.extend(difference(&article, &texts, new)?);
                (article, TakenIn::Same(id))
            }
        };
        commands.extend(other_files(&article, &files, arrived));
        for command in commands {
            article = self.imported(txn, article, &facts, command).await?;
            taken = taken.changed();
        }
        // What is the same may still be a draft that is to be published.
        if is_published && let Some(draft) = &article.draft {
            let publish = ArticleCommand::Publish { read: draft.at };
            self.imported(txn, article, &facts, publish).await?;
            taken = taken.changed();
        }
        Ok(taken)
    }

    /// Carries out a command of the import.
    async fn imported(
        &self,
        txn: &mut Txn,
        article: Article,
        facts: &ArticleFacts,
        command: ArticleCommand,
    ) -> Result<Article, DeskError> {
        let (actor, id, now) = (Actor::system(), self.new_command(), self.now());
        let decision = decide_article(&article, &actor, facts, id, command, now)?;
        self.append_article(txn, article, &actor, id, decision)
            .await
    }

    /// The files of an article as they would be taken in, by name.
    ///
    /// # Errors
    /// [`DeskError`] if the database or the files do not answer.
    pub async fn give_out_files(
        &self,
        id: ArticleId,
    ) -> Result<BTreeMap<String, Bytes>, DeskError> {
        let article = self.store.read().await?.article(id).await?;
        let article = article.ok_or(DeskError::NotFound)?;
        let mut files = BTreeMap::new();
        for file in article
            .shown()
            .into_iter()
            .flat_map(|shown| article.files_of(shown))
        {
            files.insert(file.name.clone(), self.stored_bytes(file.file).await?);
        }
        Ok(files)
    }

    /// All articles that are not archived, as they would be taken in, without their files: what is
    /// published, or the draft of what never was.
    ///
    /// # Errors
    /// [`DeskError`] if the database does not answer or an article cannot be read.
    pub async fn give_out_articles(&self) -> Result<Vec<(ArticleId, ImportedArticle)>, DeskError> {
        let mut conn = self.store.read().await?;
        let mut given = Vec::new();
        for article in conn.articles_after(0).await?.changed {
            let published = article.published().map(|version| &version.content);
            let Some(content) = published.or_else(|| article.latest()) else {
                continue;
            };
            if article.state() == ArticleState::Archived {
                continue;
            }
            let history = conn.article_history(article.id).await?;
            let Some(first) = history.first() else {
                continue;
            };
            let texts = conn.bodies_named(article.id, content.texts()).await?;
            let new = NewArticle {
                kind: content.kind,
                readers: content.readers,
                about: About {
                    service: content.service,
                    categories: content.categories.clone(),
                },
                texts: said(content, &texts),
                ticket: None,
            };
            let imported = ImportedArticle {
                key: first.command,
                new,
                is_published: published.is_some(),
                files: BTreeMap::new(),
            };
            given.push((article.id, imported));
        }
        given.sort_by_key(|(id, _)| *id);
        Ok(given)
    }
}

type Said = BTreeMap<Language, BTreeMap<Place, String>>;

/// What a content says, by language and place.
fn said(content: &Content, texts: &BTreeMap<TextId, String>) -> Said {
    let translations = content.translations.iter().map(|(language, places)| {
        let places = places.iter();
        let said = places.filter_map(|(place, id)| Some((*place, texts.get(id)?.clone())));
        (*language, said.collect())
    });
    translations.collect()
}

/// Whether an article stays as it is: somebody works on it, it was archived, or something was removed
/// from it that the file still says.
fn is_left(article: &Article, texts: &BTreeMap<TextId, String>, wanted: &NewArticle) -> bool {
    let theirs = |draft: &Draft| draft.by != Who::System || draft.in_review.is_some();
    let removed = article.latest().is_some_and(|content| {
        let stands = said(content, texts);
        let mut all = stands.iter().flat_map(|(language, places)| {
            places
                .iter()
                .map(move |(place, text)| (language, place, text))
        });
        all.any(|(language, place, text)| {
            let wanted = wanted
                .texts
                .get(language)
                .and_then(|places| places.get(place));
            text == REMOVED && wanted.is_some_and(|wanted| wanted != REMOVED)
        })
    });
    let is_gone = |file| !article.files.iter().any(|known| known.file == file);
    let latest = article.latest();
    let file_removed = latest.is_some_and(|content| content.files.iter().copied().any(is_gone));
    removed || file_removed || article.archived || article.draft.as_ref().is_some_and(theirs)
}

/// The commands that make an article have these files, of which those that `arrived` are new.
fn other_files(
    article: &Article,
    files: &BTreeMap<String, Bytes>,
    arrived: Vec<Attachment>,
) -> Vec<ArticleCommand> {
    let latest = article.latest().cloned().unwrap_or_default();
    let here = article.files_of(&latest);
    let is_out = |file: &&Attachment| {
        let is_other = arrived.iter().any(|other| other.name == file.name);
        is_other || !files.contains_key(&file.name)
    };
    let out = here.filter(is_out).map(|file| file.file);
    let mut commands: Vec<ArticleCommand> =
        out.map(|file| ArticleCommand::Detach { file }).collect();
    if !arrived.is_empty() {
        let attachments = arrived;
        commands.push(ArticleCommand::Attach { attachments });
    }
    commands
}

/// The command that makes an article say what is wanted; `None` if it does already.
fn difference(
    article: &Article,
    texts: &BTreeMap<TextId, String>,
    wanted: NewArticle,
) -> Result<Option<ArticleCommand>, DeskError> {
    let content = article.latest().cloned().unwrap_or_default();
    if content.kind != wanted.kind {
        let kind = guichet_domain::kernel::refusal::FieldError {
            field: guichet_domain::Field::Value,
            name: Some("kind".into()),
            problem: guichet_domain::kernel::refusal::Problem::Invalid,
        };
        return Err(DeskError::Refused(Refusal::Invalid(vec![kind])));
    }
    let stands = said(&content, texts);
    let mut changes: BTreeMap<Language, BTreeMap<Place, TextChange>> = BTreeMap::new();
    for language in Language::ALL {
        for place in Place::ALL {
            let of = |said: &Said| {
                said.get(language)
                    .and_then(|places| places.get(place))
                    .cloned()
            };
            let (now, text) = (of(&stands), of(&wanted.texts).unwrap_or_default());
            let text = place.stored(&text);
            if now.unwrap_or_default() != text {
                let was = content.text(*language, *place);
                let places = changes.entry(*language).or_default();
                places.insert(*place, TextChange { text, was });
            }
        }
    }
    let about_now = About {
        service: content.service,
        categories: content.categories,
    };
    let readers = (content.readers != wanted.readers).then_some(Change {
        to: wanted.readers,
        was: content.readers,
    });
    let about = (about_now != wanted.about).then_some(Change {
        to: wanted.about,
        was: about_now,
    });
    if changes.is_empty() && readers.is_none() && about.is_none() {
        return Ok(None);
    }
    Ok(Some(ArticleCommand::Revise {
        texts: changes,
        readers,
        about,
    }))
}

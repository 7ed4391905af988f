//! An article as the fold of its events.

use crate::kernel::removed::Removed;
use crate::knowledge::article::{Article, Draft, Version};
use crate::knowledge::content::Content;
use crate::knowledge::event::{ArticleEnvelope, ArticleEvent};

/// Returns the article after an event. Events hold outcomes: no rule is asked.
pub fn evolve_article(mut article: Article, envelope: &ArticleEnvelope) -> Article {
    let ArticleEnvelope { at, by, event, .. } = envelope;
    let drafted = |content: Content| Draft {
        content,
        by: by.clone(),
        at: *at,
        in_review: None,
        sent_back: None,
    };
    match event {
        ArticleEvent::Written { content, owner } => {
            article.author = by.clone();
            article.begun_at = *at;
            article.owner = *owner;
            article.draft = Some(drafted(content.clone()));
        }
        ArticleEvent::Revised {
            texts,
            readers,
            about,
        } => {
            let mut draft = draft_of(&mut article, &drafted);
            for (language, places) in texts {
                let translation = draft.content.translations.entry(*language).or_default();
                for (place, text) in places {
                    match text {
                        Some(text) => drop(translation.insert(*place, *text)),
                        None => drop(translation.remove(place)),
                    }
                }
            }
            draft
                .content
                .translations
                .retain(|_, texts| !texts.is_empty());
            if let Some(readers) = readers {
                draft.content.readers = *readers;
            }
            if let Some(about) = about {
                draft.content.service = about.service;
                draft.content.categories.clone_from(&about.categories);
            }
            worked_on(&mut article, draft, envelope);
        }
        ArticleEvent::Submitted => {
            if let Some(draft) = &mut article.draft {
                draft.in_review = Some(by.clone());
                draft.sent_back = None;
            }
            article.archived &= !article.versions.is_empty();
        }
        ArticleEvent::SentBack { reason } => {
            if let Some(draft) = &mut article.draft {
                draft.in_review = None;
                draft.sent_back = *reason;
            }
        }
        ArticleEvent::Published { number } => {
            if let Some(draft) = article.draft.take() {
                article.versions.push(Version {
                    number: *number,
                    content: draft.content,
                    by: by.clone(),
                    at: *at,
                });
                article.archived = false;
            }
        }
        // What was never published is given up, not lost.
        ArticleEvent::Discarded if article.versions.is_empty() => {
            article.archived = true;
            if let Some(draft) = &mut article.draft {
                draft.in_review = None;
            }
        }
        ArticleEvent::Discarded => article.draft = None,
        ArticleEvent::Archived { .. } => article.archived = true,
        ArticleEvent::Restored { number } => {
            let version = article
                .versions
                .iter()
                .find(|version| version.number == *number);
            article.draft = version.map(|version| drafted(version.content.clone()));
        }
        ArticleEvent::OwnerChanged { owner } => {
            article.owner = *owner;
            article.reminded = false;
        }
        ArticleEvent::ReviewPlanned { at } => {
            article.review_at = *at;
            article.reminded = false;
        }
        ArticleEvent::OwnerReminded { .. } => article.reminded = true,
        ArticleEvent::TicketLinked { ticket } => drop(article.tickets.insert(*ticket)),
        ArticleEvent::TicketUnlinked { ticket } => drop(article.tickets.remove(ticket)),
        ArticleEvent::Attached { attachment } => {
            let mut draft = draft_of(&mut article, &drafted);
            draft.content.files.insert(attachment.file);
            worked_on(&mut article, draft, envelope);
            article.files.push(attachment.clone());
        }
        ArticleEvent::Detached { file } => {
            let mut draft = draft_of(&mut article, &drafted);
            draft.content.files.remove(file);
            worked_on(&mut article, draft, envelope);
        }
        ArticleEvent::Redacted { what, .. } => match what {
            // Texts keep their place, emptied.
            Removed::Text(_) => {}
            Removed::File(file) => article.files.retain(|one| one.file != *file),
            Removed::All => article.files.clear(),
        },
    }
    article
}

/// Takes the draft, or begins one with what was published last.
fn draft_of(article: &mut Article, drafted: &impl Fn(Content) -> Draft) -> Draft {
    let draft = article.draft.take();
    draft.unwrap_or_else(|| drafted(article.latest().cloned().unwrap_or_default()))
}

/// Puts back the draft that somebody worked on. What was given up is taken up with it.
fn worked_on(article: &mut Article, mut draft: Draft, envelope: &ArticleEnvelope) {
    draft.by = envelope.by.clone();
    draft.at = envelope.at;
    article.draft = Some(draft);
    article.archived &= !article.versions.is_empty();
}

//! The decider of articles: turns a command into events, or refuses it.

use crate::kernel::actor::Actor;
use crate::kernel::article_action::{ArticleAction, ArticleWhy};
use crate::kernel::audience::Audience;
use crate::kernel::form::{Form, REASON_MAX, SUBJECT_MAX, TEXT_MAX};
use crate::kernel::ids::{ArticleId, CommandId, FileId, PersonId, TextId, TicketId};
use crate::kernel::language::Language;
use crate::kernel::refusal::{Field, Problem, Refusal, invalid};
use crate::kernel::removed::Removed;
use crate::kernel::time::Timestamp;
use crate::knowledge::allowed::why_not;
use crate::knowledge::article::{Article, FILES_MAX};
use crate::knowledge::command::{ArticleCommand, Change, NewArticle, TextChange};
use crate::knowledge::content::{ArticleKind, Content, Place, Translation};
use crate::knowledge::event::{About, ArticleEvent, ChangedTexts};
use crate::knowledge::facts::ArticleFacts;
use crate::knowledge::files::is_file_name;
use crate::mail::reply_address::without_signatures;
use crate::tickets::attachment::Attachment;
use std::collections::{BTreeMap, BTreeSet};

/// Maximum length of the keywords of an article, in characters.
pub const KEYWORDS_MAX: usize = 500;

/// Maximum number of categories of an article.
pub const CATEGORIES_MAX: usize = 20;

/// What a command leads to: events, and the texts that they name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArticleDecision {
    /// Events of the article, in order.
    pub events: Vec<ArticleEvent>,
    /// Texts to store beside the log, with their identifiers.
    pub texts: Vec<(TextId, String)>,
}

/// What a rule looks at, and what comes of it.
struct Case<'a> {
    article: &'a Article,
    facts: &'a ArticleFacts,
    command: CommandId,
    out: ArticleDecision,
}

impl Case<'_> {
    /// Stores a text beside the log. Signatures of reply addresses are taken out of it, as out of
    /// the texts of tickets: an article is read by more people than the mail it was copied from.
    fn text(&mut self, body: String) -> TextId {
        let body = without_signatures(&body).into_owned();
        let n = u32::try_from(self.out.texts.len()).unwrap_or(u32::MAX);
        let id = self.command.text(n);
        self.out.texts.push((id, body));
        id
    }

    fn reason(&mut self, reason: &str) -> Result<TextId, Refusal> {
        let mut form = Form::default();
        let reason = form.required(Field::Reason, reason, REASON_MAX);
        form.finish()?;
        Ok(self.text(reason))
    }

    fn push(&mut self, event: ArticleEvent) {
        self.out.events.push(event);
    }
}

/// Decides to begin an article.
///
/// # Errors
/// [`Refusal`] names the rule or the fields; nothing has happened then.
pub fn write(
    new: &NewArticle,
    actor: &Actor,
    facts: &ArticleFacts,
    id: CommandId,
) -> Result<ArticleDecision, Refusal> {
    let action = ArticleAction::Revise;
    let article = Article::unwritten(ArticleId(0));
    if !(actor.is_system() || actor.role.is_agent()) {
        return Err(impossible(action, ArticleWhy::NotYours));
    }
    let mut c = case(&article, facts, id);
    let mut form = Form::default();
    about_is_known(&mut form, &new.about, facts);
    if new
        .ticket
        .is_some_and(|ticket| !facts.tickets.contains(&ticket))
    {
        form.error(Field::Link, Problem::Unknown);
    }
    let mut translations = BTreeMap::new();
    for (language, places) in &new.texts {
        let mut translation = Translation::new();
        for (place, text) in places {
            if let Some(text) = checked(&mut form, *language, *place, text, new.kind) {
                translation.insert(*place, c.text(text));
            }
        }
        if !translation.is_empty() {
            translations.insert(*language, translation);
        }
    }
    let titled = translations
        .values()
        .any(|texts| texts.contains_key(&Place::Title));
    if !titled && form.is_valid() {
        form.error(Field::Title, Problem::Missing);
    }
    form.finish()?;
    let content = Content {
        kind: new.kind,
        readers: new.readers,
        service: new.about.service,
        categories: new.about.categories.clone(),
        translations,
        files: BTreeSet::new(),
    };
    c.push(ArticleEvent::Written {
        content,
        owner: actor.person(),
    });
    if let Some(ticket) = new.ticket {
        c.push(ArticleEvent::TicketLinked { ticket });
    }
    Ok(c.out)
}

/// Decides a command on the current article. Pure: the same input gives the same events.
///
/// # Errors
/// [`Refusal`] names the rule or the fields; nothing has happened then.
pub fn decide_article(
    article: &Article,
    actor: &Actor,
    facts: &ArticleFacts,
    id: CommandId,
    command: ArticleCommand,
    now: Timestamp,
) -> Result<ArticleDecision, Refusal> {
    let action = command.action();
    if let Some(why) = why_not(action, article, actor, facts) {
        return Err(impossible(action, why));
    }
    let mut case = case(article, facts, id);
    let c = &mut case;
    match command {
        ArticleCommand::Revise {
            texts,
            readers,
            about,
        } => revise(c, &texts, readers, about)?,
        ArticleCommand::Submit => {
            complete(article)?;
            c.push(ArticleEvent::Submitted);
        }
        ArticleCommand::SendBack { reason } => {
            let draft = article.draft.as_ref();
            let own = draft.is_some_and(|draft| draft.in_review.as_ref() == Some(&actor.who));
            let reason = if own && reason.trim().is_empty() {
                None
            } else {
                Some(c.reason(&reason)?)
            };
            c.push(ArticleEvent::SentBack { reason });
        }
        ArticleCommand::Publish { read } => {
            is_read(article, read)?;
            complete(article)?;
            let number = article
                .versions
                .last()
                .map_or(1, |version| version.number + 1);
            c.push(ArticleEvent::Published { number });
        }
        ArticleCommand::Discard { read } => {
            is_read(article, read)?;
            c.push(ArticleEvent::Discarded);
        }
        ArticleCommand::Archive { reason } => {
            let reason = c.reason(&reason)?;
            c.push(ArticleEvent::Archived { reason });
        }
        ArticleCommand::Restore { number } => {
            if !article
                .versions
                .iter()
                .any(|version| version.number == number)
            {
                return Err(invalid(Field::Value, Problem::Unknown));
            }
            c.push(ArticleEvent::Restored { number });
        }
        ArticleCommand::Own(change) => own(c, &change)?,
        ArticleCommand::PlanReview(change) => plan_review(c, &change, now)?,
        ArticleCommand::Link { ticket } => link(c, ticket)?,
        ArticleCommand::Unlink { ticket } => {
            is_seen(c, ticket)?;
            if !article.tickets.contains(&ticket) {
                return Err(impossible(action, ArticleWhy::AlreadySo));
            }
            c.push(ArticleEvent::TicketUnlinked { ticket });
        }
        ArticleCommand::Attach { attachments } => attach(c, attachments)?,
        ArticleCommand::Detach { file } => detach(c, file)?,
        ArticleCommand::Remind => {
            let owner = article.owner_to_remind(now);
            let owner = owner.ok_or_else(|| impossible(action, ArticleWhy::AlreadySo))?;
            c.push(ArticleEvent::OwnerReminded { owner });
        }
        ArticleCommand::Redact { what, reason } => redact(c, actor, what, &reason)?,
    }
    Ok(case.out)
}

fn case<'a>(article: &'a Article, facts: &'a ArticleFacts, command: CommandId) -> Case<'a> {
    Case {
        article,
        facts,
        command,
        out: ArticleDecision::default(),
    }
}

const fn impossible(action: ArticleAction, why: ArticleWhy) -> Refusal {
    Refusal::ArticleImpossible { action, why }
}

/// Returns the text of a place as it is stored; `None` if it is empty or wrong.
fn checked(
    form: &mut Form,
    language: Language,
    place: Place,
    text: &str,
    kind: ArticleKind,
) -> Option<String> {
    let mut one = Form::default();
    let field = place.field();
    let max = match place {
        Place::Title => SUBJECT_MAX,
        Place::Keywords => KEYWORDS_MAX,
        Place::Symptom
        | Place::Cause
        | Place::Workaround
        | Place::Fix
        | Place::Steps
        | Place::Answer => TEXT_MAX,
    };
    let text = one.optional(field, &place.stored(text), max);
    if let Err(Refusal::Invalid(errors)) = one.finish() {
        for error in errors {
            form.named_error(error.field, language.code(), error.problem);
        }
        return None;
    }
    if text.is_some() && !kind.places().contains(&place) {
        form.named_error(field, language.code(), Problem::Invalid);
    }
    text
}

fn about_is_known(form: &mut Form, about: &About, facts: &ArticleFacts) {
    let known = about.service.map(|service| facts.services.get(&service));
    match known {
        Some(None) => form.error(Field::Service, Problem::Unknown),
        Some(Some(service)) if about.categories.is_subset(&service.categories) => {}
        None if about.categories.is_empty() => {}
        Some(Some(_)) | None => form.error(Field::Category, Problem::Unknown),
    }
    if about.categories.len() > CATEGORIES_MAX {
        form.error(Field::Category, Problem::TooMany(CATEGORIES_MAX as u32));
    }
}

fn revise(
    c: &mut Case<'_>,
    texts: &BTreeMap<Language, BTreeMap<Place, TextChange>>,
    readers: Option<Change<crate::knowledge::content::Readership>>,
    about: Option<Change<About>>,
) -> Result<(), Refusal> {
    let current = c.article.latest().cloned().unwrap_or_default();
    let (mut form, mut conflicts) = (Form::default(), Vec::new());
    let mut changed = ChangedTexts::new();
    for (language, places) in texts {
        for (place, change) in places {
            let now = current.text(*language, *place);
            if change.was != now {
                conflicts.push(place.field());
            }
            let text = checked(&mut form, *language, *place, &change.text, current.kind);
            if text.is_none() && now.is_none() {
                continue;
            }
            let text = text.map(|text| c.text(text));
            changed.entry(*language).or_default().insert(*place, text);
        }
    }
    let readers = merged(readers, current.readers, Field::Readers, &mut conflicts);
    let about_now = About {
        service: current.service,
        categories: current.categories,
    };
    let about = merged(about, about_now, Field::Service, &mut conflicts);
    if let Some(about) = &about {
        about_is_known(&mut form, about, c.facts);
    }
    form.finish()?;
    if !conflicts.is_empty() {
        conflicts.dedup();
        return Err(Refusal::Conflict(conflicts));
    }
    if changed.is_empty() && readers.is_none() && about.is_none() {
        return Err(impossible(ArticleAction::Revise, ArticleWhy::AlreadySo));
    }
    c.push(ArticleEvent::Revised {
        texts: changed,
        readers,
        about,
    });
    Ok(())
}

/// Returns what a form changes, if anything. Adds a conflict if somebody else changed it to
/// something else meanwhile.
fn merged<T: PartialEq>(
    change: Option<Change<T>>,
    now: T,
    field: Field,
    conflicts: &mut Vec<Field>,
) -> Option<T> {
    let Change { to, was } = change?;
    if to == was || to == now {
        return None;
    }
    if was != now {
        conflicts.push(field);
    }
    Some(to)
}

/// Checks that nobody changed the draft since it was read.
fn is_read(article: &Article, read: Timestamp) -> Result<(), Refusal> {
    match &article.draft {
        Some(draft) if draft.at != read => Err(Refusal::Conflict(vec![Field::Text])),
        Some(_) | None => Ok(()),
    }
}

/// Checks that readers get something of the draft in each language that it is written in.
fn complete(article: &Article) -> Result<(), Refusal> {
    let mut form = Form::default();
    let content = article.latest().cloned().unwrap_or_default();
    for (language, texts) in &content.translations {
        if !texts.contains_key(&Place::Title) {
            form.named_error(Field::Title, language.code(), Problem::Missing);
        }
        let needed = content.kind.needed();
        if !needed.iter().any(|place| texts.contains_key(place)) {
            // Of several, the last is what is hoped for.
            let field = needed.last().map_or(Field::Text, |place| place.field());
            form.named_error(field, language.code(), Problem::Missing);
        }
    }
    if content.translations.is_empty() {
        form.error(Field::Title, Problem::Missing);
    }
    form.finish()
}

fn own(c: &mut Case<'_>, change: &Change<Option<PersonId>>) -> Result<(), Refusal> {
    let now = c.article.owner;
    if change.to == now {
        return Err(impossible(ArticleAction::Own, ArticleWhy::AlreadySo));
    }
    if change.was != now {
        return Err(Refusal::Conflict(vec![Field::Owner]));
    }
    if change
        .to
        .is_some_and(|owner| !c.facts.agents.contains_key(&owner))
    {
        return Err(invalid(Field::Owner, Problem::Unknown));
    }
    c.push(ArticleEvent::OwnerChanged { owner: change.to });
    Ok(())
}

fn plan_review(
    c: &mut Case<'_>,
    change: &Change<Option<Timestamp>>,
    now: Timestamp,
) -> Result<(), Refusal> {
    let planned = c.article.review_at;
    if change.to == planned {
        return Err(impossible(ArticleAction::PlanReview, ArticleWhy::AlreadySo));
    }
    if change.was != planned {
        return Err(Refusal::Conflict(vec![Field::Until]));
    }
    if change.to.is_some_and(|at| at <= now) {
        return Err(invalid(Field::Until, Problem::InThePast));
    }
    c.push(ArticleEvent::ReviewPlanned { at: change.to });
    Ok(())
}

fn link(c: &mut Case<'_>, ticket: TicketId) -> Result<(), Refusal> {
    is_seen(c, ticket)?;
    if c.article.tickets.contains(&ticket) {
        return Err(impossible(ArticleAction::Link, ArticleWhy::AlreadySo));
    }
    c.push(ArticleEvent::TicketLinked { ticket });
    Ok(())
}

/// Of a ticket that somebody does not see, not even that it is linked is told.
fn is_seen(c: &Case<'_>, ticket: TicketId) -> Result<(), Refusal> {
    if c.facts.tickets.contains(&ticket) {
        Ok(())
    } else {
        Err(invalid(Field::Link, Problem::Unknown))
    }
}

fn attach(c: &mut Case<'_>, attachments: Vec<Attachment>) -> Result<(), Refusal> {
    if attachments.is_empty() {
        return Err(invalid(Field::File, Problem::Missing));
    }
    let content = c.article.latest().cloned().unwrap_or_default();
    if content.files.len() + attachments.len() > FILES_MAX {
        return Err(impossible(ArticleAction::Attach, ArticleWhy::Full));
    }
    // Texts name files by their names.
    let here = c.article.files_of(&content);
    let mut names: BTreeSet<String> = here.map(|file| file.name.clone()).collect();
    for attachment in attachments {
        if !is_file_name(&attachment.name) {
            return Err(invalid(Field::File, Problem::Invalid));
        }
        if !names.insert(attachment.name.clone()) {
            return Err(invalid(Field::File, Problem::Taken));
        }
        let known = |audience| matches!(audience, Audience::Everyone | Audience::Agents);
        if !known(attachment.audience) {
            return Err(invalid(Field::File, Problem::Invalid));
        }
        c.push(ArticleEvent::Attached { attachment });
    }
    Ok(())
}

fn detach(c: &mut Case<'_>, file: FileId) -> Result<(), Refusal> {
    let content = c.article.latest();
    if !content.is_some_and(|content| content.files.contains(&file)) {
        return Err(invalid(Field::File, Problem::Unknown));
    }
    c.push(ArticleEvent::Detached { file });
    Ok(())
}

/// Empties a text that the article ever had, or a file. Only the desk itself empties everything.
fn redact(c: &mut Case<'_>, actor: &Actor, what: Removed, reason: &str) -> Result<(), Refusal> {
    let is_here = match what {
        Removed::All => actor.is_system(),
        Removed::Text(text) => c.facts.texts.contains(&text),
        Removed::File(file) => c.article.files.iter().any(|one| one.file == file),
    };
    if !is_here {
        return Err(invalid(Field::Text, Problem::Unknown));
    }
    let reason = if actor.is_system() {
        None
    } else {
        Some(c.reason(reason)?)
    };
    c.push(ArticleEvent::Redacted { what, reason });
    Ok(())
}

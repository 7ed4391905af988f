//! What articles do for their readers: each is counted once a day, and what they typed is kept
//! without who typed it.

use crate::desk::Desk;
use crate::directory::card::cards;
use crate::kernel::caller::Caller;
use crate::kernel::error::{DeskError, if_readable};
use crate::knowledge::facts::restricted;
use guichet_domain::directory::whole::Directory;
use guichet_domain::kernel::actor::Actor;
use guichet_domain::kernel::audience::Viewer;
use guichet_domain::kernel::form::one_line;
use guichet_domain::kernel::language::Language;
use guichet_domain::kernel::reference::Kind;
use guichet_domain::kernel::time::DAY;
use guichet_domain::knowledge::reading::{
    GAP_DAYS, Gap, GapReason, GapTask, Gaps, Reading, Verdict, asked, may_be_kept,
};
use guichet_domain::knowledge::view::{Looker, view_article, works_on};
use guichet_domain::tickets::view::viewer;
use guichet_domain::{ArticleId, NewTicket, TicketId};
use guichet_store::{Conn, GapKey, Snapshot, Txn};
use std::collections::BTreeMap;

/// Maximum number of gaps in the list, and of those that are looked through for it.
const LISTED: usize = 200;
const READ: i64 = 1000;

/// Maximum number of things that a reader is counted for in a day.
const A_DAY: i64 = 200;

/// Share of a subject that an article has at least, to be one about it.
const ANSWERED: f32 = 0.5;

/// Something to be counted or noted, by somebody today.
#[derive(Clone, Debug)]
struct Note {
    /// What the visitor is counted for, once a day.
    what: String,
    readings: Vec<(ArticleId, Reading)>,
    gap: Option<(GapKey, String)>,
    /// What was not asked in vain after all.
    found: Option<GapKey>,
}

impl Desk {
    /// The day, counted from 1970 (UTC).
    pub(super) fn today_utc(&self) -> i64 {
        self.now().0.div_euclid(DAY)
    }

    /// Writes down a note, unless it was today. Whoever only reads is served also by a database that
    /// cannot be written.
    async fn jot(&self, caller: Caller, note: Note) {
        if let Err(error) = self.try_jot(caller, note).await {
            tracing::warn!(%error, "a reader was not counted");
        }
    }

    async fn try_jot(&self, caller: Caller, note: Note) -> Result<bool, DeskError> {
        let day = self.today_utc();
        let visitor = self.visitor(caller)?;
        let mut conn = self.store.read().await?;
        if conn.is_counted(day, &note.what, &visitor).await?
            || conn.counted_for(day, &visitor).await? >= A_DAY
        {
            return Ok(false);
        }
        drop(conn);
        let written = self.store.write(move |txn| {
            let (note, visitor) = (note.clone(), visitor.clone());
            Box::pin(async move { write_down(txn, day, &visitor, &note).await })
        });
        Ok(written.await?)
    }

    /// What a visitor is counted by today. Without the key of this desk, nobody can tell who it was;
    /// nor from one day to the next.
    fn visitor(&self, caller: Caller) -> Result<String, DeskError> {
        self.content(caller, "visitor", &self.today_utc())
    }

    /// What a visitor is counted for, without the words they typed.
    fn counted_as(
        &self,
        reason: GapReason,
        language: Language,
        asked: &str,
    ) -> Result<String, DeskError> {
        let name: &'static str = reason.into();
        let words = self.contents.hash(asked.as_bytes())?;
        Ok(format!("{name}:{}:{words}", language.code()))
    }

    /// Forgets what was asked in vain long ago, and who was counted before today.
    ///
    /// # Errors
    /// [`DeskError::Store`] if the database does not answer.
    pub(crate) async fn forget_old_readings(&self) -> Result<(), DeskError> {
        // Clocks of several servers may differ around midnight.
        let (gaps, counted) = (self.today_utc() - GAP_DAYS, self.today_utc() - 1);
        if self
            .store
            .read()
            .await?
            .has_old_readings(gaps, counted)
            .await?
        {
            let job = self.store.write(move |txn| {
                Box::pin(async move { txn.forget_readings(gaps, counted).await })
            });
            job.await?;
        }
        Ok(())
    }

    /// Counts that somebody opened an article, perhaps after a `question`.
    pub(super) async fn count_view(
        &self,
        caller: Caller,
        article: ArticleId,
        question: &str,
        language: Language,
    ) {
        let view = Note {
            what: format!("view:{article}"),
            readings: vec![(article, Reading::View)],
            gap: None,
            found: None,
        };
        self.jot(caller, view).await;
        if let Err(error) = self.take_back(caller, question, language).await {
            tracing::warn!(%error, "a question that was answered stands among the others");
        }
    }

    /// Takes back that somebody opened nothing of what they found, if that was noted today.
    async fn take_back(
        &self,
        caller: Caller,
        question: &str,
        language: Language,
    ) -> Result<(), DeskError> {
        let asked = asked(question);
        if asked.is_empty() || !may_be_kept(question) {
            return Ok(());
        }
        let reason = GapReason::NotOpened;
        let what = self.counted_as(reason, language, &asked)?;
        let (day, visitor) = (self.today_utc(), self.visitor(caller)?);
        if !self
            .store
            .read()
            .await?
            .is_counted(day, &what, &visitor)
            .await?
        {
            return Ok(());
        }
        let opened = Note {
            what: format!("opened:{what}"),
            readings: Vec::new(),
            gap: None,
            found: Some(GapKey {
                asked,
                language,
                reason,
                article: None,
                ticket: None,
            }),
        };
        self.jot(caller, opened).await;
        Ok(())
    }

    /// Notes a question that somebody asked, until they open one of the articles it `found`.
    pub(super) async fn note_question(
        &self,
        caller: Caller,
        question: &str,
        language: Language,
        found: bool,
    ) {
        let reason = if found {
            GapReason::NotOpened
        } else {
            GapReason::NothingFound
        };
        self.note_gap(caller, question, language, reason).await;
    }

    /// Notes a report that no article answers. Its words are not kept with it: whoever sees the ticket
    /// reads them there, as long as they stand there.
    /// Nothing is noted of agents, who find what others do not.
    pub(crate) async fn note_unanswered(
        &self,
        caller: Caller,
        directory: &Directory,
        ticket: TicketId,
        new: &NewTicket,
    ) {
        let person = directory.people.get(&caller.person);
        let Some(person) = person.filter(|person| !person.role.is_agent()) else {
            return;
        };
        if new.kind != Kind::Incident || !new.offered.is_empty() || new.me_too.is_some() {
            return;
        }
        let language = person.language.unwrap_or_default();
        match self.is_answered(caller, new, language).await {
            Ok(false) => {
                let key = GapKey {
                    asked: String::new(),
                    language,
                    reason: GapReason::NoArticle,
                    article: None,
                    ticket: Some(ticket),
                };
                let note = Note {
                    what: format!("ticket:{ticket}"),
                    readings: Vec::new(),
                    gap: Some((key, String::new())),
                    found: None,
                };
                self.jot(caller, note).await;
            }
            Ok(true) => {}
            Err(error) => tracing::warn!(%error, "no article was looked for"),
        }
    }

    /// Whether some article that a user finds has at least half of the subject of their report.
    async fn is_answered(
        &self,
        caller: Caller,
        new: &NewTicket,
        language: Language,
    ) -> Result<bool, DeskError> {
        let Snapshot {
            mut conn,
            directory,
        } = self.snapshot().await?;
        let actor = caller.actor(&directory)?;
        let library = self.library(&mut conn, &directory).await?;
        drop(conn);
        let hits = self.hits(
            Looker::SignedIn(&actor),
            &library,
            new.subject.clone(),
            new.service,
            language,
        );
        let best = hits.await?.into_iter().next();
        Ok(best.is_some_and(|hit| hit.coverage >= ANSWERED))
    }

    async fn note_gap(&self, caller: Caller, said: &str, language: Language, reason: GapReason) {
        let (said, asked) = (one_line(said), asked(said));
        if asked.is_empty() || !may_be_kept(&said) {
            return;
        }
        let what = match self.counted_as(reason, language, &asked) {
            Ok(what) => what,
            Err(error) => return tracing::warn!(%error, "a question was not noted"),
        };
        let key = GapKey {
            asked,
            language,
            reason,
            article: None,
            ticket: None,
        };
        let note = Note {
            what,
            readings: Vec::new(),
            gap: Some((key, said)),
            found: None,
        };
        self.jot(caller, note).await;
    }

    /// Notes whether an article helped; each reader is counted once a day.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] if the article is not there for the caller.
    pub async fn judge_article(
        &self,
        caller: Caller,
        id: ArticleId,
        verdict: Verdict,
        language: Language,
    ) -> Result<(), DeskError> {
        let Snapshot {
            mut conn,
            directory,
        } = self.snapshot().await?;
        let actor = caller.actor(&directory)?;
        let article = conn.article(id).await?.ok_or(DeskError::NotFound)?;
        let looker = Looker::SignedIn(&actor);
        view_article(&article, looker, &restricted(&directory)).ok_or(DeskError::NotFound)?;
        let library = self.library(&mut conn, &directory).await?;
        drop(conn);
        let (readings, gap) = match verdict {
            Verdict::Helped { question } if asked(&question).is_empty() => {
                (vec![(id, Reading::Helpful)], None)
            }
            Verdict::Helped { .. } => {
                let both = [Reading::Helpful, Reading::Deflection];
                (both.map(|reading| (id, reading)).to_vec(), None)
            }
            Verdict::DidNot {
                question,
                reason,
                why,
            } => {
                let known = library.articles.get(&id);
                let title = known.and_then(|known| {
                    let content = known.article.shown()?;
                    known.title(content, content.language_for(language)?)
                });
                let about = Some(question).filter(|question| !asked(question).is_empty());
                let about = about
                    .or_else(|| title.map(str::to_owned))
                    .unwrap_or_default();
                let chosen = reason.map(|reason| <&str>::from(reason).to_owned());
                let said = Some(one_line(&why)).filter(|why| !why.is_empty());
                let said = said.or(chosen).unwrap_or_else(|| one_line(&about));
                let key = GapKey {
                    asked: asked(&about),
                    language,
                    reason: GapReason::Unhelpful,
                    article: Some(id),
                    ticket: None,
                };
                let kept = may_be_kept(&said) && may_be_kept(&about);
                (vec![(id, Reading::Unhelpful)], kept.then_some((key, said)))
            }
        };
        let note = Note {
            what: format!("judged:{id}"),
            readings,
            gap,
            found: None,
        };
        self.try_jot(caller, note).await?;
        Ok(())
    }

    /// What was asked in vain in the last 90 days, the most frequent first; at most 200.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] if the caller is no agent.
    pub async fn gaps(&self, caller: Caller, language: Language) -> Result<Gaps, DeskError> {
        let Snapshot {
            mut conn,
            directory,
        } = self.snapshot().await?;
        let actor = caller.agent(&directory)?;
        let since = self.today_utc() - GAP_DAYS;
        let mut gaps = conn.gaps_since(since, READ).await?;
        let library = self.library(&mut conn, &directory).await?;
        let subjects = subjects(&mut conn, &actor, &gaps).await?;
        drop(conn);
        let restricted = restricted(&directory);
        let title = |id: ArticleId| {
            let known = library.articles.get(&id)?;
            let content = known.article.shown()?;
            let is_theirs = works_on(&known.article, &actor, &restricted);
            let title = known.title(content, content.language_for(language)?)?;
            is_theirs.then(|| (id, title.to_owned()))
        };
        // What was said of an article that is not theirs is not theirs either.
        gaps.retain(|gap| gap.article.is_none_or(|id| title(id).is_some()));
        gaps.retain_mut(|gap| match gap.ticket {
            None => true,
            Some(ticket) => subjects.get(&ticket).is_some_and(|subject| {
                gap.said.clone_from(subject);
                true
            }),
        });
        gaps.truncate(LISTED);
        Ok(Gaps {
            titles: gaps.iter().filter_map(|gap| title(gap.article?)).collect(),
            people: cards(gaps.iter().filter_map(|gap| gap.owner), &directory),
            gaps,
        })
    }

    /// Sees to something that was asked in vain.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] if the caller is no agent, [`DeskError::NotFound`] if it is no longer
    /// there.
    pub async fn see_to_gap(&self, caller: Caller, task: GapTask) -> Result<(), DeskError> {
        let theirs = self.gaps(caller, Language::default()).await?;
        let (gap, owner) = match task {
            GapTask::Take(gap) => (gap, Some(Some(caller.person))),
            GapTask::Release(gap) => (gap, Some(None)),
            GapTask::Settle(gap) => (gap, None),
        };
        let key = GapKey::from(&gap);
        // What is not on their list is not theirs to see to, nor to know of.
        if !theirs.gaps.iter().any(|other| GapKey::from(other) == key) {
            return Err(DeskError::NotFound);
        }
        let done = self.store.write(move |txn| {
            let key = key.clone();
            Box::pin(async move {
                match owner {
                    Some(owner) => txn.own_gap(&key, owner).await,
                    None => txn.settle_gap(&key).await,
                }
            })
        });
        if done.await? {
            Ok(())
        } else {
            Err(DeskError::NotFound)
        }
    }
}

/// Subjects of the tickets among these gaps that an agent sees.
async fn subjects(
    conn: &mut Conn,
    actor: &Actor,
    gaps: &[Gap],
) -> Result<BTreeMap<TicketId, String>, DeskError> {
    let tickets = gaps.iter().filter_map(|gap| gap.ticket);
    let mut wanted = BTreeMap::new();
    for (id, aggregate) in conn.aggregates(tickets).await? {
        if let Some(aggregate) = if_readable(aggregate)?
            && viewer(aggregate.ticket(), actor) == Some(Viewer::Agent)
        {
            wanted.insert(id, aggregate.ticket().subject);
        }
    }
    let mut texts = conn.bodies_of(wanted.clone()).await?;
    let subjects = wanted
        .into_iter()
        .filter_map(|of| Some((of.0, texts.remove(&of)?)));
    Ok(subjects.collect())
}

/// Returns whether the visitor was not counted for it before.
async fn write_down(
    txn: &mut Txn,
    day: i64,
    visitor: &str,
    note: &Note,
) -> Result<bool, guichet_store::StoreError> {
    if !txn.count_once(day, &note.what, visitor).await? {
        return Ok(false);
    }
    for (article, reading) in &note.readings {
        txn.count_reading(*article, day, *reading).await?;
    }
    if let Some((key, said)) = &note.gap {
        txn.note_gap(key, said, day).await?;
    }
    if let Some(key) = &note.found {
        txn.take_back_gap(key).await?;
    }
    Ok(true)
}

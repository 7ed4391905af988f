//! What articles do for their readers: each is counted once a day, and what they typed is kept
//! without who typed it.

use crate::desk::Desk;
use crate::directory::card::cards;
use crate::kernel::caller::Caller;
use crate::kernel::error::DeskError;
use crate::knowledge::facts::restricted;
use guichet_domain::kernel::form::one_line;
use guichet_domain::kernel::language::Language;
use guichet_domain::kernel::reference::Kind;
use guichet_domain::kernel::time::DAY;
use guichet_domain::knowledge::reading::{
    GAP_DAYS, GapReason, GapTask, Gaps, Reading, Verdict, asked, may_be_kept,
};
use guichet_domain::knowledge::view::{Looker, view_article, works_on};
use guichet_domain::{ArticleId, NewTicket, ServiceId};
use guichet_store::{GapKey, Snapshot, Txn};

/// Maximum number of gaps in the list.
const LISTED: i64 = 200;

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
    fn today_utc(&self) -> i64 {
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
        // Without the key of this desk, nobody can tell who it was; nor from one day to the next.
        let visitor = self.content(caller, "visitor", &day)?;
        let mut conn = self.store.read().await?;
        if conn.is_counted(day, &note.what, &visitor).await? {
            return Ok(false);
        }
        drop(conn);
        let written = self.store.write(move |txn| {
            let (note, visitor) = (note.clone(), visitor.clone());
            Box::pin(async move { write_down(txn, day, &visitor, &note).await })
        });
        Ok(written.await?)
    }

    /// Counts that somebody opened an article, perhaps after a `question`.
    pub(super) async fn count_view(
        &self,
        caller: Caller,
        article: ArticleId,
        question: &str,
        language: Language,
    ) {
        let asked = asked(question);
        let found = (!asked.is_empty()).then(|| GapKey {
            asked: asked.clone(),
            language,
            reason: GapReason::NotOpened,
            article: None,
        });
        let view = Note {
            what: format!("view:{article}"),
            readings: vec![(article, Reading::View)],
            gap: None,
            found: None,
        };
        self.jot(caller, view).await;
        if let Some(found) = found {
            let opened = Note {
                what: format!("opened:{}:{asked}", language.code()),
                readings: Vec::new(),
                gap: None,
                found: Some(found),
            };
            self.jot(caller, opened).await;
        }
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

    /// Notes the subject of a report that no article answers. What is confidential stays so.
    pub(crate) async fn note_unanswered(&self, caller: Caller, new: &NewTicket) {
        if new.kind != Kind::Incident || new.confidential || !new.offered.is_empty() {
            return;
        }
        match self.answers_of(caller, &new.subject, new.service).await {
            Ok((language, false)) => {
                let reason = GapReason::NoArticle;
                self.note_gap(caller, &new.subject, language, reason).await;
            }
            Ok((_, true)) => {}
            Err(error) => tracing::warn!(%error, "no article was looked for"),
        }
    }

    /// Language of the caller, and whether some article has at least half of a subject. It is as if
    /// there were one of a restricted service, whose subjects are not for all agents, and for agents,
    /// who find what others do not.
    async fn answers_of(
        &self,
        caller: Caller,
        subject: &str,
        service: Option<ServiceId>,
    ) -> Result<(Language, bool), DeskError> {
        let Snapshot {
            mut conn,
            directory,
        } = self.snapshot().await?;
        let actor = caller.actor(&directory)?;
        let person = directory.people.get(&caller.person);
        let language = person
            .and_then(|person| person.language)
            .unwrap_or_default();
        if actor.role.is_agent() {
            return Ok((language, true));
        }
        if service.is_some_and(|service| restricted(&directory).contains_key(&service)) {
            return Ok((language, true));
        }
        let library = self.libraries.at(&mut conn, &directory).await?;
        drop(conn);
        let hits = self.hits(
            Looker::SignedIn(&actor),
            &library,
            subject.to_owned(),
            service,
            language,
        );
        let best = hits.await?.into_iter().next();
        Ok((language, best.is_some_and(|hit| hit.coverage >= ANSWERED)))
    }

    async fn note_gap(&self, caller: Caller, said: &str, language: Language, reason: GapReason) {
        let (said, asked) = (one_line(said), asked(said));
        if asked.is_empty() || !may_be_kept(&said) {
            return;
        }
        let name: &'static str = reason.into();
        let key = GapKey {
            asked,
            language,
            reason,
            article: None,
        };
        let note = Note {
            what: format!("{name}:{}:{}", language.code(), key.asked),
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
        let library = self.libraries.at(&mut conn, &directory).await?;
        drop(conn);
        let (readings, gap) = match verdict {
            Verdict::Helped { question } if asked(&question).is_empty() => {
                (vec![(id, Reading::Helpful)], None)
            }
            Verdict::Helped { .. } => {
                let both = [Reading::Helpful, Reading::Deflection];
                (both.map(|reading| (id, reading)).to_vec(), None)
            }
            Verdict::DidNot { question, why } => {
                let known = library.articles.get(&id);
                let title = known.and_then(|known| {
                    let content = known.article.shown()?;
                    known.title(content, content.language_for(language)?)
                });
                let about = Some(question).filter(|question| !asked(question).is_empty());
                let about = about
                    .or_else(|| title.map(str::to_owned))
                    .unwrap_or_default();
                let said = Some(one_line(&why)).filter(|why| !why.is_empty());
                let said = said.unwrap_or_else(|| one_line(&about));
                let key = GapKey {
                    asked: asked(&about),
                    language,
                    reason: GapReason::Unhelpful,
                    article: Some(id),
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
        let mut gaps = conn.gaps_since(since, LISTED).await?;
        let library = self.libraries.at(&mut conn, &directory).await?;
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
        let directory = self.directory().await?;
        caller.agent(&directory)?;
        let (gap, owner) = match task {
            GapTask::Take(gap) => (gap, Some(Some(caller.person))),
            GapTask::Release(gap) => (gap, Some(None)),
            GapTask::Settle(gap) => (gap, None),
        };
        let key = GapKey {
            asked: gap.asked,
            language: gap.language,
            reason: gap.reason,
            article: gap.article,
        };
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
    // Clocks of several servers may differ around midnight.
    txn.forget_readings(day - GAP_DAYS, day - 1).await?;
    Ok(true)
}

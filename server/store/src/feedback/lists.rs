//! Lists of feedback, and what is counted of it, for whoever reads it.

use crate::feedback::streams::read;
use crate::kernel::conn::{Conn, on};
use crate::kernel::error::StoreError;
use crate::queue::filter::Scope;
use crate::queue::lists::parse;
use guichet_domain::feedback::given::Feedback;
use guichet_domain::feedback::page::FeedbackView;
use guichet_domain::feedback::score::Score;
use guichet_domain::feedback::tally::Tally;
use guichet_domain::kernel::actor::{Actor, Role};
use guichet_domain::kernel::ids::TicketId;
use guichet_domain::kernel::reference::Reference;
use guichet_domain::kernel::time::Timestamp;
use sqlx::AssertSqlSafe;
use std::ops::Range;

/// Whose feedback somebody reads: as `reading` in the domain says of each, in SQL.
#[derive(Clone, Debug)]
pub struct FeedbackScope {
    tickets: Scope,
    /// Conditions of which one holds for what they read whole; each is found by an index.
    whole: Vec<String>,
    owner: String,
}

/// A mark, what went wrong, the cause that was found, and how many are alike.
type Counted = (Option<i64>, Option<String>, Option<String>, i64);

/// A feedback in a list, with what is shown of its ticket.
#[derive(Clone, Debug)]
pub struct FeedbackRow {
    /// The feedback.
    pub feedback: Feedback,
    /// Reference of its ticket now.
    pub reference: Reference,
    /// Subject of its ticket.
    pub subject: String,
    /// Where it stands in the list: the instant by which the list is ordered.
    pub at: Timestamp,
}

impl FeedbackScope {
    /// What an agent reads.
    pub fn of(actor: &Actor) -> Self {
        let me = actor.person().map_or(0, |person| person.0);
        let mine = format!("f.agent = {me}");
        let whole = match actor.role {
            Role::User => vec!["FALSE".into()],
            Role::Agent | Role::Administrator => vec![mine],
            Role::TeamLead => {
                let led = actor.teams.iter();
                let led = led.map(|team| format!("f.asked_team = {}", team.0));
                [mine].into_iter().chain(led).collect()
            }
            Role::SupportManager => vec!["TRUE".into()],
        };
        Self {
            tickets: Scope::of(actor),
            whole,
            owner: format!("f.owner = {me}"),
        }
    }

    fn whole(&self) -> String {
        format!("({})", self.whole.join(" OR "))
    }
}

/// Order of a list: the column, and whether the latest comes first.
const fn order(view: FeedbackView) -> (&'static str, &'static str, bool) {
    match view {
        FeedbackView::ToReview => ("given_at", "f.to_review = TRUE", false),
        FeedbackView::ToDo => ("reviewed_at", "f.to_do = TRUE", false),
        FeedbackView::Answers => ("given_at", "f.given_at IS NOT NULL", true),
        FeedbackView::Measures => ("reviewed_at", "f.reviewed_at IS NOT NULL", true),
    }
}

impl Conn {
    /// A page of a list for whoever reads it: what was said or reviewed in `period`, or all of it,
    /// after the place `after` (an instant and a number), at most `limit`.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer; the same for the functions below.
    pub async fn list_feedback(
        &mut self,
        scope: &FeedbackScope,
        view: FeedbackView,
        period: Option<Range<Timestamp>>,
        after: Option<(Timestamp, i64)>,
        limit: i64,
    ) -> Result<Vec<FeedbackRow>, StoreError> {
        let (column, holds, latest) = order(view);
        let (beyond, direction) = if latest { ("<", "DESC") } else { (">", "ASC") };
        // One bound on either side: of several, a database may look from the widest.
        let (mut from, mut until) =
            period.map_or((i64::MIN, i64::MAX), |p| (p.start.0, p.end.0 - 1));
        let (at, id) = match after {
            Some((at, id)) if latest => {
                until = until.min(at.0);
                (at.0, id)
            }
            Some((at, id)) => {
                from = from.max(at.0);
                (at.0, id)
            }
            None if latest => (i64::MAX, i64::MAX),
            None => (i64::MIN, i64::MIN),
        };
        let seen = scope.tickets.condition();
        let mut ways = scope.whole.clone();
        if matches!(view, FeedbackView::ToDo | FeedbackView::Measures) {
            ways.push(scope.owner.clone());
        }
        let ways: Vec<String> = ways
            .iter()
            .map(|way| {
                format!(
                    "SELECT * FROM (SELECT f.id, f.{column} AS at FROM feedback f JOIN ticket ON ticket.id = f.about
                     WHERE {way} AND {holds} AND {seen} AND f.{column} >= $1 AND f.{column} <= $2
                       AND (f.{column} <> $3 OR f.id {beyond} $4)
                     ORDER BY f.{column} {direction}, f.id {direction} LIMIT $5) AS way"
                )
            })
            .collect();
        let sql = format!(
            "SELECT f.id, f.data, t.kind, t.id, t.subject, found.at
             FROM (SELECT id, at FROM ({}) AS ways ORDER BY at {direction}, id {direction} LIMIT $5) AS found
             JOIN feedback f ON f.id = found.id JOIN ticket t ON t.id = f.about
             ORDER BY found.at {direction}, found.id {direction}",
            ways.join(" UNION ")
        );
        let rows: Vec<(i64, String, String, i64, String, i64)> = on!(self, c => sqlx::query_as(AssertSqlSafe(sql))
            .persistent(false).bind(from).bind(until).bind(at).bind(id).bind(limit).fetch_all(c).await?);
        let rows = rows
            .into_iter()
            .map(|(id, data, kind, ticket, subject, at)| {
                Ok(FeedbackRow {
                    feedback: read(id, &data)?,
                    reference: Reference {
                        kind: parse(&kind).unwrap_or_default(),
                        id: TicketId(ticket),
                    },
                    subject,
                    at: Timestamp(at),
                })
            });
        rows.collect()
    }

    /// Number of bad marks that await a review by whoever reads them, up to `most`.
    pub async fn count_to_review(
        &mut self,
        scope: &FeedbackScope,
        most: i64,
    ) -> Result<i64, StoreError> {
        let sql = format!(
            "SELECT COUNT(*) FROM (SELECT f.id FROM feedback f JOIN ticket ON ticket.id = f.about
             WHERE f.to_review = TRUE AND {} AND {} LIMIT $1) AS found",
            scope.whole(),
            scope.tickets.condition()
        );
        let (count,): (i64,) = on!(self, c => sqlx::query_as(AssertSqlSafe(sql))
            .bind(most).fetch_one(c).await?);
        Ok(count)
    }

    /// What was asked in `period` and what came of it, counted, for whoever reads it.
    pub async fn tally_feedback(
        &mut self,
        scope: &FeedbackScope,
        period: Range<Timestamp>,
    ) -> Result<Tally, StoreError> {
        let among = format!(
            "FROM feedback f JOIN ticket ON ticket.id = f.about WHERE {} AND {} AND f.asked_at >= $1 AND f.asked_at < $2",
            scope.whole(),
            scope.tickets.condition()
        );
        let mut tally = Tally::default();
        let sql = format!(
            "SELECT COUNT(*), COUNT(DISTINCT CASE WHEN f.given_at IS NOT NULL THEN f.person END),
                COUNT(DISTINCT CASE WHEN f.given_at IS NOT NULL THEN f.agent END) {among}"
        );
        (tally.asked, tally.people, tally.agents) = on!(self, c => sqlx::query_as(AssertSqlSafe(sql))
            .bind(period.start.0).bind(period.end.0).fetch_one(c).await?);
        let sql = format!(
            "SELECT f.score, f.fault, f.cause, COUNT(*) {among} GROUP BY f.score, f.fault, f.cause"
        );
        let rows: Vec<Counted> = on!(self, c =>
            sqlx::query_as(AssertSqlSafe(sql)).bind(period.start.0).bind(period.end.0).fetch_all(c).await?);
        for (score, fault, cause, n) in rows {
            let score = score.and_then(|score| Score::new(u8::try_from(score).ok()?));
            if let Some(score) = score {
                *tally.scores.entry(score).or_default() += n;
            }
            if let Some(fault) = fault.and_then(|fault| fault.parse().ok()) {
                *tally.faults.entry(fault).or_default() += n;
            }
            if let Some(cause) = cause.and_then(|cause| cause.parse().ok()) {
                *tally.causes.entry(cause).or_default() += n;
            }
        }
        Ok(tally)
    }
}

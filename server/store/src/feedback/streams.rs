//! Feedback: its events, and each as it stands.

use crate::kernel::conn::{Conn, change, on};
use crate::kernel::error::StoreError;
use crate::kernel::line::{Position, Stamp};
use crate::kernel::writer::Txn;
use crate::queue::filter::numbers;
use guichet_domain::feedback::event::FeedbackEnvelope;
use guichet_domain::feedback::evolve::evolve_feedback;
use guichet_domain::feedback::given::Feedback;
use guichet_domain::kernel::ids::{FeedbackId, PersonId, TextId, TicketId};
use guichet_domain::kernel::prose::Text;
use guichet_domain::kernel::stream::StreamEvent;
use guichet_domain::kernel::time::Timestamp;
use sqlx::AssertSqlSafe;
use std::collections::BTreeMap;

/// Reads a row's data.
pub(crate) fn read(id: i64, data: &str) -> Result<Feedback, StoreError> {
    serde_json::from_str(data).map_err(|e| StoreError::Entry(format!("feedback {id}"), e))
}

impl Conn {
    /// A feedback as it stands; `None` if there is no such feedback.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or the row cannot be read; the same for the
    /// functions below.
    pub async fn feedback(&mut self, id: FeedbackId) -> Result<Option<Feedback>, StoreError> {
        let row: Option<(String,)> = on!(self, c => sqlx::query_as(
            "SELECT data FROM feedback WHERE id = $1").bind(id.0).fetch_optional(c).await?);
        row.map(|(data,)| read(id.0, &data)).transpose()
    }

    /// Several of them as they stand. One that cannot be read has an error of its own; the others are
    /// not affected.
    pub async fn feedback_each(
        &mut self,
        ids: impl Iterator<Item = FeedbackId>,
    ) -> Result<Vec<(FeedbackId, Result<Feedback, StoreError>)>, StoreError> {
        let ids = numbers(ids.map(|id| id.0).chain([0]));
        let sql = format!("SELECT id, data FROM feedback WHERE id IN ({ids}) ORDER BY id");
        let rows: Vec<(i64, String)> = on!(self, c => sqlx::query_as(AssertSqlSafe(sql))
            .persistent(false).fetch_all(c).await?);
        let rows = rows.into_iter();
        Ok(rows
            .map(|(id, data)| (FeedbackId(id), read(id, &data)))
            .collect())
    }

    /// What was asked about a ticket, the latest first.
    pub async fn feedback_of(&mut self, ticket: TicketId) -> Result<Vec<Feedback>, StoreError> {
        let rows: Vec<(i64, String)> = on!(self, c => sqlx::query_as(
            "SELECT id, data FROM feedback WHERE about = $1 ORDER BY asked_at DESC, id DESC")
            .bind(ticket.0).fetch_all(c).await?);
        rows.iter().map(|(id, data)| read(*id, data)).collect()
    }

    /// What was asked of a person, the earliest first.
    pub async fn feedback_by(&mut self, person: PersonId) -> Result<Vec<Feedback>, StoreError> {
        let rows: Vec<(i64, String)> = on!(self, c => sqlx::query_as(
            "SELECT id, data FROM feedback WHERE person = $1 ORDER BY asked_at, id")
            .bind(person.0).fetch_all(c).await?);
        rows.iter().map(|(id, data)| read(*id, data)).collect()
    }

    /// When a person was last asked; `None` if they never were.
    pub async fn last_asked(&mut self, person: PersonId) -> Result<Option<Timestamp>, StoreError> {
        let (at,): (Option<i64>,) = on!(self, c => sqlx::query_as(
            "SELECT MAX(asked_at) FROM feedback WHERE person = $1")
            .bind(person.0).fetch_one(c).await?);
        Ok(at.map(Timestamp))
    }

    /// Feedback that nothing has happened to since `before`, about tickets that are finished, in
    /// which something is left to be emptied.
    pub async fn long_said(&mut self, before: Timestamp) -> Result<Vec<FeedbackId>, StoreError> {
        let rows: Vec<(i64,)> = on!(self, c => sqlx::query_as(
            "SELECT f.id FROM feedback f JOIN ticket t ON t.id = f.about
             WHERE f.has_words = TRUE AND f.changed_at < $1
               AND t.state IN ('closed', 'cancelled', 'refused', 'merged') ORDER BY f.id")
            .bind(before.0).fetch_all(c).await?);
        Ok(rows.into_iter().map(|(id,)| FeedbackId(id)).collect())
    }

    /// What was said in several of them, by feedback and text.
    pub async fn feedback_bodies(
        &mut self,
        feedback: impl Iterator<Item = FeedbackId>,
    ) -> Result<BTreeMap<FeedbackId, BTreeMap<TextId, String>>, StoreError> {
        let ids = numbers(feedback.map(|id| id.0).chain([0]));
        let sql = format!(
            "SELECT owner, id, body FROM text WHERE stream = 'feedback' AND owner IN ({ids})"
        );
        let rows: Vec<(i64, String, String)> = on!(self, c => sqlx::query_as(AssertSqlSafe(sql))
            .persistent(false).fetch_all(c).await?);
        let mut found: BTreeMap<FeedbackId, BTreeMap<TextId, String>> = BTreeMap::new();
        for (owner, id, body) in rows {
            let texts = found.entry(FeedbackId(owner)).or_default();
            texts.extend(id.parse().ok().map(|id: TextId| (id, body)));
        }
        Ok(found)
    }

    /// Writes the feedback as it stands after one more event.
    pub(crate) async fn project_feedback(
        &mut self,
        envelope: &FeedbackEnvelope,
        position: Position,
    ) -> Result<(), StoreError> {
        let id = envelope.feedback;
        let before = self.feedback(id).await?;
        let before = before.unwrap_or_else(|| Feedback::unasked(id));
        let after = evolve_feedback(before, envelope);
        self.put_feedback(&after, position).await
    }

    async fn put_feedback(
        &mut self,
        feedback: &Feedback,
        position: Position,
    ) -> Result<(), StoreError> {
        let data = serde_json::to_string(feedback)
            .map_err(|e| StoreError::Entry(format!("feedback {}", feedback.id), e))?;
        let (asked, answer, review) = (&feedback.asked, &feedback.answer, &feedback.review);
        let fault = answer.as_ref().and_then(|answer| answer.fault);
        let fault: Option<&'static str> = fault.map(Into::into);
        let cause: Option<&'static str> = review.as_ref().map(|review| review.cause.into());
        change!(self, c => sqlx::query(
            "INSERT INTO feedback (id, position, about, person, agent, asked_team, asked_at, given_at, score,
                fault, to_review, reviewed_at, cause, owner, has_words, changed_at, data, to_do)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
             ON CONFLICT (id) DO UPDATE SET position = excluded.position, given_at = excluded.given_at,
                score = excluded.score, fault = excluded.fault, to_review = excluded.to_review,
                reviewed_at = excluded.reviewed_at, cause = excluded.cause, owner = excluded.owner,
                has_words = excluded.has_words, to_do = excluded.to_do, changed_at = excluded.changed_at, data = excluded.data")
            .bind(feedback.id.0).bind(position).bind(asked.ticket.0).bind(asked.person.0)
            .bind(asked.agent.map(|agent| agent.0)).bind(asked.team.map(|team| team.0))
            .bind(feedback.asked_at.0)
            .bind(answer.as_ref().map(|answer| answer.at.0))
            .bind(answer.as_ref().map(|answer| i64::from(answer.score.number())))
            .bind(fault).bind(feedback.awaits_review())
            .bind(review.as_ref().map(|review| review.at.0)).bind(cause)
            .bind(review.as_ref().map(|review| review.owner.0))
            .bind(!feedback.texts.is_empty()).bind(feedback.changed_at.0).bind(data)
            .bind(review.as_ref().is_some_and(|review| review.done_at.is_none()))
            .execute(c).await?.rows_affected());
        Ok(())
    }
}

impl Txn {
    /// Appends events to a feedback, as it stands in this transaction. Returns it as it stands
    /// then.
    ///
    /// # Errors
    /// [`StoreError`] if the database refuses; the transaction can then only be rolled back.
    pub async fn append_to_feedback(
        &mut self,
        feedback: Feedback,
        events: &[FeedbackEnvelope],
        texts: &[(TextId, Text)],
    ) -> Result<Feedback, StoreError> {
        let stream = feedback.id.into();
        let version = self.conn.version(stream).await?;
        let stamped = events.iter().map(|envelope| {
            let stamp = Stamp {
                at: envelope.at,
                by: envelope.by.person(),
                command: envelope.command,
            };
            (stamp, &envelope.event as &dyn StreamEvent)
        });
        let stamped: Vec<(Stamp, &dyn StreamEvent)> = stamped.collect();
        self.append_to(stream, version, &stamped, texts).await?;
        let feedback = events.iter().fold(feedback, evolve_feedback);
        self.conn.put_feedback(&feedback, self.position).await?;
        Ok(feedback)
    }
}

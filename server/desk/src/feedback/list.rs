//! Lists of feedback, for those who read it.

use crate::desk::Desk;
use crate::directory::card::cards;
use crate::feedback::line::{by_name, feedback_line, people_of_line};
use crate::kernel::caller::Caller;
use crate::kernel::cursor::CursorContext;
use crate::kernel::error::{DeskError, if_readable};
use guichet_domain::Timestamp;
use guichet_domain::feedback::page::{FeedbackPage, FeedbackQuery};
use guichet_domain::feedback::tally::Tally;
use guichet_domain::feedback::view::{may_remove, reading};
use guichet_store::FeedbackScope;
use std::collections::BTreeMap;

/// Number of rows per page.
pub(crate) const PAGE: usize = 30;

/// Bad marks that are counted up to: of more it is said that there are more than ninety-nine.
pub(crate) const COUNTED: i64 = 100;

impl Desk {
    /// A page of a list of feedback, with what was said in the period, counted. The days of the period
    /// are the reader's.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] if the caller is no agent.
    pub async fn feedback(
        &self,
        caller: Caller,
        query: FeedbackQuery,
    ) -> Result<FeedbackPage, DeskError> {
        let mut snapshot = self.snapshot().await?;
        let directory = snapshot.directory;
        let actor = caller.agent(&directory)?;
        let person = caller.person(&directory)?;
        let period = query.instants(&self.zone_of(person), self.now());
        let scope = FeedbackScope::of(&actor);
        let (after, query) = (
            query.after.clone(),
            FeedbackQuery {
                after: None,
                ..query
            },
        );
        let place = CursorContext::Feedback(&query);
        let after = after
            .and_then(|after| self.cursors.unseal(&place, caller.person, &after))
            .map(|[at, id]| (Timestamp(at), id));
        let conn = &mut snapshot.conn;
        let within = query.view.is_of_period().then(|| period.clone());
        let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
        let mut rows = conn
            .list_feedback(&scope, query.view, within, after, limit)
            .await?;
        let more = rows.len() > PAGE;
        rows.truncate(PAGE);
        let last = rows.last().filter(|_| more);
        let next = last
            .map(|row| [row.at.0, row.feedback.id.0])
            .map(|last| self.cursors.seal(&place, caller.person, last))
            .transpose()?;
        let mut tickets = BTreeMap::new();
        let named = rows.iter().map(|row| row.reference.id);
        for (id, aggregate) in conn.aggregates(named).await? {
            if let Some(aggregate) = if_readable(aggregate)? {
                tickets.insert(id, aggregate);
            }
        }
        let mut lines = Vec::new();
        let said = conn
            .feedback_bodies(rows.iter().map(|row| row.feedback.id))
            .await?;
        let none = BTreeMap::new();
        for row in rows {
            // The list leaves out what is not theirs; this says what of it they read.
            let ticket = tickets.get(&row.reference.id).map(|one| one.ticket());
            let reads = ticket.and_then(|ticket| {
                let reads = reading(&row.feedback, ticket, &actor)?;
                Some((reads, may_remove(&row.feedback, ticket, &actor)))
            });
            let Some(reads) = reads else {
                continue;
            };
            let bodies = said.get(&row.feedback.id).unwrap_or(&none);
            let shown = (row.reference, row.subject);
            lines.push(feedback_line(
                &row.feedback,
                reads,
                shown,
                bodies,
                &directory,
            ));
        }
        let tally = if query.view.is_of_period() {
            conn.tally_feedback(&scope, period).await?
        } else {
            Tally::default()
        };
        let head = conn.head().await?;
        let to_review = conn.count_to_review(&scope, COUNTED).await?;
        let people = cards(lines.iter().flat_map(people_of_line), &directory);
        Ok(FeedbackPage {
            lines,
            people,
            tally,
            to_review,
            owners: by_name(directory.agents()),
            next,
            cursor: self.stream_cursor(caller, head)?,
        })
    }
}

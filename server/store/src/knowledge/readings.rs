//! What articles do for their readers, beside the log: counters by day, and what was asked in vain.

use crate::kernel::conn::{Conn, change, on};
use crate::kernel::error::StoreError;
use crate::kernel::writer::Txn;
use guichet_domain::kernel::language::Language;
use guichet_domain::knowledge::reading::{Gap, GapReason, Reading, Usefulness};
use guichet_domain::{ArticleId, PersonId, TicketId};
use std::collections::BTreeMap;

type DayRow = (i64, i64, i64, i64, i64);

type GapRow = (String, String, String, i64, String, i64, i64, Option<i64>);

impl Conn {
    /// What articles did for their readers since a day.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer; the same for the functions below.
    pub async fn usefulness_since(
        &mut self,
        day: i64,
    ) -> Result<BTreeMap<ArticleId, Usefulness>, StoreError> {
        let sum = |column| format!("CAST(SUM({column}) AS BIGINT)");
        let sums = ["views", "helpful", "unhelpful", "deflections"]
            .map(sum)
            .join(", ");
        let sql =
            format!("SELECT article, {sums} FROM article_day WHERE day >= $1 GROUP BY article");
        let rows: Vec<DayRow> = on!(self, c => sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(day).fetch_all(c).await?);
        let rows = rows
            .into_iter()
            .map(|(article, views, helpful, unhelpful, deflections)| {
                let useful = Usefulness {
                    views,
                    helpful,
                    unhelpful,
                    deflections,
                };
                (ArticleId(article), useful)
            });
        Ok(rows.collect())
    }

    /// Whether a visitor was counted for something on a day.
    pub async fn is_counted(
        &mut self,
        day: i64,
        what: &str,
        visitor: &str,
    ) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM counted WHERE day = $1 AND what = $2 AND visitor = $3";
        let row: Option<(i32,)> = on!(self, c => sqlx::query_as(sql)
            .bind(day).bind(what).bind(visitor).fetch_optional(c).await?);
        Ok(row.is_some())
    }

    /// Number of things that a visitor was counted for on a day.
    pub async fn counted_for(&mut self, day: i64, visitor: &str) -> Result<i64, StoreError> {
        let sql = "SELECT COUNT(*) FROM counted WHERE day = $1 AND visitor = $2";
        let (count,): (i64,) = on!(self, c => sqlx::query_as(sql)
            .bind(day).bind(visitor).fetch_one(c).await?);
        Ok(count)
    }

    /// Whether there is something that is older than it is kept: a gap before a day, or who was counted
    /// before another.
    pub async fn has_old_readings(&mut self, gaps: i64, counted: i64) -> Result<bool, StoreError> {
        let sql = "SELECT 1 WHERE EXISTS (SELECT 1 FROM gap WHERE last_day < $1)
                   OR EXISTS (SELECT 1 FROM counted WHERE day < $2)";
        let row: Option<(i32,)> = on!(self, c => sqlx::query_as(sql)
            .bind(gaps).bind(counted).fetch_optional(c).await?);
        Ok(row.is_some())
    }

    /// What was asked in vain since a day, the most frequent first; at most `limit`.
    pub async fn gaps_since(&mut self, day: i64, limit: i64) -> Result<Vec<Gap>, StoreError> {
        let rows: Vec<GapRow> = on!(self, c => sqlx::query_as(
            "SELECT asked, language, reason, about, said, times, last_day, owner FROM gap
             WHERE last_day >= $1 ORDER BY times DESC, last_day DESC, asked, language, reason, about LIMIT $2")
            .bind(day).bind(limit).fetch_all(c).await?);
        let rows = rows.into_iter().filter_map(|row| {
            let (asked, language, reason, about, said, times, last_day, owner) = row;
            let reason = reason.parse().ok()?;
            let is = |of: GapReason| reason == of && about != 0;
            Some(Gap {
                asked,
                said,
                language: Language::from_code(&language)?,
                reason,
                article: is(GapReason::Unhelpful).then_some(ArticleId(about)),
                ticket: is(GapReason::NoArticle).then_some(TicketId(about)),
                times,
                last_day,
                owner: owner.map(PersonId),
            })
        });
        Ok(rows.collect())
    }
}

/// What identifies something that was asked in vain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GapKey {
    /// What was asked, as it is compared.
    pub asked: String,
    /// Language of whoever asked.
    pub language: Language,
    /// Why it is missing.
    pub reason: GapReason,
    /// Article that did not help, if that is the reason.
    pub article: Option<ArticleId>,
    /// Ticket that was recorded without one, if that is the reason.
    pub ticket: Option<TicketId>,
}

impl From<&Gap> for GapKey {
    fn from(gap: &Gap) -> Self {
        Self {
            asked: gap.asked.clone(),
            language: gap.language,
            reason: gap.reason,
            article: gap.article,
            ticket: gap.ticket,
        }
    }
}

impl GapKey {
    /// What it is about, as the table says it.
    fn about(&self) -> i64 {
        let ticket = self.ticket.map(|ticket| ticket.0);
        self.article
            .map(|article| article.0)
            .or(ticket)
            .unwrap_or_default()
    }
}

impl Txn {
    /// Notes that a visitor is counted for something today. Returns whether they were not before.
    pub async fn count_once(
        &mut self,
        day: i64,
        what: &str,
        visitor: &str,
    ) -> Result<bool, StoreError> {
        let sql =
            "INSERT INTO counted (day, what, visitor) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
        let new = change!(&mut self.conn, c => sqlx::query(sql)
            .bind(day).bind(what).bind(visitor).execute(c).await?.rows_affected());
        Ok(new > 0)
    }

    /// Counts something for an article on a day.
    pub async fn count_reading(
        &mut self,
        article: ArticleId,
        day: i64,
        reading: Reading,
    ) -> Result<(), StoreError> {
        let column = match reading {
            Reading::View => "views",
            Reading::Helpful => "helpful",
            Reading::Unhelpful => "unhelpful",
            Reading::Deflection => "deflections",
        };
        let sql = format!(
            "INSERT INTO article_day (article, day, {column}) VALUES ($1, $2, 1)
             ON CONFLICT (article, day) DO UPDATE SET {column} = article_day.{column} + 1"
        );
        change!(&mut self.conn, c => sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(article.0).bind(day).execute(c).await?.rows_affected());
        Ok(())
    }

    /// Notes that something was asked in vain, in these words.
    pub async fn note_gap(&mut self, key: &GapKey, said: &str, day: i64) -> Result<(), StoreError> {
        let (reason, about): (&'static str, _) = (key.reason.into(), key.about());
        change!(&mut self.conn, c => sqlx::query(
            "INSERT INTO gap (asked, language, reason, about, said, times, last_day)
             VALUES ($1, $2, $3, $4, $5, 1, $6)
             ON CONFLICT (asked, language, reason, about)
             DO UPDATE SET times = gap.times + 1, said = excluded.said, last_day = excluded.last_day")
            .bind(&key.asked).bind(key.language.code()).bind(reason).bind(about).bind(said).bind(day)
            .execute(c).await?.rows_affected());
        Ok(())
    }

    /// Takes back one of the times that something was asked in vain: it was not.
    pub async fn take_back_gap(&mut self, key: &GapKey) -> Result<(), StoreError> {
        let (reason, about): (&'static str, _) = (key.reason.into(), key.about());
        let of = "asked = $1 AND language = $2 AND reason = $3 AND about = $4";
        for sql in [
            format!("UPDATE gap SET times = times - 1 WHERE {of}"),
            format!("DELETE FROM gap WHERE {of} AND times <= 0"),
        ] {
            change!(&mut self.conn, c => sqlx::query(sqlx::AssertSqlSafe(sql))
                .bind(&key.asked).bind(key.language.code()).bind(reason).bind(about)
                .execute(c).await?.rows_affected());
        }
        Ok(())
    }

    /// Says who sees to something that was asked in vain. Returns whether it is there.
    pub async fn own_gap(
        &mut self,
        key: &GapKey,
        owner: Option<PersonId>,
    ) -> Result<bool, StoreError> {
        let (reason, about): (&'static str, _) = (key.reason.into(), key.about());
        let sql = "UPDATE gap SET owner = $5 WHERE asked = $1 AND language = $2 AND reason = $3 AND about = $4";
        let done = change!(&mut self.conn, c => sqlx::query(sql)
            .bind(&key.asked).bind(key.language.code()).bind(reason).bind(about)
            .bind(owner.map(|owner| owner.0)).execute(c).await?.rows_affected());
        Ok(done > 0)
    }

    /// Forgets something that was asked in vain: it is seen to. Returns whether it was there.
    pub async fn settle_gap(&mut self, key: &GapKey) -> Result<bool, StoreError> {
        let (reason, about): (&'static str, _) = (key.reason.into(), key.about());
        let sql =
            "DELETE FROM gap WHERE asked = $1 AND language = $2 AND reason = $3 AND about = $4";
        let done = change!(&mut self.conn, c => sqlx::query(sql)
            .bind(&key.asked).bind(key.language.code()).bind(reason).bind(about)
            .execute(c).await?.rows_affected());
        Ok(done > 0)
    }

    /// Forgets what was asked in vain before a day, and who was counted before another.
    pub async fn forget_readings(&mut self, gaps: i64, counted: i64) -> Result<(), StoreError> {
        for (sql, day) in [
            ("DELETE FROM gap WHERE last_day < $1", gaps),
            ("DELETE FROM counted WHERE day < $1", counted),
        ] {
            change!(&mut self.conn, c => sqlx::query(sql).bind(day).execute(c).await?.rows_affected());
        }
        Ok(())
    }
}

//! Articles: their events, and each article as it stands.

use crate::kernel::conn::{Conn, change, on};
use crate::kernel::error::StoreError;
use crate::kernel::line::{Position, Stamp};
use crate::kernel::unreadable;
use crate::kernel::writer::Txn;
use guichet_domain::kernel::ids::{ArticleId, TextId};
use guichet_domain::kernel::prose::Text;
use guichet_domain::kernel::stream::StreamEvent;
use guichet_domain::knowledge::article::Article;
use guichet_domain::knowledge::event::ArticleEnvelope;
use guichet_domain::knowledge::evolve::evolve_article;

/// Articles that changed after a position, and the position of the last change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Articles {
    /// The articles, as they stand.
    pub changed: Vec<Article>,
    /// Position of the last event of any article.
    pub position: Position,
}

impl Conn {
    /// An article as it stands; `None` if there is no such article.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or an event cannot be read.
    pub async fn article(&mut self, id: ArticleId) -> Result<Option<Article>, StoreError> {
        let history = self.article_history(id).await?;
        let fold = |article, envelope| evolve_article(article, envelope);
        let folded = history.iter().fold(Article::unwritten(id), fold);
        Ok((!history.is_empty()).then_some(folded))
    }

    /// Position of the last event of any article: articles read at the same position are current.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn articles_position(&mut self) -> Result<Position, StoreError> {
        let sql = "SELECT COALESCE(MAX(position), 0) FROM article";
        let (position,): (i64,) = on!(self, c => sqlx::query_as(sql).fetch_one(c).await?);
        Ok(position)
    }

    /// Articles that changed after a position. One that cannot be read is left out, and said once.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn articles_after(&mut self, position: Position) -> Result<Articles, StoreError> {
        let rows: Vec<(i64, i64, String)> = on!(self, c => sqlx::query_as(
            "SELECT id, position, data FROM article WHERE position > $1 ORDER BY position")
            .bind(position).fetch_all(c).await?);
        let mut articles = Articles {
            changed: Vec::with_capacity(rows.len()),
            position,
        };
        for (id, position, data) in rows {
            articles.position = position;
            match serde_json::from_str(&data) {
                Ok(article) => articles.changed.push(article),
                Err(error) => {
                    let error = StoreError::Entry(format!("article {id}"), error);
                    unreadable::say_once(position, "article", id, &error);
                }
            }
        }
        Ok(articles)
    }

    /// Writes the article as it stands after one more event.
    pub(crate) async fn project_article(
        &mut self,
        envelope: &ArticleEnvelope,
        position: Position,
    ) -> Result<(), StoreError> {
        let id = envelope.article;
        let row: Option<(String,)> = on!(self, c => sqlx::query_as(
            "SELECT data FROM article WHERE id = $1").bind(id.0).fetch_optional(c).await?);
        let before = match row {
            Some((data,)) => serde_json::from_str(&data)
                .map_err(|e| StoreError::Entry(format!("article {id}"), e))?,
            None => Article::unwritten(id),
        };
        self.put_article(&evolve_article(before, envelope), position)
            .await
    }

    async fn put_article(
        &mut self,
        article: &Article,
        position: Position,
    ) -> Result<(), StoreError> {
        let data = serde_json::to_string(article)
            .map_err(|e| StoreError::Entry(format!("article {}", article.id), e))?;
        change!(self, c => sqlx::query(
            "INSERT INTO article (id, position, data) VALUES ($1, $2, $3)
             ON CONFLICT (id) DO UPDATE SET position = excluded.position, data = excluded.data")
            .bind(article.id.0).bind(position).bind(data).execute(c).await?.rows_affected());
        Ok(())
    }
}

impl Txn {
    /// Number of the next new article.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn next_article(&mut self) -> Result<ArticleId, StoreError> {
        let sql = "SELECT COALESCE(MAX(id), 0) + 1 FROM article";
        let (id,): (i64,) = on!(&mut self.conn, c => sqlx::query_as(sql).fetch_one(c).await?);
        Ok(ArticleId(id))
    }

    /// Appends events to an article, as it stands in this transaction. Returns it as it stands then.
    ///
    /// # Errors
    /// [`StoreError`] if the database refuses; the transaction can then only be rolled back.
    pub async fn append_to_article(
        &mut self,
        article: Article,
        events: &[ArticleEnvelope],
        texts: &[(TextId, Text)],
    ) -> Result<Article, StoreError> {
        let version = self.conn.version(article.id.into()).await?;
        let stamped = events.iter().map(|envelope| {
            let stamp = Stamp {
                at: envelope.at,
                by: envelope.by.person(),
                command: envelope.command,
            };
            (stamp, &envelope.event as &dyn StreamEvent)
        });
        let stamped: Vec<(Stamp, &dyn StreamEvent)> = stamped.collect();
        self.append_to(article.id.into(), version, &stamped, texts)
            .await?;
        let article = events.iter().fold(article, evolve_article);
        self.conn.put_article(&article, self.position).await?;
        Ok(article)
    }
}

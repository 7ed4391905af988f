//! News of articles, for those who write them.

use crate::desk::Desk;
use crate::kernel::error::DeskError;
use crate::knowledge::facts::restricted;
use guichet_domain::ArticleId;
use guichet_domain::directory::person::Person;
use guichet_domain::directory::whole::Directory;
use guichet_domain::kernel::actor::Actor;
use guichet_domain::knowledge::article::Article;
use guichet_domain::knowledge::content::Place;
use guichet_domain::knowledge::view::works_on;
use guichet_domain::knowledge::workspace::ArticleView;
use guichet_domain::notifications::notice::Notice;
use guichet_store::{Conn, StoreError};

/// What happened to an article, for somebody who may work on it.
#[derive(Clone, Debug)]
pub struct ArticleNews {
    /// What happened, from the recipient's point of view.
    pub notice: Notice,
    /// Number of the article.
    pub article: ArticleId,
    /// Title of the article.
    pub title: String,
}

impl Desk {
    /// News of an article; `None` if it is not this person's to work on any more.
    pub(super) async fn article_news(
        &self,
        conn: &mut Conn,
        id: ArticleId,
        kind: &str,
        person: &Person,
        directory: &Directory,
    ) -> Result<Option<ArticleNews>, DeskError> {
        let known = article_of(conn, id, &person.actor(), directory).await?;
        let (Some(notice), Some((article, title))) = (Notice::from_name(kind), known) else {
            return Ok(None);
        };
        // Who no longer keeps it true, or has seen to it, is not reminded.
        let is_due = ArticleView::Due.holds(&article, person.id, self.now());
        if notice == Notice::ReviewDue && !(is_due && article.owner == Some(person.id)) {
            return Ok(None);
        }
        Ok(Some(ArticleNews {
            notice,
            article: id,
            title,
        }))
    }
}

/// An article that somebody may work on, and its title in their language if there is one.
pub(super) async fn article_of(
    conn: &mut Conn,
    id: ArticleId,
    actor: &Actor,
    directory: &Directory,
) -> Result<Option<(Article, String)>, StoreError> {
    let article = conn.article(id).await?;
    let article = article.filter(|article| works_on(article, actor, &restricted(directory)));
    let person = actor
        .person()
        .and_then(|person| directory.people.get(&person));
    let language = person
        .and_then(|person| person.language)
        .unwrap_or_default();
    let title = article.as_ref().and_then(|article| {
        let content = article.latest()?;
        content.text(content.language_for(language)?, Place::Title)
    });
    let Some((article, title)) = article.zip(title) else {
        return Ok(None);
    };
    let text = conn.bodies_named(id, [title]).await?.remove(&title);
    Ok(text.map(|text| (article, text)))
}

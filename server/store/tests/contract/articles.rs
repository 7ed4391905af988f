//! Articles: written as events, read as they stand, made again from the log.

use crate::common::*;
use guichet_domain::kernel::actor::Who;
use guichet_domain::kernel::audience::Audience;
use guichet_domain::kernel::ids::{ArticleId, FileId, PersonId, TextId};
use guichet_domain::kernel::language::Language::Fr;
use guichet_domain::kernel::prose::Text;
use guichet_domain::kernel::removed::{REMOVED, Removed};
use guichet_domain::knowledge::article::{Article, ArticleState};
use guichet_domain::knowledge::content::{Content, Place, Translation};
use guichet_domain::knowledge::event::{ArticleEnvelope, ArticleEvent, ChangedTexts};
use guichet_domain::tickets::attachment::Attachment;
use guichet_store::{Logged, Store};
use std::collections::BTreeMap;

on_both!(
    an_article_is_the_fold_of_its_events,
    what_changed_is_read_and_nothing_else,
    a_removed_text_of_an_article_is_nowhere,
);

/// Events that name the texts, which get identifiers of their own.
async fn append(
    store: &Store,
    article: Option<ArticleId>,
    texts: &[&str],
    events: impl Fn(&[TextId]) -> Vec<ArticleEvent>,
) -> Article {
    let command = filling::command_id();
    let ids: Vec<TextId> = (0..).zip(texts).map(|(n, _)| command.text(n)).collect();
    let events = events(&ids);
    let bodies = texts.iter().map(|text| Text::markdown(*text));
    let texts: Vec<(TextId, Text)> = ids.into_iter().zip(bodies).collect();
    let appended = store.write(move |txn| {
        let (events, texts) = (events.clone(), texts.clone());
        Box::pin(async move {
            let id = match article {
                Some(id) => id,
                None => txn.next_article().await?,
            };
            let before = txn.article(id).await?;
            let before = before.unwrap_or_else(|| Article::unwritten(id));
            let envelopes = events.into_iter().map(|event| ArticleEnvelope {
                article: id,
                at: world::START,
                by: Who::Person(PersonId(2)),
                command,
                event,
            });
            let envelopes: Vec<_> = envelopes.collect();
            txn.append_to_article(before, &envelopes, &texts).await
        })
    });
    appended.await.unwrap()
}

fn written(ids: &[TextId]) -> Vec<ArticleEvent> {
    let texts = Translation::from([(Place::Title, ids[0]), (Place::Answer, ids[1])]);
    let content = Content {
        translations: BTreeMap::from([(Fr, texts)]),
        ..Content::default()
    };
    vec![ArticleEvent::Written {
        content,
        owner: Some(PersonId(2)),
    }]
}

fn revised(ids: &[TextId]) -> Vec<ArticleEvent> {
    let places = BTreeMap::from([(Place::Answer, Some(ids[0]))]);
    vec![ArticleEvent::Revised {
        texts: ChangedTexts::from([(Fr, places)]),
        readers: None,
        about: None,
    }]
}

fn published(number: u32) -> Vec<ArticleEvent> {
    vec![ArticleEvent::Published { number }]
}

async fn an_article_is_the_fold_of_its_events(db: Database) {
    let store = db.open().await;
    let first = append(
        &store,
        None,
        &["Où est l’imprimante ?", "Au deuxième."],
        written,
    )
    .await;
    assert_eq!(
        (first.id, first.state()),
        (ArticleId(1), ArticleState::Draft)
    );
    append(&store, Some(first.id), &[], |_| published(1)).await;
    append(&store, Some(first.id), &["Au troisième."], revised).await;
    let now = append(&store, Some(first.id), &[], |_| published(2)).await;
    let other = append(&store, None, &["Une autre", "Oui"], written).await;
    assert_eq!(other.id, ArticleId(2));

    let mut conn = store.read().await.unwrap();
    assert_eq!(conn.article(first.id).await.unwrap(), Some(now.clone()));
    assert_eq!(conn.article(ArticleId(3)).await.unwrap(), None);
    let texts = conn.bodies(first.id).await.unwrap();
    let says = |version: usize| {
        let text = now.versions[version]
            .content
            .text(Fr, Place::Answer)
            .unwrap();
        texts[&text].as_str()
    };
    assert_eq!([says(0), says(1)], ["Au deuxième.", "Au troisième."]);
    let all = conn.after(0, 100).await.unwrap();
    assert!(
        all.iter()
            .all(|logged| matches!(logged, Logged::Article(..)))
    );
    let history = conn.article_history(first.id).await.unwrap();
    assert_eq!(history.len(), 4);
    drop(conn);

    // The rows are what the log says, and are made again from it.
    assert_eq!(store.check().await.unwrap(), []);
    let mut raw = db.raw().await;
    raw.run("UPDATE article SET data = '{}' WHERE id = 2").await;
    assert_eq!(store.check().await.unwrap()[0].table, "article");
    store.rebuild().await.unwrap();
    assert_eq!(store.check().await.unwrap(), []);
}

async fn what_changed_is_read_and_nothing_else(db: Database) {
    let store = db.open().await;
    assert_eq!(
        store
            .read()
            .await
            .unwrap()
            .articles_position()
            .await
            .unwrap(),
        0
    );
    let first = append(&store, None, &["Un", "1"], written).await;
    let second = append(&store, None, &["Deux", "2"], written).await;
    let mut conn = store.read().await.unwrap();
    let all = conn.articles_after(0).await.unwrap();
    assert_eq!(all.changed, [first.clone(), second]);
    assert_eq!(all.position, conn.articles_position().await.unwrap());
    drop(conn);
    let first = append(&store, Some(first.id), &[], |_| published(1)).await;
    let mut conn = store.read().await.unwrap();
    let changed = conn.articles_after(all.position).await.unwrap();
    assert_eq!(changed.changed, [first]);
    assert!(changed.position > all.position);
    let none = conn.articles_after(changed.position).await.unwrap();
    assert_eq!((none.changed.len(), none.position), (0, changed.position));
}

async fn a_removed_text_of_an_article_is_nowhere(db: Database) {
    let store = db.open().await;
    let first = append(&store, None, &["Titre", "Le code est 4711."], written).await;
    // The text of the same number of another article stays.
    let second = append(&store, None, &["Titre", "Rien à cacher."], written).await;
    let file = FileId(filling::command_id().0);
    let attachment = Attachment {
        file,
        name: "secret.png".into(),
        media_type: "image/png".into(),
        size: 3,
        audience: Audience::Everyone,
    };
    let attached = append(&store, Some(first.id), &[], |_| {
        let attachment = attachment.clone();
        vec![ArticleEvent::Attached { attachment }]
    })
    .await;
    assert_eq!(attached.files.len(), 1);
    let answer = first.latest().unwrap().text(Fr, Place::Answer).unwrap();
    let emptied = append(&store, Some(first.id), &[], |_| {
        [Removed::Text(answer), Removed::File(file)]
            .map(|what| ArticleEvent::Redacted { what, reason: None })
            .into()
    })
    .await;
    assert!(emptied.files.is_empty());
    let mut conn = store.read().await.unwrap();
    assert_eq!(conn.bodies(first.id).await.unwrap()[&answer], REMOVED);
    let kept = conn.bodies(second.id).await.unwrap();
    assert!(kept.values().any(|text| text == "Rien à cacher."));
    let log = format!("{:?}", conn.article_history(first.id).await.unwrap());
    assert!(!log.contains("secret.png") && !log.contains("4711"));
    drop(conn);
    assert_eq!(store.check().await.unwrap(), []);
}

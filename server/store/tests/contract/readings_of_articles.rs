//! What articles do for their readers, and what was asked in vain.

use crate::common::*;
use guichet_domain::kernel::ids::{ArticleId, PersonId, TicketId};
use guichet_domain::kernel::language::Language::Fr;
use guichet_domain::knowledge::reading::{Gap, GapReason, Reading, Usefulness};
use guichet_store::{GapKey, Store};

on_both!(
    readings_are_counted_by_day_and_once_for_each_visitor,
    what_is_asked_in_vain_is_kept_until_it_is_seen_to_or_too_old,
);

const ARTICLE: ArticleId = ArticleId(4);

/// Counts unless the visitor was counted that day.
async fn reads(store: &Store, day: i64, visitor: &'static str, reading: Reading) {
    let job = store.write(move |txn| {
        Box::pin(async move {
            if txn.count_once(day, "view:4", visitor).await? {
                txn.count_reading(ARTICLE, day, reading).await?;
            }
            Ok(())
        })
    });
    job.await.unwrap();
}

async fn readings_are_counted_by_day_and_once_for_each_visitor(db: Database) {
    let store = db.open().await;
    for visitor in ["a", "b", "a", "a"] {
        reads(&store, 100, visitor, Reading::View).await;
    }
    reads(&store, 101, "a", Reading::Helpful).await;
    reads(&store, 102, "a", Reading::Deflection).await;
    reads(&store, 103, "a", Reading::Unhelpful).await;
    let mut conn = store.read().await.unwrap();
    let all = Usefulness {
        views: 2,
        helpful: 1,
        unhelpful: 1,
        deflections: 1,
    };
    let useful = conn.usefulness_since(100).await.unwrap();
    assert_eq!(useful.into_iter().collect::<Vec<_>>(), [(ARTICLE, all)]);
    let later = conn.usefulness_since(102).await.unwrap();
    assert_eq!((later[&ARTICLE].views, later[&ARTICLE].deflections), (0, 1));
    assert!(conn.is_counted(100, "view:4", "b").await.unwrap());
    assert!(!conn.is_counted(101, "view:4", "b").await.unwrap());
    assert!(!conn.is_counted(100, "view:5", "b").await.unwrap());
    assert_eq!(conn.counted_for(100, "a").await.unwrap(), 1);
    assert!(
        conn.has_old_readings(0, 101).await.unwrap()
            && !conn.has_old_readings(0, 100).await.unwrap()
    );
}

fn key(asked: &str, reason: GapReason) -> GapKey {
    GapKey {
        asked: asked.into(),
        language: Fr,
        reason,
        article: (reason == GapReason::Unhelpful).then_some(ARTICLE),
        ticket: (reason == GapReason::NoArticle).then_some(TicketId(7)),
    }
}

async fn what_is_asked_in_vain_is_kept_until_it_is_seen_to_or_too_old(db: Database) {
    let store = db.open().await;
    let note = async |asked: &'static str, reason, said: &'static str, day| {
        let key = key(asked, reason);
        let job = store.write(move |txn| {
            let key = key.clone();
            Box::pin(async move { txn.note_gap(&key, said, day).await })
        });
        job.await.unwrap();
    };
    note("badge", GapReason::NothingFound, "badge", 90).await;
    note("badge", GapReason::NothingFound, "Badge ?", 100).await;
    note("badge", GapReason::Unhelpful, "Badge", 100).await;
    note("scanner", GapReason::NotOpened, "Scanner", 80).await;
    let gaps = async || store.read().await.unwrap().gaps_since(0, 10).await.unwrap();
    let found: Vec<Gap> = gaps().await;
    assert_eq!(
        found[0],
        Gap {
            asked: "badge".into(),
            said: "Badge ?".into(),
            language: Fr,
            reason: GapReason::NothingFound,
            article: None,
            ticket: None,
            times: 2,
            last_day: 100,
            owner: None,
        }
    );
    assert_eq!((found.len(), found[1].article), (3, Some(ARTICLE)));
    assert!(
        store
            .read()
            .await
            .unwrap()
            .has_old_readings(81, 0)
            .await
            .unwrap()
    );
    assert!(
        !store
            .read()
            .await
            .unwrap()
            .has_old_readings(80, 0)
            .await
            .unwrap()
    );
    assert_eq!(
        store
            .read()
            .await
            .unwrap()
            .gaps_since(100, 10)
            .await
            .unwrap()
            .len(),
        2
    );
    assert_eq!(
        store
            .read()
            .await
            .unwrap()
            .gaps_since(0, 1)
            .await
            .unwrap()
            .len(),
        1
    );

    let job = store.write(|txn| {
        Box::pin(async move {
            let badge = key("badge", GapReason::NothingFound);
            assert!(txn.own_gap(&badge, Some(PersonId(2))).await?);
            txn.take_back_gap(&badge).await?;
            let unhelpful = key("badge", GapReason::Unhelpful);
            assert!(txn.settle_gap(&unhelpful).await?);
            assert!(!txn.settle_gap(&unhelpful).await?);
            assert!(!txn.own_gap(&unhelpful, None).await?);
            // Those asked before day 90.
            txn.forget_readings(90, 90).await
        })
    });
    job.await.unwrap();
    let left = gaps().await;
    assert_eq!(
        (left.len(), left[0].times, left[0].owner),
        (1, 1, Some(PersonId(2)))
    );
    // Taken back once more, it was never asked in vain.
    let job = store.write(|txn| {
        Box::pin(async move {
            txn.take_back_gap(&key("badge", GapReason::NothingFound))
                .await
        })
    });
    job.await.unwrap();
    assert_eq!(gaps().await, []);
}

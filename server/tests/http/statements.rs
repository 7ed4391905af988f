//! What a page asks of the database does not grow with what it shows.

use crate::app::*;
use crate::databases::on_each;
use crate::leaving::{PAUL, ask, house, screen};
use guichet_desk::{Caller, OnScreen};
use guichet_domain::kernel::ids::PersonId;
use serde_json::json;

/// What is asked anyway: the session, the person, the counts in the frame of the page.
const MOST: u64 = 24;

/// Countings of the same.
const COUNTINGS: usize = 10;

/// Statements that something runs. What happened before is still being followed behind the first of
/// them, which only ever adds: the least of some countings is what it costs alone.
async fn settled(app: &App, act: impl AsyncFn()) -> u64 {
    let mut least = u64::MAX;
    for _ in 0..COUNTINGS {
        let before = app.desk.store().statements();
        act().await;
        least = least.min(app.desk.store().statements() - before);
    }
    least
}

/// Statements for these pages.
async fn cost(app: &App, browser: &Browser, pages: &[&str]) -> Vec<u64> {
    let mut costs = Vec::new();
    for page in pages {
        let cost = settled(app, async || {
            let answer = browser.get(page).await;
            assert_eq!(answer.status(), 200, "{page}");
            answer.text().await.unwrap();
        });
        costs.push(cost.await);
    }
    costs
}

/// A request for the screen, which Paul is to approve, and an incident that Nadia wrote on.
async fn one_more(app: &App, claire: &Browser, nadia: &Browser, n: u32) {
    screen(claire).await;
    let reference = app.reported(claire, &[]).await;
    let said = json!({"comment": {"text": "Bonjour"}});
    let done = ask(nadia, n, number(&reference), said).await;
    assert!(done["Ok"]["events"].is_array(), "{done}");
    app.desk.notify().await.unwrap();
}

#[tokio::test]
async fn a_page_of_many_asks_no_more_than_a_page_of_few() {
    on_each(async |app| {
        house(&app).await;
        let claire = app.signed_in(CLAIRE).await;
        let nadia = app.signed_in(NADIA).await;
        let paul = app.signed_in(PAUL).await;
        let pages = async || {
            [
                cost(&app, &paul, &["/approvals", "/notifications", "/"]).await,
                cost(&app, &claire, &["/", "/tickets", "/notifications"]).await,
                cost(&app, &nadia, &["/desk", "/desk/INC-2"]).await,
            ]
            .concat()
        };
        one_more(&app, &claire, &nadia, 1).await;
        one_more(&app, &claire, &nadia, 2).await;
        let few = pages().await;
        for n in 3..=16 {
            one_more(&app, &claire, &nadia, n).await;
        }
        let caller = Caller {
            person: PersonId(6),
        };
        let waiting = app.desk.approvals(caller).await.unwrap();
        assert_eq!(waiting.pages.len(), 16, "they are all there");
        let many = pages().await;
        assert_eq!(few, many);
        assert!(
            many.iter().all(|cost| (1..=MOST).contains(cost)),
            "{many:?}"
        );
    })
    .await;
}

/// Whoever was away for long is told all at once: as many statements for a hundred tickets as for one.
#[tokio::test]
async fn catching_up_asks_no_more_for_many_tickets() {
    on_each(async |app| {
        let claire = app.signed_in(CLAIRE).await;
        let caller = Caller {
            person: PersonId(1),
        };
        let mut asked = Vec::new();
        // The second incident is like the first one, and names it.
        for n in [2, 40] {
            let cursor = app.desk.home(caller).await.unwrap().cursor;
            for _ in 0..n {
                app.reported(&claire, &[]).await;
            }
            app.desk.compare().await.unwrap();
            let cost = settled(&app, async || {
                let told = app
                    .desk
                    .catch_up(caller, &cursor, OnScreen::default())
                    .await
                    .unwrap();
                assert_eq!(told.len(), n);
            });
            asked.push(cost.await);
        }
        assert_eq!(asked[0], asked[1]);
    })
    .await;
}

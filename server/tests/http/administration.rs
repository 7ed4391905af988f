//! What administrators change reaches what is there already, and nobody's change is lost.

use crate::app::*;
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::service::Category;
use guichet_domain::kernel::language::Label;
use guichet_domain::{CategoryId, ServiceId};
use serde_json::{Value, json};

/// The first service as it stands.
async fn service(browser: &Browser) -> Value {
    let all: Value = browser
        .call("administration", json!({}))
        .await
        .json()
        .await
        .unwrap();
    json!({"service": all["services"]["1"]})
}

async fn save(browser: &Browser, n: u32, entry: &Value, was: &Value) -> String {
    let id = format!("00000000-0000-4000-8000-0000000005{n:02}");
    let body = json!({"id": id, "entry": entry, "was": was});
    browser.call("administer", body).await.text().await.unwrap()
}

#[tokio::test]
async fn older_tickets_follow_when_a_service_is_restricted() {
    let app = spawn_app().await;
    let (claire, nadia) = (app.signed_in(CLAIRE).await, app.signed_in(NADIA).await);
    let (rose, admin) = (app.signed_in(ROSE).await, app.signed_in(ADMIN).await);
    let category = Category {
        id: CategoryId(1),
        service: ServiceId(1),
        name: Label::new("Panne", "Fault"),
        active: true,
        asks_cause: true,
    };
    app.desk.set_up(Entry::Category(category)).await.unwrap();
    let reference = app.reported(&claire, &[]).await;
    let categorised = json!({"service": 1, "category": 1, "impact": "low", "urgency": "low",
        "priority": null, "reason": "", "was": null});
    let command = json!({"id": "00000000-0000-4000-8000-000000000500", "ticket": number(&reference),
        "command": {"categorise": categorised}});
    let answer = nadia.call("carry-out", json!({ "command": command })).await;
    let answer = answer.text().await.unwrap();
    assert!(answer.contains("Ok"), "{answer}");
    let page = format!("/desk/{reference}");
    assert_eq!(rose.get(&page).await.status(), 200, "every agent sees it");

    let open = service(&admin).await;
    let mut restricted = open.clone();
    restricted["service"]["restricted"] = json!(true);
    let answer = save(&admin, 1, &restricted, &open).await;
    assert!(answer.contains("Ok"), "{answer}");
    assert_eq!(rose.get(&page).await.status(), 404, "of another team");
    assert_eq!(nadia.get(&page).await.status(), 200, "of its team");
    assert_eq!(
        claire.get(&format!("/tickets/{reference}")).await.status(),
        200
    );

    let answer = save(&admin, 2, &open, &restricted).await;
    assert!(answer.contains("Ok"), "{answer}");
    assert_eq!(rose.get(&page).await.status(), 200);
}

#[tokio::test]
async fn two_administrators_on_one_entry_lose_nothing() {
    let app = spawn_app().await;
    let admin = app.signed_in(ADMIN).await;
    let was = service(&admin).await;
    let changed = |field: &str, value: Value| {
        let mut entry = was.clone();
        entry["service"][field] = value;
        entry
    };
    let name = |name: &str| changed("name", json!({"fr": name, "en": name}));
    for (n, entry) in [name("Courriel"), changed("active", json!(false))]
        .iter()
        .enumerate()
    {
        let answer = save(&admin, 10 + n as u32, entry, &was).await;
        assert!(answer.contains("Ok"), "{answer}");
    }
    let both = service(&admin).await;
    assert_eq!(both["service"]["name"]["fr"], "Courriel");
    assert_eq!(both["service"]["active"], false);

    let answer = save(&admin, 20, &name("Messages"), &was).await;
    assert!(
        answer.contains("conflict") && answer.contains("name"),
        "{answer}"
    );
    assert_eq!(service(&admin).await, both, "nothing is half written");
}

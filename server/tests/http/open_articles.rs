//! Articles for everybody, without signing in: where the administrators allow it, and nothing else.

use crate::app::*;
use guichet_desk::Desk;
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::service::Service;
use guichet_domain::directory::settings::Settings;
use guichet_domain::kernel::ids::{ServiceId, TeamId};
use guichet_domain::kernel::language::Label;
use guichet_domain::knowledge::content::Readership;
use guichet_domain::knowledge::index::Index;
use serde_json::{Value, json};

async fn open(desk: &Desk) {
    let settings = Settings {
        open_articles: true,
        ..Settings::default()
    };
    desk.set_up(Entry::Settings(settings)).await.unwrap();
}

#[tokio::test]
async fn nobody_reads_anything_until_it_is_allowed_and_then_what_is_for_everybody() {
    let app = spawn_app().await;
    for (key, title, readers) in [
        (1, "Mot de passe oublié", Readership::Everybody),
        (2, "Mot de passe du coffre", Readership::SignedIn),
        (3, "Mot de passe interne", Readership::Agents),
    ] {
        publish_for(&app.desk, key, title, None, readers).await;
    }
    let nobody = app.browser();
    let question = json!({"question": "mot de passe", "language": "fr"});
    assert_eq!(nobody.call("help", question.clone()).await.status(), 401);
    let first = json!({"id": 1, "language": "fr"});
    assert_eq!(nobody.call("article", first).await.status(), 401);
    for path in ["/help", "/help/1"] {
        let page = nobody.get(path).await.text().await.unwrap();
        assert!(!page.contains("Mot de passe oublié"), "{path}");
    }
    assert_eq!(nobody.get("/help/index/fr").await.status(), 303);
    open(&app.desk).await;
    let found: Value = nobody.call("help", question).await.json().await.unwrap();
    let lines = found["lines"].as_array().unwrap();
    let titles: Vec<&str> = lines
        .iter()
        .map(|line| line["title"].as_str().unwrap())
        .collect();
    assert_eq!(titles, ["Mot de passe oublié"]);
    for path in ["/help", "/help?q=mot+de+passe", "/help/1"] {
        let answer = nobody.get(path).await;
        assert_eq!(answer.status(), 200, "{path}");
        let page = answer.text().await.unwrap();
        assert!(page.contains("Mot de passe oublié"), "{path}");
        for hidden in ["coffre", "interne", "name=\"verdict\""] {
            assert!(!page.contains(hidden), "{path} says {hidden}");
        }
    }
    for id in [2, 3, 99] {
        assert_eq!(
            nobody.get(&format!("/help/{id}")).await.status(),
            404,
            "{id}"
        );
        let asked = json!({"id": id, "language": "fr"});
        assert_eq!(nobody.call("article", asked).await.status(), 404, "{id}");
    }
    // What is found while one types is the same.
    let index = nobody.get("/help/index/fr").await.bytes().await.unwrap();
    let index = Index::read(&index).unwrap();
    let hits = index.answers("mot de passe", None, 9);
    let found: Vec<&str> = hits.iter().map(|hit| hit.title.as_str()).collect();
    assert_eq!(found, ["Mot de passe oublié"]);
    // Nothing else is open with it.
    for name in ["suggest", "most-useful", "announcements", "gaps", "home"] {
        let body = json!({"text": "mot", "language": "fr"});
        assert_eq!(nobody.call(name, body).await.status(), 401, "{name}");
    }
    let said = nobody.post("/help/1", &[("verdict", "helped")]).await;
    assert!(!said.text().await.unwrap().contains("Tant mieux"));
}

#[tokio::test]
async fn an_article_of_a_restricted_service_is_not_for_everybody() {
    let app = spawn_app().await;
    let service = Service {
        id: ServiceId(1),
        name: Label::new("Paie", "Payroll"),
        team: TeamId(1),
        restricted: true,
        active: true,
        ..Service::default()
    };
    app.desk.set_up(Entry::Service(service)).await.unwrap();
    publish_for(
        &app.desk,
        1,
        "Paie",
        Some(ServiceId(1)),
        Readership::Everybody,
    )
    .await;
    open(&app.desk).await;
    let nobody = app.browser();
    assert_eq!(nobody.get("/help/1").await.status(), 404);
    let all = json!({"question": "", "language": "fr"});
    let found: Value = nobody.call("help", all).await.json().await.unwrap();
    assert_eq!(found["lines"], json!([]));
}

//! Every server function and page, for nobody, for another user, for the wrong role.

use crate::app::*;
use serde_json::json;
use std::collections::BTreeSet;

/// What each server function wants, and who may call it. A function that is not listed fails.
pub fn functions(ticket: i64) -> Vec<(&'static str, serde_json::Value, &'static [&'static str])> {
    const EVERYBODY: &[&str] = &[CLAIRE, BRUNO, NADIA, ROSE, ADMIN];
    const AGENTS: &[&str] = &[NADIA, ROSE, ADMIN];
    const ADMINS: &[&str] = &[ADMIN];
    let command = |n: u8| format!("00000000-0000-4000-8000-0000000000{n:02}");
    vec![
        ("me", json!({}), EVERYBODY),
        ("home", json!({}), EVERYBODY),
        (
            "my-tickets",
            json!({"open": null, "after": null}),
            EVERYBODY,
        ),
        ("catalogue", json!({}), EVERYBODY),
        ("help", json!({"question": "", "language": "fr"}), EVERYBODY),
        ("article", json!({"id": 1, "language": "fr"}), EVERYBODY),
        (
            "articles-to-work-on",
            json!({"view": "all", "language": "fr"}),
            AGENTS,
        ),
        ("workspace", json!({"id": 1}), AGENTS),
        ("proposal", json!({"ticket": null}), AGENTS),
        (
            "compare-editions",
            json!({"id": 1, "from": null, "to": null}),
            AGENTS,
        ),
        ("most-useful", json!({"language": "fr"}), EVERYBODY),
        (
            "suggest",
            json!({"text": "accueil", "language": "fr"}),
            EVERYBODY,
        ),
        ("announcements", json!({}), EVERYBODY),
        ("queue-counts", json!({}), AGENTS),
        ("groups", json!({}), AGENTS),
        (
            "propose",
            json!({"subject": "x", "description": ""}),
            AGENTS,
        ),
        ("dismiss-group", json!({"of": ticket, "people": 3}), AGENTS),
        (
            "me-too",
            json!({"what": {"article": 1}, "language": "fr"}),
            // No problem stands behind this article.
            &[],
        ),
        (
            "telling",
            json!({"problem": ticket + 1, "known": "workaround"}),
            AGENTS,
        ),
        (
            "tell-users",
            json!({"id": command(8), "form": {"problem": ticket + 1, "known": "workaround",
                "source": command(8), "fr": "", "en": "", "resolve": false}}),
            EVERYBODY,
        ),
        ("major", json!({"incident": ticket}), &[NADIA]),
        ("majors", json!({}), AGENTS),
        (
            "declare-major",
            json!({"id": command(8), "form": {"incident": 9999, "leader": null, "reason": "",
                "next_update": null, "title": {"fr": "", "en": ""}, "message": {"fr": "", "en": ""},
                "service": null, "children": []}}),
            EVERYBODY,
        ),
        (
            "update-major",
            json!({"id": command(8), "form": {"incident": 9999, "text": {"fr": "", "en": ""},
                "next_update": null}}),
            EVERYBODY,
        ),
        (
            "step-down-major",
            json!({"id": command(8), "form": {"incident": 9999, "reason": "",
                "last_word": {"fr": "", "en": ""}}}),
            EVERYBODY,
        ),
        ("search-tickets", json!({"question": "accueil"}), AGENTS),
        ("gaps", json!({"language": "fr"}), AGENTS),
        ("preview", json!({"article": 1, "texts": ["**x**"]}), AGENTS),
        // Confidential, in the first team.
        ("articles-beside", json!({"ticket": ticket}), &[NADIA]),
        ("item", json!({"id": 1}), EVERYBODY),
        ("approvals", json!({}), EVERYBODY),
        // Confidential, in the first team: its user and that team alone.
        ("ticket", json!({"id": ticket}), &[CLAIRE, NADIA]),
        ("catch-up", json!({"cursor": "x"}), EVERYBODY),
        ("queue", json!({"query": {"view": "open"}}), AGENTS),
        ("find-people", json!({"text": "claire"}), AGENTS),
        ("call-choices", json!({}), AGENTS),
        ("disruptions", json!({}), AGENTS),
        ("administration", json!({}), ADMINS),
        ("beginning", json!({}), ADMINS),
        (
            "inbound-messages",
            json!({"fate": "aside", "after": null}),
            ADMINS,
        ),
        ("bounces", json!({}), AGENTS),
        ("notifications", json!({"after": null}), EVERYBODY),
        ("look-at-article", json!({"id": 1}), EVERYBODY),
        ("look-at-ticket", json!({"id": ticket}), EVERYBODY),
        ("wishes", json!({}), EVERYBODY),
        ("mail", json!({}), ADMINS),
        ("my-absence", json!({}), EVERYBODY),
        (
            "open-work",
            json!({"of": {"team": {"id": 1, "name": {"fr": "", "en": ""}, "active": true}}}),
            ADMINS,
        ),
        ("my-access", json!({}), EVERYBODY),
        ("person-access", json!({"person": 1}), ADMINS),
        ("audit", json!({"query": {}}), ADMINS),
        (
            "explanation",
            json!({"ticket": ticket, "promise": "resolve"}),
            &[NADIA],
        ),
        (
            "preview-promises",
            json!({"entry": {"calendar": {"id": 0, "name": {"fr": "", "en": ""}, "now": {"zone": "UTC",
                "hours": {"week": [[], [], [], [], [], [], []], "french_holidays": false, "closures": []}}}}, "at": ""}),
            ADMINS,
        ),
        ("preview-applying", json!({}), ADMINS),
        // Refusals of these are answers.
        ("calendar-days", json!({"file": ""}), EVERYBODY),
        ("apply-promises", json!({"rules": ""}), EVERYBODY),
        ("invite", json!({"person": 1}), EVERYBODY),
        ("uninvited", json!({}), ADMINS),
        ("invite-all", json!({}), EVERYBODY),
        ("remove-factor", json!({"person": 1}), EVERYBODY),
        ("anonymise", json!({"person": 5}), EVERYBODY),
        // Refusals of these and the one before are answers: see below.
        (
            "carry-out",
            json!({"command": {"id": command(1), "ticket": ticket, "command": {"note": {"text": "x"}}}}),
            EVERYBODY,
        ),
        (
            "record",
            json!({"id": command(2), "draft": {"kind": "incident", "subject": "x", "description": "",
                "affected": null, "reporter": null, "channel": "portal", "noticed_at": null, "confidential": false,
                "service": null, "impact": null, "urgency": null, "item": null, "fields": {}, "follows": null}}),
            EVERYBODY,
        ),
        (
            "see-to-gap",
            json!({"task": {"take": {"asked": "x", "said": "x", "language": "fr", "reason": "nothing_found",
                "article": null, "times": 1, "last_day": 1, "owner": null}}}),
            EVERYBODY,
        ),
        (
            "write-article",
            json!({"id": command(5), "new": {"kind": "faq", "readers": "agents", "about": {"service": null},
                "texts": {"fr": {"title": "x"}}, "ticket": null}}),
            EVERYBODY,
        ),
        (
            "change-article",
            json!({"command": {"id": command(6), "article": 1, "command": "submit"}}),
            EVERYBODY,
        ),
        (
            "add-person",
            json!({"id": command(3), "name": "X", "email": "", "department": null}),
            EVERYBODY,
        ),
        (
            "administer",
            json!({"id": command(4), "entry": {"team":
                {"id": 0, "name": {"fr": "X", "en": "X"}, "active": true}}}),
            EVERYBODY,
        ),
        ("add-starting-set", json!({"id": command(7)}), EVERYBODY),
        ("feedback", json!({"query": {}}), AGENTS),
        (
            "feedback-of-ticket",
            json!({"id": ticket}),
            &[CLAIRE, NADIA],
        ),
        // Nobody has this link, and refusals of the other are answers.
        (
            "feedback-question",
            json!({"token": "INC-1.aaaaaaaaaaaaaaaa"}),
            &[],
        ),
        (
            "change-feedback",
            json!({"command": {"id": command(8), "feedback": 1, "command": {"settle": {"done": true}}}}),
            EVERYBODY,
        ),
    ]
}

#[tokio::test]
async fn every_server_function_is_walked_by_everybody() {
    let app = spawn_app().await;
    publish(&app.desk, 1, "Où est l’accueil ?", None).await;
    let claire = app.signed_in(CLAIRE).await;
    let ticket = number(&app.reported(&claire, &[("confidential", "on")]).await);
    let problem = json!({"id": "00000000-0000-4000-8000-0000000000a1", "draft": {"kind": "problem",
        "subject": "x", "description": "", "affected": null, "reporter": null, "channel": "desk",
        "noticed_at": null, "confidential": false, "service": null, "impact": "low", "urgency": "low",
        "item": null, "fields": {}, "follows": null}});
    let nadia = app.signed_in(NADIA).await;
    let recorded = nadia.call("record", problem).await.text().await.unwrap();
    assert!(recorded.contains(&format!("{}", ticket + 1)), "{recorded}");
    let listed: BTreeSet<String> = functions(ticket)
        .iter()
        .map(|(name, ..)| format!("/api/{name}"))
        .collect();
    let served: BTreeSet<String> = leptos::server_fn::axum::server_fn_paths()
        .map(|(path, _)| path.to_owned())
        .collect();
    assert_eq!(listed, served, "every server function is listed here");

    for (name, body, _) in functions(ticket)
        .into_iter()
        .filter(|(name, ..)| !["me", "feedback-question"].contains(name))
    {
        let answer = app.browser().call(name, body).await;
        assert_eq!(answer.status(), 401, "{name} for nobody");
    }
    // For whoever has a link, and nobody has this one.
    let token = json!({"token": "INC-1.aaaaaaaaaaaaaaaa"});
    let answer = app.browser().call("feedback-question", token).await;
    assert_eq!(answer.status(), 404);
    let answer = app.browser().call("me", json!({})).await;
    assert_eq!(answer.text().await.unwrap(), "null");

    for email in [CLAIRE, BRUNO, NADIA, ROSE, ADMIN] {
        let browser = app.signed_in(email).await;
        for (name, body, may) in functions(ticket) {
            let status = browser.call(name, body).await.status();
            assert_eq!(
                status.is_success(),
                may.contains(&email),
                "{name} for {email}: {status}"
            );
        }
    }
}

#[tokio::test]
async fn what_is_refused_is_not_done() {
    let app = spawn_app().await;
    let claire = app.signed_in(CLAIRE).await;
    let reference = app.reported(&claire, &[("confidential", "on")]).await;
    let ticket = number(&reference);
    let note = |id: u8| {
        json!({"command": {"id": format!("00000000-0000-4000-8000-0000000000{id:02}"), "ticket": ticket,
            "command": {"note": {"text": "secret"}}}})
    };
    // A user cannot write an internal note; whoever does not see the ticket does not learn it exists.
    for (email, says) in [
        (CLAIRE, "not_yours"),
        (BRUNO, "not_found"),
        (ROSE, "not_found"),
        (ADMIN, "not_found"),
    ] {
        let answer = app
            .signed_in(email)
            .await
            .call("carry-out", note(1))
            .await
            .text()
            .await
            .unwrap();
        assert!(
            answer.contains("Err") && answer.contains(says),
            "{email}: {answer}"
        );
    }
    let nadia = app.signed_in(NADIA).await;
    let answer = nadia.call("carry-out", note(2)).await.text().await.unwrap();
    assert!(answer.contains("Ok"), "{answer}");
    // The note reaches the agent's page, and the user's by no road.
    let seen = nadia
        .call("ticket", json!({"id": ticket}))
        .await
        .text()
        .await
        .unwrap();
    assert!(seen.contains("secret"));
    let seen = claire
        .call("ticket", json!({"id": ticket}))
        .await
        .text()
        .await
        .unwrap();
    assert!(!seen.contains("secret"));
    let page = claire
        .get(&format!("/tickets/{reference}"))
        .await
        .text()
        .await
        .unwrap();
    assert!(!page.contains("secret"));
    for (email, function) in [
        (CLAIRE, "add-person"),
        (CLAIRE, "administer"),
        (CLAIRE, "remove-factor"),
        (CLAIRE, "anonymise"),
        (NADIA, "anonymise"),
        (ADMIN, "anonymise"),
        (CLAIRE, "invite"),
        (CLAIRE, "invite-all"),
        (NADIA, "invite-all"),
        (NADIA, "invite"),
        (NADIA, "remove-factor"),
        (NADIA, "administer"),
        (CLAIRE, "add-starting-set"),
        (NADIA, "add-starting-set"),
    ] {
        let body = functions(ticket)
            .into_iter()
            .find(|(name, ..)| *name == function)
            .unwrap()
            .1;
        let answer = app
            .signed_in(email)
            .await
            .call(function, body)
            .await
            .text()
            .await
            .unwrap();
        assert!(
            answer.contains("forbidden"),
            "{function} for {email}: {answer}"
        );
    }
}

#[tokio::test]
async fn pages_send_nobody_to_the_sign_in_and_others_away() {
    let app = spawn_app().await;
    let claire = app.signed_in(CLAIRE).await;
    let reference = app.reported(&claire, &[]).await;
    let desk_page = format!("/desk/{reference}");
    let pages = [
        "/",
        "/report",
        "/tickets",
        "/approvals",
        "/account",
        "/desk",
        &desk_page,
        "/call",
        "/problem",
        "/admin",
    ];
    for path in pages {
        let answer = app.browser().get(path).await;
        assert_eq!(answer.status(), 303, "{path}");
        let to = answer.headers()["location"].to_str().unwrap();
        assert!(to.starts_with("/sign-in?next="), "{path} leads to {to}");
    }
    for path in ["/desk", "/call", "/problem", "/disruptions", "/admin"] {
        assert_eq!(claire.get(path).await.status(), 403, "{path} for a user");
    }
    assert_eq!(app.signed_in(NADIA).await.get("/admin").await.status(), 403);
    let bruno = app.signed_in(BRUNO).await;
    assert_eq!(
        bruno.get(&format!("/tickets/{reference}")).await.status(),
        404
    );
    assert_eq!(
        bruno
            .act(&reference, &[("action", "confirm")])
            .await
            .status(),
        404
    );
    assert_eq!(bruno.get("/tickets/INC-999").await.status(), 404);
}

#[tokio::test]
async fn the_queue_counts_and_shows_only_what_its_reader_may_see() {
    let app = spawn_app().await;
    let claire = app.signed_in(CLAIRE).await;
    app.reported(&claire, &[("confidential", "on")]).await;
    for (email, n) in [(NADIA, 1), (ROSE, 0), (ADMIN, 0)] {
        let answer = app
            .signed_in(email)
            .await
            .call("queue", json!({"query": {"view": "open"}}))
            .await;
        let queue: serde_json::Value = answer.json().await.unwrap();
        assert_eq!(queue["lines"].as_array().unwrap().len(), n, "{email}");
        assert_eq!(queue["counts"]["open"], n, "{email}");
    }
}

#[tokio::test]
async fn numbers_of_entries_are_given_out_here() {
    let app = spawn_app().await;
    let nadia = app.signed_in(NADIA).await;
    for id in [i64::MAX, -3, 77] {
        let entry = json!({"disruption": {"id": id, "service": null, "title": "x",
            "message": "", "since": 0, "ended": null}});
        let command = format!(
            "00000000-0000-4000-8000-0000000000{:02}",
            (id.rem_euclid(50)) + 10
        );
        let answer = nadia
            .call("administer", json!({"id": command, "entry": entry}))
            .await
            .text()
            .await
            .unwrap();
        assert!(answer.contains("not_found"), "{id}: {answer}");
    }
}

#[tokio::test]
async fn a_link_is_read_from_both_sides() {
    let app = spawn_app().await;
    let (claire, nadia) = (app.signed_in(CLAIRE).await, app.signed_in(NADIA).await);
    let (one, two) = (
        app.reported(&claire, &[]).await,
        app.reported(&claire, &[]).await,
    );
    let to = json!({"kind": "incident", "id": number(&two)});
    let body = json!({"command": {"id": "00000000-0000-4000-8000-000000000088", "ticket": number(&one),
        "command": {"link": {"to": [to], "relation": "caused_by"}}}});
    // Twice: done once.
    for _ in 0..2 {
        let answer = nadia
            .call("carry-out", body.clone())
            .await
            .text()
            .await
            .unwrap();
        assert!(answer.contains("Ok"), "{answer}");
    }
    let links = async |reference: &str| {
        let page: serde_json::Value = nadia
            .call("ticket", json!({"id": number(reference)}))
            .await
            .json()
            .await
            .unwrap();
        page["ticket"]["internal"]["links"].clone()
    };
    assert_eq!(
        links(&one).await,
        json!([{"to": to, "relation": "caused_by"}])
    );
    let back = json!({"kind": "incident", "id": number(&one)});
    assert_eq!(
        links(&two).await,
        json!([{"to": back, "relation": "causes"}])
    );
}

#[tokio::test]
async fn a_ticket_names_the_one_that_takes_it_up() {
    let app = spawn_app().await;
    let (claire, nadia) = (app.signed_in(CLAIRE).await, app.signed_in(NADIA).await);
    let old = app.reported(&claire, &[]).await;
    let new = app.reported(&claire, &[("follows", &old)]).await;
    let page = async |reference: &str| -> serde_json::Value {
        nadia
            .call("ticket", json!({"id": number(reference)}))
            .await
            .json()
            .await
            .unwrap()
    };
    assert_eq!(page(&new).await["ticket"]["follows"]["id"], number(&old));
    assert_eq!(
        page(&old).await["ticket"]["internal"]["links"][0]["to"]["id"],
        number(&new)
    );
    // Somebody else's ticket is not taken up.
    let bruno = app.signed_in(BRUNO).await;
    let other = app.reported(&bruno, &[("follows", &old)]).await;
    assert_eq!(
        page(&other).await["ticket"]["follows"],
        serde_json::Value::Null
    );
}

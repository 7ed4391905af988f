//! The portal's forms: refused ones come back with everything typed.

use crate::app::*;

#[tokio::test]
async fn a_refused_report_names_the_field_and_keeps_what_was_typed() {
    let app = spawn_app().await;
    let claire = app.signed_in(CLAIRE).await;
    let long = "é".repeat(201);
    let hostile = "</textarea><script>alert(1)</script>";
    let form = [
        ("subject", long.as_str()),
        ("description", hostile),
        ("effect", "blocked"),
        ("scope", "me"),
    ];
    let answer = claire.post("/report", &form).await;
    assert_eq!(answer.status(), 422);
    let page = answer.text().await.unwrap();
    assert!(page.contains(&long), "what was typed is there");
    assert!(page.contains("200 caractères"), "and what is wrong with it");
    assert!(!page.contains("<script>alert"), "and runs nowhere");
    assert!(page.contains("&lt;/textarea&gt;&lt;script&gt;alert"));
    let tickets = claire.get("/tickets").await.text().await.unwrap();
    assert!(!tickets.contains("INC-"), "nothing was written");
}

#[tokio::test]
async fn the_same_form_twice_records_once() {
    let app = spawn_app().await;
    let claire = app.signed_in(CLAIRE).await;
    let command = ("command", "6a1ff2b1-8f42-4d0c-9d2e-0b2f4a1c7e55");
    let one = app.reported(&claire, &[command]).await;
    let two = app.reported(&claire, &[command]).await;
    assert_eq!(one, two);
    // Somebody else's identifier is nobody's door.
    let bruno = app.signed_in(BRUNO).await;
    let form = [
        command,
        ("subject", "x"),
        ("effect", "blocked"),
        ("scope", "me"),
    ];
    assert_eq!(bruno.post("/report", &form).await.status(), 422);
}

#[tokio::test]
async fn a_request_wants_its_fields() {
    let app = spawn_app().await;
    let claire = app.signed_in(CLAIRE).await;
    for posts in ["", "0", "51", "deux"] {
        let answer = claire
            .post(
                "/request/1",
                &[("subject", "Garamond"), ("field-posts", posts)],
            )
            .await;
        assert_eq!(answer.status(), 422, "{posts:?}");
        let page = answer.text().await.unwrap();
        assert!(page.contains("Garamond"));
    }
    let answer = claire
        .post(
            "/request/1",
            &[("subject", "Garamond"), ("field-posts", "2")],
        )
        .await;
    assert_eq!(answer.status(), 303);
    assert_eq!(
        claire
            .post("/request/99", &[("subject", "x")])
            .await
            .status(),
        404
    );
}

#[tokio::test]
async fn stale_and_made_up_actions_are_refused() {
    let app = spawn_app().await;
    let claire = app.signed_in(CLAIRE).await;
    let reference = app.reported(&claire, &[]).await;
    assert_eq!(
        claire
            .act(&reference, &[("action", "confirm")])
            .await
            .status(),
        422,
        "not resolved yet"
    );
    assert_eq!(
        claire
            .act(&reference, &[("action", "resolve")])
            .await
            .status(),
        404
    );
    assert_eq!(claire.act(&reference, &[("text", "x")]).await.status(), 404);
    assert_eq!(
        claire
            .act(&reference, &[("action", "comment"), ("text", " ")])
            .await
            .status(),
        422
    );
    assert_eq!(
        claire
            .act(&reference, &[("action", "cancel")])
            .await
            .status(),
        303
    );
    assert_eq!(
        claire
            .act(&reference, &[("action", "cancel")])
            .await
            .status(),
        422,
        "cancelled already"
    );
}

#[tokio::test]
async fn a_subject_is_text_in_every_place_of_a_page() {
    let app = spawn_app().await;
    let (claire, nadia) = (app.signed_in(CLAIRE).await, app.signed_in(NADIA).await);
    let hostile = "</title><meta http-equiv=refresh content=0><img src=x onerror=alert(1)>";
    let reference = app.reported(&claire, &[("subject", hostile)]).await;
    let queue = "/desk?view=open".to_owned();
    for (browser, path) in [
        (&claire, format!("/tickets/{reference}")),
        (&claire, "/tickets".to_owned()),
        (&nadia, format!("/desk/{reference}")),
        (&nadia, queue),
    ] {
        let page = browser.get(&path).await.text().await.unwrap();
        // Data for the browser stands in scripts, where it is escaped otherwise.
        let shown: String = page
            .split("<script")
            .map(|part| part.split("</script>").last().unwrap())
            .collect();
        assert!(shown.contains("onerror"), "{path} shows the subject");
        assert!(
            !shown.contains("<meta http-equiv") && !shown.contains("<img src=x"),
            "{path}"
        );
        assert!(!page.contains("</title><meta http-equiv"), "{path}");
    }
}

#[tokio::test]
async fn what_is_too_large_for_a_form_is_not_read() {
    let app = spawn_app().await;
    let huge = "x".repeat(1024 * 1024);
    let answer = app
        .browser()
        .post("/sign-in", &[("email", huge.as_str()), ("password", "x")])
        .await;
    assert_eq!(answer.status(), 413);
    let claire = app.signed_in(CLAIRE).await;
    let body = serde_json::json!({"text": huge});
    assert_eq!(claire.call("find-people", body).await.status(), 413);
}

#[tokio::test]
async fn time_closes_what_nobody_objected_to_and_ends_holds() {
    use guichet_domain::kernel::time::DAY;
    use serde_json::json;
    let app = spawn_app().await;
    let (claire, nadia) = (app.signed_in(CLAIRE).await, app.signed_in(NADIA).await);
    let command = |n: u8, ticket: &str, command: serde_json::Value| {
        json!({"command": {"id": format!("00000000-0000-4000-8000-0000000000{n:02}"),
            "ticket": number(ticket), "command": command}})
    };
    let held = app.reported(&claire, &[]).await;
    let until = app.desk.now().0 + DAY;
    nadia
        .call(
            "carry-out",
            command(
                1,
                &held,
                json!({"hold": {"reason": "vendor", "until": until, "note": ""}}),
            ),
        )
        .await;
    let asked = claire
        .post("/request/1", &[("subject", "x"), ("field-posts", "2")])
        .await;
    let asked = asked.headers()["location"]
        .to_str()
        .unwrap()
        .split(['/', '?'])
        .nth(2)
        .unwrap()
        .to_owned();
    for (n, step) in [
        (2, json!("evaluate")),
        (
            3,
            json!({"submit_evaluation": {"feasible": true, "cost": null, "impact": "aucun", "reason": ""}}),
        ),
        (4, json!({ "take": { "was": null } })),
        (5, json!("fulfil")),
        (6, json!({"complete": {"done": "fait"}})),
    ] {
        let answer = nadia
            .call("carry-out", command(n, &asked, step))
            .await
            .text()
            .await
            .unwrap();
        assert!(answer.contains("Ok"), "{answer}");
    }
    let state = async |reference: &str| {
        let page: serde_json::Value = claire
            .call("ticket", json!({"id": number(reference)}))
            .await
            .json()
            .await
            .unwrap();
        page["ticket"]["state"].as_str().unwrap().to_owned()
    };
    assert_eq!(app.desk.run_timers().await.unwrap(), 0);
    assert_eq!(
        (state(&held).await.as_str(), state(&asked).await.as_str()),
        ("on_hold", "fulfilled")
    );
    app.clock.advance(DAY);
    assert_eq!(app.desk.run_timers().await.unwrap(), 1);
    assert_eq!(state(&held).await, "new");
    app.clock.advance(6 * DAY);
    assert_eq!(app.desk.run_timers().await.unwrap(), 1);
    assert_eq!(state(&asked).await, "closed");
}

/// A browser without JavaScript keeps no draft: the way in carries what it sent.
#[tokio::test]
async fn what_was_posted_without_a_session_goes_through_after_the_way_in() {
    let app = spawn_app().await;
    let nobody = app.browser();
    let mut form = vec![
        ("subject", "Plus de \"réseau\" <b>"),
        ("description", "Depuis lundi"),
        ("effect", "hampered"),
        ("scope", "me"),
        ("command", "00000000-0000-4000-8000-00000000c0de"),
        ("password", "not to be seen again"),
    ];
    // One that keeps what is typed by itself is only sent to the door.
    assert_eq!(nobody.post("/report", &form).await.status(), 303);
    form.push(("script", "off"));
    let asked = nobody.post("/report", &form).await;
    assert_eq!(asked.status(), 422);
    let page = asked.text().await.unwrap();
    assert!(page.contains("action=\"/sign-in\""), "{page}");
    assert!(page.contains("Plus de &quot;réseau&quot; &lt;b"), "{page}");
    assert!(!page.contains("not to be seen again"), "{page}");
    form.retain(|(name, _)| *name != "password");
    form.extend([("kept", "yes"), ("next", "/report"), ("email", CLAIRE)]);
    // A wrong password keeps it all.
    let wrong = [form.clone(), vec![("password", "wrong")]].concat();
    let page = nobody.post("/sign-in", &wrong).await;
    assert_eq!(page.status(), 422);
    assert!(page.text().await.unwrap().contains("Plus de &quot;"));
    let right = [form.clone(), vec![("password", PASSWORD)]].concat();
    let on = nobody.post("/sign-in", &right).await;
    assert_eq!(on.status(), 307);
    assert_eq!(on.headers()["location"], "/report");
    // A browser sends the same again, twice perhaps: one ticket.
    for _ in 0..2 {
        let done = nobody.post("/report", &right).await;
        assert_eq!(done.status(), 303);
        assert_eq!(done.headers()["location"], "/tickets/INC-1?done=reported");
    }
    // The form of a ticket, that could have had a file in it.
    let answer = [("action", "comment"), ("text", "Toujours rien")];
    let done = nobody.post("/tickets/INC-1", &answer).await;
    assert_eq!(done.headers()["location"], "/tickets/INC-1?done=comment");
}

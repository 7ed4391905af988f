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
    assert_eq!(bruno.post("/report", &form).await.status(), 403);
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

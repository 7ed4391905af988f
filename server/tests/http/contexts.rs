//! What a function is told of who asks, and in which words, comes from its own request: also while the
//! same thread is in the midst of somebody else's page, which is where leptos looks for whatever a
//! request does not say.

use crate::access::functions;
use crate::app::*;
use crate::difference::visitor::{Sent, Visitor};
use axum::http::Method;
use guichet_app::FormState;
use guichet_desk::{Caller, Desk, MailComesIn, MailGoesOut, Token};
use guichet_domain::identity::access::Shown;
use guichet_domain::kernel::language::Language;
use guichet_domain::{CommandId, PersonId, Timestamp};
use leptos::prelude::{Owner, provide_context, use_context};
use leptos::reactive::computed::ScopedFuture;
use std::collections::BTreeMap;

/// The midst of a page of the administrator of another desk, in English.
fn a_page(desk: &Desk) -> Owner {
    let owner = Owner::new();
    owner.with(|| {
        let caller = Caller {
            person: PersonId(4),
        };
        provide_context(desk.clone());
        provide_context(Language::En);
        provide_context(Timestamp(0));
        provide_context(CommandId::default());
        provide_context(MailGoesOut(true));
        provide_context(MailComesIn(true));
        provide_context(Some(caller));
        provide_context(Token::parse(&"ab".repeat(32)));
        provide_context(None::<FormState>);
        provide_context(Some(Shown::default()));
    });
    owner
}

/// What every function answers, but for those that change something for whoever may.
async fn answers(visitor: &Visitor, all: bool, within: Option<&Owner>) -> BTreeMap<String, String> {
    let mut answers = BTreeMap::new();
    for (name, body, _) in functions(1) {
        if !(all || READING.contains(&name)) {
            continue;
        }
        let mut visitor = visitor.clone();
        let path = format!("/api/{name}");
        let asking = async move {
            let answer = visitor.ask(&Method::POST, &path, &Sent::Json(body)).await;
            answer.plain()
        };
        let answer = match within {
            Some(owner) => owner.with(|| ScopedFuture::new_untracked(asking)).await,
            None => asking.await,
        };
        answers.insert(name.to_owned(), answer);
    }
    answers
}

const READING: [&str; 16] = [
    "me",
    "home",
    "my-tickets",
    "catalogue",
    "approvals",
    "ticket",
    "queue",
    "find-people",
    "administration",
    "beginning",
    "inbound-messages",
    "notifications",
    "my-access",
    "person-access",
    "audit",
    "preview-applying",
];

#[tokio::test]
async fn no_function_takes_whoever_asks_for_somebody_else() {
    let (desk, other) = (Still::open(None).await, Still::open(None).await);
    let page = a_page(&other.desk);
    // Teeth: this is what a function would find that is not told.
    let found = page.with(|| Owner::new().with(use_context::<Option<Caller>>));
    assert!(
        found
            .flatten()
            .is_some_and(|caller| caller.person == PersonId(4))
    );

    let nobody = Visitor::of(&desk);
    let quiet = answers(&nobody, true, None).await;
    assert!(quiet.len() > 25, "{quiet:?}");
    assert_eq!(answers(&nobody, true, Some(&page)).await, quiet);
    for email in [CLAIRE, NADIA, ADMIN] {
        let mut visitor = Visitor::of(&desk);
        visitor.sign_in(email).await;
        let quiet = answers(&visitor, false, None).await;
        assert_eq!(quiet.len(), READING.len());
        assert_eq!(
            answers(&visitor, false, Some(&page)).await,
            quiet,
            "{email}"
        );
    }
}

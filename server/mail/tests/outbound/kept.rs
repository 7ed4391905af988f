//! An e-mail in a file says no more what was removed since, nor the name of whoever was forgotten.

use crate::databases::{Databases, on_both};
use crate::house::*;
use guichet_domain::TicketId;
use guichet_domain::kernel::removed::Removed;
use guichet_domain::tickets::command::Command;
use guichet_mail::outbound::{Carrier, Mailer, drop_stale_emails};
use std::path::PathBuf;

on_both!(
    emails_that_say_what_was_removed_are_deleted,
    emails_to_somebody_forgotten_and_with_their_name_are_deleted,
);

fn outbox(house: &House) -> PathBuf {
    house.folder.path().join("outbox")
}

/// Everything that is due is written; what all files say then.
async fn written(house: &House) -> Vec<String> {
    let carrier = Carrier::Folder(outbox(house));
    let mailer = Mailer::new(house.desk.clone(), carrier, house.composer());
    mailer.send_all().await.unwrap();
    said(house)
}

fn said(house: &House) -> Vec<String> {
    let files = std::fs::read_dir(outbox(house)).unwrap();
    let read = |path: PathBuf| {
        let bytes = std::fs::read(path).unwrap();
        let message = mail_parser::MessageParser::default().parse(&bytes).unwrap();
        let to = message.to().unwrap().first().unwrap();
        format!(
            "{} {} {} {}",
            to.address().unwrap(),
            to.name().unwrap_or_default(),
            message.subject().unwrap(),
            message.body_text(0).unwrap()
        )
    };
    files.map(|file| read(file.unwrap().path())).collect()
}

fn with(said: &[String], words: &str) -> usize {
    said.iter().filter(|text| text.contains(words)).count()
}

async fn conversation(house: &House) -> (TicketId, TicketId) {
    let ticket = house.incident(CLAIRE, "Word").await;
    let other = house.incident(BRUNO, "Excel").await;
    house.act(NADIA, ticket, Command::Take { was: None }).await;
    house.say(NADIA, ticket, "Le code est xyzzyplugh").await;
    (ticket, other)
}

async fn emails_that_say_what_was_removed_are_deleted(db: Databases) {
    let house = House::build(&db).await;
    let (ticket, _) = conversation(&house).await;
    let before = written(&house).await;
    assert_eq!(with(&before, "xyzzyplugh"), 1);
    assert!(with(&before, "[INC-2]") > 0, "{before:?}");
    let dropped = async || drop_stale_emails(&house.desk, &outbox(&house)).await;
    assert_eq!(dropped().await.unwrap(), 0, "nothing was removed yet");

    let mut conn = house.desk.store().read().await.unwrap();
    let texts = conn.texts(ticket).await.unwrap();
    drop(conn);
    let secret = texts
        .iter()
        .find(|(_, text)| text.body.contains("xyzzyplugh"));
    let redact = Command::Redact {
        what: Removed::Text(*secret.unwrap().0),
        reason: "Un code".into(),
    };
    house.act(NADIA, ticket, redact).await;
    assert!(dropped().await.unwrap() > 0);
    assert_eq!(dropped().await.unwrap(), 0, "once is enough");
    let after = said(&house);
    assert_eq!(with(&after, "xyzzyplugh"), 0, "{after:?}");
    assert_eq!(
        with(&after, "[INC-2]"),
        with(&before, "[INC-2]"),
        "e-mails about others stay"
    );
}

async fn emails_to_somebody_forgotten_and_with_their_name_are_deleted(db: Databases) {
    let house = House::build(&db).await;
    conversation(&house).await;
    let name = house.desk.directory().await.unwrap().people[&CLAIRE].clone();
    let address = name.email.unwrap();
    let before = written(&house).await;
    assert!(with(&before, &address) > 0 && with(&before, &name.name) > 0);
    house.desk.forget_person(CLAIRE).await.unwrap();
    let dropped = drop_stale_emails(&house.desk, &outbox(&house)).await;
    assert!(dropped.unwrap() > 0);
    let after = said(&house);
    assert_eq!((with(&after, &address), with(&after, &name.name)), (0, 0));
    assert!(with(&after, "[INC-2]") > 0, "Bruno's e-mails stay");
}

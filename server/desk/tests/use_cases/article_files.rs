//! Files of articles: for whom they are, and that nothing is kept of what was refused.

use crate::databases::{Databases, on_both};
use crate::house::{CLAIRE, House, NADIA};
use crate::knowledge::{
    LEAD, PAUL, PAYROLL, caller, does, house, page, publish, solution, written,
};
use futures::TryStreamExt;
use guichet_desk::DeskError;
use guichet_domain::kernel::refusal::Refusal;
use guichet_domain::kernel::removed::Removed;
use guichet_domain::knowledge::article::Article;
use guichet_domain::knowledge::command::ArticleCommand;
use guichet_domain::knowledge::content::Readership;
use guichet_domain::{ArticleId, CommandId, FileId, PersonId};

on_both!(
    a_file_is_for_whoever_reads_the_version_that_has_it,
    a_file_sent_twice_is_one_and_a_refused_one_is_none,
    a_file_that_was_removed_is_gone_for_everybody,
);

const PNG: &[u8] = b"\x89PNG\r\n\x1a\nzircon";

async fn attach(
    house: &House,
    by: PersonId,
    article: ArticleId,
    id: CommandId,
    name: &str,
) -> Result<(), DeskError> {
    let mut upload = house.desk.upload(name).await.unwrap();
    upload.write(PNG).await.unwrap();
    house
        .desk
        .attach_to_article(caller(by), article, id, Ok(upload))
        .await
}

async fn article(house: &House, id: ArticleId) -> Article {
    let mut conn = house.desk.store().read().await.unwrap();
    conn.article(id).await.unwrap().unwrap()
}

async fn bytes(
    house: &House,
    by: PersonId,
    article: ArticleId,
    file: FileId,
) -> Result<Vec<u8>, DeskError> {
    let download = house.desk.article_file(caller(by), article, file).await?;
    let parts: Vec<_> = download.bytes.try_collect().await?;
    Ok(parts.concat())
}

async fn a_file_is_for_whoever_reads_the_version_that_has_it(db: Databases) {
    let house = house(&db).await;
    let text = "![Le menu](menu.png) ![L’autre](autre.png)";
    let id = written(&house, NADIA, solution(Readership::SignedIn, "Word", text)).await;
    let command = house.desk.new_command();
    attach(&house, NADIA, id, command, "Menu.PNG")
        .await
        .unwrap();
    let kept = article(&house, id).await.files.remove(0);
    assert_eq!(
        (kept.name.as_str(), kept.media_type.as_str()),
        ("menu.png", "image/png")
    );
    let file = kept.file;
    assert_eq!(bytes(&house, NADIA, id, file).await.unwrap(), PNG);
    let is_none = async |by| matches!(bytes(&house, by, id, file).await, Err(DeskError::NotFound));
    assert!(is_none(CLAIRE).await, "it is a draft");
    let refused = attach(&house, CLAIRE, id, house.desk.new_command(), "a.png").await;
    assert!(matches!(refused, Err(DeskError::Forbidden)), "{refused:?}");

    publish(&house, LEAD, id).await;
    assert_eq!(bytes(&house, CLAIRE, id, file).await.unwrap(), PNG);
    // The text shows it; of what names no picture, its words are left.
    let html = |seen: &guichet_domain::knowledge::page::ArticlePage| {
        let texts = seen.texts.values();
        texts.map(|text| text.html.clone()).collect::<String>()
    };
    let seen = page(&house, CLAIRE, id).await.unwrap();
    let picture = format!("<img src=\"/help/{id}/files/{file}\" alt=\"Le menu\"> L’autre");
    assert!(
        html(&seen).contains(&picture) && seen.files.is_empty(),
        "{seen:?}"
    );

    // Of another article it is none, whoever asks.
    let other = written(&house, NADIA, solution(Readership::SignedIn, "Autre", "x")).await;
    let elsewhere = bytes(&house, NADIA, other, file).await;
    assert!(matches!(elsewhere, Err(DeskError::NotFound)));

    // Out of the draft, it stays for readers until that is published.
    does(&house, NADIA, id, ArticleCommand::Detach { file })
        .await
        .unwrap();
    assert_eq!(bytes(&house, CLAIRE, id, file).await.unwrap(), PNG);
    publish(&house, LEAD, id).await;
    assert!(is_none(CLAIRE).await);
    let seen = page(&house, CLAIRE, id).await.unwrap();
    assert!(!html(&seen).contains("<img"), "{seen:?}");

    // An article of a restricted service is its team's, and so are its files.
    let mut new = solution(Readership::Everybody, "Paie", "x");
    new.about.service = Some(PAYROLL);
    let pay = written(&house, PAUL, new).await;
    let command = house.desk.new_command();
    attach(&house, PAUL, pay, command, "paie.png")
        .await
        .unwrap();
    publish(&house, PAUL, pay).await;
    let secret = article(&house, pay).await.files.remove(0).file;
    assert_eq!(bytes(&house, PAUL, pay, secret).await.unwrap(), PNG);
    for other in [CLAIRE, NADIA] {
        let seen = bytes(&house, other, pay, secret).await;
        assert!(matches!(seen, Err(DeskError::NotFound)), "{other:?}");
    }
    let refused = attach(&house, NADIA, pay, house.desk.new_command(), "a.png").await;
    assert!(matches!(refused, Err(DeskError::NotFound)));
    assert_eq!(house.desk.store().check().await.unwrap(), []);
}

async fn a_file_sent_twice_is_one_and_a_refused_one_is_none(db: Databases) {
    let house = house(&db).await;
    let id = written(&house, NADIA, solution(Readership::SignedIn, "Word", "x")).await;
    let command = house.desk.new_command();
    for _ in 0..2 {
        attach(&house, NADIA, id, command, "menu.png")
            .await
            .unwrap();
    }
    let other = attach(&house, NADIA, id, command, "autre.png").await;
    assert!(matches!(other, Err(DeskError::Reused(_))), "{other:?}");
    let taken = attach(&house, NADIA, id, house.desk.new_command(), "MENU.png").await;
    assert!(
        matches!(taken, Err(DeskError::Refused(Refusal::Invalid(_)))),
        "{taken:?}"
    );
    // Whoever reviews it reads what was submitted.
    does(&house, NADIA, id, ArticleCommand::Submit)
        .await
        .unwrap();
    let late = attach(&house, NADIA, id, house.desk.new_command(), "b.png").await;
    assert!(matches!(late, Err(DeskError::Refused(_))), "{late:?}");
    assert_eq!(article(&house, id).await.files.len(), 1);
    assert_eq!(house.stored_files(), 1, "what was refused is not kept");
}

async fn a_file_that_was_removed_is_gone_for_everybody(db: Databases) {
    let house = house(&db).await;
    let id = written(&house, NADIA, solution(Readership::SignedIn, "Word", "x")).await;
    let command = house.desk.new_command();
    attach(&house, NADIA, id, command, "visage-de-jean.png")
        .await
        .unwrap();
    publish(&house, LEAD, id).await;
    let file = article(&house, id).await.files.remove(0).file;
    let reason = String::from("Un visage");
    let what = Removed::File(file);
    does(&house, NADIA, id, ArticleCommand::Redact { what, reason })
        .await
        .unwrap();
    for reader in [CLAIRE, NADIA] {
        assert!(matches!(
            bytes(&house, reader, id, file).await,
            Err(DeskError::NotFound)
        ));
    }
    assert_eq!(house.stored_files(), 0);
    let log = format!("{:?}", page(&house, NADIA, id).await.unwrap());
    assert!(!log.contains("visage-de-jean"), "{log}");
    assert_eq!(house.desk.store().check().await.unwrap(), []);
}

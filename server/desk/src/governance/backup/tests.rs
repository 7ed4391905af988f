//! Backups: what is lost, what was altered, and who can read them.
#![allow(clippy::unwrap_used)]

use crate::desk::Desk;
use crate::desk::Options;
use crate::governance::backup::restore::{Restore, restore};
use crate::kernel::files::path;
use crate::kernel::outside::{RandomIds, SystemClock};
use crate::mail::inbound::message::{InboundRules, Incoming, MessageNature};
use guichet_domain::mail::inbound::Reason;
use std::sync::Arc;

#[tokio::test]
async fn a_file_that_is_gone_is_a_loss_only_while_it_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::open(Options {
        database: format!("sqlite:{}", folder.path().join("g.db").display()),
        files: folder.path().join("files"),
        zone: "Europe/Paris".into(),
        clock: Arc::new(SystemClock),
        ids: Arc::new(RandomIds),
        light_hashing: true,
        hashes: 1,
    })
    .await
    .unwrap();
    let inbound = Incoming {
        key: "a".into(),
        nature: MessageNature::Aside(Reason::Empty),
        original: b"From: Paul".to_vec(),
        ..Incoming::default()
    };
    desk.receive(inbound, InboundRules::default())
        .await
        .unwrap();
    let named = desk.store.read().await.unwrap().files().await.unwrap();
    let file = *named.keys().next().unwrap();
    assert!(desk.bytes_of(file).await.unwrap().is_some());
    let to = folder.path().join("copy");
    let copied = desk.backup(&to, None).await.unwrap();
    assert_eq!(copied.files, 1);

    // Redacted between the snapshot that named it and the copying.
    let removed = desk.new_file();
    assert!(desk.bytes_of(removed).await.unwrap().is_none());
    // Lost.
    desk.drop_file(file).await;
    assert!(desk.bytes_of(file).await.is_err());
    let again = folder.path().join("again");
    let copied = desk.backup(&again, None).await.unwrap();
    assert_eq!(
        (copied.files, copied.missing),
        (0, vec![path(file).to_string()])
    );
    assert!(again.join("manifest.json").exists());
    // What is there can be restored all the same.
    let database = format!("sqlite:{}", folder.path().join("restored.db").display());
    let files = folder.path().join("restored");
    let restored = restore(Restore {
        from: &again,
        database: &database,
        files: &files,
        force: false,
        secret: None,
        plain: true,
        key: None,
    });
    assert_eq!(restored.await.unwrap().rows, copied.rows);
}

//! Audit events as they were stored once are read for ever, and are stored the same again.
#![allow(clippy::unwrap_used)]

use guichet_domain::governance::audit::{AuditEvent, AuditTopic};
use guichet_domain::kernel::tagged::StoredEvent;
use std::collections::BTreeSet;

fn stored() -> Vec<StoredEvent> {
    serde_json::from_str(include_str!("fixtures/audit-v1.json")).unwrap()
}

/// The name each audit event is stored under. A new one does not compile here without, and then wants a
/// fixture.
fn name(audited: &AuditEvent) -> &'static str {
    match audited {
        AuditEvent::SignedIn { .. } => "signed_in",
        AuditEvent::PasswordAccepted => "password_accepted",
        AuditEvent::Denied { .. } => "denied",
        AuditEvent::SignedOut => "signed_out",
        AuditEvent::SessionEnded => "session_ended",
        AuditEvent::SessionsEnded { .. } => "sessions_ended",
        AuditEvent::PasswordChanged => "password_changed",
        AuditEvent::PasswordSet => "password_set",
        AuditEvent::PasswordReset => "password_reset",
        AuditEvent::FactorAdded => "factor_added",
        AuditEvent::FactorReplaced => "factor_replaced",
        AuditEvent::FactorRemoved => "factor_removed",
        AuditEvent::RecoveryCodesRenewed => "recovery_codes_renewed",
        AuditEvent::LinkMade { .. } => "link_made",
        AuditEvent::LinkUsed { .. } => "link_used",
        AuditEvent::DataTaken => "data_taken",
        AuditEvent::Forgotten => "forgotten",
        AuditEvent::DemonstrationLoaded { .. } => "demonstration_loaded",
        AuditEvent::TicketsImported { .. } => "tickets_imported",
        AuditEvent::ArticlesImported { .. } => "articles_imported",
        AuditEvent::PeopleImported { .. } => "people_imported",
        AuditEvent::BackupMade { .. } => "backup_made",
        AuditEvent::MessageRead { .. } => "letter_read",
        AuditEvent::MessageDiscarded { .. } => "letter_discarded",
        AuditEvent::MessageTaken { .. } => "letter_taken",
        AuditEvent::MailSentAgain { .. } => "mail_sent_again",
        AuditEvent::PromisesApplied { .. } => "promises_applied",
        AuditEvent::Restored { .. } => "restored",
        AuditEvent::KeyRotated { .. } => "key_rotated",
        AuditEvent::KeyForgotten => "key_forgotten",
        AuditEvent::Retained { .. } => "retained",
    }
}

#[test]
fn every_stored_event_is_read_and_stored_the_same() {
    let mut names = BTreeSet::new();
    for one in stored() {
        let audited = AuditEvent::read(one.clone()).unwrap();
        assert_eq!(name(&audited), one.name);
        let again = audited.store();
        assert_eq!(
            (again.name, again.v, again.data),
            (one.name, one.v, one.data)
        );
        names.insert(name(&audited));
    }
    assert_eq!(names.len(), 31, "each has a fixture");
}

#[test]
fn what_no_version_wrote_is_refused() {
    for (name, v, data) in [
        ("signed_in", 2, "{}"),
        ("destroyed", 1, "null"),
        ("denied", 1, "{}"),
        ("denied", 1, "{\"why\": \"moon\"}"),
    ] {
        let stored = StoredEvent {
            name: name.into(),
            v,
            data: serde_json::from_str(data).unwrap(),
        };
        assert!(AuditEvent::read(stored).is_err(), "{name} v{v} {data}");
    }
}

/// Whatever is about an account is found under a topic, and refusals under two.
#[test]
fn every_event_has_its_topic() {
    for one in stored() {
        let audited = AuditEvent::read(one).unwrap();
        let stream = audited.stream(None).kind;
        let topics = AuditTopic::ALL.iter().filter(|topic| {
            let (streams, types) = topic.streams();
            streams.contains(&stream) && (types.is_empty() || types.contains(&name(&audited)))
        });
        let wanted = if name(&audited) == "denied" { 2 } else { 1 };
        assert_eq!(topics.count(), wanted, "{audited:?}");
    }
    for topic in AuditTopic::ALL {
        assert_eq!(AuditTopic::from_name(topic.name()), Some(*topic));
    }
}

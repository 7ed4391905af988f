//! Deeds as they were stored once are read for ever, and are stored the same again.
#![allow(clippy::unwrap_used)]

use guichet_domain::governance::audit::{Deed, Topic};
use guichet_domain::kernel::tagged::Stored;
use std::collections::BTreeSet;

fn stored() -> Vec<Stored> {
    serde_json::from_str(include_str!("fixtures/deeds-v1.json")).unwrap()
}

/// The name each deed is stored under. A new one does not compile here without, and then wants a
/// fixture.
fn name(deed: &Deed) -> &'static str {
    match deed {
        Deed::SignedIn { .. } => "signed_in",
        Deed::PasswordAccepted => "password_accepted",
        Deed::Denied { .. } => "denied",
        Deed::SignedOut => "signed_out",
        Deed::SessionEnded => "session_ended",
        Deed::SessionsEnded { .. } => "sessions_ended",
        Deed::PasswordChanged => "password_changed",
        Deed::PasswordSet => "password_set",
        Deed::PasswordReset => "password_reset",
        Deed::FactorAdded => "factor_added",
        Deed::FactorReplaced => "factor_replaced",
        Deed::FactorRemoved => "factor_removed",
        Deed::RecoveryCodesRenewed => "recovery_codes_renewed",
        Deed::LinkMade { .. } => "link_made",
        Deed::LinkUsed { .. } => "link_used",
        Deed::DataTaken => "data_taken",
        Deed::Forgotten => "forgotten",
        Deed::DemonstrationLoaded { .. } => "demonstration_loaded",
        Deed::TicketsImported { .. } => "tickets_imported",
        Deed::PeopleImported { .. } => "people_imported",
        Deed::BackupMade { .. } => "backup_made",
        Deed::LetterRead { .. } => "letter_read",
        Deed::LetterDiscarded { .. } => "letter_discarded",
        Deed::LetterTaken { .. } => "letter_taken",
        Deed::MailSentAgain { .. } => "mail_sent_again",
        Deed::Restored { .. } => "restored",
        Deed::KeyRotated { .. } => "key_rotated",
        Deed::KeyForgotten => "key_forgotten",
        Deed::Retained { .. } => "retained",
    }
}

#[test]
fn every_stored_deed_is_read_and_stored_the_same() {
    let mut names = BTreeSet::new();
    for one in stored() {
        let deed = Deed::read(one.clone()).unwrap();
        assert_eq!(name(&deed), one.name);
        let again = deed.store();
        assert_eq!(
            (again.name, again.v, again.data),
            (one.name, one.v, one.data)
        );
        names.insert(name(&deed));
    }
    assert_eq!(names.len(), 29, "each has a fixture");
}

#[test]
fn what_no_version_wrote_is_refused() {
    for (name, v, data) in [
        ("signed_in", 2, "{}"),
        ("destroyed", 1, "null"),
        ("denied", 1, "{}"),
        ("denied", 1, "{\"why\": \"moon\"}"),
    ] {
        let stored = Stored {
            name: name.into(),
            v,
            data: serde_json::from_str(data).unwrap(),
        };
        assert!(Deed::read(stored).is_err(), "{name} v{v} {data}");
    }
}

/// Whatever is about an account is found under a topic, and refusals under two.
#[test]
fn every_deed_has_its_topic() {
    for one in stored() {
        let deed = Deed::read(one).unwrap();
        let (stream, _) = deed.key(None);
        let topics = Topic::ALL.iter().filter(|topic| {
            let (streams, types) = topic.streams();
            streams.contains(&stream) && (types.is_empty() || types.contains(&name(&deed)))
        });
        let wanted = if name(&deed) == "denied" { 2 } else { 1 };
        assert_eq!(topics.count(), wanted, "{deed:?}");
    }
    for topic in Topic::ALL {
        assert_eq!(Topic::from_name(topic.name()), Some(*topic));
    }
}

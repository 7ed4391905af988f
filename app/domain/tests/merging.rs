//! Two administrators on one entry.
#![allow(clippy::unwrap_used)]

use guichet_domain::directory::disruption::{Disruption, DisruptionUpdate};
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::merge::{after_conflict, merge_entries};
use guichet_domain::directory::service::Service;
use guichet_domain::directory::settings::Settings;
use guichet_domain::kernel::actor::Role;
use guichet_domain::kernel::ids::{PersonId, ServiceId, TeamId, TicketId};
use guichet_domain::kernel::language::Label;
use guichet_domain::kernel::refusal::Field;
use guichet_domain::kernel::time::Timestamp;
use proptest::prelude::*;

fn service() -> Service {
    Service {
        id: ServiceId(3),
        name: Label::new("Messagerie", "Mail"),
        team: TeamId(1),
        active: true,
        ..Service::default()
    }
}

fn merged(mine: &Service, theirs: &Service) -> Result<Entry, Vec<Field>> {
    let [was, mine, theirs] = [&service(), mine, theirs].map(|s| Entry::Service(s.clone()));
    merge_entries(&was, mine, &theirs)
}

#[test]
fn what_each_changed_is_kept() {
    let mine = Service {
        restricted: true,
        ..service()
    };
    let theirs = Service {
        team: TeamId(2),
        name: Label::new("Courriel", "Mail"),
        ..service()
    };
    let both = Service {
        restricted: true,
        ..theirs.clone()
    };
    assert_eq!(merged(&mine, &theirs), Ok(Entry::Service(both)));
}

#[test]
fn what_both_changed_is_named() {
    let named = |name: &str, team| Service {
        name: Label::new(name, "Mail"),
        team: TeamId(team),
        ..service()
    };
    assert_eq!(
        merged(&named("Courriel", 2), &named("Courrier", 3)),
        Err(vec![Field::Name, Field::Team])
    );
    // The same change twice is none.
    let same = named("Courriel", 2);
    assert_eq!(merged(&same, &same), Ok(Entry::Service(same)));
}

/// Two agents say something of a disruption at once: both are heard, whatever else is a conflict.
#[test]
fn what_both_say_of_a_disruption_is_said() {
    let said = |at, text: &str| DisruptionUpdate {
        at: Timestamp(at),
        text: Label::new(text, text),
    };
    let was = Disruption {
        title: Label::new("Panne", "Failure"),
        updates: vec![said(1, "un")],
        ..Disruption::default()
    };
    let mine = Disruption {
        updates: vec![said(1, "un"), said(0, "trois")],
        ..was.clone()
    };
    let theirs = Disruption {
        updates: vec![said(1, "un"), said(2, "deux")],
        title: Label::new("Panne générale", "Failure"),
        ..was.clone()
    };
    let both = Disruption {
        updates: vec![said(1, "un"), said(2, "deux"), said(0, "trois")],
        ..theirs.clone()
    };
    let entry = |one: &Disruption| Entry::Disruption(one.clone());
    let merged = merge_entries(&entry(&was), entry(&mine), &entry(&theirs));
    assert_eq!(merged, Ok(entry(&both)));
    let linked = |ticket| Disruption {
        tickets: [TicketId(ticket)].into(),
        ..was.clone()
    };
    let merged = merge_entries(&entry(&was), entry(&linked(1)), &entry(&linked(2)));
    assert_eq!(merged, Err(vec![Field::Link]));
}

#[test]
fn whoever_saves_again_after_a_conflict_wins_there_and_nowhere_else() {
    let mine = Service {
        name: Label::new("Courriel", "Mail"),
        ..service()
    };
    let theirs = Service {
        name: Label::new("Courrier", "Mail"),
        team: TeamId(2),
        ..service()
    };
    assert_eq!(merged(&mine, &theirs), Err(vec![Field::Name]));
    let [was, mine, theirs] = [service(), mine, theirs].map(Entry::Service);
    let told = after_conflict(&was, &mine, &theirs);
    let both = Service {
        name: Label::new("Courriel", "Mail"),
        team: TeamId(2),
        ..service()
    };
    assert_eq!(
        merge_entries(&told, mine, &theirs),
        Ok(Entry::Service(both))
    );
}

#[test]
fn the_matrix_and_the_other_rules_are_different_fields() {
    let was = Settings::default();
    let mine = Settings {
        reopen_within_days: 30,
        ..was.clone()
    };
    let theirs = Settings {
        close_after_working_days: 3,
        ..was.clone()
    };
    let both = merge_entries(
        &Entry::Settings(was),
        Entry::Settings(mine),
        &Entry::Settings(theirs),
    );
    let Entry::Settings(both) = both.unwrap() else {
        panic!();
    };
    assert_eq!(
        (both.reopen_within_days, both.close_after_working_days),
        (30, 3)
    );
}

/// A value that is not even written when it is empty.
#[test]
fn the_last_of_several_can_be_taken_away() {
    let with = |roles: &[Role]| Settings {
        second_factor: roles.iter().copied().collect(),
        ..Settings::default()
    };
    let (one, none) = (with(&[Role::Agent]), with(&[]));
    let merge = |was: &Settings, mine: &Settings, theirs: &Settings| {
        let [was, mine, theirs] = [was, mine, theirs].map(|s| Entry::Settings(s.clone()));
        merge_entries(&was, mine, &theirs)
    };
    assert_eq!(merge(&one, &none, &one), Ok(Entry::Settings(none.clone())));
    let other = with(&[Role::Administrator]);
    assert_eq!(merge(&one, &none, &other), Err(vec![Field::Value]));
    let [one, none, other] = [one, none, other].map(Entry::Settings);
    let told = after_conflict(&one, &none, &other);
    assert_eq!(told, other);
    assert_eq!(merge_entries(&told, none.clone(), &other), Ok(none));
}

fn any_service() -> impl Strategy<Value = Service> {
    let publishers = proptest::collection::btree_set((1..3_i64).prop_map(PersonId), 0..2);
    let flags = any::<[bool; 4]>();
    let all = (1..3_i64, flags, publishers, "[ab]");
    all.prop_map(
        |(team, [restricted, unreviewed, files_itself, active], publishers, name)| Service {
            id: ServiceId(3),
            name: Label::new(name.clone(), name),
            team: TeamId(team),
            restricted,
            unreviewed,
            files_itself,
            publishers,
            active,
        },
    )
}

proptest! {
    /// Said field by field: mine where I changed it, theirs where I did not; refused only where
    /// both did, differently.
    #[test]
    fn each_field_is_merged_by_itself(was in any_service(), mine in any_service(), theirs in any_service()) {
        fn field<T: PartialEq + Clone>(was: &T, mine: &T, theirs: &T) -> Option<T> {
            match (mine == was, theirs == was) {
                (true, _) => Some(theirs.clone()),
                (false, true) => Some(mine.clone()),
                (false, false) => (mine == theirs).then(|| mine.clone()),
            }
        }
        let expected = (|| Some(Service {
            id: ServiceId(3),
            name: field(&was.name, &mine.name, &theirs.name)?,
            team: field(&was.team, &mine.team, &theirs.team)?,
            restricted: field(&was.restricted, &mine.restricted, &theirs.restricted)?,
            unreviewed: field(&was.unreviewed, &mine.unreviewed, &theirs.unreviewed)?,
            files_itself: field(&was.files_itself, &mine.files_itself, &theirs.files_itself)?,
            publishers: field(&was.publishers, &mine.publishers, &theirs.publishers)?,
            active: field(&was.active, &mine.active, &theirs.active)?,
        }))();
        let [was, mine, theirs] = [was, mine, theirs].map(Entry::Service);
        prop_assert_eq!(merge_entries(&was, mine, &theirs).ok(), expected.map(Entry::Service));
    }
}

//! Children of a major incident: what its resolution does to them, and what it leaves alone.

use crate::databases::{Databases, on_both};
use crate::house::{CLAIRE, House, NADIA};
use crate::major::{declare, disruptions, form, major, resolve, state};
use crate::telling::{by, incident, page, person, told};
use guichet_domain::kernel::actor::Role;
use guichet_domain::kernel::language::{Label, Language};
use guichet_domain::kernel::reference::Reference;
use guichet_domain::kernel::removed::Removed;
use guichet_domain::notifications::notice::Notice;
use guichet_domain::recurrence::major::StepDownMajor;
use guichet_domain::tickets::command::Command;
use guichet_domain::tickets::link::Relation;
use guichet_domain::tickets::resolution::Permanence;
use guichet_domain::tickets::workflow::State;

on_both!(
    its_resolution_resolves_its_children_and_those_that_come_later,
    only_the_resolution_that_ended_it_does,
    what_few_may_read_or_nobody_any_more_is_told_to_nobody,
    a_child_may_have_children_of_its_own,
    those_that_are_its_children_already_stay_so,
);

async fn child_of(house: &House, parent: Reference, child: Reference) {
    let link = Command::Link {
        to: vec![parent],
        relation: Relation::ChildOf,
    };
    house.act(NADIA, child.id, link).await;
}

async fn its_resolution_resolves_its_children_and_those_that_come_later(db: Databases) {
    let house = House::build(&db).await;
    let ann = person(&house, 40, Language::En, Role::User).await;
    let first = incident(&house, CLAIRE, "Plus de messagerie").await;
    let mut children = Vec::new();
    for n in 0..5 {
        children.push(incident(&house, ann, &format!("No mail {n}")).await);
    }
    let cancel = Command::Cancel {
        reason: "Doublon".into(),
    };
    house.act(NADIA, children[4].id, cancel).await;
    declare(&house, first, &children).await;
    resolve(&house, first).await;
    for child in &children[..4] {
        let child = page(&house, NADIA, child.id).await;
        assert_eq!(child.ticket.state, State::Resolved);
        // As the incident itself was, and as its notes were written.
        let resolution = child.ticket.resolution.unwrap();
        assert_eq!(resolution.permanence, Permanence::Workaround);
        assert!(!resolution.cause_known);
        let notes = &child.texts[&resolution.notes];
        assert!(
            notes.html.contains("<strong>redémarré</strong>"),
            "{notes:?}"
        );
    }
    assert_eq!(state(&house, children[4]).await, State::Cancelled);
    assert_eq!(told(&house, ann, Notice::WorkaroundTold).await, 1);
    assert!(disruptions(&house).await[0].ended.is_some());
    assert!(!major(&house, first).await.major.unwrap().is_on());

    // A child that says it still happens stays open, whatever else is linked.
    let reopen = Command::Reopen {
        reason: "Toujours rien".into(),
    };
    house.act(ann, children[1].id, reopen).await;
    let late = incident(&house, ann, "Still no mail").await;
    let link = Command::Link {
        to: vec![first],
        relation: Relation::ChildOf,
    };
    house.act(NADIA, late.id, link).await;
    assert_eq!(state(&house, late).await, State::Resolved);
    let other = incident(&house, ann, "No mail here either").await;
    let link = Command::Link {
        to: vec![other],
        relation: Relation::ParentOf,
    };
    house.act(NADIA, first.id, link).await;
    assert_eq!(state(&house, other).await, State::Resolved);
    assert_eq!(state(&house, children[1]).await, State::Diagnosing);
    let now = major(&house, first).await;
    let still: Vec<Reference> = now
        .children
        .iter()
        .filter(|one| one.still_happens)
        .map(|one| one.reference)
        .collect();
    assert_eq!(still, [children[1]]);
    // An incident that never was a major one resolves nobody else.
    let parent = incident(&house, CLAIRE, "Écran noir").await;
    let child = incident(&house, ann, "Black screen").await;
    let link = Command::Link {
        to: vec![child],
        relation: Relation::ParentOf,
    };
    house.act(NADIA, parent.id, link).await;
    resolve(&house, parent).await;
    assert_eq!(state(&house, child).await, State::New);
}

async fn only_the_resolution_that_ended_it_does(db: Databases) {
    let house = House::build(&db).await;
    // A false alarm, resolved as any other incident.
    let first = incident(&house, CLAIRE, "Plus de messagerie").await;
    let open = incident(&house, CLAIRE, "Courriels bloqués").await;
    declare(&house, first, &[open]).await;
    let step_down = StepDownMajor {
        incident: first.id,
        reason: "Fausse alerte".into(),
        last_word: Label::default(),
    };
    let id = house.desk.new_command();
    let done = house.desk.step_down_major(by(NADIA), id, step_down);
    done.await.unwrap();
    resolve(&house, first).await;
    let late = incident(&house, CLAIRE, "Toujours bloqués").await;
    child_of(&house, first, late).await;
    assert_eq!(state(&house, open).await, State::New);
    assert_eq!(state(&house, late).await, State::New);

    // One whose user says that it still happens stays open, however often the parent is resolved.
    let second = incident(&house, CLAIRE, "Plus de réseau").await;
    let still = incident(&house, CLAIRE, "Réseau coupé").await;
    declare(&house, second, &[still]).await;
    resolve(&house, second).await;
    for ticket in [still, second] {
        let reopen = Command::Reopen {
            reason: "Toujours rien".into(),
        };
        house.act(CLAIRE, ticket.id, reopen).await;
    }
    resolve(&house, second).await;
    let late = incident(&house, CLAIRE, "Encore coupé").await;
    child_of(&house, second, late).await;
    assert_eq!(state(&house, still).await, State::Diagnosing);
    assert_eq!(state(&house, late).await, State::New);
}

async fn what_few_may_read_or_nobody_any_more_is_told_to_nobody(db: Databases) {
    let house = House::build(&db).await;
    let hidden = incident(&house, CLAIRE, "Plus de messagerie").await;
    declare(&house, hidden, &[]).await;
    resolve(&house, hidden).await;
    house.act(NADIA, hidden.id, Command::MakeConfidential).await;
    let late = incident(&house, CLAIRE, "Courriels bloqués").await;
    child_of(&house, hidden, late).await;
    assert_eq!(state(&house, late).await, State::New);

    let removed = incident(&house, CLAIRE, "Plus de réseau").await;
    declare(&house, removed, &[]).await;
    resolve(&house, removed).await;
    let notes = page(&house, NADIA, removed.id).await.ticket.resolution;
    let redact = Command::Redact {
        what: Removed::Text(notes.unwrap().notes),
        reason: "Un mot de passe".into(),
    };
    house.act(NADIA, removed.id, redact).await;
    let late = incident(&house, CLAIRE, "Réseau coupé").await;
    child_of(&house, removed, late).await;
    assert_eq!(state(&house, late).await, State::New);
}

async fn a_child_may_have_children_of_its_own(db: Databases) {
    let house = House::build(&db).await;
    let mut all = Vec::new();
    for n in 0..6 {
        all.push(incident(&house, CLAIRE, &format!("Panne {n}")).await);
    }
    // 0 is the parent of 1, 2 and 3; 1 of 2 and 4, itself a major incident; 5 of none.
    declare(&house, all[0], &[all[1], all[2], all[3]]).await;
    declare(&house, all[1], &[all[2], all[4]]).await;
    resolve(&house, all[0]).await;
    for one in &all[..5] {
        assert_eq!(state(&house, *one).await, State::Resolved, "{one}");
    }
    assert_eq!(state(&house, all[5]).await, State::New);
    assert!(!major(&house, all[1]).await.major.unwrap().is_on());
    assert!(
        disruptions(&house)
            .await
            .iter()
            .all(|one| one.ended.is_some())
    );
}

async fn those_that_are_its_children_already_stay_so(db: Databases) {
    let house = House::build(&db).await;
    let first = incident(&house, CLAIRE, "Plus de messagerie").await;
    let children = [
        incident(&house, CLAIRE, "Courriels bloqués").await,
        incident(&house, CLAIRE, "Plus de courriels").await,
    ];
    child_of(&house, first, children[0]).await;
    for n in 1..=2 {
        let id = house.desk.new_command();
        let wanted = form(&house, first, &children[..n]);
        house
            .desk
            .declare_major(by(NADIA), id, wanted)
            .await
            .unwrap();
        assert_eq!(major(&house, first).await.children.len(), n);
        let step_down = StepDownMajor {
            incident: first.id,
            reason: "Non".into(),
            last_word: Label::default(),
        };
        let id = house.desk.new_command();
        let done = house.desk.step_down_major(by(NADIA), id, step_down);
        done.await.unwrap();
    }
}

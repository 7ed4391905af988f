//! What a decision leads to on other tickets: a link is read from both sides, by those who see both.
#![allow(clippy::unwrap_used)]

mod common;

use common::desk::*;
use guichet_domain::kernel::actor::Actor;
use guichet_domain::kernel::reference::{Kind, Reference};
use guichet_domain::kernel::refusal::{Field, FieldError, Problem, Refusal};
use guichet_domain::tickets::command::Command;
use guichet_domain::tickets::event::Event;
use guichet_domain::tickets::link::{Link, Relation};
use guichet_domain::{CommandId, Decision, NewTicket, PersonId, TeamId, Ticket, TicketId, decide};

/// A confidential ticket is seen at the desk by its team alone.
fn another(confidential: bool) -> Ticket {
    let draft = NewTicket {
        subject: "Une autre".into(),
        confidential,
        ..NewTicket::default()
    };
    let mut other = Desk::record(&draft, &actor(USER)).unwrap().ticket;
    other.id = TicketId(7);
    other.team = Some(TeamId(2));
    other
}

fn link(by: &Actor, others: Option<&Ticket>, relation: Relation) -> Result<Decision, Refusal> {
    link_where(by, others, relation, false)
}

/// `linked`: the two belong together already.
fn link_where(
    by: &Actor,
    others: Option<&Ticket>,
    relation: Relation,
    linked: bool,
) -> Result<Decision, Refusal> {
    let draft = NewTicket {
        subject: "Celle-ci".into(),
        ..NewTicket::default()
    };
    let mut desk = Desk::record(&draft, &actor(USER)).unwrap();
    if linked {
        let to = another(true).reference();
        desk.ticket.internal.links.insert(Link { to, relation });
    }
    let mut facts = desk.facts();
    facts.others = others.map(|one| [(one.id, one.clone())].into());
    let to = another(false).reference();
    let command = Command::Link {
        to: vec![to],
        relation,
    };
    decide(
        &desk.ticket,
        by,
        &facts,
        CommandId::default(),
        command,
        desk.now,
    )
}

#[test]
fn both_sides_say_how_they_belong_together() {
    for (relation, back) in [
        (Relation::CausedBy, Relation::Causes),
        (Relation::Causes, Relation::CausedBy),
        (Relation::RelatedTo, Relation::RelatedTo),
        (Relation::ChildOf, Relation::ParentOf),
        (Relation::ParentOf, Relation::ChildOf),
        (Relation::DuplicateOf, Relation::HasDuplicate),
        (Relation::HasDuplicate, Relation::DuplicateOf),
    ] {
        let other = another(false);
        let decision = link(&actor(ALICE), Some(&other), relation).unwrap();
        let to = other.reference();
        let link = Link { to, relation };
        assert_eq!(decision.events, [Event::Linked { link }]);
        let [(on, Event::Linked { link })] = &decision.others[..] else {
            panic!("{:?}", decision.others);
        };
        assert_eq!(
            (*on, link.to.id, link.relation),
            (TicketId(7), TicketId(42), back)
        );
        // Once it says so, it is not said again.
        let mut told = other.clone();
        told.internal.links.insert(link.clone());
        let decision = self::link(&actor(ALICE), Some(&told), relation).unwrap();
        assert_eq!((decision.events.len(), decision.others.len()), (1, 0));
    }
}

#[test]
fn what_somebody_does_not_see_cannot_be_linked_and_the_browser_does_not_know() {
    let unknown = Refusal::Invalid(vec![FieldError {
        field: Field::Link,
        name: None,
        problem: Problem::Unknown,
    }]);
    let hidden = another(true);
    let refused = link(&actor(ALICE), Some(&hidden), Relation::RelatedTo);
    assert_eq!(refused.unwrap_err(), unknown);
    // That it is linked already is not told either.
    let refused = link_where(&actor(ALICE), Some(&hidden), Relation::RelatedTo, true);
    assert_eq!(refused.unwrap_err(), unknown);
    // A ticket that is not there is the same to them.
    let mut elsewhere = another(false);
    elsewhere.id = TicketId(8);
    let refused = link(&actor(ALICE), Some(&elsewhere), Relation::RelatedTo);
    assert_eq!(refused.unwrap_err(), unknown);
    let decision = link(&actor(ALICE), None, Relation::RelatedTo).unwrap();
    assert_eq!((decision.events.len(), decision.others.len()), (1, 0));
}

#[test]
fn what_takes_up_another_says_so_on_both_where_its_writer_sees_it() {
    let before = another(true);
    for (who, sees) in [(USER, true), (BEA, true), (STRANGER, false), (ALICE, false)] {
        let draft = NewTicket {
            subject: "Encore".into(),
            affected: Some(who),
            follows: Some(before.reference()),
            ..NewTicket::default()
        };
        let mut facts = facts(START);
        facts.item = Some(None);
        facts.others = Some([(before.id, before.clone())].into());
        facts.number = Some(TicketId(99));
        let by = actor(who);
        let decision = guichet_domain::record(&draft, &by, &facts, CommandId::default(), START);
        let decision = decision.unwrap();
        let Event::Recorded(recorded) = &decision.events[0] else {
            panic!("{decision:?}");
        };
        assert_eq!(recorded.follows, sees.then(|| before.reference()), "{who}");
        let back: Vec<(TicketId, TicketId)> = decision
            .others
            .iter()
            .map(|(on, event)| match event {
                Event::Linked { link } => (*on, link.to.id),
                other => panic!("{other:?}"),
            })
            .collect();
        let expected = [(TicketId(7), TicketId(99))];
        assert_eq!(back, if sees { &expected[..] } else { &[] }, "{who}");
        assert_eq!(recorded.kind, Kind::Incident);
    }
}

#[test]
fn a_problem_is_linked_to_every_incident_that_it_causes() {
    let numbered = |id: i64, confidential: bool, kind: Kind| {
        let mut other = another(confidential);
        (other.id, other.kind) = (TicketId(id), kind);
        other
    };
    let incidents = [
        numbered(7, true, Kind::Incident),
        numbered(8, false, Kind::Incident),
        numbered(9, false, Kind::Request),
        numbered(10, false, Kind::Incident),
    ];
    let named: Vec<Reference> = incidents.iter().map(Ticket::reference).collect();
    let record = |kind: Kind, causes: Vec<Reference>| {
        let draft = NewTicket {
            kind,
            subject: "Passerelle saturée".into(),
            follows: Some(named[1]),
            causes,
            ..NewTicket::default()
        };
        let mut facts = facts(START);
        facts.item = Some(None);
        let others = incidents.iter().map(|one| (one.id, one.clone()));
        facts.others = Some(others.collect());
        facts.number = Some(TicketId(99));
        let by = actor(ALICE);
        guichet_domain::record(&draft, &by, &facts, CommandId::default(), START).unwrap()
    };
    let linked = |event: &Event| match event {
        Event::Linked { link } => Some((link.to.id.0, link.relation)),
        _ => None,
    };
    // What she does not see, what is no incident, and what is named twice is linked once or not at all.
    let twice = [named.clone(), named.clone()].concat();
    let decision = record(Kind::Problem, twice);
    let to: Vec<_> = decision.events.iter().filter_map(linked).collect();
    assert_eq!(to, [(8, Relation::Causes), (10, Relation::Causes)]);
    let back: Vec<_> = decision
        .others
        .iter()
        .map(|(on, event)| (on.0, linked(event).unwrap()))
        .collect();
    assert_eq!(
        back,
        [
            (8, (99, Relation::CausedBy)),
            (10, (99, Relation::CausedBy))
        ]
    );
    // An incident causes nothing.
    let decision = record(Kind::Incident, named.clone());
    let back: Vec<_> = decision
        .others
        .iter()
        .map(|(on, event)| (on.0, linked(event).unwrap()))
        .collect();
    assert_eq!(back, [(8, (99, Relation::RelatedTo))]);
    // Whatever is sent, no more are linked than a ticket may have.
    let many: Vec<Reference> = (1_000..3_000)
        .map(|id| Reference {
            kind: Kind::Incident,
            id: TicketId(id),
        })
        .collect();
    let decision = record(Kind::Problem, [many, named.clone()].concat());
    assert_eq!(decision.others.len(), 1);
}

/// What comes of splitting a message off a ticket.
fn split_off(before: &Ticket, who: PersonId) -> Decision {
    let draft = NewTicket {
        subject: "L’autre chose".into(),
        affected: Some(USER),
        follows: Some(before.reference()),
        split: true,
        ..NewTicket::default()
    };
    let mut facts = facts(START);
    facts.item = Some(None);
    facts.others = Some([(before.id, before.clone())].into());
    facts.number = Some(TicketId(99));
    facts.people = Some([USER].into());
    guichet_domain::record(&draft, &actor(who), &facts, CommandId::default(), START).unwrap()
}

#[test]
fn a_message_that_is_split_off_is_noted_where_it_was_and_by_agents_alone() {
    let before = another(false);
    for (who, notes) in [(ALICE, true), (USER, false)] {
        let noted = split_off(&before, who).others.iter().any(|(on, event)| {
            let to = Reference {
                kind: Kind::Incident,
                id: TicketId(99),
            };
            *on == before.id && *event == Event::SplitOff { to }
        });
        assert_eq!(noted, notes, "{who}");
    }
}

#[test]
fn what_is_split_off_a_confidential_ticket_is_for_no_more_eyes() {
    for scoped in [false, true] {
        let before = another(scoped);
        let decision = split_off(&before, BEA);
        let Event::Recorded(recorded) = &decision.events[0] else {
            panic!("recorded first")
        };
        assert_eq!(recorded.confidential, scoped);
        if scoped {
            assert_eq!(recorded.team, before.team);
        }
    }
}

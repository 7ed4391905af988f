//! Incidents that come together: when they are shown, and to whom they are nothing.
#![allow(clippy::unwrap_used)]

use guichet_domain::kernel::time::{DAY, HOUR};
use guichet_domain::recurrence::groups::{ALIKE, CLEARLY_ALIKE, Group, Groups, Reported};
use guichet_domain::recurrence::page::site;
use guichet_domain::tickets::similar::Similar;
use guichet_domain::{PersonId, TicketId, Timestamp};
use proptest::prelude::*;
use std::collections::BTreeSet;

const BEGIN: i64 = 20_000 * DAY;

fn reported(ticket: i64, hours: i64, person: i64) -> Reported {
    Reported {
        ticket: TicketId(ticket),
        at: Timestamp(BEGIN + hours * HOUR),
        person: PersonId(person),
        counts: true,
    }
}

fn like(others: &[(i64, u16)]) -> Vec<Similar> {
    let one = |(ticket, score): &(i64, u16)| Similar {
        ticket: TicketId(*ticket),
        score: *score,
    };
    others.iter().map(one).collect()
}

fn shown(groups: &Groups, hours: i64) -> Vec<Group> {
    groups.shown(Timestamp(BEGIN + hours * HOUR))
}

/// Incidents 1, 2, … of as many people, an hour apart, each like all before it.
fn wave(people: i64) -> Groups {
    let mut groups = Groups::default();
    (1..=people).for_each(|n| join(&mut groups, n, n, n));
    groups
}

/// Another one that is like the five before it.
fn join(groups: &mut Groups, ticket: i64, hours: i64, person: i64) {
    let before: Vec<(i64, u16)> = (1..ticket).rev().take(5).map(|n| (n, 600)).collect();
    groups.put(reported(ticket, hours, person), &like(&before));
}

fn numbers(group: &Group) -> Vec<i64> {
    group.tickets.iter().map(|ticket| ticket.0).collect()
}

#[test]
fn three_people_are_a_group_and_two_are_none() {
    assert_eq!(shown(&wave(2), 2), []);
    let [group] = &shown(&wave(3), 3)[..] else {
        panic!("one group")
    };
    assert_eq!((numbers(group), group.people), (vec![1, 2, 3], 3));
    // The middle one is like both others, as they are like each other: the first of equals.
    assert_eq!(group.likest, TicketId(1));
}

#[test]
fn who_reports_twice_counts_once() {
    let mut groups = wave(2);
    join(&mut groups, 3, 3, 2);
    assert_eq!(shown(&groups, 3), []);
    join(&mut groups, 4, 4, 3);
    let group = shown(&groups, 4).remove(0);
    assert_eq!((numbers(&group), group.people), (vec![1, 2, 3, 4], 3));
}

#[test]
fn what_is_three_days_apart_does_not_come_together() {
    let mut groups = wave(2);
    join(&mut groups, 3, 1 + 72, 3);
    assert_eq!(shown(&groups, 1 + 72).len(), 1);
    assert_eq!(shown(&groups, 2 + 72), []);
    let mut groups = wave(2);
    join(&mut groups, 3, 3 + 72, 3);
    join(&mut groups, 4, 3 + 72, 4);
    join(&mut groups, 5, 3 + 72, 5);
    assert_eq!(numbers(&shown(&groups, 3 + 72)[0]), [3, 4, 5]);
}

#[test]
fn what_is_hardly_alike_does_not_come_together() {
    let with = |scores: &[(i64, u16)]| {
        let mut groups = wave(2);
        groups.put(reported(3, 3, 3), &like(scores));
        !shown(&groups, 3).is_empty()
    };
    assert!(with(&[(1, CLEARLY_ALIKE)]));
    assert!(!with(&[(1, CLEARLY_ALIKE - 1)]));
    // Two that are a little like it say as much as one that clearly is.
    assert!(with(&[(1, ALIKE), (2, ALIKE)]));
    assert!(!with(&[(1, ALIKE), (2, ALIKE - 1)]));
}

/// Each day somebody asks for the same, and each is as much like those of the last weeks as like
/// those of today: that is how it always is.
#[test]
fn what_comes_every_day_is_no_trouble() {
    let mut groups = Groups::default();
    for n in 1..=40 {
        let far: Vec<(i64, u16)> = (1..=5).map(|m| (n - 30 + 2 * m, 600)).collect();
        let near = [(n - 1, 590), (n - 2, 580)];
        let others = [far, near.to_vec()].concat();
        groups.put(reported(n, 12 * n, n), &like(&others));
    }
    assert_eq!(shown(&groups, 12 * 40), []);
}

#[test]
fn what_somebody_sees_to_is_shown_no_more() {
    let mut groups = wave(4);
    for n in [1, 2] {
        let mut one = reported(n, n, n);
        one.counts = false;
        groups.put(one, &[]);
    }
    assert_eq!(shown(&groups, 4), []);
    // Others that come are a group once they are three.
    join(&mut groups, 5, 5, 5);
    assert_eq!(numbers(&shown(&groups, 5)[0]), [3, 4, 5]);
    groups.remove(TicketId(4));
    assert_eq!(shown(&groups, 5), []);
}

#[test]
fn dismissed_stays_dismissed_unless_it_grows_by_half() {
    for people in 3..=9_i64 {
        let mut groups = wave(people);
        let group = shown(&groups, people).remove(0);
        groups.dismiss(&group.tickets.into_iter().collect(), group.people);
        assert_eq!(shown(&groups, people), []);
        // The one who reports again makes it no larger.
        join(&mut groups, people + 1, people + 1, 1);
        for n in people + 2.. {
            let affected = n - 1;
            let hours = people + 1;
            join(&mut groups, n, hours, affected);
            let is_shown = !shown(&groups, hours).is_empty();
            // Half as many more, as a person counts.
            let grown = affected - people >= (people + 1) / 2;
            assert_eq!(is_shown, grown, "{people} people, then {affected}");
            if is_shown {
                break;
            }
        }
    }
}

/// It goes on for a week, never more than three people within three days.
#[test]
fn what_was_dismissed_and_goes_on_as_before_stays_away() {
    let mut groups = Groups::default();
    for n in 1..=8 {
        join(&mut groups, n, 30 * n, n);
        let now = Timestamp(BEGIN + 30 * n * HOUR);
        groups.forget_before(now.plus(-3 * DAY));
        let is_shown = !groups.shown(now).is_empty();
        assert_eq!(is_shown, n == 3, "{n}");
        if is_shown {
            groups.dismiss(&BTreeSet::from([1, 2, 3].map(TicketId)), 3);
        }
    }
}

#[test]
fn a_site_is_what_people_say_first() {
    for (place, expected) in [
        ("Lyon, 3e étage", "Lyon"),
        ("Lyon", "Lyon"),
        (" Tour A / 12 ", "Tour A"),
        ("Nantes (annexe)", "Nantes"),
        ("Saint-Étienne", "Saint-Étienne"),
        (", rien", ""),
        ("", ""),
    ] {
        assert_eq!(site(place), expected);
    }
}

/// What happens: an incident with its person and those it is like, or somebody who dismisses a group.
#[derive(Clone, Debug)]
enum Step {
    Report {
        person: i64,
        like: Vec<(i64, u16)>,
        hours: i64,
    },
    Dismiss(usize),
    Again(i64, bool),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let report = (
        0..6_i64,
        prop::collection::vec((1..8_i64, 300..700_u16), 0..6),
        0..20_i64,
    )
        .prop_map(|(person, like, hours)| Step::Report {
            person,
            like,
            hours,
        });
    let dismiss = (0..3_usize).prop_map(Step::Dismiss);
    let again = (1..40_i64, any::<bool>()).prop_map(|(back, in_hand)| Step::Again(back, in_hand));
    prop::collection::vec(prop_oneof![8 => report, 1 => dismiss, 1 => again], 1..60)
}

proptest! {
    #[test]
    fn every_group_is_what_it_says_and_a_restart_changes_nothing(steps in steps()) {
        let mut groups = Groups::default();
        let mut log: Vec<(Reported, Vec<Similar>)> = Vec::new();
        let mut dismissed: Vec<(BTreeSet<TicketId>, usize)> = Vec::new();
        let mut now = Timestamp(BEGIN);
        for step in steps {
            match step {
                Step::Report { person, like: others, hours } => {
                    now = now.plus(hours * HOUR);
                    let ticket = log.len() as i64 + 1;
                    let one = Reported { ticket: TicketId(ticket), at: now, person: PersonId(person), counts: true };
                    let mut others: Vec<(i64, u16)> = others.into_iter()
                        .map(|(back, score)| (ticket - back, score)).filter(|(n, _)| *n > 0).collect();
                    others.sort_by_key(|(n, score)| (std::cmp::Reverse(*score), *n));
                    let mut once = BTreeSet::new();
                    others.retain(|(n, _)| once.insert(*n));
                    groups.put(one.clone(), &like(&others));
                    log.push((one, like(&others)));
                }
                Step::Dismiss(n) => {
                    if let Some(group) = groups.shown(now).get(n).cloned() {
                        let tickets: BTreeSet<TicketId> = group.tickets.iter().copied().collect();
                        groups.dismiss(&tickets, group.people);
                        let told: Vec<_> = groups.shown(now).into_iter().map(|g| g.tickets).collect();
                        prop_assert!(!told.contains(&group.tickets));
                        dismissed.push((tickets, group.people));
                    }
                }
                Step::Again(back, in_hand) => {
                    let at = log.len().checked_sub(usize::try_from(back).unwrap());
                    if let Some((one, others)) = at.and_then(|at| log.get_mut(at)) {
                        one.counts = !in_hand;
                        groups.put(one.clone(), others);
                    }
                }
            }
            groups.forget_before(now.plus(-3 * DAY));
            let shown = groups.shown(now);
            let mut seen = BTreeSet::new();
            for group in &shown {
                let of = |ticket: &TicketId| &log[usize::try_from(ticket.0 - 1).unwrap()];
                let people: BTreeSet<PersonId> = group.tickets.iter().map(|t| of(t).0.person).collect();
                prop_assert!(people.len() >= 3 && group.people == people.len());
                prop_assert!(group.tickets.contains(&group.likest));
                prop_assert!(group.tickets.is_sorted());
                for ticket in &group.tickets {
                    let (one, others) = of(ticket);
                    prop_assert!(seen.insert(*ticket), "in two groups");
                    prop_assert!(one.counts && now.since(one.at) <= 3 * DAY);
                    // It was found to be like something close, or something came that was like it.
                    let is_like = |others: &[Similar], to: Option<TicketId>| others.iter()
                        .any(|o| o.score >= ALIKE && to.is_none_or(|to| o.ticket == to));
                    prop_assert!(is_like(others, None) || log.iter().any(|(_, o)| is_like(o, Some(*ticket))));
                }
            }
            prop_assert!(shown.is_sorted_by_key(|group| std::cmp::Reverse(group.people)));
            // From the log alone, as after a restart.
            let mut again = Groups::default();
            for (one, others) in &log {
                again.put(one.clone(), others);
            }
            for (tickets, people) in &dismissed {
                again.dismiss(tickets, *people);
            }
            again.forget_before(now.plus(-3 * DAY));
            prop_assert_eq!(again.shown(now), shown);
        }
    }
}

//! Periods and the facts that figures count.
#![allow(clippy::unwrap_used)]

mod common;

use common::desk::*;
use common::walk::{recorded, step, walks};
use guichet_domain::evolve;
use guichet_domain::figures::facts::{End, Ended, Span, TicketFacts};
use guichet_domain::figures::flow::flow;
use guichet_domain::figures::period::{DAYS_MAX, Period, Unit, midnight};
use guichet_domain::kernel::actor::Actor;
use guichet_domain::kernel::audience::Audience;
use guichet_domain::kernel::reference::Kind;
use guichet_domain::kernel::time::{DAY, Date, HOUR, MINUTE, Timestamp, Zone, read_date, written};
use guichet_domain::tickets::command::Command;
use guichet_domain::tickets::event::{Envelope, Event};
use guichet_domain::tickets::hold::HoldReason;
use guichet_domain::tickets::ticket::Ticket;
use guichet_domain::tickets::workflow::State;
use guichet_domain::{NewTicket, TeamId};
use proptest::prelude::*;

fn day(text: &str) -> Date {
    read_date(text).unwrap()
}

fn period(text: &str) -> Period {
    text.parse().unwrap()
}

/// Paris in 2026: the clocks change on 29 March and on 25 October, at 01:00 UTC.
fn paris() -> Zone {
    let at = |text| {
        let midnight = midnight(day(text), &Zone::utc());
        midnight.plus(HOUR).0 / 1_000_000
    };
    Zone {
        name: "Europe/Paris".into(),
        offsets: vec![
            (0, 3600),
            (at("2026-03-29"), 7200),
            (at("2026-10-25"), 3600),
        ],
    }
}

#[test]
fn periods_are_of_whole_days() {
    for (text, first, last, before, after) in [
        (
            "2026-11-23",
            "2026-11-23",
            "2026-11-23",
            "2026-11-22",
            "2026-11-24",
        ),
        // A Monday; the first week of a year is the one with its first Thursday (ISO 8601).
        (
            "2026-W48",
            "2026-11-23",
            "2026-11-29",
            "2026-W47",
            "2026-W49",
        ),
        (
            "2026-W53",
            "2026-12-28",
            "2027-01-03",
            "2026-W52",
            "2027-W01",
        ),
        ("2026-02", "2026-02-01", "2026-02-28", "2026-01", "2026-03"),
        ("2028-02", "2028-02-01", "2028-02-29", "2028-01", "2028-03"),
        ("2026-Q4", "2026-10-01", "2026-12-31", "2026-Q3", "2027-Q1"),
        ("2026", "2026-01-01", "2026-12-31", "2025", "2027"),
        (
            "2026-11-01..2026-11-10",
            "2026-11-01",
            "2026-11-10",
            "2026-10-22..2026-10-31",
            "2026-11-11..2026-11-20",
        ),
    ] {
        let read = period(text);
        assert_eq!(read.to_string(), text);
        let ends = (written(read.first()), written(read.last()));
        assert_eq!(ends, (first.to_owned(), last.to_owned()), "{text}");
        assert_eq!(read.before().to_string(), before, "{text}");
        assert_eq!(read.after().to_string(), after, "{text}");
    }
}

#[test]
fn what_is_no_period_is_refused() {
    for text in [
        "",
        "26",
        "2026-",
        "2026-13",
        "2026-00",
        "2026-W00",
        "2025-W53",
        "2026-W5",
        "2026-Q5",
        "2026-Q0",
        "2026-Q",
        "2026-1",
        "2026-02-30",
        "+026",
        "2026-+1",
        "2026-W+1",
        "2026-11-10..2026-11-01",
        "2026-11-01..",
        "..",
        "0001-01-01..9999-12-31",
        "aöé",
        "日本語",
    ] {
        assert!(text.parse::<Period>().is_err(), "{text}");
    }
    let ten_years = Period::between(day("2020-01-01"), day("2029-12-31")).unwrap();
    assert_eq!(ten_years.len(), DAYS_MAX);
    assert!(Period::between(day("2020-01-01"), day("2030-01-01")).is_err());
}

#[test]
fn the_days_on_which_the_clocks_change_are_shorter_and_longer() {
    let lasts = |text: &str| {
        let (from, until) = period(text).bounds(&paris());
        until.since(from)
    };
    assert_eq!(lasts("2026-03-28"), 24 * HOUR);
    assert_eq!(lasts("2026-03-29"), 23 * HOUR);
    assert_eq!(lasts("2026-10-25"), 25 * HOUR);
    assert_eq!(lasts("2026"), 365 * DAY);
    // Lord Howe Island changes by half an hour.
    let zone = Zone {
        name: "Australia/Lord_Howe".into(),
        offsets: vec![
            (0, 39_600),
            (
                midnight(day("2026-04-04"), &Zone::utc()).0 / 1_000_000 + 54_000,
                37_800,
            ),
        ],
    };
    let (from, until) = period("2026-04-05").bounds(&zone);
    assert_eq!(until.since(from), 24 * HOUR + 30 * MINUTE);
}

fn units() -> impl Strategy<Value = Unit> {
    prop::sample::select(vec![
        Unit::Day,
        Unit::Week,
        Unit::Month,
        Unit::Quarter,
        Unit::Year,
    ])
}

proptest! {
    /// A day lies in one period of a unit, which follows the one before without a gap, whatever the
    /// clocks do.
    #[test]
    fn periods_follow_one_another((unit, since) in (units(), 0..40_000_i64), many in 1..400_i64) {
        let first = paris().date(Timestamp(since * DAY));
        let days = Period::between(first, paris().date(Timestamp((since + many - 1) * DAY)));
        for period in [Period::of(unit, first), days.unwrap()] {
            prop_assert!(period.first() <= first && first <= period.last());
            prop_assert_eq!(period.to_string().parse(), Ok(period));
            prop_assert_eq!(period.after().before().first(), period.first());
            prop_assert_eq!(period.before().last().tomorrow().unwrap(), period.first());
            prop_assert_eq!(period.after().first(), period.last().tomorrow().unwrap());
            let zone = paris();
            let (from, until) = period.bounds(&zone);
            prop_assert_eq!(period.before().bounds(&zone).1, from);
            prop_assert_eq!(zone.date(from), period.first());
            prop_assert_eq!(zone.date(until.plus(-1)), period.last());
            prop_assert_eq!(period.days().count(), usize::try_from(period.len()).unwrap());
            // Each day once.
            let whole: i64 = period.days().map(|day| {
                let (from, until) = Period::of(Unit::Day, day).bounds(&zone);
                until.since(from)
            }).sum();
            prop_assert_eq!(whole, until.since(from));
        }
    }
}

/// A small life, counted by hand.
#[test]
fn the_facts_of_a_life() {
    let draft = NewTicket {
        subject: "Word ne s’ouvre plus".into(),
        service: Some(OPEN),
        ..NewTicket::default()
    };
    let mut desk = Desk::record(&draft, &actor(USER)).unwrap();
    let at = |hours: i64| START.plus(hours * HOUR);
    let go = |desk: &mut Desk, hours: i64| desk.now = at(hours);
    go(&mut desk, 1);
    let text = "Quand ?".to_owned();
    desk.done(USER, Command::Comment { text });
    go(&mut desk, 2);
    let text = "Pour nous.".to_owned();
    desk.done(ALICE, Command::Note { text });
    go(&mut desk, 3);
    desk.done(ALICE, Command::Take { was: None });
    go(&mut desk, 5);
    let hold = Command::Hold {
        reason: HoldReason::User,
        until: Some(at(100)),
        note: "Quelle version ?".into(),
        internal: String::new(),
        problem: None,
        was: None,
    };
    desk.done(ALICE, hold);
    go(&mut desk, 12);
    let text = "La 16.".to_owned();
    desk.done(USER, Command::Comment { text });
    go(&mut desk, 13);
    let hand_over = Command::HandOver {
        team: TeamId(2),
        note: String::new(),
        was: Some(TeamId(1)),
    };
    desk.done(ALICE, hand_over);
    go(&mut desk, 20);
    let reason = "Doublon".to_owned();
    desk.done(BEA, Command::Cancel { reason });

    let facts = TicketFacts::of(&desk.log).unwrap();
    assert_eq!(facts.recorded_at, START);
    assert_eq!(facts.recorded_for, Some(TeamId(1)));
    // Neither the user's words nor a note is an answer; a question is.
    assert_eq!(facts.answered_at.unwrap().at, at(5));
    assert_eq!(facts.owned_at.unwrap().at, at(3));
    let handed: Vec<_> = facts
        .handed_over
        .iter()
        .map(|one| (one.at, one.team))
        .collect();
    assert_eq!(handed, [(at(13), Some(TeamId(1)))]);
    let [ended] = facts.ended[..] else {
        panic!("{:?}", facts.ended)
    };
    assert_eq!(
        (ended.at, ended.end, ended.team),
        (at(20), End::Cancelled, Some(TeamId(2)))
    );
    let spans: Vec<_> = facts
        .spans
        .iter()
        .map(|span| (span.from, span.state))
        .collect();
    assert_eq!(
        spans,
        [
            (START, State::New),
            (at(3), State::New),
            (at(5), State::OnHold),
            (at(12), State::New),
            (at(13), State::New),
            (at(20), State::Cancelled),
        ]
    );
    let held = |from, until| facts.time_in((at(from), at(until)), |span| span.hold.is_some());
    assert_eq!(held(0, 100), 7 * HOUR);
    assert_eq!(held(10, 11), HOUR);
    assert_eq!(held(12, 100), 0);
    let open = facts.time_in((START, at(1_000)), |span| span.is_open());
    assert_eq!(open, 20 * HOUR);
    assert_eq!(facts.stood_at(START.plus(-1)), None);
    assert_eq!(facts.stood_at(at(5)).unwrap().hold, Some(HoldReason::User));
}

#[test]
fn what_is_part_of_another_ticket_is_neither_open_nor_done() {
    use guichet_domain::tickets::merging::{MergeEvent, Shares};
    let draft = NewTicket {
        subject: "Word".into(),
        ..NewTicket::default()
    };
    let mut desk = Desk::record(&draft, &actor(USER)).unwrap();
    let other = guichet_domain::kernel::reference::Reference {
        kind: Kind::Incident,
        id: guichet_domain::TicketId(7),
    };
    desk.now = START.plus(HOUR);
    let shares = Shares::default();
    let into = Event::Merge(MergeEvent::Into {
        into: other,
        shares,
    });
    desk.happened(Actor::system().who, into);
    desk.now = START.plus(3 * HOUR);
    let undone = Event::Merge(MergeEvent::Undone { from: other });
    desk.happened(Actor::system().who, undone);
    let facts = TicketFacts::of(&desk.log).unwrap();
    assert_eq!(facts.ended, []);
    let until = START.plus(10 * HOUR);
    let open = facts.time_in((START, until), |span| span.is_open());
    assert_eq!(open, 8 * HOUR);
}

/// The ticket as the log leaves it at that moment.
fn folded(log: &[Envelope], at: Timestamp) -> Option<Ticket> {
    let known = log.iter().take_while(|envelope| envelope.at <= at);
    known.fold(None, |ticket: Option<Ticket>, envelope| {
        let before = ticket.unwrap_or_else(|| Ticket::unrecorded(envelope.ticket));
        Some(evolve(before, envelope))
    })
}

proptest! {
    #![proptest_config(common::cases(96))]

    #[test]
    fn the_facts_are_what_the_log_says((kind, seed, steps) in walks()) {
        let mut desk = recorded(kind, seed);
        for seed in steps {
            step(&mut desk, seed);
        }
        let facts = TicketFacts::of(&desk.log).unwrap();
        prop_assert!(facts.spans.is_sorted_by(|a, b| a.from <= b.from));
        for at in desk.log.iter().flat_map(|one| [one.at, one.at.plus(1), one.at.plus(HOUR)]) {
            let (ticket, stood) = (folded(&desk.log, at).unwrap(), facts.stood_at(at).unwrap());
            prop_assert_eq!(ticket.state, stood.state);
            prop_assert_eq!(ticket.team, stood.team);
            prop_assert_eq!(ticket.assignee, stood.assignee);
            prop_assert_eq!(ticket.priority, stood.priority);
            prop_assert_eq!(ticket.hold.map(|hold| hold.reason), stood.hold);
        }
        // Its whole life is in its spans, and nothing else.
        let end = desk.now.plus(DAY);
        let life = facts.time_in((START.plus(-DAY), end), |_| true);
        prop_assert_eq!(life, end.since(START));
        // Work ends where an open ticket is open no more, and begins again where it is reopened.
        let (mut ends, mut reopened, mut handed) = (0, 0, 0);
        let mut ticket = Ticket::unrecorded(desk.ticket.id);
        for envelope in &desk.log {
            let after = evolve(ticket.clone(), envelope);
            ends += usize::from(ticket.state.is_open() && !after.state.is_open());
            reopened += usize::from(after.reopenings > ticket.reopenings);
            handed += usize::from(after.hand_overs > ticket.hand_overs);
            ticket = after;
        }
        prop_assert_eq!((facts.ended.len(), facts.reopened.len(), facts.handed_over.len()), (ends, reopened, handed));
        prop_assert_eq!(facts.owned_at.is_some(), ticket.first_owner.is_some());
        // An approval that is awaited now has no end, every other one has.
        let awaits = ticket.state == State::AwaitingApproval;
        let open = facts.awaited.iter().filter(|one| one.until.is_none()).count();
        prop_assert_eq!(open, usize::from(awaits));
        // Nobody was told anything before it was recorded, nor by the user.
        if let Some(answered) = facts.answered_at {
            let said = desk.log.iter().find(|one| one.at == answered.at && match &one.event {
                Event::Commented { audience, .. } => *audience != Audience::Agents,
                Event::Held { .. } | Event::AskedBack { .. } | Event::Told { .. } | Event::WorkaroundRecorded { .. }
                | Event::Resolved { .. } | Event::ResolvedAtFirstContact(_) | Event::Fulfilled { .. }
                | Event::Evaluated { .. } => true,
                _ => false,
            });
            prop_assert!(said.is_some());
        }
    }
}

/// Three tickets over four days that begin at midnight in Paris, in winter; counted by hand.
#[test]
fn the_flow_of_a_small_desk() {
    let begin = midnight(day("2026-11-23"), &paris());
    let hour = |n: i64| begin.plus(n * HOUR);
    let life = |id: i64, spans: &[(i64, State, i64)], ended: &[(i64, i64)]| {
        let mut ticket = Ticket::unrecorded(guichet_domain::TicketId(id));
        ticket.recorded_at = hour(spans[0].0);
        ticket.team = Some(TeamId(spans[0].2));
        let mut facts = TicketFacts::recorded(&ticket);
        let first = facts.spans[0];
        facts.spans = spans
            .iter()
            .map(|(from, state, team)| Span {
                from: hour(*from),
                state: *state,
                team: Some(TeamId(*team)),
                ..first
            })
            .collect();
        facts.ended = ended
            .iter()
            .map(|(at, team)| Ended {
                at: hour(*at),
                end: End::Done,
                team: Some(TeamId(*team)),
                since: facts.recorded_at,
                kept: None,
            })
            .collect();
        facts
    };
    use State::{Diagnosing, New, OnHold, Resolved};
    let all = [
        // Recorded before the period, handed from the first team to the second, done on the third day.
        life(
            1,
            &[(-5, New, 1), (30, OnHold, 2), (50, Resolved, 2)],
            &[(50, 2)],
        ),
        // Recorded and done on the first day, reopened on the second, done on it.
        life(
            2,
            &[
                (1, New, 1),
                (3, Resolved, 1),
                (26, Diagnosing, 1),
                (28, Resolved, 1),
            ],
            &[(3, 1), (28, 1)],
        ),
        // Recorded in the last minute of the second day.
        life(3, &[(47, New, 2)], &[]),
    ];
    let counted = |team: Option<i64>| -> Vec<(u32, u32, u32)> {
        let counts = |of: Option<TeamId>| team.is_none_or(|team| of == Some(TeamId(team)));
        let flow = flow(&all, period("2026-11-23..2026-11-26"), &paris(), counts);
        flow.iter()
            .map(|day| (day.recorded, day.ended, day.open))
            .collect()
    };
    assert_eq!(counted(None), [(1, 1, 1), (1, 1, 2), (0, 1, 1), (0, 0, 1)]);
    assert_eq!(
        counted(Some(1)),
        [(1, 1, 1), (0, 1, 0), (0, 0, 0), (0, 0, 0)]
    );
    assert_eq!(
        counted(Some(2)),
        [(0, 0, 0), (1, 0, 2), (0, 1, 1), (0, 0, 1)]
    );
    assert_eq!(counted(Some(3)), [(0, 0, 0); 4]);
}

proptest! {
    #![proptest_config(common::cases(48))]

    /// Day by day, by looking at each ticket at the end of the day.
    #[test]
    fn the_flow_is_what_each_day_shows(
        lives in prop::collection::vec(walks(), 1..5), back in -3..3_i64, many in 1..30_i64,
    ) {
        let facts: Vec<TicketFacts> = lives.into_iter().map(|(kind, seed, steps)| {
            let mut desk = recorded(kind, seed);
            for seed in steps {
                step(&mut desk, seed);
            }
            TicketFacts::of(&desk.log).unwrap()
        }).collect();
        let zone = paris();
        let first = zone.date(START.plus(back * DAY));
        let last = zone.date(START.plus((back + many) * DAY));
        let period = Period::between(first, last).unwrap();
        for team in [None, Some(TeamId(1)), Some(TeamId(2))] {
            let counts = |of: Option<TeamId>| team.is_none() || of == team;
            for day in flow(&facts, period, &zone, counts) {
                let is_on = |at: Timestamp| zone.date(at) == day.day;
                let evening = midnight(day.day.tomorrow().unwrap(), &zone).plus(-1);
                let recorded = facts.iter().filter(|one| is_on(one.recorded_at) && counts(one.recorded_for));
                let ended = facts.iter().flat_map(|one| &one.ended).filter(|one| is_on(one.at) && counts(one.team));
                let open = facts.iter().filter(|one| {
                    one.stood_at(evening).is_some_and(|span| span.is_open() && counts(span.team))
                });
                prop_assert_eq!(day.recorded as usize, recorded.count());
                prop_assert_eq!(day.ended as usize, ended.count());
                prop_assert_eq!(day.open as usize, open.count(), "{}", day.day);
            }
        }
    }
}

//! Feedback: when users are asked, what they may answer, who reads it, and what comes of it.
#![allow(clippy::unwrap_used)]

mod common;

use common::cases;
use common::dice::Dice;
use guichet_domain::directory::person::Person;
use guichet_domain::directory::whole::Directory;
use guichet_domain::feedback::ask::{AskFacts, OPEN_DAYS, ask, occasion};
use guichet_domain::feedback::command::{AnswerForm, FeedbackCommand, ReviewForm};
use guichet_domain::feedback::decide::{decide_feedback, empty, give};
use guichet_domain::feedback::event::{Asked, FeedbackEnvelope, FeedbackEvent, Occasion};
use guichet_domain::feedback::evolve::evolve_feedback;
use guichet_domain::feedback::fault::{Cause, Fault};
use guichet_domain::feedback::given::Feedback;
use guichet_domain::feedback::page::FeedbackQuery;
use guichet_domain::feedback::score::Score;
use guichet_domain::feedback::tally::Tally;
use guichet_domain::feedback::view::{Reading, may_remove, reading};
use guichet_domain::kernel::actor::{Actor, Role, Who};
use guichet_domain::kernel::feedback_why::FeedbackWhy;
use guichet_domain::kernel::form::REASON_MAX;
use guichet_domain::kernel::reference::Kind;
use guichet_domain::kernel::refusal::{Field, Problem, Refusal, invalid};
use guichet_domain::kernel::removed::REMOVED;
use guichet_domain::kernel::stream::StreamEvent;
use guichet_domain::kernel::tagged::StoredEvent;
use guichet_domain::kernel::time::{DAY, Zone};
use guichet_domain::notifications::feedback_recipients::feedback_recipients;
use guichet_domain::notifications::notice::Notice;
use guichet_domain::tickets::workflow::State;
use guichet_domain::{
    CommandId, FeedbackId, PersonId, TeamId, TextId, Ticket, TicketId, Timestamp,
};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

const USER: PersonId = PersonId(1);
const AGENT: PersonId = PersonId(10);
const OWNER: PersonId = PersonId(11);
const TEAM: TeamId = TeamId(1);
const OTHER: TeamId = TeamId(2);
const START: Timestamp = Timestamp(1_780_000_000_000_000);

fn ticket(state: State) -> Ticket {
    Ticket {
        kind: Kind::Incident,
        state,
        affected: USER,
        assignee: Some(AGENT),
        team: Some(TEAM),
        ..Ticket::unrecorded(TicketId(42))
    }
}

fn facts() -> AskFacts {
    AskFacts {
        is_there: true,
        last_asked: None,
        every_days: 14,
    }
}

fn score(n: u8) -> Score {
    Score::new(n).unwrap()
}

fn happened(feedback: Feedback, at: Timestamp, event: FeedbackEvent) -> Feedback {
    let envelope = FeedbackEnvelope {
        feedback: feedback.id,
        at,
        by: Who::Person(USER),
        command: CommandId(Uuid::from_u128(7)),
        event,
    };
    evolve_feedback(feedback, &envelope)
}

fn asked() -> Feedback {
    let asked = Asked {
        ticket: TicketId(42),
        person: USER,
        occasion: Occasion::Closed,
        agent: Some(AGENT),
        team: Some(TEAM),
        until: START.plus(30 * DAY),
    };
    let event = FeedbackEvent::Asked(asked);
    happened(Feedback::unasked(FeedbackId(1)), START, event)
}

fn given(n: u8) -> Feedback {
    let event = FeedbackEvent::Given {
        score: score(n),
        fault: None,
        words: None,
        by_link: false,
    };
    happened(asked(), START.plus(DAY), event)
}

fn reviewed() -> Feedback {
    let event = FeedbackEvent::Reviewed {
        cause: Cause::Workload,
        measure: TextId(Uuid::from_u128(9)),
        owner: OWNER,
    };
    happened(given(1), START.plus(2 * DAY), event)
}

fn command(n: u128) -> CommandId {
    CommandId(Uuid::from_u128(n << 40))
}

fn answer(n: u8) -> AnswerForm {
    AnswerForm {
        score: Some(score(n)),
        ..AnswerForm::default()
    }
}

#[test]
fn whoever_was_served_or_refused_is_asked_and_nobody_else() {
    for before in State::ALL {
        for after in State::ALL {
            for kind in [Kind::Incident, Kind::Request, Kind::Problem] {
                let ended = Ticket {
                    kind,
                    ..ticket(*after)
                };
                // Of all ways, those that end in these two states; not a cancelled one.
                let expected = match after {
                    _ if before == after || kind == Kind::Problem => None,
                    State::Closed => Some(Occasion::Closed),
                    State::Refused => Some(Occasion::Refused),
                    _ => None,
                };
                assert_eq!(occasion(*before, &ended), expected, "{before:?} {after:?}");
            }
        }
    }
    // Nobody is asked how they served themselves.
    let own = Ticket {
        assignee: Some(USER),
        ..ticket(State::Closed)
    };
    assert_eq!(occasion(State::Resolved, &own), None);
    let unassigned = Ticket {
        assignee: None,
        ..ticket(State::Closed)
    };
    assert!(occasion(State::Resolved, &unassigned).is_some());
}

#[test]
fn nobody_is_asked_twice_in_a_fortnight() {
    let closed = ticket(State::Closed);
    let asks = |facts, now| ask(&closed, Occasion::Closed, facts, now);
    let question = asks(facts(), START).unwrap();
    assert_eq!(question.until, START.plus(OPEN_DAYS * DAY));
    assert_eq!(
        (question.person, question.agent, question.team),
        (USER, Some(AGENT), Some(TEAM))
    );
    let after = |passed: i64, every_days| {
        let facts = AskFacts {
            last_asked: Some(START),
            every_days,
            ..facts()
        };
        asks(facts, START.plus(passed)).is_some()
    };
    assert!(!after(0, 14));
    assert!(!after(14 * DAY - 1, 14));
    assert!(after(14 * DAY, 14));
    assert!(after(DAY, 1) && !after(DAY - 1, 1));
    assert!(!after(1000 * DAY, 0), "never is never");
    let gone = AskFacts {
        is_there: false,
        ..facts()
    };
    assert_eq!(asks(gone, START), None);
}

#[test]
fn an_answer_counts_until_its_time_has_passed() {
    let say = |feedback: &Feedback, person, form: &AnswerForm, at| {
        give(feedback, (person, None), command(1), form, true, at)
    };
    let last = START.plus(30 * DAY);
    assert!(say(&asked(), USER, &answer(3), last).is_ok());
    assert!(say(&given(3), USER, &answer(1), last).is_ok());
    let over = Refusal::FeedbackImpossible(FeedbackWhy::Over);
    assert_eq!(say(&asked(), USER, &answer(3), last.plus(1)), Err(over));
    let other = Refusal::FeedbackImpossible(FeedbackWhy::NotYours);
    assert_eq!(say(&asked(), AGENT, &answer(3), last), Err(other));
    let nothing = say(&asked(), USER, &AnswerForm::default(), START);
    assert_eq!(nothing, Err(invalid(Field::Score, Problem::Missing)));
    let long = AnswerForm {
        words: "é".repeat(REASON_MAX + 1),
        ..answer(3)
    };
    let most = Problem::too_long(REASON_MAX);
    assert_eq!(
        say(&asked(), USER, &long, START),
        Err(invalid(Field::Text, most))
    );
    let blank = AnswerForm {
        words: " \u{200b}\n ".into(),
        fault: Some(Fault::TooLong),
        ..answer(4)
    };
    let said = say(&asked(), USER, &blank, START).unwrap();
    let expected = FeedbackEvent::Given {
        score: score(4),
        // It belongs to a bad mark.
        fault: None,
        words: None,
        by_link: true,
    };
    assert_eq!((said.events, said.text), (vec![expected], None));
}

#[test]
fn a_quoted_signature_is_kept_nowhere() {
    let form = AnswerForm {
        words:
            "Voir https://x/feedback/INC-42.ccd4axyn6yr4uena et support+INC-42.ccd4axyn6yr4uena@x"
                .into(),
        ..answer(2)
    };
    let said = give(&asked(), (USER, None), command(1), &form, false, START).unwrap();
    let (_, words) = said.text.unwrap();
    assert!(
        words.contains("/feedback/INC-42 et support+INC-42@x"),
        "{words}"
    );
}

#[test]
fn scores_are_one_to_five() {
    let numbers: Vec<u8> = (0..=255).filter(|n| Score::new(*n).is_some()).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5]);
    let bad: Vec<u8> = Score::ALL
        .iter()
        .filter(|s| s.is_bad())
        .map(|s| s.number())
        .collect();
    assert_eq!(bad, [1, 2]);
    for wrong in ["0", "6", "-1", "2.5", "\"3\"", "null", "256"] {
        assert!(serde_json::from_str::<Score>(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn a_review_says_why_what_and_who() {
    let owners = BTreeSet::from([OWNER]);
    let decide = |feedback: &Feedback, form: ReviewForm| {
        decide_feedback(
            feedback,
            command(2),
            &FeedbackCommand::Review(form),
            &owners,
        )
    };
    let whole = ReviewForm {
        cause: Some(Cause::Knowledge),
        measure: "Écrire un article".into(),
        owner: Some(OWNER),
        corrects: None,
    };
    let nothing = Refusal::FeedbackImpossible(FeedbackWhy::NothingToReview);
    for feedback in [asked(), given(3), given(5)] {
        assert_eq!(decide(&feedback, whole.clone()), Err(nothing.clone()));
    }
    let errors = decide(&given(2), ReviewForm::default()).unwrap_err();
    let Refusal::Invalid(errors) = errors else {
        panic!("{errors:?}")
    };
    let named: Vec<Field> = errors.iter().map(|error| error.field).collect();
    assert_eq!(named, [Field::Cause, Field::Measure, Field::Owner]);
    let stranger = ReviewForm {
        owner: Some(USER),
        ..whole.clone()
    };
    let unknown = Err(invalid(Field::Owner, Problem::Unknown));
    assert_eq!(decide(&given(2), stranger), unknown);
    assert!(decide(&given(2), whole.clone()).is_ok());
    // Somebody else was quicker; whoever has seen that may correct it.
    let conflict = Refusal::Conflict(vec![Field::Cause, Field::Measure, Field::Owner]);
    assert_eq!(decide(&reviewed(), whole.clone()), Err(conflict));
    let corrects = ReviewForm {
        corrects: Some(START.plus(2 * DAY)),
        ..whole
    };
    assert!(decide(&reviewed(), corrects).is_ok());
}

#[test]
fn what_is_settled_is_settled_once() {
    let settle = |feedback: &Feedback, done| {
        let command = FeedbackCommand::Settle { done };
        decide_feedback(feedback, CommandId::default(), &command, &BTreeSet::new())
    };
    let so = Refusal::FeedbackImpossible(FeedbackWhy::AlreadySo);
    assert_eq!(settle(&given(1), true), Err(so.clone()));
    assert_eq!(settle(&reviewed(), false), Err(so.clone()));
    let event = settle(&reviewed(), true).unwrap().events.remove(0);
    let done = happened(reviewed(), START.plus(3 * DAY), event);
    assert_eq!(
        done.review.as_ref().unwrap().done_at,
        Some(START.plus(3 * DAY))
    );
    assert_eq!(settle(&done, true), Err(so));
    assert!(settle(&done, false).is_ok());
}

/// Somebody of a role, in some teams.
fn anybody(dice: &mut Dice) -> Actor {
    let teams = dice.of(&[vec![], vec![TEAM], vec![OTHER], vec![TEAM, OTHER]]);
    Actor {
        who: Who::Person(dice.of(&[USER, AGENT, OWNER, PersonId(12), PersonId(13)])),
        role: dice.of(Role::ALL),
        teams: teams.into_iter().collect(),
    }
}

proptest! {
    #![proptest_config(cases(2_000))]

    /// Said a second time: three kinds of people read all of it, the owner reads the measure, and
    /// whoever does not work on the ticket reads nothing.
    #[test]
    fn the_agent_the_lead_and_the_manager_read_it_and_nobody_else(seed: u64) {
        let dice = &mut Dice(seed);
        let actor = anybody(dice);
        let me = actor.person().unwrap();
        let (agent, team) = (dice.of(&[None, Some(AGENT), Some(USER)]), dice.of(&[None, Some(TEAM), Some(OTHER)]));
        let mut feedback = dice.of(&[asked(), given(1), given(4), reviewed()]);
        feedback.asked.agent = agent;
        feedback.asked.team = team;
        let now = Ticket {
            team: dice.of(&[None, Some(TEAM), Some(OTHER)]),
            confidential: dice.one_in(2),
            ..ticket(State::Closed)
        };
        let works_on_it = actor.role != Role::User
            && (!now.confidential || now.team.is_some_and(|team| actor.teams.contains(&team)));
        let mut reads = false;
        if agent == Some(me) { reads = true; }
        if actor.role == Role::TeamLead && team.is_some_and(|team| actor.teams.contains(&team)) { reads = true; }
        if actor.role == Role::SupportManager { reads = true; }
        let charged = feedback.review.as_ref().is_some_and(|review| review.owner == me);
        let expected = match (works_on_it, reads, charged) {
            (false, _, _) => None,
            (true, true, _) => Some(Reading::Whole),
            (true, false, true) => Some(Reading::Measure),
            (true, false, false) => None,
        };
        prop_assert_eq!(reading(&feedback, &now, &actor), expected, "{:?}", actor);
        // Whoever it tells of removes nothing, but for leads and managers.
        let heads = matches!(actor.role, Role::TeamLead | Role::SupportManager);
        let heads = heads && (actor.role == Role::SupportManager || team.is_some_and(|team| actor.teams.contains(&team)));
        prop_assert_eq!(may_remove(&feedback, &now, &actor), works_on_it && heads);
        // Of another ticket it says nothing.
        let other = Ticket { ..Ticket::unrecorded(TicketId(43)) };
        prop_assert_eq!(reading(&feedback, &other, &actor), None);
    }

    /// Whatever happens: a mark that has become bad waits until somebody has reviewed it since; a text is
    /// left exactly until it was removed or another was put in its place; whoever says the same again
    /// says nothing; and every event is read as it was stored.
    #[test]
    fn laws_hold_whatever_happens(seed: u64, steps in 1..40_usize) {
        let dice = &mut Dice(seed);
        let owners = BTreeSet::from([AGENT, OWNER]);
        let mut feedback = asked();
        let (mut waits, mut left) = (false, BTreeSet::new());
        // The last answer, as it was typed, and which texts stand for it and for the measure.
        let mut last: Option<(Score, Option<Fault>, String)> = None;
        let (mut words_of, mut measure_of) = (None, None);
        let mut answers = 0;
        for n in 0..steps {
            let at = START.plus(i64::try_from(n).unwrap() * DAY);
            let id = command(u128::try_from(n).unwrap() + 10);
            let words = dice.of(&["", "non", "pas content"]).to_owned();
            let decided = match dice.below(5) {
                0 | 1 => {
                    let mark = dice.of(&Score::ALL);
                    let fault = dice.of(&[None, Some(Fault::Unclear)]);
                    let form = AnswerForm {
                        score: Some(mark),
                        fault,
                        words: words.clone(),
                        reopen: None,
                    };
                    // What was removed stands as its placeholder.
                    let said = words_of.map(|text| match left.contains(&text) {
                        true => last.as_ref().map(|(_, _, said)| said.clone()).unwrap(),
                        false => REMOVED.to_owned(),
                    });
                    let given = give(&feedback, (USER, said.as_deref()), id, &form, dice.one_in(2), at);
                    let now = (mark, fault.filter(|_| mark.number() < 3), words.clone());
                    let is_same = last.as_ref() == Some(&now) && said.unwrap_or_default() == words;
                    prop_assert_eq!(given.is_ok(), n <= 30 && (is_same || answers < 20));
                    if let Ok(given) = &given {
                        prop_assert_eq!(given.events.is_empty(), is_same);
                        if !is_same {
                            answers += 1;
                            let was_bad = last.as_ref().is_some_and(|(mark, ..)| mark.number() < 3);
                            waits = match (mark.number() < 3, was_bad) {
                                (true, false) => true,
                                (true, true) => waits,
                                (false, _) => false,
                            };
                            words_of.take().map(|text| left.remove(&text));
                            words_of = given.text.as_ref().map(|(id, _)| *id);
                            last = Some(now);
                        }
                    }
                    given
                }
                2 => {
                    let form = ReviewForm {
                        cause: Some(dice.of(Cause::ALL)),
                        measure: words,
                        owner: Some(dice.of(&[AGENT, OWNER, USER])),
                        corrects: feedback.review.as_ref().map(|review| review.at),
                    };
                    let reviewed = decide_feedback(&feedback, id, &FeedbackCommand::Review(form), &owners);
                    if let Ok(reviewed) = &reviewed {
                        waits = false;
                        measure_of.take().map(|text| left.remove(&text));
                        measure_of = reviewed.text.as_ref().map(|(id, _)| *id);
                    }
                    reviewed
                }
                3 => decide_feedback(&feedback, id, &FeedbackCommand::Settle { done: dice.one_in(2) }, &owners),
                _ => {
                    let texts: Vec<TextId> = feedback.texts.iter().copied().collect();
                    let text = if texts.is_empty() { TextId::default() } else { dice.of(&texts) };
                    let command = FeedbackCommand::Redact { text, reason: "données".into() };
                    let removed = decide_feedback(&feedback, id, &command, &owners);
                    prop_assert_eq!(removed.is_ok(), left.remove(&text));
                    removed
                }
            };
            let Ok(decision) = decided else { continue };
            left.extend(decision.text.iter().map(|(id, _)| *id));
            for event in decision.events {
                let again = FeedbackEvent::read(event.store()).unwrap();
                prop_assert_eq!(&again, &event);
                prop_assert_eq!(event.beside().texts, event.texts());
                let is_review = matches!(event, FeedbackEvent::Reviewed { .. });
                feedback = happened(feedback, at, event);
                if is_review {
                    prop_assert_eq!(feedback.review.as_ref().unwrap().done_at, None);
                }
            }
            prop_assert_eq!(feedback.awaits_review(), waits);
            prop_assert_eq!(&feedback.texts, &left);
        }
        let emptied = empty(&feedback);
        prop_assert_eq!(emptied.is_some(), !left.is_empty());
        if let Some(event) = emptied {
            let bare = happened(feedback, START, event);
            prop_assert_eq!(empty(&bare), None);
        }
    }

    /// An average tells of no fewer than five people and of no single agent, and is the mean of all marks.
    #[test]
    fn an_average_rests_on_five_people_and_several_agents(
        marks in prop::collection::vec((1..=8_i64, 1..=5_u8), 0..30),
        agents in 0..4_i64,
    ) {
        let people: BTreeSet<i64> = marks.iter().map(|(person, _)| *person).collect();
        let mut scores = BTreeMap::new();
        for (_, mark) in &marks {
            *scores.entry(score(*mark)).or_insert(0) += 1;
        }
        let tally = Tally {
            asked: 30,
            people: i64::try_from(people.len()).unwrap(),
            agents,
            scores,
            ..Tally::default()
        };
        prop_assert_eq!(tally.answered(), i64::try_from(marks.len()).unwrap());
        let is_shown = people.len() >= 5 && agents >= 2;
        prop_assert_eq!(tally.by_score().is_some(), is_shown);
        match tally.average() {
            None => prop_assert!(!is_shown),
            Some(average) => {
                let all: Vec<f64> = marks.iter().map(|(_, mark)| f64::from(*mark)).collect();
                let mean = all.iter().sum::<f64>() / all.len() as f64;
                prop_assert!(is_shown && (average - mean).abs() < 1e-9);
            }
        }
    }
}

fn person(id: PersonId, role: Role, team: Option<TeamId>) -> Person {
    Person {
        id,
        role,
        teams: team.into_iter().collect(),
        active: true,
        ..Person::default()
    }
}

#[test]
fn whom_it_concerns_is_told_once() {
    let (lead, manager, admin, other) = (PersonId(20), PersonId(21), PersonId(22), PersonId(23));
    let mut directory = Directory::default();
    for one in [
        person(USER, Role::User, None),
        person(AGENT, Role::Agent, Some(TEAM)),
        person(OWNER, Role::Agent, Some(TEAM)),
        person(lead, Role::TeamLead, Some(TEAM)),
        person(manager, Role::SupportManager, None),
        person(admin, Role::Administrator, Some(TEAM)),
        person(other, Role::TeamLead, Some(OTHER)),
        Person {
            active: false,
            ..person(PersonId(24), Role::SupportManager, None)
        },
    ] {
        directory.people.insert(one.id, one);
    }
    let ticket = ticket(State::Closed);
    let told = |before: &Feedback, event: FeedbackEvent, by: Who| {
        let envelope = FeedbackEnvelope {
            feedback: before.id,
            at: START.plus(10 * DAY),
            by,
            command: CommandId::default(),
            event,
        };
        let after = evolve_feedback(before.clone(), &envelope);
        let told = feedback_recipients(before, &after, &envelope, &ticket, &directory);
        let told = told
            .into_iter()
            .map(|one| (one.person, one.notice, one.own));
        told.collect::<Vec<_>>()
    };
    let mark = |n| FeedbackEvent::Given {
        score: score(n),
        fault: None,
        words: None,
        by_link: false,
    };
    let question = FeedbackEvent::Asked(asked().asked);
    let unasked = Feedback::unasked(FeedbackId(1));
    let asks = told(&unasked, question, Who::System);
    assert_eq!(asks, [(USER, Notice::FeedbackAsked, false)]);
    let by_user = || Who::Person(USER);
    let bad = [AGENT, lead, manager].map(|one| (one, Notice::BadMark, false));
    assert_eq!(told(&asked(), mark(1), by_user()), bad);
    assert_eq!(told(&given(4), mark(2), by_user()), bad);
    assert_eq!(told(&given(1), mark(2), by_user()), [], "it was bad before");
    // However often somebody goes back and forth, until it was reviewed.
    let good_again = happened(given(1), START.plus(DAY), mark(5));
    assert_eq!(told(&good_again, mark(1), by_user()), []);
    let after_review = happened(reviewed(), START.plus(3 * DAY), mark(5));
    assert_eq!(told(&after_review, mark(1), by_user()), bad);
    assert_eq!(told(&asked(), mark(3), by_user()), []);
    let review = |owner| FeedbackEvent::Reviewed {
        cause: Cause::Technology,
        measure: TextId::default(),
        owner,
    };
    let charged = told(&given(1), review(OWNER), Who::Person(lead));
    assert_eq!(charged, [(OWNER, Notice::MeasureGiven, false)]);
    assert_eq!(told(&given(1), review(lead), Who::Person(lead)), []);
    assert_eq!(told(&reviewed(), review(OWNER), Who::Person(lead)), []);
}

#[test]
fn events_as_they_were_stored_once_are_read_for_ever() {
    let stored: Vec<StoredEvent> =
        serde_json::from_str(include_str!("fixtures/feedback-v1.json")).unwrap();
    let mut names = BTreeSet::new();
    for one in stored {
        let event = FeedbackEvent::read(one.clone()).unwrap();
        assert_eq!(event.store(), one);
        // A new event does not compile without a name here, and then wants a fixture.
        names.insert(match event {
            FeedbackEvent::Asked(_) => "asked",
            FeedbackEvent::Given { .. } => "given",
            FeedbackEvent::Reviewed { .. } => "reviewed",
            FeedbackEvent::MeasureSettled { .. } => "measure_settled",
            FeedbackEvent::Redacted { .. } => "redacted",
        });
    }
    assert_eq!(names.len(), 5);
    for (name, v, data) in [
        ("teleported", 1, "{}"),
        ("given", 2, "{\"score\":3,\"by_link\":false}"),
        ("given", 1, "{\"score\":6,\"by_link\":false}"),
        ("given", 1, "null"),
    ] {
        let stored = StoredEvent {
            name: name.into(),
            v,
            data: serde_json::from_str(data).unwrap(),
        };
        assert!(FeedbackEvent::read(stored).is_err(), "{name} {v} {data}");
    }
}

#[test]
fn a_period_is_of_whole_days_where_its_reader_is() {
    let zone = Zone {
        name: "Europe/Paris".into(),
        // Summer time begins on 29 March 2026 at 01:00 UTC.
        offsets: vec![(0, 3_600), (1_774_746_000, 7_200)],
    };
    let of = |since: &str, until: &str| {
        let query = FeedbackQuery {
            since: since.into(),
            until: until.into(),
            ..FeedbackQuery::default()
        };
        let period = query.instants(&zone, START);
        (period.start.rfc3339(), period.end.rfc3339())
    };
    let day = |start: &str, end: &str| (start.to_owned(), end.to_owned());
    // A day of 23 hours, and the other way round it is the same.
    let short = day("2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z");
    assert_eq!(of("2026-03-29", "2026-03-29"), short);
    let two = day("2026-03-27T23:00:00Z", "2026-03-29T22:00:00Z");
    assert_eq!(of("2026-03-28", "2026-03-29"), two);
    assert_eq!(of("2026-03-29", "2026-03-28"), two);
    // What is no day is none chosen: ninety days until today.
    let today = zone.civil(START).date();
    for wrong in ["", "hier", "2026-02-30", "9999999-01-01"] {
        let query = FeedbackQuery {
            since: wrong.into(),
            until: wrong.into(),
            ..FeedbackQuery::default()
        };
        let (from, until) = query.days(&zone, START);
        assert_eq!(until, today, "{wrong}");
        assert_eq!((until - from).get_days(), 90, "{wrong}");
    }
}

//! Promised times: what is due, who is told of it and how often, and what changed rules move.

use crate::databases::{Databases, on_both};
use crate::house::{CLAIRE, House, NADIA};
use guichet_desk::{Caller, DeskError, EntryEdit};
use guichet_domain::directory::business_calendar::{BusinessCalendar, ZonedHours};
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::opening::{Closure, Hours, Window};
use guichet_domain::directory::person::Person;
use guichet_domain::directory::service_level::{Scope, ServiceLevel, Times};
use guichet_domain::kernel::actor::Role;
use guichet_domain::kernel::hold_reason::HoldReason;
use guichet_domain::kernel::language::Label;
use guichet_domain::kernel::priority::Priority;
use guichet_domain::kernel::promise::Promise;
use guichet_domain::kernel::reference::Kind;
use guichet_domain::kernel::refusal::{Field, Problem, Refusal};
use guichet_domain::kernel::time::{DAY, HOUR, Zone, read_date, read_moment};
use guichet_domain::notifications::notice::Notice;
use guichet_domain::queue::query::{QueueQuery, Sort, View};
use guichet_domain::service_levels::explanation::Row;
use guichet_domain::tickets::command::Command;
use guichet_domain::tickets::event::Event;
use guichet_domain::{
    CalendarId, CommandId, PersonId, ServiceLevelId, TeamId, TicketId, Timestamp,
};
use std::collections::BTreeSet;

on_both!(
    what_is_due_first_comes_first_and_says_why,
    each_is_told_once_whichever_process_tells,
    a_changed_calendar_moves_what_is_open_only_once_it_is_applied,
    whoever_does_not_answer_is_reminded_twice,
    a_calendar_is_checked_and_remembers_what_it_was,
);

const LEAD: PersonId = PersonId(3);
const MANAGER: PersonId = PersonId(4);
const ADMIN: PersonId = PersonId(5);

fn hours(closures: Vec<Closure>) -> ZonedHours {
    let day = vec![Window {
        from: 9 * 60,
        to: 17 * 60,
    }];
    ZonedHours {
        zone: "UTC".into(),
        hours: Hours {
            week: std::array::from_fn(|day_of| if day_of < 5 { day.clone() } else { Vec::new() }),
            french_holidays: false,
            closures,
        },
    }
}

fn calendar(closures: Vec<Closure>) -> BusinessCalendar {
    BusinessCalendar {
        id: CalendarId(1),
        name: Label::new("Bureau", "Office"),
        now: hours(closures),
        before: Vec::new(),
    }
}

fn level() -> ServiceLevel {
    let times = Priority::ALL.iter().map(|priority| Times {
        kind: Kind::Incident,
        priority: *priority,
        own: Some(60),
        resolve: Some(480),
    });
    ServiceLevel {
        id: ServiceLevelId(1),
        name: Label::new("Standard", "Standard"),
        scope: Scope::Everything,
        calendar: CalendarId(1),
        times: times.collect(),
        pauses: BTreeSet::new(),
        steps: ServiceLevel::usual_steps(),
        active: true,
    }
}

fn at(text: &str) -> Timestamp {
    Zone::utc().instant(read_moment(text).unwrap())
}

/// A desk with a lead, a manager and an administrator, on a Monday at nine.
async fn house(db: &Databases) -> House {
    let house = House::build(db).await;
    for (id, name, role) in [
        (LEAD, "lea", Role::TeamLead),
        (MANAGER, "max", Role::SupportManager),
        (ADMIN, "anne", Role::Administrator),
    ] {
        let person = Person {
            id,
            name: name.into(),
            email: Some(format!("{name}@exemple.fr")),
            role,
            teams: (id == LEAD).then_some(TeamId(1)).into_iter().collect(),
            active: true,
            ..Person::default()
        };
        house.desk.set_up(Entry::Person(person)).await.unwrap();
    }
    go(&house, "2027-03-01T09:00");
    house
}

async fn promising(db: &Databases) -> House {
    let house = house(db).await;
    for entry in [
        Entry::Calendar(calendar(Vec::new())),
        Entry::ServiceLevel(level()),
    ] {
        house.desk.set_up(entry).await.unwrap();
    }
    house
}

fn go(house: &House, to: &str) {
    house.clock.advance(at(to).since(house.desk.now()));
}

fn by(person: PersonId) -> Caller {
    Caller { person }
}

async fn due(house: &House, ticket: TicketId, promise: Promise) -> Option<Timestamp> {
    let page = house
        .desk
        .ticket_page(by(NADIA), ticket, None)
        .await
        .unwrap();
    page.ticket.clocks?.of(promise).due
}

/// What somebody finds under the bell, the latest first.
async fn bell(house: &House, person: PersonId) -> Vec<Notice> {
    house.desk.notify().await.unwrap();
    let found = house.desk.notifications(by(person), None).await.unwrap();
    found.lines.into_iter().map(|line| line.notice).collect()
}

async fn what_is_due_first_comes_first_and_says_why(db: Databases) {
    let house = promising(&db).await;
    let early = house.incident("Premier").await;
    house.clock.advance(HOUR);
    let late = house.incident("Second").await;
    house.act(NADIA, early, Command::Take { was: None }).await;
    assert_eq!(
        due(&house, early, Promise::Resolve).await,
        Some(at("2027-03-01T17:00"))
    );
    assert_eq!(
        due(&house, late, Promise::Own).await,
        Some(at("2027-03-01T11:00"))
    );
    let listed = async |sort| {
        let query = QueueQuery {
            view: View::ToDo,
            sort,
            ..QueueQuery::default()
        };
        let queue = house.desk.queue(by(NADIA), query).await.unwrap();
        let lines = queue.lines.into_iter();
        lines
            .map(|line| line.summary.reference.id)
            .collect::<Vec<_>>()
    };
    assert_eq!(listed(None).await, [late, early]);
    assert_eq!(listed(Some(Sort::Priority)).await, [early, late]);
    // Why then: an hour of the day before its end, and the rest of the next.
    house.clock.advance(5 * HOUR);
    let why = house
        .desk
        .explain(by(NADIA), late, Promise::Resolve)
        .await
        .unwrap();
    let spans: Vec<_> = why
        .rows
        .iter()
        .filter_map(|row| match row {
            Row::Open { from, to, ahead } => Some((*from, *to, *ahead)),
            _ => None,
        })
        .collect();
    assert_eq!(
        spans,
        [
            (at("2027-03-01T10:00"), at("2027-03-01T15:00"), false),
            (at("2027-03-01T15:00"), at("2027-03-01T17:00"), true),
            (at("2027-03-02T09:00"), at("2027-03-02T10:00"), true),
        ]
    );
    assert_eq!(
        why.rows.last(),
        Some(&Row::Due {
            at: at("2027-03-02T10:00")
        })
    );
    // Whoever was told of it, or does something else with it, adds nothing to the sum.
    go(&house, "2027-03-02T09:30");
    house.desk.run_timers().await.unwrap();
    house.act(NADIA, late, Command::Take { was: None }).await;
    let why = house
        .desk
        .explain(by(NADIA), late, Promise::Resolve)
        .await
        .unwrap();
    let open = why.rows.iter().filter_map(|row| match row {
        Row::Open { from, to, .. } => Some(to.since(*from)),
        _ => None,
    });
    assert_eq!(open.sum::<i64>(), 8 * HOUR);
    // Its user sees the promise and none of the sum.
    let denied = house.desk.explain(by(CLAIRE), late, Promise::Resolve).await;
    assert!(matches!(denied, Err(DeskError::NotFound)));
    let page = house
        .desk
        .ticket_page(by(CLAIRE), late, None)
        .await
        .unwrap();
    let clocks = page.ticket.clocks.unwrap();
    assert_eq!(clocks.resolve.due, Some(at("2027-03-02T10:00")));
    assert_eq!((clocks.own.sum, clocks.resolve.sum), (None, None));
    assert_eq!(house.desk.store().check().await.unwrap(), []);
}

async fn each_is_told_once_whichever_process_tells(db: Databases) {
    let house = promising(&db).await;
    let ticket = house.incident("Imprimante").await;
    go(&house, "2027-03-01T09:46");
    // Two of them at once, and once more.
    let (one, other) = (house.desk.clone(), house.desk.clone());
    let (one, other) = tokio::join!(one.run_timers(), other.run_timers());
    assert!(one.is_ok() && other.is_ok());
    house.desk.run_timers().await.unwrap();
    assert_eq!(bell(&house, NADIA).await, [Notice::DueSoon]);
    assert_eq!(bell(&house, MANAGER).await, []);
    // A week off: what is over is told once, to each who is to know, and no warning of it.
    go(&house, "2027-03-08T09:01");
    house.desk.run_timers().await.unwrap();
    house.desk.run_timers().await.unwrap();
    assert_eq!(
        bell(&house, NADIA).await,
        [Notice::Overdue, Notice::DueSoon]
    );
    assert_eq!(bell(&house, LEAD).await.first(), Some(&Notice::Overdue));
    assert_eq!(bell(&house, MANAGER).await, [Notice::Overdue]);
    assert_eq!(bell(&house, CLAIRE).await, []);
    // The log says which promises were missed, and whose history it is does not.
    let told = async |person| {
        let page = house
            .desk
            .ticket_page(by(person), ticket, None)
            .await
            .unwrap();
        let events = page
            .history
            .into_iter()
            .filter_map(|envelope| match envelope.event {
                Event::Escalated {
                    promise, percent, ..
                } => Some((promise, percent)),
                _ => None,
            });
        events.collect::<Vec<_>>()
    };
    assert_eq!(
        told(NADIA).await,
        [
            (Promise::Own, 75),
            (Promise::Own, 100),
            (Promise::Own, 150),
            (Promise::Resolve, 100),
            (Promise::Resolve, 150),
        ]
    );
    assert_eq!(told(CLAIRE).await, []);
    // Nothing is due any more once it is taken and on hold for its user.
    house.act(NADIA, ticket, Command::Take { was: None }).await;
    assert_eq!(house.desk.store().check().await.unwrap(), []);
}

async fn a_changed_calendar_moves_what_is_open_only_once_it_is_applied(db: Databases) {
    let house = house(&db).await;
    let before = house.incident("D’avant").await;
    for entry in [
        Entry::Calendar(calendar(Vec::new())),
        Entry::ServiceLevel(level()),
    ] {
        house.desk.set_up(entry).await.unwrap();
    }
    let ticket = house.incident("Imprimante").await;
    let was = due(&house, ticket, Promise::Resolve).await;
    assert_eq!(was, Some(at("2027-03-01T17:00")));
    let today = read_date("2027-03-01").unwrap();
    let closed = Closure {
        from: today,
        to: today,
        name: "Inventaire".into(),
    };
    let edit = EntryEdit {
        id: house.desk.new_command(),
        entry: Entry::Calendar(calendar(vec![closed])),
        was: Some(Entry::Calendar(calendar(Vec::new()))),
    };
    house.desk.administer(by(ADMIN), edit).await.unwrap();
    house.clock.advance(HOUR);
    house.act(NADIA, ticket, Command::Take { was: None }).await;
    assert_eq!(due(&house, ticket, Promise::Resolve).await, was);
    assert_eq!(due(&house, before, Promise::Resolve).await, None);

    for person in [CLAIRE, NADIA, LEAD, MANAGER] {
        let denied = house.desk.preview_applying(by(person)).await;
        assert!(matches!(denied, Err(DeskError::Forbidden)), "{person}");
        let denied = house.desk.apply_promises(by(person), "").await;
        assert!(matches!(denied, Err(DeskError::Forbidden)), "{person}");
    }
    let moves = house.desk.preview_applying(by(ADMIN)).await.unwrap();
    assert_eq!((moves.moved, moves.gained, moves.late), (2, 1, 0));
    let row = moves
        .rows
        .iter()
        .find(|row| row.reference.id == ticket)
        .unwrap();
    assert_eq!(row.subject, "Imprimante");
    assert_eq!(row.before, Some((Promise::Resolve, at("2027-03-01T17:00"))));
    assert_eq!(row.after, Some((Promise::Resolve, at("2027-03-02T17:00"))));
    // Of other rules than those that were previewed nothing is applied.
    let stale = house.desk.apply_promises(by(ADMIN), "0123").await;
    let conflict = Refusal::Conflict(vec![Field::Times]);
    assert!(matches!(stale, Err(DeskError::Refused(refusal)) if refusal == conflict));
    assert_eq!(due(&house, ticket, Promise::Resolve).await, was);
    assert_eq!(
        house
            .desk
            .apply_promises(by(ADMIN), &moves.rules)
            .await
            .unwrap(),
        2
    );
    assert_eq!(
        due(&house, ticket, Promise::Resolve).await,
        Some(at("2027-03-02T17:00"))
    );
    assert_eq!(
        due(&house, before, Promise::Resolve).await,
        Some(at("2027-03-02T17:00"))
    );
    let page = house
        .desk
        .ticket_page(by(NADIA), ticket, None)
        .await
        .unwrap();
    let last = page.history.last().unwrap();
    assert_eq!(last.by.person(), Some(ADMIN));
    assert!(matches!(last.event, Event::ClocksSet { applied: true, .. }));
    let again = house.desk.preview_applying(by(ADMIN)).await.unwrap();
    assert_eq!(again.moved, 0);
    // Whoever was told is not told again because it is counted anew.
    go(&house, "2027-03-03T10:00");
    house.desk.run_timers().await.unwrap();
    let told = bell(&house, LEAD).await;
    assert!(told.contains(&Notice::Overdue), "{told:?}");
    let edit = EntryEdit {
        id: house.desk.new_command(),
        entry: Entry::Calendar(calendar(Vec::new())),
        was: None,
    };
    house.desk.administer(by(ADMIN), edit).await.unwrap();
    let moves = house.desk.preview_applying(by(ADMIN)).await.unwrap();
    assert_eq!(moves.moved, 2);
    house
        .desk
        .apply_promises(by(ADMIN), &moves.rules)
        .await
        .unwrap();
    house.desk.run_timers().await.unwrap();
    let again = bell(&house, LEAD).await;
    // By then half the time again has passed, which the manager is told and the lead is not.
    assert_eq!(again, told);
    assert_eq!(house.desk.store().check().await.unwrap(), []);
}

async fn whoever_does_not_answer_is_reminded_twice(db: Databases) {
    let house = promising(&db).await;
    let ticket = house.incident("Imprimante").await;
    house.act(NADIA, ticket, Command::Take { was: None }).await;
    let hold = Command::Hold {
        reason: HoldReason::User,
        until: Some(house.desk.now().plus(60 * DAY)),
        note: "Quel modèle ?".into(),
        internal: String::new(),
        problem: None,
        was: None,
    };
    house.act(NADIA, ticket, hold).await;
    let told = async |person: PersonId| {
        let notices = bell(&house, person).await.into_iter();
        let about = [Notice::Awaited, Notice::ClosureOffered, Notice::Unanswered];
        notices
            .filter(|notice| about.contains(notice))
            .collect::<Vec<_>>()
    };
    // Three working days from Monday, and again, and again; whatever the days between.
    for (day, of_claire, of_nadia) in [
        ("2027-03-03T23:00", vec![], vec![]),
        ("2027-03-04T10:00", vec![Notice::Awaited], vec![]),
        (
            "2027-03-09T11:00",
            vec![Notice::Awaited, Notice::Awaited],
            vec![],
        ),
        (
            "2027-03-12T12:00",
            vec![Notice::ClosureOffered, Notice::Awaited, Notice::Awaited],
            vec![Notice::Unanswered],
        ),
        (
            "2027-04-12T12:00",
            vec![Notice::ClosureOffered, Notice::Awaited, Notice::Awaited],
            vec![Notice::Unanswered],
        ),
    ] {
        go(&house, day);
        house.desk.run_timers().await.unwrap();
        house.desk.run_timers().await.unwrap();
        assert_eq!(
            (told(CLAIRE).await, told(NADIA).await),
            (of_claire, of_nadia),
            "{day}"
        );
    }
    // The clock has stood still all the while.
    let page = house
        .desk
        .ticket_page(by(NADIA), ticket, None)
        .await
        .unwrap();
    let sum = page.ticket.clocks.unwrap().resolve.sum.unwrap();
    assert_eq!(sum.used, 0);
    // An answer ends it.
    house
        .act(
            CLAIRE,
            ticket,
            Command::Comment {
                text: "Une Epson.".into(),
            },
        )
        .await;
    let page = house
        .desk
        .ticket_page(by(NADIA), ticket, None)
        .await
        .unwrap();
    assert_eq!(page.ticket.hold, None);
    assert_eq!(house.desk.store().check().await.unwrap(), []);
}

async fn a_calendar_is_checked_and_remembers_what_it_was(db: Databases) {
    let house = promising(&db).await;
    let save = async |entry| {
        let id: CommandId = house.desk.new_command();
        let edit = EntryEdit {
            id,
            entry,
            was: None,
        };
        house.desk.administer(by(ADMIN), edit).await
    };
    let refused = |answer: Result<i64, DeskError>| match answer {
        Err(DeskError::Refused(Refusal::Invalid(errors))) => errors
            .into_iter()
            .map(|error| (error.field, error.problem))
            .collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    let mut wrong = calendar(Vec::new());
    wrong.now.zone = "Atlantis/Capital".into();
    assert_eq!(
        refused(save(Entry::Calendar(wrong)).await),
        [(Field::TimeZone, Problem::Unknown)]
    );
    let mut wrong = calendar(Vec::new());
    wrong.now.hours.week[1].push(Window { from: 600, to: 700 });
    assert_eq!(
        refused(save(Entry::Calendar(wrong)).await),
        [(Field::Hours, Problem::Invalid)]
    );
    let mut wrong = level();
    wrong.calendar = CalendarId(9);
    wrong.times[0].own = Some(0);
    assert_eq!(
        refused(save(Entry::ServiceLevel(wrong)).await),
        [
            (Field::Calendar, Problem::Missing),
            (Field::Times, Problem::Invalid)
        ]
    );
    // What a form says of the past is not believed.
    let mut longer = calendar(Vec::new());
    longer.now.hours.week[0] = vec![Window { from: 0, to: 1440 }];
    longer.before = vec![hours(Vec::new()); 3];
    save(Entry::Calendar(longer.clone())).await.unwrap();
    save(Entry::Calendar(longer)).await.unwrap();
    let shown = house.desk.administration(by(ADMIN)).await.unwrap();
    assert_eq!(shown.calendars.get(&CalendarId(1)).unwrap().before, []);
    let known = house.desk.store().snapshot().await.unwrap().directory;
    let saved = known.calendars.get(&CalendarId(1)).unwrap();
    assert_eq!(saved.before, [hours(Vec::new())]);
    assert_eq!(saved.revision(), 1);
}

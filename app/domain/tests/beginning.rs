//! What an empty desk lacks, step by step, and that each lack goes with what it names.
#![allow(clippy::unwrap_used)]

use guichet_domain::directory::approval_policy::ApprovalPolicy;
use guichet_domain::directory::beginning::{Lack, Step, Surroundings};
use guichet_domain::directory::calendar::Calendar;
use guichet_domain::directory::catalogue::Item;
use guichet_domain::directory::person::Person;
use guichet_domain::directory::service::{Category, Service};
use guichet_domain::directory::standing::{is_empty, is_unfinished, standing, takes_starting_set};
use guichet_domain::directory::team::{Department, Team};
use guichet_domain::directory::whole::Directory;
use guichet_domain::kernel::actor::Role;
use guichet_domain::kernel::approval_rule::ApprovalRule;
use guichet_domain::{CategoryId, DepartmentId, ItemId, PersonId, ServiceId, TeamId};
use std::collections::BTreeSet;

const ALL: Surroundings = Surroundings {
    mail_in: true,
    mail_out: true,
    uninvited: 0,
};

fn person(id: i64, role: Role, team: Option<i64>) -> Person {
    Person {
        id: PersonId(id),
        name: format!("Personne {id}"),
        email: Some(format!("p{id}@exemple.fr")),
        role,
        teams: team.map(TeamId).into_iter().collect(),
        active: true,
        ..Person::default()
    }
}

fn team(id: i64) -> Team {
    Team {
        id: TeamId(id),
        active: true,
        ..Team::default()
    }
}

fn service(id: i64) -> Service {
    Service {
        id: ServiceId(id),
        team: TeamId(1),
        active: true,
        ..Service::default()
    }
}

fn category(id: i64, service: i64) -> Category {
    Category {
        id: CategoryId(id),
        service: ServiceId(service),
        active: true,
        ..Category::default()
    }
}

fn item(id: i64, approval: ApprovalPolicy) -> Item {
    Item {
        id: ItemId(id),
        team: TeamId(1),
        approval,
        active: true,
        ..Item::default()
    }
}

fn of(people: &[i64]) -> ApprovalPolicy {
    ApprovalPolicy::People {
        people: people.iter().copied().map(PersonId).collect(),
        rule: ApprovalRule::OneOf,
    }
}

/// As the set-up link leaves a desk: one administrator, in the first team.
fn begun() -> Directory {
    let mut directory = Directory::default();
    directory.teams.insert(TeamId(1), team(1));
    let first = person(1, Role::Administrator, Some(1));
    directory.people.insert(first.id, first);
    directory
}

/// A desk that lacks nothing: its administrator, an agent, and a user who answers to the agent.
fn whole() -> Directory {
    let mut directory = begun();
    let department = DepartmentId(1);
    for person in [
        person(1, Role::Administrator, Some(1)),
        person(2, Role::Agent, Some(1)),
        person(3, Role::User, None),
    ] {
        let department = Some(department);
        directory.people.insert(
            person.id,
            Person {
                department,
                ..person
            },
        );
    }
    let one = Department {
        id: department,
        manager: Some(PersonId(2)),
        ..Department::default()
    };
    directory.departments.insert(department, one);
    directory.services.insert(ServiceId(1), service(1));
    directory.categories.insert(CategoryId(1), category(1, 1));
    let wish = item(1, ApprovalPolicy::LineManager);
    directory.items.insert(ItemId(1), wish);
    directory
}

fn lacks(directory: &Directory, beside: Surroundings) -> Vec<(Step, Lack)> {
    let steps = standing(directory, beside);
    let each = steps
        .iter()
        .flat_map(|one| one.lacks.iter().map(|lack| (one.step, *lack)));
    each.collect()
}

#[test]
fn a_desk_that_lacks_nothing_is_done_in_every_step() {
    let directory = whole();
    assert!(lacks(&directory, ALL).is_empty());
    let steps = standing(&directory, ALL);
    assert!(steps.iter().all(|one| one.is_done()));
    let there: Vec<usize> = steps.iter().map(|one| one.there).collect();
    let holidays = Calendar::default().holidays.len();
    assert_eq!(there, [1, 2, 1, 1, 2, 1, holidays, 3]);
    assert!(!is_empty(&directory) && !is_unfinished(&directory));
    assert!(!takes_starting_set(&directory));
}

#[test]
fn the_steps_come_in_their_order() {
    let steps = standing(&begun(), ALL);
    let order: Vec<Step> = steps.iter().map(|one| one.step).collect();
    assert_eq!(
        order,
        [
            Step::Teams,
            Step::People,
            Step::Services,
            Step::Catalogue,
            Step::Mail,
            Step::Approvals,
            Step::Calendar,
            Step::Invitations,
        ]
    );
}

#[test]
fn a_desk_as_the_set_up_leaves_it_says_all_it_lacks() {
    let directory = begun();
    let beside = Surroundings {
        mail_in: false,
        mail_out: true,
        uninvited: 4,
    };
    assert_eq!(
        lacks(&directory, beside),
        [
            (Step::People, Lack::Alone),
            (Step::Services, Lack::NoService),
            (Step::Catalogue, Lack::NoItem),
            (Step::Mail, Lack::NoMailIn),
            (Step::Approvals, Lack::NoManager),
            (Step::Invitations, Lack::Uninvited(4)),
        ]
    );
    assert!(is_empty(&directory) && is_unfinished(&directory));
    assert!(takes_starting_set(&directory));
    let nothing = Directory::default();
    assert!(lacks(&nothing, ALL).contains(&(Step::Teams, Lack::NoTeam)));
}

/// Each thing taken from a desk that lacks nothing is what is said to be lacking, and nothing else.
#[test]
fn whatever_is_taken_away_is_what_is_lacking() {
    type Taking = fn(&mut Directory);
    let cases: [(Taking, Lack); 11] = [
        (
            |d| {
                d.teams.insert(TeamId(2), team(2));
            },
            Lack::EmptyTeams(1),
        ),
        (
            |d| d.people.get_mut(&PersonId(2)).unwrap().role = Role::User,
            Lack::OneAgent,
        ),
        (
            |d| d.people.get_mut(&PersonId(2)).unwrap().teams = BTreeSet::new(),
            Lack::Teamless(1),
        ),
        (
            |d| d.services.get_mut(&ServiceId(1)).unwrap().active = false,
            Lack::NoService,
        ),
        (
            |d| {
                d.services.insert(ServiceId(2), service(2));
            },
            Lack::WithoutCategory(1),
        ),
        (
            |d| d.categories.get_mut(&CategoryId(1)).unwrap().active = false,
            Lack::WithoutCategory(1),
        ),
        (
            |d| d.items.get_mut(&ItemId(1)).unwrap().active = false,
            Lack::NoItem,
        ),
        (
            |d| d.departments.get_mut(&DepartmentId(1)).unwrap().manager = None,
            Lack::NoManager,
        ),
        (
            |d| d.people.get_mut(&PersonId(3)).unwrap().department = None,
            Lack::Unmanaged(1),
        ),
        (
            |d| {
                d.items.insert(ItemId(2), item(2, of(&[9])));
            },
            Lack::WithoutApprover(1),
        ),
        (|d| d.settings.calendar.holidays.clear(), Lack::NoHoliday),
    ];
    for (take, lack) in cases {
        let mut directory = whole();
        take(&mut directory);
        let found: Vec<Lack> = lacks(&directory, ALL).into_iter().map(|(_, l)| l).collect();
        assert_eq!(found, [lack]);
        assert_eq!(is_unfinished(&directory), lack.is_needed(), "{lack:?}");
    }
}

#[test]
fn one_approver_who_can_sign_in_is_enough() {
    let mut directory = whole();
    directory.items.insert(ItemId(2), item(2, of(&[3, 9])));
    assert!(lacks(&directory, ALL).is_empty());
    directory.people.get_mut(&PersonId(3)).unwrap().email = None;
    let lacking = lacks(&directory, ALL);
    assert_eq!(lacking, [(Step::Approvals, Lack::WithoutApprover(1))]);
}

#[test]
fn a_manager_who_cannot_sign_in_is_none() {
    let mut directory = whole();
    directory.people.get_mut(&PersonId(3)).unwrap().manager = Some(PersonId(4));
    let gone = Person {
        active: false,
        ..person(4, Role::User, None)
    };
    directory.people.insert(gone.id, gone);
    directory.departments.clear();
    let lacking = lacks(&directory, ALL);
    assert_eq!(lacking, [(Step::Approvals, Lack::NoManager)]);
}

#[test]
fn a_desk_that_nobody_else_can_sign_in_to_is_empty() {
    let mut directory = whole();
    for id in [2, 3] {
        directory.people.get_mut(&PersonId(id)).unwrap().email = None;
    }
    assert!(is_empty(&directory));
    // It had services, and so takes no starting set.
    assert!(!takes_starting_set(&directory));
}

#[test]
fn mail_is_open_in_each_of_its_ways_or_not() {
    for (mail_in, mail_out, there, lacking) in [
        (true, true, 2, vec![]),
        (true, false, 1, vec![Lack::NoMailOut]),
        (false, true, 1, vec![Lack::NoMailIn]),
        (false, false, 0, vec![Lack::NoMailIn, Lack::NoMailOut]),
    ] {
        let beside = Surroundings {
            mail_in,
            mail_out,
            uninvited: 0,
        };
        let steps = standing(&whole(), beside);
        let mail = steps.iter().find(|one| one.step == Step::Mail).unwrap();
        assert_eq!((mail.there, &mail.lacks), (there, &lacking));
    }
}

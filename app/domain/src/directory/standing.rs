//! How far a desk is set up: what each step still lacks, read from the directory.

use crate::directory::approval_policy::ApprovalPolicy;
use crate::directory::beginning::{Lack, Standing, Step, Surroundings};
use crate::directory::person::Person;
use crate::directory::whole::Directory;
use crate::kernel::ids::{PersonId, ServiceId, TeamId};
use std::collections::BTreeSet;

/// Whether the starting set can be added: nothing of what it consists of is there, not even inactive.
pub fn takes_starting_set(directory: &Directory) -> bool {
    directory.services.is_empty() && directory.categories.is_empty() && directory.items.is_empty()
}

/// Whether a desk is as good as empty: it has no active service, or nobody else can sign in.
pub fn is_empty(directory: &Directory) -> bool {
    services(directory).is_empty() || is_alone(directory)
}

/// Whether something is lacking without which nobody can work with the desk.
pub fn is_unfinished(directory: &Directory) -> bool {
    let steps = standing(directory, Surroundings::default());
    let mut lacks = steps.iter().flat_map(|standing| &standing.lacks);
    lacks.any(|lack| lack.is_needed())
}

/// Returns every step as it stands, in order.
pub fn standing(directory: &Directory, beside: Surroundings) -> Vec<Standing> {
    <Step as strum::VariantArray>::VARIANTS
        .iter()
        .map(|step| {
            let (there, lacks) = match step {
                Step::Teams => teams(directory),
                Step::People => people(directory),
                Step::Services => with_categories(directory),
                Step::Catalogue => catalogue(directory),
                Step::Mail => mail(beside),
                Step::Approvals => approvals(directory),
                Step::Calendar => calendar(directory),
                Step::Invitations => invitations(directory, beside),
            };
            Standing {
                step: *step,
                there,
                lacks,
            }
        })
        .collect()
}

/// What is there, and what is lacking.
type Found = (usize, Vec<Lack>);

/// The lack of so many, if there are any.
fn some(number: usize, lack: fn(usize) -> Lack) -> Option<Lack> {
    (number > 0).then(|| lack(number))
}

fn active_teams(directory: &Directory) -> BTreeSet<TeamId> {
    let teams = directory.teams.values().filter(|team| team.active);
    teams.map(|team| team.id).collect()
}

fn teams(directory: &Directory) -> Found {
    let active = active_teams(directory);
    if active.is_empty() {
        return (0, vec![Lack::NoTeam]);
    }
    let staffed: BTreeSet<TeamId> = directory
        .agents()
        .flat_map(|agent| agent.teams.iter().copied())
        .collect();
    let empty = active.difference(&staffed).count();
    (
        active.len(),
        some(empty, Lack::EmptyTeams).into_iter().collect(),
    )
}

fn is_alone(directory: &Directory) -> bool {
    let people = directory.people.values();
    people.filter(|person| person.can_sign_in()).count() < 2
}

fn people(directory: &Directory) -> Found {
    let active = active_teams(directory);
    let agents = directory.agents().count();
    let alone = if is_alone(directory) {
        Some(Lack::Alone)
    } else {
        (agents < 2).then_some(Lack::OneAgent)
    };
    let teamless = directory
        .agents()
        .filter(|agent| !agent.role.is_administrator() && agent.teams.is_disjoint(&active))
        .count();
    let lacks = alone.into_iter().chain(some(teamless, Lack::Teamless));
    (agents, lacks.collect())
}

fn services(directory: &Directory) -> BTreeSet<ServiceId> {
    let services = directory.services.values().filter(|service| service.active);
    services.map(|service| service.id).collect()
}

fn with_categories(directory: &Directory) -> Found {
    let active = services(directory);
    if active.is_empty() {
        return (0, vec![Lack::NoService]);
    }
    let categories = directory.categories.values();
    let named: BTreeSet<ServiceId> = categories
        .filter(|category| category.active)
        .map(|category| category.service)
        .collect();
    let bare = active.difference(&named).count();
    (
        active.len(),
        some(bare, Lack::WithoutCategory).into_iter().collect(),
    )
}

fn catalogue(directory: &Directory) -> Found {
    let items = directory.items.values().filter(|item| item.active).count();
    let lack = (items == 0).then_some(Lack::NoItem);
    (items, lack.into_iter().collect())
}

fn mail(beside: Surroundings) -> Found {
    let comes_in = (!beside.mail_in).then_some(Lack::NoMailIn);
    let goes_out = (!beside.mail_out).then_some(Lack::NoMailOut);
    let lacks: Vec<Lack> = comes_in.into_iter().chain(goes_out).collect();
    (2 - lacks.len(), lacks)
}

fn approvals(directory: &Directory) -> Found {
    let can_sign_in = |id: &PersonId| directory.people.get(id).is_some_and(Person::can_sign_in);
    let of_departments = directory.departments.values().filter_map(|one| one.manager);
    let of_people = directory.people.values().filter(|person| person.active);
    let managers: BTreeSet<PersonId> = of_departments
        .chain(of_people.filter_map(|person| person.manager))
        .filter(can_sign_in)
        .collect();
    let unmanaged = directory
        .people
        .values()
        .filter(|person| person.can_sign_in() && !managers.contains(&person.id))
        .filter(|person| directory.line_manager(person.id).is_none())
        .count();
    let by_manager = if managers.is_empty() {
        Some(Lack::NoManager)
    } else {
        some(unmanaged, Lack::Unmanaged)
    };
    let items = directory.items.values().filter(|item| item.active);
    let unapproved = items
        .filter(|item| {
            matches!(&item.approval, ApprovalPolicy::People { people, .. }
                if !people.iter().any(can_sign_in))
        })
        .count();
    let lacks = by_manager
        .into_iter()
        .chain(some(unapproved, Lack::WithoutApprover));
    (managers.len(), lacks.collect())
}

fn calendar(directory: &Directory) -> Found {
    let holidays = directory.settings.calendar.holidays.len();
    let lack = (holidays == 0).then_some(Lack::NoHoliday);
    (holidays, lack.into_iter().collect())
}

fn invitations(directory: &Directory, beside: Surroundings) -> Found {
    let people = directory.people.values();
    let all = people.filter(|person| person.can_sign_in()).count();
    let lack = some(beside.uninvited, Lack::Uninvited);
    (
        all.saturating_sub(beside.uninvited),
        lack.into_iter().collect(),
    )
}

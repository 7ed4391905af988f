//! A small desk, and ways through a ticket's life that its rules allow.

use super::Dice;
use guichet_domain::allowed;
use guichet_domain::directory::approval_policy::ApprovalPolicy;
use guichet_domain::directory::catalogue::{Item, StandardEvaluation};
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::organisation::OnDay;
use guichet_domain::directory::person::Person;
use guichet_domain::directory::service::Service;
use guichet_domain::directory::team::{Department, Team};
use guichet_domain::directory::whole::Directory;
use guichet_domain::kernel::action::Action;
use guichet_domain::kernel::actor::{Actor, Role};
use guichet_domain::kernel::approval_rule::ApprovalRule;
use guichet_domain::kernel::audience::Audience;
use guichet_domain::kernel::channel::Channel;
use guichet_domain::kernel::ids::{
    CategoryId, DepartmentId, DisruptionId, ItemId, PersonId, ServiceId, TeamId, TicketId,
};
use guichet_domain::kernel::language::Label;
use guichet_domain::kernel::money::Cents;
use guichet_domain::kernel::priority::{Impact, Matrix, Urgency};
use guichet_domain::kernel::reference::{Kind, Reference};
use guichet_domain::kernel::removed::Removed;
use guichet_domain::kernel::time::{DAY, HOUR, Timestamp};
use guichet_domain::tickets::allowed::Availability;
use guichet_domain::tickets::approval_route::route;
use guichet_domain::tickets::command::{
    Assessment, Categorisation, Cause, Command, Edit, Solution, Waited,
};
use guichet_domain::tickets::facts::{Facts, ServiceFacts};
use guichet_domain::tickets::hold::HoldReason;
use guichet_domain::tickets::link::Relation;
use guichet_domain::tickets::major::MajorCommand;
use guichet_domain::tickets::record::NewTicket;
use guichet_domain::tickets::resolution::{Permanence, ResolutionCode};
use guichet_domain::tickets::telling::{Known, Source, Telling};
use guichet_domain::tickets::ticket::Ticket;
use guichet_domain::tickets::workflow::moves;
use std::collections::BTreeSet;
use std::sync::Arc;

pub const START: Timestamp = Timestamp(1_790_000_000_000_000);
pub const OPEN: ServiceId = ServiceId(1);
/// Seen by its own team alone.
pub const RESTRICTED: ServiceId = ServiceId(2);

/// 1 to 4 use the desk and are led by 5, who is led by 6; 7 administers; 10 and 11 are agents of
/// the first team, 12 and 13 of the second.
pub fn directory() -> Directory {
    let mut directory = Directory::default();
    for entry in entries() {
        directory.save(entry);
    }
    directory
}

pub fn entries() -> Vec<Entry> {
    let person = |id: i64| {
        let (role, teams) = match id {
            7 => (Role::Administrator, BTreeSet::new()),
            10 | 11 => (Role::Agent, BTreeSet::from([TeamId(1)])),
            12 | 13 => (Role::Agent, BTreeSet::from([TeamId(2)])),
            _ => (Role::User, BTreeSet::new()),
        };
        let department = Some(DepartmentId(if id < 6 { 1 } else { 2 }));
        let name = format!("Personne {id}");
        Entry::Person(Person {
            id: PersonId(id),
            name,
            role,
            teams,
            department,
            email: Some(format!("p{id}@exemple.fr")),
            active: true,
            ..Person::default()
        })
    };
    let team = |id| {
        Entry::Team(Team {
            id: TeamId(id),
            name: Label::new("Équipe", "Team"),
            active: true,
        })
    };
    let service = |id: ServiceId, restricted| {
        let name = Label::new("Messagerie", "Mail");
        Entry::Service(Service {
            id,
            name,
            team: TeamId(id.0),
            restricted,
            active: true,
            ..Service::default()
        })
    };
    let department = |id, manager, parent| {
        let (manager, parent) = (Some(PersonId(manager)), Some(DepartmentId(parent)));
        Entry::Department(Department {
            id: DepartmentId(id),
            manager,
            parent,
            ..Department::default()
        })
    };
    let mut entries: Vec<Entry> = (1..=13)
        .filter(|id| !(8..10).contains(id))
        .map(person)
        .collect();
    entries.extend([
        team(1),
        team(2),
        service(OPEN, false),
        service(RESTRICTED, true),
    ]);
    entries.extend([department(1, 5, 2), department(2, 6, 3)]);
    entries.extend((1..=3).map(|id| Entry::Item(item(id))));
    entries
}

/// 1 wants no approval, 2 the line manager's, 3 that of two people, and carries its evaluation.
fn item(id: i64) -> Item {
    let people = BTreeSet::from([PersonId(5), PersonId(6)]);
    let approval = match id {
        1 => ApprovalPolicy::Nobody,
        2 => ApprovalPolicy::LineManager,
        _ => ApprovalPolicy::People {
            people,
            rule: ApprovalRule::All,
        },
    };
    let standard = (id == 3).then(|| StandardEvaluation {
        cost: None,
        impact: "Aucun".into(),
    });
    let name = Label::new("Police", "Font");
    Item {
        id: ItemId(id),
        name,
        team: TeamId(1),
        approval,
        standard,
        active: true,
        ..Item::default()
    }
}

pub fn facts(
    directory: &Directory,
    ticket: Option<&Ticket>,
    draft: &NewTicket,
    now: Timestamp,
) -> Facts {
    let item = ticket
        .map_or(draft.item, |t| t.item)
        .and_then(|id| directory.items.get(&id));
    let affected = ticket
        .map(|t| t.affected)
        .or(draft.affected)
        .unwrap_or_default();
    let reporter = ticket.map_or(draft.reporter, |t| t.reporter);
    let policy = item.map_or(&ApprovalPolicy::Nobody, |item| &item.approval);
    let service = |s: &Service| ServiceFacts {
        team: s.team,
        restricted: s.restricted,
        categories: BTreeSet::from([CategoryId(s.id.0)]),
        no_cause: BTreeSet::new(),
    };
    Facts {
        matrix: Some(Matrix::default()),
        agents: Some(Arc::new(
            directory
                .agents()
                .map(|p| (p.id, p.teams.clone()))
                .collect(),
        )),
        teams: Some(Arc::new(directory.teams.keys().copied().collect())),
        services: Some(Arc::new(
            directory
                .services
                .values()
                .map(|s| (s.id, service(s)))
                .collect(),
        )),
        people: Some(directory.people.keys().copied().collect()),
        others: None,
        promises: None,
        parent: None,
        number: None,
        route: Some(route(
            policy,
            affected,
            reporter,
            &OnDay(
                directory,
                guichet_domain::kernel::time::read_date("2026-11-02").unwrap(),
            ),
        )),
        item: Some(item.cloned()),
        announced: false,
        reminded_at: None,
        closes_at: Some(now.plus(7 * DAY)),
        reopen_until: Some(now.plus(14 * DAY)),
        first_team: Some(TeamId(1)),
        readable: ticket.map(|t| [(Removed::Text(t.subject), Audience::Everyone)].into()),
    }
}

pub fn draft(dice: &mut Dice) -> NewTicket {
    let kind = dice.of(&[Kind::Incident, Kind::Request, Kind::Request, Kind::Problem]);
    let subject = dice.of(&[
        "Word ne s'ouvre plus",
        "The printer is jammed",
        "Accès au réseau",
        "VPN keeps failing",
    ]);
    NewTicket {
        kind,
        subject: format!("{subject} {}", dice.below(1000)),
        description: dice
            .maybe(|_| "Depuis **ce matin**, rien à faire.".into())
            .unwrap_or_default(),
        affected: Some(PersonId(dice.below(5) + 1)),
        channel: dice.of(Channel::ALL),
        confidential: dice.one_in(5),
        service: dice.maybe(|d| d.of(&[OPEN, OPEN, RESTRICTED])),
        impact: dice.maybe(|d| d.of(Impact::ALL)),
        urgency: dice.maybe(|d| d.of(Urgency::ALL)),
        item: (kind == Kind::Request).then(|| ItemId(dice.below(3) + 1)),
        ..NewTicket::default()
    }
}

/// Somebody's next move on a ticket, if they have one.
pub fn next_move(
    ticket: &Ticket,
    directory: &Directory,
    facts: &Facts,
    now: Timestamp,
    dice: &mut Dice,
) -> Option<(Actor, Command)> {
    let mut actors: Vec<Actor> = directory.people.values().map(Person::actor).collect();
    if let Some(approval) = ticket.approval.as_ref().filter(|_| dice.one_in(9)) {
        actors.retain(|actor| {
            actor
                .person()
                .is_some_and(|p| approval.approvers.contains(&p))
        });
    }
    let actor = dice.of(&actors);
    let possible: Vec<Action> = allowed(ticket, &actor, facts, now)
        .into_iter()
        .filter(|a| a.availability == Availability::Possible)
        .map(|a| a.action)
        .filter(|a| match a {
            Action::Cancel | Action::Convert => dice.one_in(4),
            Action::ChangeItem => dice.one_in(12),
            Action::Unlink => !ticket.internal.links.is_empty(),
            Action::GiveBack
            | Action::MakeConfidential
            | Action::EndConfidentiality
            | Action::ChangeAffected => dice.one_in(6),
            _ => true,
        })
        .filter(|a| *a != Action::Redact || now.0 / HOUR % 20 == 0)
        .collect();
    (!possible.is_empty()).then(|| {
        // Lives get somewhere.
        let steps: Vec<Action> = possible
            .iter()
            .copied()
            .filter(|a| moves(ticket.kind, *a))
            .collect();
        let action = match steps.is_empty() || dice.one_in(2) {
            true => dice.of(&possible),
            false => dice.of(&steps),
        };
        (actor, command(action, ticket, now, dice))
    })
}

fn command(action: Action, ticket: &Ticket, now: Timestamp, dice: &mut Dice) -> Command {
    let text = || "Vu avec l'utilisateur, les imprimantes redémarrées".to_owned();
    let service = dice.of(&[OPEN, RESTRICTED]);
    let categorisation = Categorisation {
        service: Some(service),
        category: Some(CategoryId(service.0)),
        impact: Some(dice.of(Impact::ALL)),
        urgency: Some(dice.of(Urgency::ALL)),
        priority: None,
        reason: text(),
        was: ticket.classification(),
        was_priority: ticket.other_priority(),
    };
    let solution = Solution {
        permanence: Some(dice.of(Permanence::ALL)),
        code: Some(dice.of(ResolutionCode::ALL)),
        notes: text(),
        cause: Some(Cause::Known(text())),
    };
    let cost = Some(Cents(dice.below(5) * 1000));
    match action {
        Action::Categorise => Command::Categorise(categorisation),
        Action::Diagnose => Command::Diagnose,
        Action::AddFinding => Command::AddFinding { text: text() },
        Action::RecordCause => Command::RecordCause {
            text: text(),
            was: ticket.internal.cause,
        },
        Action::Resolve => Command::Resolve(solution),
        Action::ResolveAtFirstContact => Command::ResolveAtFirstContact {
            categorisation,
            solution,
        },
        Action::Evaluate => Command::Evaluate,
        Action::SubmitEvaluation => {
            let feasible = !dice.one_in(4);
            Command::SubmitEvaluation(Assessment {
                feasible,
                cost,
                impact: text(),
                reason: text(),
            })
        }
        Action::ReviseCost => Command::ReviseCost {
            cost,
            was: ticket.evaluation.as_ref().and_then(|e| e.cost),
        },
        Action::Approve => Command::Approve { comment: text() },
        Action::Refuse => Command::Refuse { reason: text() },
        Action::AskBack => Command::AskBack { question: text() },
        Action::Fulfil => Command::Fulfil,
        Action::Complete => Command::Complete { done: text() },
        Action::AskToCancel => Command::AskToCancel { reason: text() },
        Action::DeclareMajor => Command::Major(MajorCommand::Declare {
            leader: Some(PersonId(dice.below(4) + 10)),
            reason: text(),
            next_update: Some(now.plus(DAY)),
            disruption: DisruptionId(1),
        }),
        Action::UpdateMajor => Command::Major(MajorCommand::Update {
            fr: text(),
            en: String::new(),
            next_update: Some(now.plus(DAY)),
        }),
        Action::GiveTask => Command::Major(MajorCommand::GiveTask {
            text: text(),
            to: Some(PersonId(dice.below(4) + 10)),
            until: None,
        }),
        Action::StepDownMajor => Command::Major(MajorCommand::StepDown { reason: text() }),
        Action::ReviewMajor => Command::Major(MajorCommand::Review {
            happened: text(),
            helped: text(),
            was: ticket
                .internal
                .major
                .as_ref()
                .and_then(|major| major.review),
        }),
        Action::TellUser | Action::ResolveWithCause | Action::ResolveWithParent => {
            let mut links = ticket.internal.links.iter();
            let (relation, kind) = match action {
                Action::ResolveWithParent => (Relation::ChildOf, Kind::Incident),
                _ => (Relation::CausedBy, Kind::Problem),
            };
            let cause = links.find(|link| link.relation == relation && link.to.kind == kind);
            let resolves = action != Action::TellUser;
            Command::TellUser(Telling {
                known: Known::Fix,
                source: Source {
                    problem: cause.map_or_else(|| ticket.reference(), |link| link.to),
                    text: ticket.subject,
                },
                text: text(),
                to: BTreeSet::from([ticket.affected]),
                resolve: resolves.then_some(ResolutionCode::Other),
            })
        }
        Action::Analyse => Command::Analyse,
        Action::RecordWorkaround => Command::RecordWorkaround {
            text: text(),
            was: ticket.workaround,
            internal: String::new(),
        },
        Action::DeclareKnownError => Command::DeclareKnownError,
        Action::StartFix => Command::StartFix,
        Action::AcceptRisk => Command::AcceptRisk { reason: text() },
        Action::Take => Command::Take {
            was: ticket.assignee,
        },
        Action::Assign => Command::Assign {
            to: PersonId(dice.below(4) + 10),
            was: ticket.assignee,
        },
        Action::GiveBack => Command::GiveBack {
            was: ticket.assignee,
        },
        Action::HandOver => Command::HandOver {
            team: TeamId(dice.below(2) + 1),
            note: text(),
            was: ticket.team,
        },
        Action::Hold => {
            let until = Some(now.plus((dice.below(9) + 1) * DAY));
            Command::Hold {
                reason: dice.of(HoldReason::ALL),
                until,
                note: text(),
                was: ticket.hold.as_ref().map(|h| Waited {
                    reason: h.reason,
                    until: h.until,
                    problem: h.problem,
                }),
                internal: dice.maybe(|_| text()).unwrap_or_default(),
                problem: Some("PRB-1100".parse().unwrap()),
            }
        }
        Action::Resume => Command::Resume,
        Action::Confirm => Command::Confirm,
        Action::Close => Command::Close { reason: text() },
        Action::Reopen => Command::Reopen { reason: text() },
        Action::Cancel => Command::Cancel { reason: text() },
        Action::Comment => Command::Comment { text: text() },
        Action::Note => Command::Note { text: text() },
        Action::MarkRead => Command::MarkRead,
        Action::Attach => Command::Attach {
            attachments: Vec::new(),
        },
        Action::NameApprover => Command::NameApprover {
            instead_of: ticket
                .approval
                .as_ref()
                .and_then(|approval| approval.pending().next())
                .unwrap_or_default(),
            to: PersonId(dice.below(7) + 1),
            reason: text(),
        },
        Action::Watch => Command::Watch {
            person: PersonId(dice.below(7) + 1),
        },
        Action::Unwatch => {
            let watchers: Vec<PersonId> = ticket.watchers.iter().copied().collect();
            Command::Unwatch {
                person: dice.of(&watchers),
            }
        }
        Action::Link => Command::Link {
            to: vec![Reference {
                kind: Kind::Problem,
                id: TicketId(dice.below(900) + 1000),
            }],
            relation: dice.of(Relation::ALL),
        },
        Action::Merge => Command::Merge {
            into: Reference {
                kind: ticket.kind,
                id: TicketId(dice.below(900) + 1000),
            },
            confirmed: None,
        },
        Action::Unmerge => Command::Unmerge {
            from: ticket.joined.first().unwrap().from,
        },
        Action::Unlink => Command::Unlink {
            to: ticket.internal.links.first().unwrap().to,
        },
        Action::ChangeAffected => Command::ChangeAffected {
            to: PersonId(dice.below(5) + 1),
            was: ticket.affected,
            confirmed: true,
        },
        Action::MakeConfidential => Command::MakeConfidential,
        Action::EndConfidentiality => Command::EndConfidentiality { reason: text() },
        Action::ChangeItem => Command::ChangeItem {
            item: Some(ItemId(1)),
            fields: Default::default(),
            was: ticket.item,
        },
        Action::Edit => {
            let subject = Edit {
                text: format!("Autre sujet {}", dice.below(99)),
                was: Some(ticket.subject),
            };
            Command::Edit {
                subject: Some(subject),
                description: None,
            }
        }
        Action::Redact => Command::Redact {
            what: Removed::Text(ticket.subject),
            reason: text(),
        },
        Action::Convert => {
            let to = if ticket.kind == Kind::Request {
                Kind::Incident
            } else {
                Kind::Request
            };
            Command::Convert {
                to,
                item: (to == Kind::Request).then_some(ItemId(1)),
                fields: Default::default(),
            }
        }
    }
}

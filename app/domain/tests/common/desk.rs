//! A small desk: two teams, two services, six catalogue items, a dozen people.

use guichet_domain::directory::approval_policy::ApprovalPolicy;
use guichet_domain::directory::catalogue::{Item, StandardEvaluation};
use guichet_domain::directory::organisation::Organisation;
use guichet_domain::directory::service_level::PromiseRules;
use guichet_domain::kernel::actor::{Actor, Role, Who};
use guichet_domain::kernel::approval_rule::ApprovalRule;
use guichet_domain::kernel::ids::{
    CategoryId, CommandId, ItemId, PersonId, ServiceId, TeamId, TextId, TicketId,
};
use guichet_domain::kernel::language::Label;
use guichet_domain::kernel::money::Cents;
use guichet_domain::kernel::priority::Matrix;
use guichet_domain::kernel::refusal::Refusal;
use guichet_domain::kernel::time::{DAY, Timestamp};
use guichet_domain::tickets::approval::Route;
use guichet_domain::tickets::approval_route::route;
use guichet_domain::tickets::command::Command;
use guichet_domain::tickets::decide::output::Decision;
use guichet_domain::tickets::event::{Envelope, Event};
use guichet_domain::tickets::facts::{Facts, ServiceFacts};
use guichet_domain::tickets::record::NewTicket;
use guichet_domain::tickets::ticket::Ticket;
use guichet_domain::tickets::view;
use guichet_domain::{decide, evolve};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use uuid::Uuid;

pub const USER: PersonId = PersonId(1);
pub const REPORTER: PersonId = PersonId(2);
pub const WATCHER: PersonId = PersonId(3);
/// Leads the user and the reporter.
pub const MANAGER: PersonId = PersonId(4);
/// Named as approver by items 3, 4 and 6, with the manager.
pub const SPONSOR: PersonId = PersonId(5);
/// Leads the manager and the sponsor.
pub const DIRECTOR: PersonId = PersonId(6);
pub const ADMIN: PersonId = PersonId(7);
/// Agents of the first team.
pub const ALICE: PersonId = PersonId(10);
pub const ALAN: PersonId = PersonId(11);
/// Agents of the second.
pub const BEA: PersonId = PersonId(12);
pub const BOB: PersonId = PersonId(13);
pub const STRANGER: PersonId = PersonId(20);

pub const EVERYBODY: &[PersonId] = &[
    USER, REPORTER, WATCHER, MANAGER, SPONSOR, DIRECTOR, ADMIN, ALICE, ALAN, BEA, BOB, STRANGER,
];

pub const OPEN: ServiceId = ServiceId(1);
/// Of the second team, which alone sees its tickets.
pub const RESTRICTED: ServiceId = ServiceId(2);
/// A category of [`OPEN`] that asks for no cause.
pub const NO_CAUSE: CategoryId = CategoryId(2);

pub const START: Timestamp = Timestamp(1_780_000_000_000_000);

pub fn actor(person: PersonId) -> Actor {
    let (role, teams) = match person {
        ALICE => (Role::Agent, BTreeSet::from([TeamId(1)])),
        ALAN => (Role::TeamLead, BTreeSet::from([TeamId(1)])),
        BEA | BOB => (Role::Agent, BTreeSet::from([TeamId(2)])),
        ADMIN => (Role::Administrator, BTreeSet::new()),
        _ => (Role::User, BTreeSet::new()),
    };
    Actor {
        who: Who::Person(person),
        role,
        teams,
    }
}

/// Everybody who may try something, and the desk itself.
pub fn actors() -> Vec<Actor> {
    EVERYBODY
        .iter()
        .map(|person| actor(*person))
        .chain([Actor::system()])
        .collect()
}

pub struct Org;

impl Organisation for Org {
    fn line_manager(&self, person: PersonId) -> Option<PersonId> {
        match person {
            USER | REPORTER | WATCHER | STRANGER => Some(MANAGER),
            MANAGER | SPONSOR => Some(DIRECTOR),
            _ => None,
        }
    }
    fn administrators(&self) -> BTreeSet<PersonId> {
        BTreeSet::from([ADMIN])
    }
    fn is_active(&self, _: PersonId) -> bool {
        true
    }
    fn substitute(&self, _: PersonId) -> Option<PersonId> {
        None
    }
}

pub fn item(id: i64) -> Item {
    let people = BTreeSet::from([MANAGER, SPONSOR]);
    let standard = StandardEvaluation {
        cost: Some(Cents(4_900)),
        impact: "None to speak of".into(),
    };
    let approval = match id {
        2 => ApprovalPolicy::LineManager,
        3 => ApprovalPolicy::People {
            people,
            rule: ApprovalRule::OneOf,
        },
        4 | 6 => ApprovalPolicy::People {
            people,
            rule: ApprovalRule::All,
        },
        _ => ApprovalPolicy::Nobody,
    };
    Item {
        id: ItemId(id),
        name: Label::new("Police de caractères", "Font"),
        team: TeamId(1),
        service: Some(OPEN),
        approval,
        standard: (id >= 5).then_some(standard),
        active: true,
        ..Item::default()
    }
}

/// Who must agree to an item, said a second time and in plain words: nobody for 1 and 5, the line
/// manager for 2, manager or sponsor for 3, both for 4 and 6; never somebody who asks or benefits,
/// whose own manager stands in.
pub fn wanted(item: i64, affected: PersonId, reporter: Option<PersonId>) -> Option<Route> {
    let asks = |person: PersonId| person == affected || Some(person) == reporter;
    let fit = |person: PersonId| if asks(person) { DIRECTOR } else { person };
    let manager_of = |person: PersonId| {
        if person == MANAGER || person == SPONSOR {
            DIRECTOR
        } else {
            MANAGER
        }
    };
    let all = |people: &[PersonId]| people.iter().map(|person| fit(*person)).collect();
    match item {
        2 => Some(Route {
            rule: ApprovalRule::All,
            approvers: all(&[manager_of(affected)]),
        }),
        3 => Some(Route {
            rule: ApprovalRule::OneOf,
            approvers: all(&[MANAGER, SPONSOR]),
        }),
        4 | 6 => Some(Route {
            rule: ApprovalRule::All,
            approvers: all(&[MANAGER, SPONSOR]),
        }),
        _ => None,
    }
}

/// What the server knows, but for the route, which depends on the ticket.
pub fn facts(now: Timestamp) -> Facts {
    let service = |team, restricted, categories: &[i64]| ServiceFacts {
        team: TeamId(team),
        restricted,
        categories: categories.iter().map(|c| CategoryId(*c)).collect(),
        no_cause: BTreeSet::from([NO_CAUSE]),
    };
    Facts {
        matrix: Some(Matrix::default()),
        agents: Some(Arc::new(
            [ALICE, ALAN, BEA, BOB].map(|p| (p, actor(p).teams)).into(),
        )),
        teams: Some(Arc::new(BTreeSet::from([TeamId(1), TeamId(2)]))),
        services: Some(Arc::new(BTreeMap::from([
            (OPEN, service(1, false, &[1, 2])),
            (RESTRICTED, service(2, true, &[3])),
        ]))),
        people: Some(EVERYBODY.iter().copied().collect()),
        others: None,
        promises: None,
        parent: None,
        number: None,
        readable: None,
        route: Some(None),
        item: Some(Some(item(3))),
        announced: false,
        reminded_at: Some(now.plus(3 * DAY)),
        closes_at: Some(now.plus(7 * DAY)),
        reopen_until: Some(now.plus(14 * DAY)),
        first_team: Some(TeamId(1)),
    }
}

/// A ticket with its log and texts, and the clock of the desk.
#[derive(Clone, Debug)]
pub struct Desk {
    pub ticket: Ticket,
    pub log: Vec<Envelope>,
    pub texts: BTreeMap<TextId, String>,
    pub now: Timestamp,
    pub commands: u128,
    /// Where a test wants other approvers than the item's.
    pub route: Option<Option<Route>>,
    /// Rules by which times are promised.
    pub promises: Option<Arc<PromiseRules>>,
}

impl Desk {
    pub fn record(draft: &NewTicket, by: &Actor) -> Result<Self, Refusal> {
        Self::record_by(draft, by, None)
    }

    /// As [`Desk::record`], at a desk that promises times.
    pub fn record_by(
        draft: &NewTicket,
        by: &Actor,
        promises: Option<Arc<PromiseRules>>,
    ) -> Result<Self, Refusal> {
        let mut desk = Self {
            ticket: Ticket::unrecorded(TicketId(42)),
            log: Vec::new(),
            texts: BTreeMap::new(),
            now: START,
            commands: 0,
            route: None,
            promises,
        };
        let item = draft.item.map(|id| item(id.0)).filter(|item| item.active);
        let mut facts = facts(START);
        facts.item = Some(item.clone());
        facts.promises.clone_from(&desk.promises);
        if let (Some(item), Some(affected)) = (&item, draft.affected.or(by.person())) {
            let reporter = draft
                .reporter
                .or(by.person().filter(|p| !actor(*p).role.is_agent()));
            facts.route = Some(route(&item.approval, affected, reporter, &Org));
        }
        let id = desk.command_id();
        let decision = guichet_domain::record(draft, by, &facts, id, START)?;
        let again = guichet_domain::record(draft, by, &facts, id, START)?;
        assert_eq!(decision, again, "recording is deterministic");
        desk.append(id, by, decision);
        Ok(desk)
    }

    pub fn facts(&self) -> Facts {
        let ticket = &self.ticket;
        let of_item = || {
            let policy = ticket
                .item
                .map_or(ApprovalPolicy::Nobody, |id| item(id.0).approval);
            route(&policy, ticket.affected, ticket.reporter, &Org)
        };
        Facts {
            route: Some(self.route.clone().unwrap_or_else(of_item)),
            readable: Some(view::readable(&self.log)),
            promises: self.promises.clone(),
            ..facts(self.now)
        }
    }

    /// With what the server knows of the item that a command names.
    fn facts_of(&self, command: &Command) -> Facts {
        let facts = self.facts();
        let (Command::Convert { item: named, .. } | Command::ChangeItem { item: named, .. }) =
            command
        else {
            return facts;
        };
        let (affected, reporter) = (self.ticket.affected, self.ticket.reporter);
        let item = named
            .filter(|named| (1..=6).contains(&named.0))
            .map(|named| item(named.0));
        Facts {
            route: Some(
                item.as_ref()
                    .and_then(|item| route(&item.approval, affected, reporter, &Org)),
            ),
            item: Some(item),
            ..facts
        }
    }

    fn command_id(&mut self) -> CommandId {
        self.commands += 1;
        CommandId(Uuid::from_u128(self.commands << 64))
    }

    /// Does it, twice to see that it comes out the same, and gives back what happened.
    pub fn act(&mut self, by: &Actor, command: Command) -> Result<Vec<Envelope>, Refusal> {
        let (id, facts) = (self.command_id(), self.facts_of(&command));
        let first = decide(&self.ticket, by, &facts, id, command.clone(), self.now);
        assert_eq!(
            first,
            decide(&self.ticket, by, &facts, id, command, self.now),
            "deterministic"
        );
        let decision = first?;
        assert!(
            !decision.events.is_empty(),
            "what is accepted leaves a trace"
        );
        Ok(self.append(id, by, decision))
    }

    /// As [`Desk::act`], where nothing else is expected.
    pub fn done(&mut self, by: PersonId, command: Command) -> Vec<Envelope> {
        let state = self.ticket.state;
        let tried = command.clone();
        self.act(&actor(by), command)
            .unwrap_or_else(|why| panic!("{tried:?} in {state:?}: {why}"))
    }

    pub fn refused(&mut self, by: PersonId, command: Command) -> Refusal {
        let before = self.ticket.clone();
        let refusal = self.act(&actor(by), command).unwrap_err();
        assert_eq!(before, self.ticket);
        refusal
    }

    /// Something that happened elsewhere.
    pub fn happened(&mut self, by: Who, event: Event) -> Envelope {
        let command = self.command_id();
        let envelope = Envelope {
            ticket: self.ticket.id,
            at: self.now,
            by,
            command,
            event,
        };
        self.ticket = evolve(self.ticket.clone(), &envelope);
        self.log.push(envelope.clone());
        envelope
    }

    fn append(&mut self, command: CommandId, by: &Actor, decision: Decision) -> Vec<Envelope> {
        let named: BTreeSet<TextId> = decision.events.iter().flat_map(Event::texts).collect();
        let brought: BTreeSet<TextId> = decision.texts.iter().map(|(id, _)| *id).collect();
        assert!(
            brought.is_subset(&named),
            "no text comes without an event that names it"
        );
        assert!(
            brought.iter().all(|id| !self.texts.contains_key(id)),
            "text ids are new"
        );
        self.texts.extend(decision.texts);
        assert!(
            named.iter().all(|id| self.texts.contains_key(id)),
            "no event names a text that is nowhere"
        );
        let envelopes: Vec<Envelope> = decision
            .events
            .into_iter()
            .map(|event| Envelope {
                ticket: self.ticket.id,
                at: self.now,
                by: by.who.clone(),
                command,
                event,
            })
            .collect();
        for envelope in &envelopes {
            self.ticket = evolve(self.ticket.clone(), envelope);
        }
        self.log.extend(envelopes.iter().cloned());
        envelopes
    }
}

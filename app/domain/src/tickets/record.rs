//! Recording: how a ticket begins.

use crate::kernel::action::Action;
use crate::kernel::actor::Actor;
use crate::kernel::channel::Channel;
use crate::kernel::form::{Form, SHORT_MAX, SUBJECT_MAX, TEXT_MAX};
use crate::kernel::ids::{CategoryId, CommandId, ItemId, PersonId, ServiceId, TicketId};
use crate::kernel::priority::{Impact, Urgency};
use crate::kernel::proof::Proof;
use crate::kernel::prose::Format;
use crate::kernel::reference::{Kind, Reference};
use crate::kernel::refusal::{Field, Problem, Refusal, Why};
use crate::kernel::time::Timestamp;
use crate::tickets::catalogue_answers;
use crate::tickets::command::{Categorisation, Solution};
use crate::tickets::decide::case::Case;
use crate::tickets::decide::output::{Decision, Output};
use crate::tickets::decide::priority::recorded_priority;
use crate::tickets::decide::under::put_under;
use crate::tickets::decide::{incident, request};
use crate::tickets::evaluation::Answers;
use crate::tickets::event::{Event, Recorded};
use crate::tickets::evolve::after;
use crate::tickets::facts::Facts;
use crate::tickets::link::{Link, Relation};
use crate::tickets::me_too::MeToo;
use crate::tickets::offered::Offered;
use crate::tickets::ticket::{LINKS_MAX, Ticket};
use crate::tickets::view::viewer;
use crate::tickets::winding::start;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The form of a new ticket. Lengths are in characters.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewTicket {
    /// Kind of ticket.
    pub kind: Kind,
    /// Subject, in one line; required, at most `SUBJECT_MAX` characters.
    pub subject: String,
    /// Description; may be empty, at most `TEXT_MAX` characters.
    pub description: String,
    /// How its texts are written. Markdown only counts from agents.
    #[serde(default)]
    pub format: Format,
    /// Affected user (ITIL); `None` for the actor.
    pub affected: Option<PersonId>,
    /// Who told the desk, if an agent records for somebody else. Ignored from users, who are the
    /// reporter themselves.
    pub reporter: Option<PersonId>,
    /// How the ticket reached the desk.
    pub channel: Channel,
    /// Where the affected user is; may be empty, at most `SHORT_MAX` characters.
    #[serde(default)]
    pub place: String,
    /// When the matter was noticed, not in the future; `None` if not told.
    pub noticed_at: Option<Timestamp>,
    /// Whether only its team may see it, beside its participants and approvers.
    pub confidential: bool,
    /// Service concerned; `None` for the item's, if it has one.
    pub service: Option<ServiceId>,
    /// Category of the service, which categorises an incident or problem at once: its impact and
    /// urgency are required then. Ignored from users, and for requests.
    #[serde(default)]
    pub category: Option<CategoryId>,
    /// How it is settled in the same step, if it is. Ignored from users.
    #[serde(default)]
    pub settlement: Option<Settlement>,
    /// Impact proposed by the reporter; the agent who categorises decides.
    pub impact: Option<Impact>,
    /// Urgency proposed by the reporter; the agent who categorises decides.
    pub urgency: Option<Urgency>,
    /// Catalogue item; required for a request.
    pub item: Option<ItemId>,
    /// Answers to the questions of the item.
    pub fields: Answers,
    /// Ticket that this one takes up again; ignored if the actor cannot see it.
    pub follows: Option<Reference>,
    /// Whether it is a message split off the ticket that it follows. Ignored from users.
    #[serde(default)]
    pub split: bool,
    /// Further incidents that a new problem causes; ignored for other kinds, and those that the actor
    /// cannot see. At most [`LINKS_MAX`] count.
    #[serde(default)]
    pub causes: Vec<Reference>,
    /// What happens to the reporter too; only for incidents.
    #[serde(default)]
    pub me_too: Option<MeToo>,
    /// Articles that were offered beforehand.
    #[serde(default)]
    pub offered: Offered,
    /// How sure the desk is of the sender, if the ticket comes by mail. Never taken from a form.
    #[serde(skip)]
    pub by_mail: Option<Proof>,
}

/// How a ticket is settled while it is recorded, by the agent who records it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Settlement {
    /// The incident is resolved at first contact.
    Resolved(Solution),
    /// The request is fulfilled, with what was answered or done, told to the user: required, at most
    /// `TEXT_MAX` characters. Only for items without approval that carry their evaluation.
    Fulfilled(String),
}

/// Decides how a new ticket begins; a request for a standard item is evaluated at once. An agent may
/// categorise it and settle it in the same step.
///
/// # Errors
/// [`Refusal::Invalid`] names every field that is missing, too long or unknown.
/// [`Refusal::AskServer`] if a fact is missing.
pub fn record(
    draft: &NewTicket,
    actor: &Actor,
    facts: &Facts,
    id: CommandId,
    now: Timestamp,
) -> Result<Decision, Refusal> {
    let item = facts.item.as_ref().and_then(Option::as_ref);
    let mut form = Form::default();
    let mut out = Output::new(id);
    let person = actor.person();
    let subject = form.line(Field::Subject, &draft.subject, SUBJECT_MAX);
    let description = form.optional(Field::Description, &draft.description, TEXT_MAX);
    let affected = draft.affected.or(person);
    // Only agents and the system record for others; everybody else is the reporter.
    let for_others = actor.role.is_agent() || actor.is_system();
    let reporter = if for_others { draft.reporter } else { person };
    let known = |p: PersonId| {
        Some(p) == person || facts.people.as_ref().is_some_and(|all| all.contains(&p))
    };
    if affected.is_none_or(|affected| !known(affected)) {
        form.error(Field::Affected, Problem::Unknown);
    }
    if reporter.is_some_and(|reporter| !known(reporter)) {
        form.error(Field::Person, Problem::Unknown);
    }
    if draft.noticed_at.is_some_and(|noticed| noticed > now) {
        form.error(Field::NoticedAt, Problem::InTheFuture);
    }
    let service = draft.service.or_else(|| item.and_then(|item| item.service));
    let services = facts.services.as_ref().ok_or(Refusal::AskServer)?;
    let service_facts = service.and_then(|service| services.get(&service));
    if service.is_some() && service_facts.is_none() {
        form.error(Field::Service, Problem::Unknown);
    }
    if draft.kind == Kind::Request && item.is_none() {
        form.error(
            Field::Item,
            if draft.item.is_some() {
                Problem::Unknown
            } else {
                Problem::Missing
            },
        );
    }
    let by_item = item.filter(|_| draft.kind == Kind::Request);
    let answers = by_item.map(|item| catalogue_answers::read(&mut form, item, &draft.fields));
    let place = form.optional_line(Field::Place, &draft.place, SHORT_MAX);
    let further = Further {
        draft,
        actor,
        facts,
        now,
        at_desk: actor.role.is_agent(),
    };
    // What follows is tried on nothing first, so that every wrong field is named at once.
    let mut blank = Ticket::unrecorded(facts.number.unwrap_or_default());
    blank.kind = draft.kind;
    blank.recorded_by = actor.who.clone();
    if let Err(Refusal::Invalid(errors)) = further.decide(blank, Output::new(id)) {
        for error in errors {
            form.add(error);
        }
    }
    form.finish()?;
    let Some(affected) = affected else {
        return Err(Refusal::AskServer);
    };

    // What is requested says how much it matters, unless the agent does.
    let impact = draft.impact.or(by_item.and_then(|item| item.impact));
    let urgency = draft.urgency.or(by_item.and_then(|item| item.urgency));

    // The ticket it follows must be visible to the actor; otherwise it follows none.
    let others = facts.others.as_ref();
    let follows = draft
        .follows
        .and_then(|follows| others?.get(&follows.id))
        .filter(|before| viewer(before, actor).is_some());
    let split = follows.filter(|_| draft.split && actor.role.is_agent());
    // The old ticket links to the new one, an incident to its problem.
    let relation = match draft.kind {
        Kind::Problem => Relation::CausedBy,
        Kind::Incident | Kind::Request => Relation::RelatedTo,
    };
    // A problem is linked to all it causes.
    let causes = draft.causes.iter().take(LINKS_MAX - 1);
    let causes = causes.filter_map(|incident| others?.get(&incident.id));
    let causes = causes.filter(|incident| {
        let is_first = follows.is_some_and(|first| first.id == incident.id);
        incident.kind == Kind::Incident && !is_first && viewer(incident, actor).is_some()
    });
    let linked: BTreeMap<TicketId, &Ticket> = match draft.kind {
        Kind::Problem => causes.chain(follows).map(|one| (one.id, one)).collect(),
        Kind::Incident | Kind::Request => follows.map(|one| (one.id, one)).into_iter().collect(),
    };
    if let Some(id) = facts.number {
        let kind = draft.kind;
        let to = Reference { kind, id };
        for before in linked.values() {
            out.link_back(before, Link { to, relation });
        }
        if let Some(before) = split {
            out.split_off(before.id, to);
        }
    }
    let subject = out.text(subject);
    let description = out.optional_text(description);
    let place = out.optional_text(place);
    let fields = catalogue_answers::store(&mut out, answers.unwrap_or_default());
    out.push(Event::Recorded(Box::new(Recorded {
        kind: draft.kind,
        subject,
        description,
        affected,
        reporter: reporter.filter(|reporter| *reporter != affected),
        channel: draft.channel,
        noticed_at: draft.noticed_at,
        place,
        // What is split off is for no more eyes than it was.
        confidential: draft.confidential || split.is_some_and(Ticket::is_scoped),
        restricted: service_facts.is_some_and(|service| service.restricted),
        service,
        impact,
        urgency,
        priority: recorded_priority(facts, impact, urgency)?,
        team: split
            .filter(|before| before.is_scoped())
            .and_then(|before| before.team)
            .or(by_item.map(|item| item.team))
            .or(service_facts.map(|s| s.team))
            .or(facts.first_team),
        item: by_item.map(|item| item.id),
        fields: fields.clone(),
        // A problem is linked to what it causes, and takes up nothing.
        follows: follows
            .filter(|_| draft.kind != Kind::Problem)
            .map(Ticket::reference),
        external: None,
        by_mail: draft.by_mail,
        offered: draft.offered.bounded(),
        clocks: None,
    })));
    if let Some(item) = by_item {
        catalogue_answers::evaluate(&mut out, item, &fields, facts)?;
    }
    let incidents = linked.values().filter(|_| draft.kind == Kind::Problem);
    for incident in incidents {
        let link = Link {
            to: incident.reference(),
            relation: relation.inverse(),
        };
        out.push(Event::Linked { link });
    }
    let parent = facts.parent.as_ref();
    if let Some(parent) = parent.filter(|_| draft.kind == Kind::Incident) {
        put_under(&mut out, facts.number, parent);
    }
    let blank = Ticket::unrecorded(facts.number.unwrap_or_default());
    let ticket = after(&blank, out.events(), &actor.who, (id, now));
    let mut decision = further.decide(ticket, out)?.finish();
    if let Some(rules) = &facts.promises {
        start(&blank, &mut decision.events, &actor.who, (id, now), rules);
    }
    Ok(decision)
}

/// What an agent does with a ticket in the step that records it.
#[derive(Clone, Copy)]
struct Further<'a> {
    draft: &'a NewTicket,
    actor: &'a Actor,
    facts: &'a Facts,
    now: Timestamp,
    at_desk: bool,
}

impl Further<'_> {
    /// Categorises and settles the ticket as the draft says.
    fn decide(self, ticket: Ticket, out: Output) -> Result<Output, Refusal> {
        if !self.at_desk {
            return Ok(out);
        }
        let mut case = Case {
            ticket: &ticket,
            actor: self.actor,
            facts: self.facts,
            now: self.now,
            out,
        };
        let c = &mut case;
        match (self.draft.kind, &self.draft.settlement) {
            (Kind::Incident, Some(Settlement::Resolved(solution))) => {
                let solution = solution.clone();
                incident::resolve_at_first_contact(c, self.categorisation(), solution)?;
            }
            (Kind::Request, Some(Settlement::Fulfilled(done))) => request::fulfil_at_once(c, done)?,
            (_, Some(_)) => {
                return Err(Refusal::Impossible {
                    action: Action::ResolveAtFirstContact,
                    why: Why::NotInThisState,
                });
            }
            (Kind::Incident | Kind::Problem, None) if self.draft.category.is_some() => {
                incident::categorise(c, self.categorisation())?;
            }
            (_, None) => {}
        }
        Ok(case.out)
    }

    fn categorisation(self) -> Categorisation {
        Categorisation {
            service: self.draft.service,
            category: self.draft.category,
            impact: self.draft.impact,
            urgency: self.draft.urgency,
            priority: None,
            reason: String::new(),
            was: None,
            was_priority: None,
        }
    }
}

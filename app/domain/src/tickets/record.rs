//! Recording: how a ticket begins.

use crate::kernel::actor::Actor;
use crate::kernel::form::{Form, SUBJECT_MAX, TEXT_MAX};
use crate::kernel::ids::{CommandId, ItemId, PersonId, ServiceId};
use crate::kernel::priority::{Impact, Urgency};
use crate::kernel::proof::Proof;
use crate::kernel::reference::{Kind, Reference};
use crate::kernel::refusal::{Field, Problem, Refusal};
use crate::kernel::time::Timestamp;
use crate::tickets::catalogue_answers;
use crate::tickets::catalogue_answers::Answers;
use crate::tickets::channel::Channel;
use crate::tickets::decide::output::{Decision, Output};
use crate::tickets::decide::priority::recorded_priority;
use crate::tickets::event::{Event, Recorded};
use crate::tickets::facts::Facts;
use crate::tickets::link::{Link, Relation};
use crate::tickets::ticket::Ticket;
use crate::tickets::view::viewer;
use serde::{Deserialize, Serialize};

/// What is known of a ticket when it is recorded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewTicket {
    pub kind: Kind,
    pub subject: String,
    pub description: String,
    pub affected: Option<PersonId>,
    /// Who told the desk, where an agent writes down what somebody says for another.
    pub reporter: Option<PersonId>,
    pub channel: Channel,
    pub noticed_at: Option<Timestamp>,
    pub confidential: bool,
    pub service: Option<ServiceId>,
    /// Proposed by whoever reports; the agent who categorises decides.
    pub impact: Option<Impact>,
    pub urgency: Option<Urgency>,
    pub item: Option<ItemId>,
    pub fields: Answers,
    pub follows: Option<Reference>,
    /// A message says it, and this is how sure the desk is of who wrote that: no form says so.
    #[serde(skip)]
    pub by_mail: Option<Proof>,
}

/// Records a ticket.
///
/// # Errors
/// [`Refusal::Invalid`] names every field that is missing, too long or unknown.
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
    // Only who works at the desk writes down what others say; everybody else speaks for themselves.
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
    form.finish()?;
    let Some(affected) = affected else {
        return Err(Refusal::AskServer);
    };

    // What it takes up is there for whoever says so; otherwise it takes up nothing.
    let others = facts.others.as_ref();
    let follows = draft
        .follows
        .and_then(|follows| others?.get(&follows.id))
        .filter(|before| viewer(before, actor).is_some());
    // Whoever opens the old ticket finds the one that takes it up.
    if let Some((before, id)) = follows.zip(facts.number) {
        let kind = draft.kind;
        let relation = Relation::RelatedTo;
        let to = Reference { kind, id };
        out.link_back(before, Link { to, relation });
    }
    let subject = out.text(subject);
    let description = out.optional_text(description);
    let fields = catalogue_answers::store(&mut out, answers.unwrap_or_default());
    out.push(Event::Recorded(Box::new(Recorded {
        kind: draft.kind,
        subject,
        description,
        affected,
        reporter: reporter.filter(|reporter| *reporter != affected),
        channel: draft.channel,
        noticed_at: draft.noticed_at,
        confidential: draft.confidential,
        restricted: service_facts.is_some_and(|service| service.restricted),
        service,
        impact: draft.impact,
        urgency: draft.urgency,
        priority: recorded_priority(facts, draft.impact, draft.urgency)?,
        team: by_item
            .map(|item| item.team)
            .or(service_facts.map(|s| s.team))
            .or(facts.first_team),
        item: by_item.map(|item| item.id),
        fields,
        follows: follows.map(Ticket::reference),
        external: None,
        by_mail: draft.by_mail,
    })));
    if let Some(item) = by_item {
        catalogue_answers::evaluate(&mut out, item, facts)?;
    }
    Ok(out.finish())
}

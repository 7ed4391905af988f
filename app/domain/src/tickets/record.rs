//! Recording: how a ticket begins.

use crate::kernel::actor::Actor;
use crate::kernel::channel::Channel;
use crate::kernel::form::{Form, SUBJECT_MAX, TEXT_MAX};
use crate::kernel::ids::{CommandId, ItemId, PersonId, ServiceId};
use crate::kernel::priority::{Impact, Urgency};
use crate::kernel::proof::Proof;
use crate::kernel::prose::Format;
use crate::kernel::reference::{Kind, Reference};
use crate::kernel::refusal::{Field, Problem, Refusal};
use crate::kernel::time::Timestamp;
use crate::tickets::catalogue_answers;
use crate::tickets::decide::output::{Decision, Output};
use crate::tickets::decide::priority::recorded_priority;
use crate::tickets::evaluation::Answers;
use crate::tickets::event::{Event, Recorded};
use crate::tickets::facts::Facts;
use crate::tickets::link::{Link, Relation};
use crate::tickets::offered::Offered;
use crate::tickets::ticket::Ticket;
use crate::tickets::view::viewer;
use serde::{Deserialize, Serialize};

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
    /// When the matter was noticed, not in the future; `None` if not told.
    pub noticed_at: Option<Timestamp>,
    /// Whether only its team may see it, beside its participants and approvers.
    pub confidential: bool,
    /// Service concerned; `None` for the item's, if it has one.
    pub service: Option<ServiceId>,
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
    /// Articles that were offered beforehand.
    #[serde(default)]
    pub offered: Offered,
    /// How sure the desk is of the sender, if the ticket comes by mail. Never taken from a form.
    #[serde(skip)]
    pub by_mail: Option<Proof>,
}

/// Decides how a new ticket begins; a request for a standard item is evaluated at once.
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
    form.finish()?;
    let Some(affected) = affected else {
        return Err(Refusal::AskServer);
    };

    // The ticket it follows must be visible to the actor; otherwise it follows none.
    let others = facts.others.as_ref();
    let follows = draft
        .follows
        .and_then(|follows| others?.get(&follows.id))
        .filter(|before| viewer(before, actor).is_some());
    // The old ticket links to the new one.
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
        offered: draft.offered.bounded(),
    })));
    if let Some(item) = by_item {
        catalogue_answers::evaluate(&mut out, item, facts)?;
    }
    Ok(out.finish())
}

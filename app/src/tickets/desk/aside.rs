//! The attributes of a ticket, beside its timeline.

use crate::feedback::section::feedback_section;
use crate::kernel::context::{now, use_language, use_texts, use_zone};
use crate::kernel::prose::{Gone, Html};
use crate::kernel::tags::{Avatar, ClaimedTag, PriorityBars, StateTag};
use crate::kernel::times::Moment;
use crate::queue::to_ticket::to_ticket;
use crate::recurrence::groups::group_of;
use crate::recurrence::reach::reach;
use crate::recurrence::similar::similar;
use crate::service_levels::clocks::clocks;
use crate::tickets::desk::articles::articles;
use crate::tickets::desk::files::{attach_form, file_list};
use crate::tickets::desk::open::Open;
use guichet_domain::directory::card::Workplace;
use guichet_domain::directory::catalogue::Item;
use guichet_domain::directory::choices::Choices;
use guichet_domain::kernel::action::Action;
use guichet_domain::kernel::actor::Who;
use guichet_domain::kernel::language::{Label, Language};
use guichet_domain::kernel::reference::{Kind, Reference};
use guichet_domain::kernel::refusal::Field;
use guichet_domain::tickets::command::Command;
use guichet_domain::tickets::evaluation::{FieldAnswer, FieldValue};
use guichet_domain::tickets::line::Line;
use guichet_domain::tickets::page::Linked;
use guichet_domain::tickets::ticket::Ticket;
use guichet_domain::{PersonId, TextId};
use guichet_locales::{amount, fill, grouped, name_if_away, typed_day, words};
use leptos::prelude::*;

impl Open {
    /// Name of an entry that is chosen from a list.
    fn named(self, l: Language, pick: impl Fn(&Choices) -> Option<&Label>) -> Option<String> {
        self.page.with(|page| {
            let label = pick(page.choices.as_ref()?)?;
            Some(label.in_language(l).to_owned())
        })
    }

    pub fn service(self, l: Language) -> Option<String> {
        let id = self.ticket.with(|ticket| ticket.service)?;
        let find = |c: &Choices| c.services.iter().position(|(s, _)| *s == id);
        self.named(l, |c| find(c).map(|at| &c.services[at].1))
            .or_else(|| self.known(l, |page| page.service.clone()))
    }

    pub fn category(self, l: Language) -> Option<String> {
        let id = self.ticket.with(|ticket| ticket.category)?;
        let find = |c: &Choices| c.categories.iter().position(|(_, s, _)| *s == id);
        self.named(l, |c| find(c).map(|at| &c.categories[at].2))
            .or_else(|| self.known(l, |page| page.category.clone()))
    }

    pub fn team(self, l: Language) -> Option<String> {
        let id = self.ticket.with(|ticket| ticket.team)?;
        let find = |c: &Choices| c.teams.iter().position(|(t, _)| *t == id);
        self.named(l, |c| find(c).map(|at| &c.teams[at].1))
            .or_else(|| self.known(l, |page| page.team.clone()))
    }

    pub fn item_name(self, l: Language) -> Option<String> {
        let id = self.ticket.with(|ticket| ticket.item)?;
        let find = |c: &Choices| c.items.iter().position(|(i, _)| *i == id);
        self.named(l, |c| find(c).map(|at| &c.items[at].1))
            .or_else(|| self.known(l, |page| page.item.as_ref().map(|item| item.name.clone())))
    }

    /// Names in the page itself, for entries that can no longer be chosen.
    fn known(
        self,
        l: Language,
        pick: impl Fn(&guichet_domain::tickets::page::TicketPage) -> Option<Label>,
    ) -> Option<String> {
        self.page
            .with(|page| pick(page).map(|label| label.in_language(l).to_owned()))
    }
}

pub fn properties(open: Open) -> AnyView {
    // As far as the server has said them.
    let promised = Memo::new(move |_| open.page.with(|page| page.ticket.clocks.clone()));
    // What is part of another ticket is seen to there.
    let is_part = Memo::new(move |_| open.ticket.with(Ticket::is_merged));
    let likes = Memo::new(move |_| open.page.with(|page| page.similar.clone()));
    view! {
        {move || person(open)}
        {move || clocks(open.id, promised.get().filter(|_| !is_part.get()))}
        {move || main_facts(open)}
        {move || evaluation(open)}
        {move || answers(open)}
        {move || findings(open)}
        {move || {
            let (to, at) = open.ticket.with(|ticket| (ticket.reference(), ticket.recorded_at));
            similar(to, likes.get(), at)
        }}
        {group_of(open.id)}
        {move || watchers(open)}
        {move || links(open)}
        {move || file_list(open)}
        {attach_form(open)}
        {feedback_section(open.id)}
        {move || (!is_part.get()).then(|| articles(open))}
        {others(open)}
    }
    .into_any()
}

fn person(open: Open) -> AnyView {
    let (l, texts) = (use_language(), use_texts());
    let id = open.ticket.with(|ticket| ticket.affected);
    let name = open.name(id);
    let card = open.card(id);
    let department = card
        .as_ref()
        .and_then(|card| card.department.as_ref())
        .map(|label| label.in_language(l).to_owned());
    let workplace = card.as_ref().and_then(|card| card.workplace.clone());
    let email = card.and_then(|card| card.email);
    let unreached = open.page.with(|page| page.unreached.clone());
    let comes_back = |status: String| fill(texts.inbound.comes_back, &[("status", &status)]);
    let wished = open.ticket.with(|ticket| ticket.cancel_wished);
    let unanswered = open.ticket.with(|ticket| {
        let hold = ticket.hold.as_ref();
        let offered = hold.is_some_and(|hold| hold.reminders.has_offered());
        offered.then_some(match ticket.kind {
            Kind::Incident => Action::Resolve,
            Kind::Request | Kind::Problem => Action::Cancel,
        })
    });
    view! {
        <section class="person-card" aria-label=words::field(l, Field::Affected)>
            <Avatar name=name.clone()/>
            <h2>{name}</h2>
            {department.map(|department| view! { <p>{department}</p> })}
            {email.map(|email| view! { <p><a href=format!("mailto:{email}")>{email.clone()}</a></p> })}
            {workplace.map(|workplace| self::workplace(*workplace))}
        </section>
        {unreached.map(|status| view! { <div class="notice notice-warn"><p>{comes_back(status)}</p></div> })}
        {unanswered.map(|action| view! {
            <div class="notice notice-warn">
                <p>{texts.desk.unanswered}</p>
                <p class="actions">
                    <button class="button" type="button" on:click=move |_| open.sheet.set(Some(action))>
                        {words::action(l, action)}
                    </button>
                </p>
            </div>
        })}
        {wished.then(|| view! { <div class="notice notice-warn"><p>{texts.desk.cancel_wished}</p></div> })}
    }
    .into_any()
}

/// How somebody is reached, and where they work with what.
fn workplace(known: Workplace) -> AnyView {
    let l = use_language();
    let telephone = known.telephone.map(|telephone| {
        let digits: String = telephone
            .chars()
            .filter(|c| c.is_ascii_digit() || *c == '+')
            .collect();
        view! { <p><a href=format!("tel:{digits}")>{telephone}</a></p> }
    });
    let named = |field, text: Option<String>| {
        text.map(|text| {
            view! { <p><span class="visually-hidden">{words::field(l, field)} " "</span>{text}</p> }
        })
    };
    view! {
        {telephone}
        {named(Field::Place, known.place)}
        {named(Field::Computer, known.computer)}
    }
    .into_any()
}

fn fact(name: &'static str, value: AnyView) -> AnyView {
    view! { <dt>{name}</dt><dd>{value}</dd> }.into_any()
}

fn maybe(name: &'static str, value: Option<String>) -> AnyView {
    match value {
        Some(value) => fact(name, value.into_any()),
        None => ().into_any(),
    }
}

fn main_facts(open: Open) -> AnyView {
    let (l, texts) = (use_language(), use_texts());
    let t = &texts.desk;
    let ticket = open.ticket.get();
    let priority = view! {
        <PriorityBars priority=ticket.priority/>
        <span class="priority-name">{words::priority(l, ticket.priority)}</span>
    };
    let rating = ticket.impact.zip(ticket.urgency).map(|(impact, urgency)| {
        let urgency = words::urgency(l, urgency).to_lowercase();
        format!("{} × {urgency}", words::impact(l, impact))
    });
    let reason = text(open, ticket.internal.priority_reason);
    view! {
        <dl class="props">
            {fact(words::field(l, Field::Priority), priority.into_any())}
            {reason.map(|reason| fact(words::field(l, Field::Reason), reason))}
            {maybe(t.impact_urgency, rating)}
            {maybe(words::field(l, Field::Service), open.service(l))}
            {maybe(words::field(l, Field::Category), open.category(l))}
            {item(open, &ticket)}
            {maybe(words::field(l, Field::Team), open.team(l))}
            {fact(t.assignee, assignee(open, ticket.assignee))}
            {hold(&ticket)}
            {maybe(t.place, ticket.place.map(|id| open.body(id)))}
            {source(open, &ticket)}
        </dl>
    }
    .into_any()
}

fn assignee(open: Open, person: Option<PersonId>) -> AnyView {
    let texts = use_texts();
    match person {
        Some(person) => {
            let name = open.name(person);
            view! { <Avatar name=name.clone()/>{name} }.into_any()
        }
        None => texts.desk.nobody.into_any(),
    }
}

fn item(open: Open, ticket: &Ticket) -> AnyView {
    let l = use_language();
    let name = ticket.item.and_then(|_| open.item_name(l));
    maybe(words::field(l, Field::Item), name)
}

fn hold(ticket: &Ticket) -> AnyView {
    let (l, texts) = (use_language(), use_texts());
    let Some(hold) = &ticket.hold else {
        return ().into_any();
    };
    let reason = words::hold_reason(l, hold.reason);
    let value = view! {
        {reason}
        {hold.problem.map(|problem| view! { " (" {to_ticket(problem)} ")" })}
        {hold.until.map(|until| view! { <br/><Moment at=until/> })}
    };
    fact(texts.desk.waits_for, value.into_any())
}

/// Channel and history figures of the ticket.
fn source(open: Open, ticket: &Ticket) -> AnyView {
    let (l, texts) = (use_language(), use_texts());
    let t = &texts.desk;
    let moment = |at| view! { <Moment at=at/> }.into_any();
    let by = match ticket.recorded_by {
        Who::Person(person) if person != ticket.affected => Some(open.name(person)),
        _ => None,
    };
    let count = |n: u32| (n > 0).then(|| n.to_string());
    let flag = |on: bool, name: &'static str| on.then(|| fact(name, texts.common.yes.into_any()));
    let aliases = ticket.aliases.iter().map(ToString::to_string);
    let aliases = aliases.collect::<Vec<_>>().join(", ");
    // Foretold by this browser, the date would be a guess.
    let closes = ticket
        .closes_at
        .filter(|_| open.pending.with(Vec::is_empty));
    view! {
        {fact(t.channel, words::channel(l, ticket.channel).into_any())}
        {fact(t.recorded, moment(ticket.recorded_at))}
        {maybe(t.recorded_by, by)}
        {ticket.noticed_at.map(|at| fact(t.noticed, moment(at)))}
        {closes.map(|at| fact(t.closes, moment(at)))}
        {maybe(t.reopened_times, count(ticket.reopenings))}
        {maybe(t.hand_overs, count(ticket.hand_overs))}
        {flag(ticket.confidential, t.confidential)}
        {flag(ticket.restricted, t.restricted)}
        {maybe(t.formerly, (!aliases.is_empty()).then_some(aliases))}
        {maybe(t.external, ticket.external.clone())}
    }
    .into_any()
}

fn text(open: Open, id: Option<TextId>) -> Option<AnyView> {
    let prose = open.prose(id?)?;
    Some(if prose.is_removed() {
        view! { <Gone/> }.into_any()
    } else if prose.html.is_empty() {
        prose.body.into_any()
    } else {
        view! { <Html html=prose.html/> }.into_any()
    })
}

fn evaluation(open: Open) -> AnyView {
    let texts = use_texts();
    let t = &texts.desk;
    let ticket = open.ticket.get();
    let Some(evaluation) = ticket.evaluation else {
        return ().into_any();
    };
    let verdict = match (evaluation.feasible, evaluation.standard) {
        (true, true) => t.standard,
        (true, false) => t.feasible,
        (false, _) => t.not_feasible,
    };
    let l = use_language();
    let approval = ticket.approval.and_then(|approval| {
        let names = |people: Vec<PersonId>| {
            let names = people.into_iter().map(|person| open.name(person));
            names.collect::<Vec<_>>().join(", ")
        };
        let yes = names(approval.approved_by.iter().copied().collect());
        let waits = !approval.is_complete() && ticket.state.is_open();
        let zone = use_zone();
        let away = |person: PersonId| {
            let card = open.card(person);
            card.map_or_else(
                || open.name(person),
                |card| name_if_away(texts, &zone, now(), &card),
            )
        };
        let awaited: Vec<String> = approval.pending().map(away).collect();
        let awaited = awaited.join(", ");
        let yes = (!yes.is_empty()).then(|| fill(t.approved_by, &[("who", &yes)]));
        let awaited = waits.then(|| fill(t.awaits, &[("who", &awaited)]));
        let asked = approval.asked_back.then_some(t.question_open);
        let lines = [yes, awaited, asked.map(str::to_owned)];
        let lines: Vec<String> = lines.into_iter().flatten().collect();
        // Nobody had decided when it ended.
        let any = !lines.is_empty();
        let lines = lines.into_iter().map(|line| view! { <p>{line}</p> });
        any.then(|| fact(t.approval, lines.collect_view().into_any()))
    });
    view! {
        <section class="card">
            <h2>{t.evaluation}</h2>
            <dl class="props">
                {fact(words::field(l, Field::Feasible), verdict.into_any())}
                {fact(words::field(l, Field::Cost), amount(texts, evaluation.cost).into_any())}
                {text(open, evaluation.impact).map(|impact| fact(words::field(l, Field::Impact), impact))}
                {approval}
            </dl>
        </section>
    }
    .into_any()
}

fn answers(open: Open) -> AnyView {
    let (l, texts) = (use_language(), use_texts());
    let fields = open.ticket.with(|ticket| ticket.fields.clone());
    if fields.is_empty() {
        return ().into_any();
    }
    let item = open.page.with(|page| page.item.clone());
    let rows = fields
        .into_iter()
        .map(|answer| answered(open, l, item.as_ref(), answer));
    view! {
        <section class="card">
            <h2>{texts.desk.answers}</h2>
            <dl class="props">{rows.collect_view()}</dl>
        </section>
    }
    .into_any()
}

fn answered(open: Open, l: Language, item: Option<&Item>, answer: FieldAnswer) -> AnyView {
    let asked = item.and_then(|item| item.fields.iter().find(|field| field.key == answer.field));
    let label = asked.map_or(answer.field.clone(), |field| {
        field.label.in_language(l).to_owned()
    });
    let value = match answer.value {
        FieldValue::Text(id) => text(open, Some(id)).unwrap_or_else(|| ().into_any()),
        FieldValue::Choice(choice) => chosen(l, asked, choice).into_any(),
        FieldValue::Number(number) => grouped(l, number).into_any(),
        FieldValue::Date(date) => typed_day(l, &date).into_any(),
    };
    view! { <dt>{label}</dt><dd>{value}</dd> }.into_any()
}

/// An answer in the language of the page: a choice is stored by its French or English label.
fn chosen(
    l: Language,
    asked: Option<&guichet_domain::directory::catalogue::ItemField>,
    choice: String,
) -> String {
    use guichet_domain::directory::catalogue::FieldKind;
    match asked.map(|field| &field.kind) {
        Some(FieldKind::Choice { choices }) => choices
            .iter()
            .find(|label| label.fr == choice || label.en == choice)
            .map_or(choice.clone(), |label| label.in_language(l).to_owned()),
        _ => choice,
    }
}

/// Results of the diagnosis.
fn findings(open: Open) -> AnyView {
    let (l, texts) = (use_language(), use_texts());
    let ticket = open.ticket.get();
    let cause = text(open, ticket.internal.cause);
    let workaround = text(open, ticket.workaround);
    let found = ticket.internal.findings.iter();
    let found: Vec<AnyView> = found.filter_map(|id| text(open, Some(*id))).collect();
    if cause.is_none() && workaround.is_none() && found.is_empty() {
        return ().into_any();
    }
    let contournement = words::permanence(
        l,
        guichet_domain::tickets::resolution::Permanence::Workaround,
    );
    view! {
        <dl class="props">
            {cause.map(|cause| fact(words::field(l, Field::Cause), cause))}
            {workaround.map(|workaround| fact(contournement, workaround))}
            {(!found.is_empty()).then(|| fact(texts.desk.findings, found.into_any()))}
        </dl>
    }
    .into_any()
}

fn watchers(open: Open) -> AnyView {
    let texts = use_texts();
    // Those too who take part because of a ticket that is part of this one.
    let people = open.ticket.with(|ticket| {
        let mut people = ticket.watchers.clone();
        people.extend(ticket.joined.iter().flat_map(|joined| &joined.people));
        people.retain(|person| !ticket.is_requester(*person) || ticket.watchers.contains(person));
        people
    });
    if people.is_empty() {
        return ().into_any();
    }
    let one = |person: PersonId| {
        let name = open.name(person);
        let label = fill(texts.desk.remove, &[("who", &name)]);
        let remove = move |_| open.act(Command::Unwatch { person });
        view! {
            <li>
                <span>{name}</span>
                <button class="link" type="button" on:click=remove>{label}</button>
            </li>
        }
    };
    view! {
        <section class="card">
            <h2>{texts.desk.watchers}</h2>
            <ul class="files">{people.into_iter().map(one).collect_view()}</ul>
        </section>
    }
    .into_any()
}

fn links(open: Open) -> AnyView {
    let (l, texts) = (use_language(), use_texts());
    let ticket = open.ticket.get();
    if ticket.internal.links.is_empty() && ticket.follows.is_none() {
        return ().into_any();
    }
    let known = open.page.with(|page| page.linked.clone());
    let one = |relation: &'static str, to: Reference, removable: bool| {
        let known = known
            .iter()
            .find(|known| known.reference.id == to.id)
            .cloned();
        let label = fill(texts.desk.unlink, &[("ref", &to.to_string())]);
        let remove = removable.then(|| {
            view! {
                <button class="link remove" type="button" aria-label=label
                    on:click=move |_| open.act(Command::Unlink { to })>{texts.desk.unlink_short}</button>
            }
        });
        view! {
            <li>
                <p><span>{relation}</span> " " {to_ticket(to)} " " {remove}</p>
                {known.map(linked)}
            </li>
        }
    };
    let follows = ticket
        .follows
        .map(|follows| one(texts.desk.follows, follows, false));
    let links = ticket.internal.links.iter();
    let links = links.map(|link| one(words::relation(l, link.relation), link.to, true));
    view! {
        <section class="card">
            <h2>{texts.desk.links}</h2>
            {open.page.with(|page| reach(&ticket, &page.linked))}
            <ul class="links">{follows} {links.collect_view()}</ul>
        </section>
    }
    .into_any()
}

/// What is known of a linked ticket: its subject and state, and the workaround of a problem.
fn linked(known: Linked) -> AnyView {
    let title = fill(
        use_texts().desk.its_workaround,
        &[("ref", &known.reference.to_string())],
    );
    let workaround = known.workaround.map(|prose| {
        let text = if prose.is_removed() {
            view! { <Gone/> }.into_any()
        } else {
            view! { <Html html=prose.html/> }.into_any()
        };
        view! { <div class="workaround"><h3>{title}</h3>{text}</div> }
    });
    view! {
        <p>{known.subject}</p>
        <p class="meta"><StateTag kind=known.reference.kind state=known.state hold=known.hold/></p>
        {workaround}
    }
    .into_any()
}

fn others(open: Open) -> AnyView {
    let texts = use_texts();
    let others = open.page.with_untracked(|page| page.others.clone());
    if others.is_empty() {
        return ().into_any();
    }
    let one = |line: Line| {
        let s = line.summary;
        view! {
            <li>
                <p>{to_ticket(s.reference)} " " {s.subject}</p>
                <p class="meta">
                    <StateTag kind=s.reference.kind state=s.state hold=s.hold/>
                    <ClaimedTag claimed=s.claimed/>
                </p>
            </li>
        }
    };
    view! {
        <section class="card">
            <h2>{texts.desk.others}</h2>
            <ul class="links">{others.into_iter().map(one).collect_view()}</ul>
        </section>
    }
    .into_any()
}

//! Conflicts: somebody else has changed the same field meanwhile. Both values are shown to choose
//! from, and nothing typed is lost.

use crate::kernel::context::{use_language, use_texts, use_zone};
use crate::kernel::drafts::Typed;
use crate::kernel::times::Moment;
use crate::queue::address::name_of;
use crate::queue::keys::find;
use crate::tickets::forms::sheet::Sheet;
use crate::tickets::forms::typed::local;
use guichet_domain::kernel::actor::Who;
use guichet_domain::kernel::refusal::Field;
use guichet_domain::kernel::time::Zone;
use guichet_domain::tickets::event::{Envelope, Event};
use guichet_domain::{TextId, Ticket};
use guichet_locales::{amount, date_time, fill, words};
use leptos::prelude::*;

/// The ticket's present value, as text and as values of the form's controls.
struct Theirs {
    words: String,
    controls: Typed,
}

/// The conflict panel below the control of a field; empty unless the field is in conflict.
pub fn panel(sheet: Sheet, field: Field) -> AnyView {
    let wanted = Memo::new(move |_| sheet.in_conflict(field));
    // What stands in it is made once: a button that is pressed stays the same button.
    view! { {move || wanted.get().then(|| untrack(|| choice(sheet, field)))} }.into_any()
}

fn choice(sheet: Sheet, field: Field) -> AnyView {
    let t = &use_texts().drafts;
    let id = format!(
        "conflict-{}",
        words::field(use_language(), field)
            .to_lowercase()
            .replace(' ', "-")
    );
    let label = id.clone();
    let zone = use_zone();
    let mine = mine(field, &zone).unwrap_or_else(|| t.nothing.to_owned());
    let theirs = {
        let zone = zone.clone();
        move || theirs(sheet, field, &zone).words
    };
    let take = move |_| {
        let theirs = untrack(|| self::theirs(sheet, field, &zone));
        sheet.settle(field, Some(theirs.controls));
    };
    view! {
        <div class="conflict" role="group" aria-labelledby=label>
            <p id=id>{move || by_whom(sheet, field)}</p>
            <dl>
                <div><dt>{t.theirs}</dt><dd>{theirs}</dd></div>
                <div><dt>{t.mine}</dt><dd>{mine}</dd></div>
            </dl>
            <div class="actions">
                <button class="button" type="button" on:click=move |_| sheet.settle(field, None)>{t.keep_mine}</button>
                <button class="button" type="button" on:click=take>{t.take_theirs}</button>
            </div>
        </div>
    }
    .into_any()
}

/// Author and time of the change: "Thomas Leroy a modifié ce champ entre-temps · 10:42".
fn by_whom(sheet: Sheet, field: Field) -> AnyView {
    let t = &use_texts().drafts;
    let changed = sheet.open.page.with(|page| {
        let mut changes = page.history.iter().rev();
        changes
            .find(|envelope| changes_field(&envelope.event, field))
            .cloned()
    });
    let Some(Envelope { at, by, .. }) = changed else {
        return t.changed.into_any();
    };
    let said = match by {
        Who::Person(person) => fill(t.changed_by, &[("who", &sheet.open.name(person))]),
        Who::System => t.changed.to_owned(),
    };
    view! { {said} "\u{a0}· " <Moment at/> }.into_any()
}

fn changes_field(event: &Event, field: Field) -> bool {
    match (field, event) {
        (
            Field::Category | Field::Impact | Field::Urgency | Field::Priority,
            Event::Categorised { .. } | Event::ResolvedAtFirstContact(_),
        )
        | (
            Field::Assignee,
            Event::Assigned { .. } | Event::HandedOver { .. } | Event::Unassigned { .. },
        )
        | (Field::Team, Event::HandedOver { .. })
        | (Field::Cost, Event::Evaluated { .. })
        | (
            Field::HoldReason | Field::Until | Field::Link,
            Event::Held { .. } | Event::Resumed { .. },
        )
        | (Field::Cause, Event::CauseRecorded { .. })
        | (Field::Text, Event::WorkaroundRecorded { .. })
        | (Field::Affected, Event::AffectedChanged { .. })
        | (Field::Item, Event::ItemChanged { .. } | Event::Converted { .. }) => true,
        (Field::Subject, Event::Edited { subject, .. }) => subject.is_some(),
        (Field::Description, Event::Edited { description, .. }) => description.is_some(),
        _ => false,
    }
}

fn theirs(sheet: Sheet, field: Field, zone: &Zone) -> Theirs {
    let (l, texts) = (use_language(), use_texts());
    let open = sheet.open;
    let ticket: Ticket = open.ticket.get();
    let body = |id: Option<TextId>| id.map(|id| open.body(id)).unwrap_or_default();
    let one = |control: &str, value: String, words: String| Theirs {
        words,
        controls: Typed::from([(control.to_owned(), value)]),
    };
    let text = |control: &str, id| one(control, body(id), body(id));
    let mut found = match field {
        Field::Category => {
            let number = |id: Option<i64>| id.map(|id| id.to_string()).unwrap_or_default();
            let parts: Vec<String> = open
                .service(l)
                .into_iter()
                .chain(open.category(l))
                .collect();
            Theirs {
                words: parts.join(" · "),
                controls: Typed::from([
                    ("service".to_owned(), number(ticket.service.map(|id| id.0))),
                    (
                        "category".to_owned(),
                        number(ticket.category.map(|id| id.0)),
                    ),
                ]),
            }
        }
        Field::Impact => one(
            "impact",
            ticket.impact.map(name_of).unwrap_or_default(),
            ticket
                .impact
                .map(|i| words::impact(l, i))
                .unwrap_or_default()
                .to_owned(),
        ),
        Field::Urgency => one(
            "urgency",
            ticket.urgency.map(name_of).unwrap_or_default(),
            ticket
                .urgency
                .map(|u| words::urgency(l, u))
                .unwrap_or_default()
                .to_owned(),
        ),
        Field::Priority => {
            let other = ticket.other_priority();
            let said = other.map(|p| words::priority(l, p)).unwrap_or_default();
            let mut theirs = one(
                "priority",
                other.map(name_of).unwrap_or_default(),
                said.to_owned(),
            );
            let reason = body(ticket.internal.priority_reason);
            theirs.controls.insert("reason".to_owned(), reason);
            theirs
        }
        Field::Assignee => one(
            "agent",
            ticket.assignee.map(|id| id.to_string()).unwrap_or_default(),
            ticket.assignee.map(|id| open.name(id)).unwrap_or_default(),
        ),
        Field::Team => one(
            "team",
            ticket.team.map(|id| id.to_string()).unwrap_or_default(),
            open.team(l).unwrap_or_default(),
        ),
        Field::Cost => {
            let cost = ticket.evaluation.as_ref().and_then(|e| e.cost);
            one(
                "cost",
                crate::tickets::forms::typed::typed_as(cost),
                cost.map(|_| amount(texts, cost)).unwrap_or_default(),
            )
        }
        Field::HoldReason => {
            let reason = ticket.hold.as_ref().map(|hold| hold.reason);
            let said = reason.map(|r| words::hold_reason(l, r)).unwrap_or_default();
            one(
                "reason",
                reason.map(name_of).unwrap_or_default(),
                said.to_owned(),
            )
        }
        Field::Until => {
            let until = ticket.hold.as_ref().and_then(|hold| hold.until);
            let said = until.map(|at| date_time(l, zone, at));
            one(
                "until",
                until.map(|at| local(zone, at)).unwrap_or_default(),
                said.unwrap_or_default(),
            )
        }
        Field::Link => {
            let problem = ticket.hold.as_ref().and_then(|hold| hold.problem);
            let problem = problem.map(|to| to.to_string()).unwrap_or_default();
            one("problem", problem.clone(), problem)
        }
        Field::Subject => text("subject", Some(ticket.subject)),
        Field::Description => text("description", ticket.description),
        // Whoever is found by a search is not an option of the form.
        Field::Affected => Theirs {
            words: open.name(ticket.affected),
            controls: Typed::new(),
        },
        Field::Item => one(
            "item",
            ticket.item.map(|id| id.to_string()).unwrap_or_default(),
            open.item_name(l).unwrap_or_default(),
        ),
        Field::Cause => text("text", ticket.internal.cause),
        _ => text("text", ticket.workaround),
    };
    if found.words.is_empty() {
        found.words = texts.drafts.nothing.to_owned();
    }
    found
}

/// The value in this form, as text.
fn mine(field: Field, zone: &Zone) -> Option<String> {
    let of = |name: &str| shown_in(&format!("#sheet-{name}"));
    let said = match field {
        Field::Category => [of("service")?, of("category")?].join(" · "),
        Field::Impact => of("impact")?,
        Field::Urgency => of("urgency")?,
        Field::Priority => of("priority")?,
        Field::Assignee => of("agent")?,
        Field::Team => of("team")?,
        Field::Cost => of("cost")?,
        Field::HoldReason => {
            find("#sheet-form label:has([name='reason']:checked)")?.text_content()?
        }
        Field::Until => {
            let at = crate::tickets::forms::typed::instant(zone, &of("until")?)?;
            date_time(use_language(), zone, at)
        }
        Field::Affected => {
            find("#sheet-form label:has([name='person']:checked)")?.text_content()?
        }
        Field::Item => of("item")?,
        Field::Link => of("problem")?,
        Field::Subject => of("subject")?,
        Field::Description => of("description")?,
        _ => of("text")?,
    };
    Some(said.trim().to_owned()).filter(|said| !said.is_empty())
}

/// Label of the chosen option, or the text of the control.
fn shown_in(control: &str) -> Option<String> {
    use leptos::wasm_bindgen::JsCast;
    use leptos::web_sys::{HtmlInputElement, HtmlTextAreaElement};
    if let Some(option) = find(&format!("{control} option:checked")) {
        return option.text_content();
    }
    let control = find(control)?;
    let input = control
        .dyn_ref::<HtmlInputElement>()
        .map(HtmlInputElement::value);
    input.or_else(|| {
        control
            .dyn_ref::<HtmlTextAreaElement>()
            .map(HtmlTextAreaElement::value)
    })
}

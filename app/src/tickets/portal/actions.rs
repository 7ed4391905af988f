//! The reader's possible actions on a ticket, in users' words.

use crate::kernel::context::{FormState, use_language, use_texts};
use crate::kernel::fields::ErrorSummary;
use crate::tickets::portal::decision::Decision;
use crate::tickets::portal::form_parts::{Area, Disclosure, Verb, own};
use guichet_domain::kernel::action::Action;
use guichet_domain::kernel::reference::Kind;
use guichet_domain::kernel::refusal::Field;
use guichet_domain::tickets::page::TicketPage;
use guichet_domain::{Availability, allowed, needs_follow_up};
use leptos::prelude::*;

/// The portal's actions, with their names in its forms.
const OURS: [(Action, &str); 8] = [
    (Action::Confirm, "confirm"),
    (Action::Reopen, "reopen"),
    (Action::Approve, "approve"),
    (Action::Refuse, "refuse"),
    (Action::AskBack, "ask_back"),
    (Action::Cancel, "cancel"),
    (Action::AskToCancel, "ask_to_cancel"),
    (Action::Comment, "comment"),
];

/// Actions that this person can take now. Files are added with comments.
pub fn offered(page: &TicketPage) -> Vec<Action> {
    let possible: Vec<Action> = allowed(&page.ticket, &page.actor, &page.facts, page.now)
        .into_iter()
        .filter(|one| !matches!(one.availability, Availability::Impossible(_)))
        .map(|one| one.action)
        .collect();
    OURS.iter()
        .map(|(action, _)| *action)
        .filter(|action| possible.contains(action))
        .collect()
}

/// The buttons. A form stays as it is while others come and go beside it.
#[component]
pub fn Actions(page: RwSignal<TicketPage>, form: FormState) -> impl IntoView {
    let reference = page.with_untracked(|page| page.ticket.reference().to_string());
    let kind = Memo::new(move |_| page.with(|page| page.ticket.kind));
    let offered = Memo::new(move |_| page.with(offered));
    let buttons = move || {
        let mut actions = offered.get();
        // Refusing and asking back stand with approving.
        actions
            .retain(|action| !matches!(action, Action::Comment | Action::Refuse | Action::AskBack));
        actions
    };
    let form = StoredValue::new(form);
    view! {
        <div class="actions" hidden=move || buttons().is_empty()>
            <For each=buttons key=|action| *action let:action>
                <Button action kind=kind.get_untracked() reference=reference.clone() form=form.get_value()/>
            </For>
        </div>
        <FollowUp page/>
    }
}

#[component]
fn Button(action: Action, kind: Kind, reference: String, form: FormState) -> impl IntoView {
    let t = &use_texts().portal;
    let incident = kind != Kind::Request;
    match action {
        Action::Confirm => {
            let form = own(&form, &reference, "confirm");
            view! {
                <Verb reference action="confirm" form>
                    <button type="submit" class="button primary">{t.confirm}</button>
                </Verb>
            }
            .into_any()
        }
        Action::Reopen => {
            let (label, question) = if incident {
                (t.persist, t.persist_reason)
            } else {
                (t.persist_request, t.persist_request_reason)
            };
            let verb = Reasoned {
                action: "reopen",
                label,
                question,
                hint: "",
                send: t.persist_send,
                required: true,
            };
            view! { <Reason verb reference form/> }.into_any()
        }
        Action::Cancel => {
            let verb = Reasoned {
                action: "cancel",
                label: if incident {
                    t.cancel_incident
                } else {
                    t.cancel_request
                },
                question: t.cancel_reason,
                hint: "",
                send: t.cancel_send,
                required: false,
            };
            view! { <Reason verb reference form/> }.into_any()
        }
        Action::AskToCancel => {
            let verb = Reasoned {
                action: "ask_to_cancel",
                label: t.wish,
                question: t.cancel_reason,
                hint: t.wish_hint,
                send: t.wish_send,
                required: true,
            };
            view! { <Reason verb reference form/> }.into_any()
        }
        Action::Approve => view! { <Decision reference form/> }.into_any(),
        _ => ().into_any(),
    }
}

/// An action that asks for a reason.
#[derive(Clone, Copy)]
struct Reasoned {
    action: &'static str,
    label: &'static str,
    question: &'static str,
    hint: &'static str,
    send: &'static str,
    required: bool,
}

#[component]
fn Reason(verb: Reasoned, reference: String, form: FormState) -> impl IntoView {
    let language = use_language();
    let form = own(&form, &reference, verb.action);
    let open = form.failure.is_some();
    let (value, error) = (
        form.value("reason"),
        form.error(language, Field::Reason, None),
    );
    view! {
        <Disclosure label=verb.label open>
            <Verb reference action=verb.action form>
                <Area
                    id=format!("reason-{}", verb.action)
                    name="reason"
                    label=verb.question
                    hint=verb.hint
                    value
                    error
                    required=verb.required
                />
                <div class="form-foot"><button type="submit" class="button primary">{verb.send}</button></div>
            </Verb>
        </Disclosure>
    }
}

/// A link to a new ticket that follows up one that cannot be reopened.
#[component]
pub fn FollowUp(page: RwSignal<TicketPage>) -> impl IntoView {
    let t = &use_texts().portal;
    let way = Memo::new(move |_| page.with(follow_up));
    move || {
        way.get().map(|(kind, href)| {
            let (words, go) = if kind == Kind::Request {
                (t.again_request, t.again_request_go)
            } else {
                (t.again_incident, t.again_incident_go)
            };
            view! {
                <div>
                    <p>{words}</p>
                    <p class="actions"><a class="button" href=href>{go}</a></p>
                </div>
            }
        })
    }
}

fn follow_up(page: &TicketPage) -> Option<(Kind, String)> {
    let ticket = &page.ticket;
    let requester = page
        .actor
        .person()
        .is_some_and(|me| ticket.is_requester(me));
    if !requester || !needs_follow_up(ticket, &page.actor, &page.facts, page.now) {
        return None;
    }
    let reference = ticket.reference();
    let href = match (ticket.kind, ticket.item) {
        (Kind::Request, Some(item)) => format!("/request/{item}?follows={reference}"),
        (Kind::Request, None) => "/request".to_owned(),
        _ => format!("/report?follows={reference}"),
    };
    Some((ticket.kind, href))
}

/// A refusal whose form is no longer on the page: the error, and the text typed.
#[component]
pub fn Orphan(page: RwSignal<TicketPage>, form: FormState) -> impl IntoView {
    let t = &use_texts().portal;
    let reference = page.with_untracked(|page| page.ticket.reference().to_string());
    let action = form.value("action");
    let form = own(&form, &reference, &action);
    let offered = page.with_untracked(offered);
    // The answer to the question how they were served is shown with the question.
    let housed = action == "feedback"
        || OURS
            .iter()
            .any(|(one, name)| *name == action && offered.contains(one));
    (form.failure.is_some() && !housed).then(|| {
        let kept = [form.value("text"), form.value("reason")].concat();
        view! {
            <ErrorSummary form=form.clone()/>
            {(!kept.is_empty())
                .then(|| {
                    view! {
                        <div class="notice">
                            <p>{t.kept_text}</p>
                            <p>{kept}</p>
                        </div>
                    }
                })}
        }
    })
}

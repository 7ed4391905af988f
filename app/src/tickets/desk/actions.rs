//! The actions that are possible now: exactly those the domain allows, the next step of the
//! workflow first.

use crate::kernel::context::{now, use_language, use_texts};
use crate::recurrence::major::address;
use crate::tickets::desk::open::Open;
use guichet_domain::kernel::action::Action;
use guichet_domain::kernel::reference::Kind;
use guichet_domain::kernel::refusal::Why;
use guichet_domain::tickets::command::Command;
use guichet_domain::tickets::ticket::Ticket;
use guichet_domain::tickets::workflow::State;
use guichet_domain::{Allowed, Availability, PersonId, allowed, needs_follow_up};
use guichet_locales::words;
use leptos::html::Details;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys;

/// The buttons of a ticket, in their order.
#[derive(Clone, PartialEq)]
struct Offered {
    primary: Option<Allowed>,
    near: Vec<Allowed>,
    far: Vec<Allowed>,
    /// Link to a new ticket that follows up one that can no longer be reopened.
    follow_up: Option<String>,
    /// Link to a new problem that causes this incident.
    problem: Option<String>,
    /// Link to the page that declares it a major incident.
    major: Option<String>,
}

/// The buttons. They are rendered anew only when the actions change, so that a button being pressed
/// stays.
pub fn actions(open: Open) -> AnyView {
    let offered = Memo::new(move |_| offered(open));
    (move || buttons(open, offered.get())).into_any()
}

fn offered(open: Open) -> Offered {
    let ticket = open.ticket.get();
    let all: Vec<Allowed> = open
        .page
        .with(|page| allowed(&ticket, &page.actor, &page.facts, now()));
    let over = open
        .page
        .with(|page| needs_follow_up(&ticket, &page.actor, &page.facts, now()));
    let declares = |one: &Allowed| {
        one.action == Action::DeclareMajor && one.availability == Availability::Possible
    };
    let major = all.iter().any(declares);
    let mut shown: Vec<Allowed> = all
        .into_iter()
        .filter(|allowed| !has_its_own_place(allowed.action))
        .collect();
    let possible = |allowed: &Allowed| !matches!(allowed.availability, Availability::Impossible(_));
    let primary = next_step(&ticket)
        .iter()
        .find_map(|next| shown.iter().position(|a| a.action == *next && possible(a)))
        .map(|at| shown.remove(at));
    let mut near = Vec::new();
    let room = NEAR - usize::from(primary.is_some());
    for action in EVERY_DAY {
        if near.len() == room {
            break;
        }
        if let Some(at) = shown
            .iter()
            .position(|a| a.action == *action && possible(a))
        {
            near.push(shown.remove(at));
        }
    }
    let far = shown;
    Offered {
        primary,
        near,
        far,
        follow_up: over.then(|| format!("/call?follows={}", ticket.reference())),
        problem: (ticket.kind == Kind::Incident)
            .then(|| format!("/problem?incident={}", ticket.reference())),
        major: major.then(|| address(ticket.reference())),
    }
}

fn buttons(open: Open, offered: Offered) -> AnyView {
    let texts = use_texts();
    let render = move |allowed: Allowed| button(open, allowed, false);
    let Offered {
        primary,
        near,
        far,
        follow_up,
        problem,
        major,
    } = offered;
    view! {
        <div class="actions" role="group" aria-label=texts.desk.actions>
            {primary.map(|allowed| button(open, allowed, true))}
            {near.into_iter().map(render).collect_view()}
            {follow_up.map(|href| view! { <a class="button" href=href>{texts.desk.follow_up}</a> })}
            {menu(open, far, problem, major)}
        </div>
    }
    .into_any()
}

/// The other actions. The menu closes when one is chosen, and when it is left.
fn menu(open: Open, far: Vec<Allowed>, problem: Option<String>, major: Option<String>) -> AnyView {
    if far.is_empty() && problem.is_none() {
        return ().into_any();
    }
    let texts = use_texts();
    let node = NodeRef::<Details>::new();
    let close = move || {
        // It may be gone with the action that was chosen.
        if let Some(menu) = node.try_get_untracked().flatten() {
            menu.set_open(false);
        }
    };
    let escape = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Escape" {
            close();
            let summary = node
                .try_get_untracked()
                .flatten()
                .and_then(|menu| menu.query_selector("summary").ok());
            if let Some(summary) = summary
                .flatten()
                .and_then(|s| s.dyn_into::<web_sys::HtmlElement>().ok())
            {
                let _ = summary.focus();
            }
        }
    };
    let left = move |event: web_sys::FocusEvent| {
        let to = event.related_target();
        let to = to.and_then(|to| to.dyn_into::<web_sys::Node>().ok());
        let inside = node
            .try_get_untracked()
            .flatten()
            .is_some_and(|menu| menu.contains(to.as_ref()));
        if to.is_some() && !inside {
            close();
        }
    };
    let far = far.into_iter().map(|allowed| button(open, allowed, false));
    view! {
        <details class="menu" node_ref=node on:keydown=escape on:focusout=left>
            <summary class="button quiet">{texts.desk.more}</summary>
            <div class="menu-list" on:click=move |_| close()>
                {far.collect_view()}
                {problem.map(|href| view! { <a class="button" href=href>{texts.desk.new_problem}</a> })}
                {major.map(|href| view! { <a class="button" href=href>{texts.major.declare}</a> })}
            </div>
        </details>
    }
    .into_any()
}

/// Whether the action's button is elsewhere on the page: in the reply box, or beside the value it
/// changes.
fn has_its_own_place(action: Action) -> bool {
    matches!(
        action,
        Action::Comment
            | Action::Note
            | Action::Attach
            | Action::Unwatch
            | Action::Unlink
            // Beside the ticket that was merged.
            | Action::Unmerge
            // On the page of the problem, for all its incidents at once.
            | Action::TellUser
            | Action::ResolveWithCause
            // On the page of the major incident.
            | Action::ResolveWithParent
            | Action::DeclareMajor
            | Action::UpdateMajor
            | Action::GiveTask
            | Action::StepDownMajor
            | Action::ReviewMajor
    )
}

/// Number of buttons beside the menu.
const NEAR: usize = 3;

/// The actions that are used every day, the most urgent first: as many as there is room for stand
/// beside the menu.
const EVERY_DAY: &[Action] = &[
    Action::Refuse,
    Action::AskBack,
    Action::MarkRead,
    Action::Take,
    Action::ResolveAtFirstContact,
    Action::Resolve,
    Action::Hold,
    Action::RecordCause,
    Action::Reopen,
    Action::Close,
    Action::HandOver,
];

/// The actions that are natural next steps, the best first.
fn next_step(ticket: &Ticket) -> &'static [Action] {
    let owned = ticket.assignee.is_some();
    match (ticket.kind, ticket.state) {
        (_, State::OnHold) => &[Action::Resume],
        (Kind::Incident, State::New) => &[Action::Categorise],
        (_, State::Categorised | State::Approved) if !owned => &[Action::Take],
        (_, State::Categorised) => &[Action::Diagnose, Action::Resolve],
        (_, State::Diagnosing) => &[Action::Resolve],
        (Kind::Request, State::New) => &[Action::Evaluate],
        (_, State::UnderEvaluation) => &[Action::SubmitEvaluation],
        (_, State::AwaitingApproval) => &[Action::Approve],
        (_, State::Approved) => &[Action::Fulfil],
        (_, State::InFulfilment) => &[Action::Complete],
        (Kind::Problem, State::New) => &[Action::Analyse],
        (_, State::RootCauseAnalysis) => &[Action::DeclareKnownError],
        (_, State::KnownError) => &[Action::StartFix],
        (_, State::FixInProgress) => &[Action::Resolve],
        // What is done waits for the user, and closes by itself.
        _ => &[],
    }
}

fn key_of(action: Action) -> Option<&'static str> {
    match action {
        Action::Take => Some("t"),
        Action::Assign => Some("a"),
        Action::Hold => Some("h"),
        Action::Resolve => Some("r"),
        Action::Categorise => Some("c"),
        _ => None,
    }
}

/// The command of an action without a form; `was` is the assignee as shown.
pub fn immediate(action: Action, was: Option<PersonId>) -> Option<Command> {
    Some(match action {
        Action::Take => Command::Take { was },
        Action::Resume => Command::Resume,
        Action::Diagnose => Command::Diagnose,
        Action::Evaluate => Command::Evaluate,
        Action::Fulfil => Command::Fulfil,
        Action::Analyse => Command::Analyse,
        Action::DeclareKnownError => Command::DeclareKnownError,
        Action::StartFix => Command::StartFix,
        Action::MarkRead => Command::MarkRead,
        Action::GiveBack => Command::GiveBack { was },
        Action::MakeConfidential => Command::MakeConfidential,
        Action::Confirm => Command::Confirm,
        _ => return None,
    })
}

fn button(open: Open, allowed: Allowed, primary: bool) -> AnyView {
    let l = use_language();
    let action = allowed.action;
    let label = words::action(l, action);
    let why = match allowed.availability {
        Availability::Impossible(why) => Some(why),
        _ => None,
    };
    let class = match (primary, action) {
        (true, _) => "button primary",
        (false, Action::Cancel | Action::Refuse | Action::Redact) => "button danger",
        _ => "button",
    };
    let key = key_of(action);
    let dialog = (immediate(action, None).is_none() && why.is_none()).then_some("dialog");
    view! {
        <button
            class=class
            type="button"
            data-key=key
            aria-keyshortcuts=key
            aria-haspopup=dialog
            aria-disabled=why.map(|_| "true")
            title=why.map(|why| words::why(l, why))
            on:click=move |_| press(open, action, why)
        >
            {label}
            {key.map(|key| view! { <kbd aria-hidden="true">{key.to_uppercase()}</kbd> })}
        </button>
    }
    .into_any()
}

fn press(open: Open, action: Action, why: Option<Why>) {
    use guichet_domain::Refusal;
    use guichet_domain::kernel::failure::Failure;
    if let Some(why) = why {
        let refusal = Refusal::Impossible { action, why };
        open.failure.set(Some(Failure::Refused(refusal)));
    } else if let Some(command) = immediate(action, open.ticket.with(|t| t.assignee)) {
        open.act(command);
    } else {
        open.failure.set(None);
        open.removing.set(None);
        open.sheet.set(Some(action));
    }
}

//! How a major incident stands, and who leads it.

use crate::kernel::context::{use_language, use_texts, use_zone};
use crate::kernel::fields::ErrorSummary;
use crate::kernel::own_form::{OwnForm, SendButton, Values, number};
use crate::kernel::tags::StateTag;
use crate::recurrence::major::board::Board;
use crate::recurrence::major::parts::{agent, has_to_say};
use guichet_domain::PersonId;
use guichet_domain::kernel::refusal::{Field, Problem, invalid};
use guichet_domain::recurrence::major::MajorPage;
use guichet_domain::tickets::major::MajorCommand;
use guichet_locales::{date_time, fill, plural};
use leptos::prelude::*;

pub fn section(board: Board) -> AnyView {
    let t = &use_texts().major;
    view! {
        <section class="card major-standing" aria-labelledby="major-standing">
            <h2 id="major-standing">{t.state}</h2>
            {move || board.now.with(stands)}
        </section>
    }
    .into_any()
}

fn stands(page: &MajorPage) -> Option<AnyView> {
    let (l, zone, t) = (use_language(), use_zone(), &use_texts().major);
    let major = page.major.as_ref()?;
    let at = |text: &str, at| fill(text, &[("time", &date_time(l, &zone, at))]);
    let leader = page.named.get(&major.leader).map(|card| card.name.clone());
    let leader = fill(t.led_by, &[("name", &leader.unwrap_or_default())]);
    let reason = page.texts.get(&major.reason).cloned();
    let is_late = major.is_on() && major.next_update <= page.now;
    let next = match (major.ended_at, is_late) {
        (Some(ended), _) => view! { {at(t.ended, ended)} }.into_any(),
        (None, true) => {
            view! { <strong class="due is-late">{at(t.next_late, major.next_update)}</strong> }
                .into_any()
        }
        (None, false) => view! { {at(t.next, major.next_update)} }.into_any(),
    };
    let people = plural(l, page.people, t.people_one, t.people_many);
    let shown = view! {
        <p>
            <StateTag kind=page.incident.kind state=page.state hold=page.hold/>
            " " {leader} ", " {at(t.since, major.declared_at)} " · " {next}
        </p>
        <p>{people}</p>
        {reason.map(|reason| view! { <p class="meta pre-line">{reason}</p> })}
    };
    Some(shown.into_any())
}

/// The form that makes somebody else the leader.
pub fn lead(board: Board) -> AnyView {
    let t = &use_texts().major;
    let form = OwnForm::new(Values::new(), false);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        board.begin();
        let was = board
            .now
            .with_untracked(|page| page.major.as_ref().map(|major| major.leader));
        form.send(
            move |values| {
                let leader = number(values, "leader").map(PersonId);
                let leader = leader.ok_or(invalid(Field::Leader, Problem::Missing))?;
                let was = was.unwrap_or_default();
                Ok(MajorCommand::Lead { leader, was })
            },
            move |id, command| board.send(id, command),
            move |()| {
                form.begin_again(Values::new());
                board.done(t.led);
            },
        );
    };
    let fields = move || {
        let state = form.state.get();
        view! {
            <ErrorSummary form=state.clone()/>
            {agent(&state, "leader", t.leader, t.leader_hint, Field::Leader, board.agents())}
        }
    };
    view! {
        <details class="disclosure" open=move || has_to_say(form)>
            <summary class="button quiet">{t.lead}</summary>
            <form class="form" id="lead-major" method="post" novalidate node_ref=form.node on:submit=submit>
                {fields}
                <div class="form-foot"><SendButton form label=t.lead/></div>
            </form>
        </details>
    }
    .into_any()
}

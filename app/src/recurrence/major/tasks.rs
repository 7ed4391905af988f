//! Who does what during a major incident, and what is done about it afterwards.

use crate::kernel::context::{use_language, use_texts, use_zone};
use crate::kernel::fields::{ErrorSummary, TextField};
use crate::kernel::kept_form::KeepForm;
use crate::kernel::own_form::{OwnForm, SendButton, Values, checked, go_to, number, value};
use crate::recurrence::major::board::Board;
use crate::recurrence::major::parts::{agent, moment};
use guichet_domain::PersonId;
use guichet_domain::kernel::refusal::{Field, Refusal};
use guichet_domain::kernel::time::Zone;
use guichet_domain::recurrence::major::MajorPage;
use guichet_domain::tickets::major::{MajorCommand, Task};
use guichet_locales::{date_time, fill};
use leptos::prelude::*;

pub fn section(board: Board) -> AnyView {
    let t = &use_texts().major;
    let is_on = move || {
        board
            .now
            .with(|page| page.major.as_ref().is_some_and(|one| one.is_on()))
    };
    let title = move || if is_on() { t.tasks } else { t.actions };
    view! {
        <section class="card" aria-labelledby="major-tasks">
            <h2 id="major-tasks" tabindex="-1">{title}</h2>
            {move || board.now.with(|page| list(board, page))}
            {form(board)}
        </section>
    }
    .into_any()
}

fn list(board: Board, page: &MajorPage) -> AnyView {
    let t = &use_texts().major;
    let tasks = page.major.iter().flat_map(|major| &major.tasks);
    let rows: Vec<AnyView> = (0..)
        .zip(tasks)
        .map(|(place, task)| row(board, page, place, task))
        .collect();
    match rows.is_empty() {
        true => view! { <p>{t.tasks_none}</p> }.into_any(),
        false => view! { <ul class="tasks">{rows}</ul> }.into_any(),
    }
}

fn row(board: Board, page: &MajorPage, place: u32, task: &Task) -> AnyView {
    let (l, zone, t) = (use_language(), use_zone(), &use_texts().major);
    let text = page.texts.get(&task.text).cloned().unwrap_or_default();
    let to = page.named.get(&task.to).map(|card| card.name.clone());
    let at = |text: &str, at| fill(text, &[("time", &date_time(l, &zone, at))]);
    let when = match (task.done_at, task.until) {
        (Some(done), _) => Some((at(t.task_done, done), false)),
        (None, Some(until)) if until <= page.now => Some((at(t.task_late, until), true)),
        (None, Some(until)) => Some((at(t.task_until_is, until), false)),
        (None, None) => None,
    };
    let when = when.map(|(when, is_late)| {
        let class = if is_late { "due is-late" } else { "" };
        view! { ", " <span class=class>{when}</span> }
    });
    let label = fill(t.task_finish_of, &[("task", &text)]);
    let finish = task.done_at.is_none().then(|| {
        let finish = move |_| {
            let command = MajorCommand::FinishTask { task: place };
            board.act(command, t.task_finished);
            // The button goes, with the focus on it.
            go_to("#major-tasks".to_owned());
        };
        view! { <button type="button" class="button" aria-label=label on:click=finish>{t.task_finish}</button> }
    });
    let class = if task.done_at.is_some() {
        "is-done"
    } else {
        ""
    };
    view! {
        <li class=class>
            <div><p>{text}</p> <p class="meta">{to} {when}</p></div>
            {finish}
        </li>
    }
    .into_any()
}

fn read(zone: &Zone, values: &Values) -> Result<MajorCommand, Refusal> {
    let mut errors = Vec::new();
    let read = MajorCommand::GiveTask {
        text: value(values, "task").to_owned(),
        to: number(values, "to").map(PersonId),
        until: moment(zone, values, ("until", Field::Until), &mut errors),
    };
    checked(read, errors)
}

fn form(board: Board) -> AnyView {
    let (l, t, zone) = (use_language(), &use_texts().major, use_zone());
    let form = OwnForm::new(Values::new(), true);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        board.begin();
        let zone = zone.clone();
        form.send(
            move |values| read(&zone, values),
            move |id, command| board.send(id, command),
            move |()| {
                form.begin_again(Values::new());
                board.done(t.task_given);
            },
        );
    };
    let what = format!("task-{}", board.incident());
    let fields = move || {
        let state = form.state.get();
        view! {
            <ErrorSummary form=state.clone()/>
            <TextField name="task" label=t.task required=true value=state.value("task")
                error=state.error(l, Field::Task, None)/>
            <div class="field-row">
                {agent(&state, "to", t.task_to, "", Field::Person, board.agents())}
                <TextField name="until" kind="datetime-local" label=t.task_until value=state.value("until")
                    error=state.error(l, Field::Until, None)/>
            </div>
        }
    };
    view! {
        <form class="form" id="give-task" method="post" novalidate node_ref=form.node on:submit=submit>
            <KeepForm form what/>
            {fields}
            <div class="form-foot"><SendButton form label=t.task_give/></div>
        </form>
    }
    .into_any()
}

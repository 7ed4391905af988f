//! The list of major incidents, and what is still to be done about them.

use crate::kernel::awaited::awaited;
use crate::kernel::context::{load, use_language, use_texts, use_zone};
use crate::kernel::guard::{Failed, SignedIn};
use crate::queue::nav::DeskFrame;
use crate::recurrence::api;
use crate::recurrence::major::address;
use guichet_domain::recurrence::major::{MajorLine, Majors, OpenTask};
use guichet_locales::{date_time, fill};
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn MajorsPage() -> impl IntoView {
    let t = &use_texts().major;
    let loaded = load(|| (), |()| api::majors());
    view! {
        <Title text=t.list/>
        <SignedIn let:me>
            <DeskFrame me>
                <h1>{t.list}</h1>
                <p class="lead">{t.list_lead}</p>
                {awaited(move || async move {
                    match loaded.await {
                        Ok(all) => content(all),
                        Err(error) => view! { <Failed error/> }.into_any(),
                    }
                })}
            </DeskFrame>
        </SignedIn>
    }
}

fn content(all: Majors) -> AnyView {
    let t = &use_texts().major;
    let list = |title: &'static str, lines: Vec<MajorLine>| {
        let there = !lines.is_empty();
        let lines = lines.into_iter().map(line).collect_view();
        there.then(|| view! { <h2>{title}</h2> <ul class="majors">{lines}</ul> })
    };
    let none = all.on.is_empty().then(|| {
        view! { <h2>{t.on}</h2> <p>{t.on_none}</p> }
    });
    view! {
        {none}
        {list(t.on, all.on)}
        {list(t.to_review, all.to_review)}
        <h2>{t.open_tasks}</h2>
        {tasks(all.tasks)}
        {list(t.reviewed, all.reviewed)}
    }
    .into_any()
}

fn line(line: MajorLine) -> AnyView {
    let (l, zone, t) = (use_language(), use_zone(), &use_texts().major);
    let at = |text: &str, at| fill(text, &[("time", &date_time(l, &zone, at))]);
    let when = match (line.ended_at, line.is_late) {
        (Some(ended), _) => view! { {at(t.ended, ended)} }.into_any(),
        (None, true) => {
            view! { <strong class="due is-late">{at(t.next_late, line.next_update)}</strong> }
                .into_any()
        }
        (None, false) => view! { {at(t.next, line.next_update)} }.into_any(),
    };
    let leader = fill(t.led_by, &[("name", &line.leader)]);
    view! {
        <li class="card">
            <p><a href=address(line.incident)><span class="ref">{line.incident.to_string()}</span> " " {line.subject}</a></p>
            <p class="meta">{leader} ", " {at(t.since, line.declared_at)} " · " {when}</p>
        </li>
    }
    .into_any()
}

fn tasks(tasks: Vec<OpenTask>) -> AnyView {
    let t = &use_texts().major;
    if tasks.is_empty() {
        return view! { <p>{t.open_tasks_none}</p> }.into_any();
    }
    let rows = tasks.into_iter().map(task).collect_view();
    view! {
        <div class="table-wrap">
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{t.task}</th>
                        <th scope="col">{t.task_to}</th>
                        <th scope="col">{t.task_until}</th>
                        <th scope="col">{t.incident}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn task(task: OpenTask) -> AnyView {
    let (l, zone) = (use_language(), use_zone());
    let until = task.until.map(|until| date_time(l, &zone, until));
    let class = if task.is_late { "due is-late" } else { "" };
    view! {
        <tr>
            <th scope="row">{task.text}</th>
            <td>{task.to}</td>
            <td><span class=class>{until}</span></td>
            <td><a class="ref" href=address(task.incident)>{task.incident.to_string()}</a></td>
        </tr>
    }
    .into_any()
}

//! A ticket in the queue.

use crate::kernel::context::use_texts;
use crate::kernel::tags::{Avatar, ClaimedTag, PriorityBars, StateTag};
use crate::kernel::times::Moment;
use crate::queue::address::search_of;
use crate::queue::open_desk::OpenDesk;
use crate::service_levels::due::DueTime;
use guichet_domain::queue::query::{Sort, View};
use guichet_domain::tickets::clock::Due;
use guichet_domain::tickets::line::Line;
use guichet_locales::{fill, told};
use leptos::prelude::*;

/// A row: priority, subject, due time or age, reference, state, assignee.
pub fn row(line: Line) -> AnyView {
    let texts = use_texts();
    let desk = OpenDesk::here();
    let summary = line.summary;
    let id = summary.reference.id;
    let reference = summary.reference.to_string();
    let href = {
        let reference = reference.clone();
        move || format!("/desk/{reference}{}", search_of(&desk.query.get()))
    };
    let current = move || (desk.selected.get() == Some(id)).then_some("true");
    let assignee = line.assignee.map(|name| {
        let said = fill(texts.desk.assigned_to, &[("who", &name)]);
        view! {
            <Avatar name/>
            <span class="visually-hidden">{said}</span>
        }
    });
    // The time that matters in the view: how long it waits, until when, or when it was finished.
    let t = &texts.desk;
    let (at, mark, arrow) = match desk.query.get_untracked().view {
        View::Done => (
            summary.done_at.unwrap_or(summary.updated_at),
            t.time_done,
            None,
        ),
        View::OnHold => match summary.hold_until {
            Some(until) => (until, t.time_until, Some("→\u{a0}")),
            None => (summary.updated_at, t.time_updated, None),
        },
        View::ToDo
        | View::Unassigned
        | View::MyTeams
        | View::Mine
        | View::ToEvaluate
        | View::Open
        | View::All => (summary.recorded_at, t.since_recorded, None),
    };
    let arrow = arrow.map(|arrow| view! { <span aria-hidden="true">{arrow}</span> });
    let (view, sort) = desk
        .query
        .with_untracked(|query| (query.view, query.sort()));
    // What waits is looked at for when it goes on.
    let by_due = sort == Sort::Due;
    let time = match summary.due.filter(|_| by_due || view != View::OnHold) {
        Some(Due { promise, at, soon }) => {
            let name = told::promise(texts, promise);
            view! {
                <span class="visually-hidden">{name} " "</span>
                <DueTime at soon/>
            }
            .into_any()
        }
        // Among due times a date would be read as one.
        None if by_due => ().into_any(),
        None => view! {
            <span class="visually-hidden">{mark} " "</span>
            {arrow} <Moment at/>
        }
        .into_any(),
    };
    let answered = summary.answered.then(|| {
        view! { <span class="dot" role="img" aria-label=texts.desk.answered></span> }
    });
    view! {
        <li class="ticket-row" aria-current=current>
            <a class="row-link" href=href>
                <PriorityBars priority=summary.priority/>
                {answered}
                <span class="row-subject">{summary.subject}</span>
                <span class="row-time">{time}</span>
                <span class="row-meta">
                    <span class="ref">{reference}</span>
                    <StateTag kind=summary.reference.kind state=summary.state hold=summary.hold/>
                    <ClaimedTag claimed=summary.claimed/>
                    {assignee}
                    <span>{line.affected}</span>
                </span>
            </a>
        </li>
    }
    .into_any()
}

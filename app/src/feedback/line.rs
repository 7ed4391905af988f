//! One feedback, for those who read it.

use crate::feedback::board::{Board, Owners};
use crate::feedback::opinion::text_of;
use crate::feedback::removal::removal;
use crate::feedback::review::{review_form, settle};
use crate::kernel::context::{use_language, use_texts, use_zone};
use guichet_domain::PersonId;
use guichet_domain::directory::card::People;
use guichet_domain::feedback::page::{FeedbackLine, ReviewLine, Said};
use guichet_locales::feedback::words;
use guichet_locales::{date_time, fill};
use leptos::prelude::*;

/// One item of a list; `linked` names its ticket, where the list is not beside it.
pub fn feedback_line(
    board: Board,
    line: &FeedbackLine,
    people: &People,
    owners: &Owners,
    linked: bool,
) -> AnyView {
    let said = line.said.as_ref();
    let ticket = linked.then(|| {
        let href = format!("/desk/{}?view=all", line.reference);
        view! {
            <h2>
                <a href=href><span class="ref">{line.reference.to_string()}</span> " " {line.subject.clone()}</a>
            </h2>
        }
    });
    let words = said.and_then(|said| said.words.as_ref());
    let words = words.filter(|_| line.may_remove);
    let remove = words.map(|text| removal(board, line, text, use_texts().feedback.words_of));
    let review = line
        .review
        .as_ref()
        .map(|review| reviewed(board, line, review, people));
    let is_bad = said.is_some_and(|said| said.score.is_bad());
    let form = (said.is_some() && (is_bad || line.review.is_some()))
        .then(|| review_form(board, line, owners));
    view! {
        <li class="feedback-line">
            <div class="feedback-said">
                {ticket}
                {said.map(|said| said_of(line, said, people))}
                {about(line, people, linked)}
                {remove}
            </div>
            <div class="feedback-done">{review} {form}</div>
        </li>
    }
    .into_any()
}

/// Who handled the ticket, and in which team.
fn about(line: &FeedbackLine, people: &People, linked: bool) -> AnyView {
    let (language, t) = (use_language(), &use_texts().feedback);
    let agent = line.agent.map(|agent| {
        let name = name_of(people, agent);
        fill(t.handled, &[("name", &name)])
    });
    let team = line.team.as_ref().filter(|_| linked);
    let team = team.map(|team| team.in_language(language).to_owned());
    let about: Vec<String> = agent.into_iter().chain(team).collect();
    view! { <p class="meta">{about.join(" · ")}</p> }.into_any()
}

fn said_of(line: &FeedbackLine, said: &Said, people: &People) -> AnyView {
    let (language, zone, t) = (use_language(), use_zone(), &use_texts().feedback);
    let mark = fill(t.mark, &[("n", &said.score.number().to_string())]);
    let meaning = words::score(language, said.score);
    let name = line.person.map(|person| name_of(people, person));
    let name = name.unwrap_or_default();
    let values = [
        ("name", &*name),
        ("date", &date_time(language, &zone, said.at)),
    ];
    let by_link = line.by_link.then(|| format!(" ({})", t.by_link));
    let fault = said.fault.map(|fault| words::fault(language, fault));
    let body = said.words.as_ref().map(text_of);
    let mark_class = if said.score.is_bad() {
        "mark-given bad"
    } else {
        "mark-given"
    };
    view! {
        <p class=mark_class><strong>{mark}</strong> " · " {meaning} {fault.map(|fault| format!(" · {fault}"))}</p>
        {body}
        <p class="meta">{fill(t.said_on, &values)} {by_link}</p>
    }
    .into_any()
}

fn reviewed(board: Board, line: &FeedbackLine, review: &ReviewLine, people: &People) -> AnyView {
    let (language, zone, t) = (use_language(), use_zone(), &use_texts().feedback);
    let name = review
        .by
        .map_or_else(|| "Guichet".to_owned(), |by| name_of(people, by));
    let at = date_time(language, &zone, review.at);
    let by = fill(t.reviewed, &[("name", &name), ("date", &at)]);
    let owner = name_of(people, review.owner);
    let owner = fill(t.owned, &[("name", &owner)]);
    let state = review.done_at.map_or_else(
        || t.open.to_owned(),
        |at| fill(t.done_on, &[("date", &date_time(language, &zone, at))]),
    );
    let remove = line
        .may_remove
        .then(|| removal(board, line, &review.measure, t.measure_of));
    view! {
        <dl class="props measure">
            <dt>{t.cause}</dt><dd>{words::cause(language, review.cause)}</dd>
            <dt>{t.measure}</dt><dd>{text_of(&review.measure)} {remove}</dd>
        </dl>
        <p class="meta">{owner} " · " <strong>{state}</strong></p>
        <p class="meta">{by}</p>
        {settle(board, line, review.done_at.is_some())}
    }
    .into_any()
}

/// Name of somebody; that nobody is known, if they are not.
fn name_of(people: &People, person: PersonId) -> String {
    let card = people.get(&person);
    card.map_or_else(
        || use_texts().feedback.nobody.to_owned(),
        |card| card.name.clone(),
    )
}

//! What was said in a period, counted: a form for its days, figures, and tables of the reasons.

use crate::kernel::context::{now, use_language, use_texts, use_zone};
use guichet_domain::feedback::page::FeedbackQuery;
use guichet_domain::feedback::tally::Tally;
use guichet_domain::kernel::time::written;
use guichet_locales::feedback::words;
use guichet_locales::{fill, tenths};
use leptos::prelude::*;

/// The form that chooses the days: an ordinary one, which asks for the page again.
pub fn period_form(query: &FeedbackQuery) -> AnyView {
    let t = &use_texts().feedback;
    let (since, until) = query.days(&use_zone(), now());
    let view: &'static str = query.view.into();
    view! {
        <form class="period" method="get" action="/feedback">
            <input type="hidden" name="view" value=view/>
            <fieldset>
                <legend>{t.period}</legend>
                <label for="since">{t.since}</label>
                <input id="since" type="date" name="since" value=written(since)/>
                <label for="until">{t.to}</label>
                <input id="until" type="date" name="until" value=written(until)/>
                <button class="button">{t.show}</button>
            </fieldset>
        </form>
    }
    .into_any()
}

/// How many answered, the average, and how often what was said.
pub fn figures(tally: &Tally) -> AnyView {
    let (language, t) = (use_language(), &use_texts().feedback);
    let values = [
        ("answered", &*tally.answered().to_string()),
        ("asked", &tally.asked.to_string()),
    ];
    let average = tally.average().map_or_else(
        || t.no_average.to_owned(),
        |average| {
            let figure = tenths(language, average);
            fill(t.average, &[("average", &figure)])
        },
    );
    // Of one length in all of them, so that bars can be compared.
    let most = tally.answered().max(1);
    let marks = tally.by_score().map(|scores| {
        let rows = scores.into_iter().rev().map(|(score, n)| {
            let label = format!("{} · {}", score.number(), words::score(language, score));
            (label, n)
        });
        table(t.marks, rows.collect(), most)
    });
    let faults = tally.faults.iter();
    let faults = faults.map(|(fault, n)| (words::fault(language, *fault).to_owned(), *n));
    let causes = tally.causes.iter();
    let causes = causes.map(|(cause, n)| (words::cause(language, *cause).to_owned(), *n));
    view! {
        <p><strong>{fill(t.asked, &values)}</strong> " · " {average}</p>
        <p class="hint">{t.counted}</p>
        <div class="tallies">
            {marks}
            {table(t.faults, sorted(faults.collect()), most)}
            {table(t.causes, sorted(causes.collect()), most)}
        </div>
    }
    .into_any()
}

/// The most frequent first.
fn sorted(mut rows: Vec<(String, i64)>) -> Vec<(String, i64)> {
    rows.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    rows
}

/// A table of how often each was said, with a bar, of which `most` is the whole length; nothing
/// without rows.
fn table(caption: &'static str, rows: Vec<(String, i64)>, most: i64) -> Option<AnyView> {
    let t = &use_texts().feedback;
    if rows.is_empty() {
        return None;
    }
    let rows = rows.into_iter().map(|(label, n)| {
        view! {
            <tr>
                <th scope="row">{label}</th>
                <td class="number">{n}</td>
                <td class="bar" aria-hidden="true"><progress value=n.to_string() max=most.to_string()></progress></td>
            </tr>
        }
    });
    Some(
        view! {
            <table class="tally">
                <caption>{caption}</caption>
                <thead class="visually-hidden">
                    <tr><th scope="col">{caption}</th><th scope="col">{t.count}</th><td></td></tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        }
        .into_any(),
    )
}

//! Applying the present rules to open tickets, after a preview of what that moves.

use crate::kernel::context::{Loading, use_language, use_texts, use_zone};
use crate::kernel::error::ApiError;
use crate::kernel::guard::Failed;
use crate::service_levels::api;
use guichet_domain::Timestamp;
use guichet_domain::kernel::failure::Failure;
use guichet_domain::kernel::promise::Promise;
use guichet_domain::kernel::refusal::Refusal;
use guichet_domain::service_levels::moves::{Move, Moves};
use guichet_locales::{fill, grouped, plural, told, words};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Address of the page.
pub const HREF: &str = "/admin/service-levels/apply";

/// What came of applying them; kept by the page, since the preview is made anew.
pub type Applied = RwSignal<Option<Result<usize, Failure>>>;

/// The preview and its button.
pub fn page(
    moves: Loading<Option<Result<Moves, ApiError>>>,
    said: Applied,
    found: Result<Moves, ApiError>,
) -> AnyView {
    let texts = use_texts();
    let t = &texts.service_levels;
    let content = match found {
        Ok(found) => preview(&found, moves, said),
        Err(error) => view! { <Failed error/> }.into_any(),
    };
    view! {
        <a class="back-link" href="/admin/service-levels">{t.levels}</a>
        <h2>{t.apply}</h2>
        <p class="lead">{t.apply_lead}</p>
        {content}
    }
    .into_any()
}

fn preview(
    found: &Moves,
    moves: Loading<Option<Result<Moves, ApiError>>>,
    said: Applied,
) -> AnyView {
    let (l, texts) = (use_language(), use_texts());
    let t = &texts.service_levels;
    let rules = found.rules.clone();
    let busy = RwSignal::new(false);
    let apply = move |_| {
        busy.set(true);
        let rules = rules.clone();
        spawn_local(async move {
            let answer = match api::apply_promises(rules).await {
                Ok(answer) => answer,
                Err(error) => Err(error.0),
            };
            let _ = said.try_set(Some(answer));
            let _ = busy.try_set(false);
            // Also where the rules had changed: then there is another preview to read.
            moves.refetch();
        });
    };
    let outcome = move || {
        said.get().map(|outcome| match outcome {
            Ok(n) => {
                let text = fill(t.apply_done, &[("n", &grouped(l, n as i64))]);
                view! { <div class="notice notice-done"><p>{text}</p></div> }.into_any()
            }
            Err(failure) => {
                let text = match &failure {
                    Failure::Refused(Refusal::Conflict(_)) => t.apply_stale.to_owned(),
                    other => words::failure(l, other),
                };
                view! { <div class="notice notice-warn" role="alert"><p>{text}</p></div> }
                    .into_any()
            }
        })
    };
    let status = view! { <div role="status">{outcome}</div> };
    if found.moved == 0 {
        return view! { {status} <p>{t.apply_none}</p> }.into_any();
    }
    let count = |n: usize| grouped(l, n as i64);
    let moved = plural(l, found.moved as i64, t.apply_moved_one, t.apply_moved);
    let more = |n: usize, text: &str| (n > 0).then(|| fill(text, &[("n", &count(n))]));
    let rest = found.moved.saturating_sub(found.rows.len());
    view! {
        {status}
        <ul class="figures">
            <li>{moved}</li>
            {more(found.gained, t.apply_gained).map(|text| view! { <li>{text}</li> })}
            {more(found.late, t.apply_late).map(|text| view! { <li>{text}</li> })}
        </ul>
        <p class="actions">
            <button type="button" class="button primary" on:click=apply disabled=move || busy.get()>
                {t.apply_button}
            </button>
        </p>
        <div class="table-scroll">
            <table class="listing">
                <thead>
                    <tr>
                        <th scope="col">{texts.desk.ticket}</th>
                        <th scope="col">{t.apply_before}</th>
                        <th scope="col">{t.apply_after}</th>
                    </tr>
                </thead>
                <tbody>{found.rows.iter().map(row).collect_view()}</tbody>
            </table>
        </div>
        {more(rest, t.apply_more).map(|text| view! { <p class="quiet">{text}</p> })}
    }
    .into_any()
}

fn row(one: &Move) -> AnyView {
    let (l, texts, zone) = (use_language(), use_texts(), use_zone());
    let due = |due: Option<(Promise, Timestamp)>| match due {
        Some((promise, at)) => {
            let name = told::promise(texts, promise);
            format!("{name}\u{a0}: {}", told::with_weekday(l, &zone, at))
        }
        None => "—".to_owned(),
    };
    let reference = one.reference.to_string();
    view! {
        <tr>
            <td>
                <a href=format!("/desk/{reference}")><span class="ref">{reference.clone()}</span></a>
                " "
                {one.subject.clone()}
            </td>
            <td>{due(one.before)}</td>
            <td>{due(one.after)}</td>
        </tr>
    }
    .into_any()
}

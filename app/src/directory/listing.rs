//! A section as a table, with a filter if it is long.

use crate::kernel::context::{use_language, use_texts};
use guichet_domain::kernel::stemming::fold;
use guichet_locales::{fill, plural};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use std::sync::Arc;

/// Rows of one page.
const SHOWN: usize = 100;

/// Number of rows from which a filter is shown.
const LONG: usize = 12;

/// A row of the table: its link, its name, its other cells.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub href: String,
    pub name: String,
    pub cells: Vec<String>,
    pub active: bool,
    /// Text that the filter searches, with case and accents folded.
    pub hay: String,
}

impl Row {
    pub fn new(href: String, name: &str, cells: Vec<String>, active: bool) -> Self {
        let hay = fold(&format!("{name} {}", cells.join(" ")));
        Self {
            href,
            name: name.to_owned(),
            cells,
            active,
            hay,
        }
    }
}

/// The rows that contain every word of the filter.
fn matching<'a>(rows: &'a [Row], filter: &str) -> Vec<&'a Row> {
    let folded = fold(filter);
    let words: Vec<&str> = folded.split_whitespace().collect();
    rows.iter()
        .filter(|row| words.iter().all(|word| row.hay.contains(word)))
        .collect()
}

/// The table of a section. `head` names the cells between the name and the state.
pub fn listing(label: &'static str, head: Vec<&'static str>, mut rows: Vec<Row>) -> AnyView {
    let t = &use_texts().admin;
    if rows.is_empty() {
        return view! { <p class="empty">{t.empty}</p> }.into_any();
    }
    rows.sort_by_cached_key(|row| (!row.active, fold(&row.name)));
    let query = use_query_map().with_untracked(|query| query.get("q").unwrap_or_default());
    let filter = RwSignal::new(query.clone());
    // What is looked for anew is looked at from its beginning.
    let page = RwSignal::new(0_usize);
    Effect::new(move |_| {
        filter.track();
        page.set(0);
    });
    let long = rows.len() > LONG;
    let rows = Arc::new(rows);
    let (shown, all) = (Arc::clone(&rows), Arc::clone(&rows));
    view! {
        {long.then(|| filter_form(filter, query, rows))}
        <div class="table-wrap" tabindex="0" role="region" aria-label=label>
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{t.name}</th>
                        {head.into_iter().map(|cell| view! { <th scope="col">{cell}</th> }).collect_view()}
                        <th scope="col">{t.state}</th>
                    </tr>
                </thead>
                <tbody>
                    {move || {
                        matching(&shown, &filter.read())
                            .into_iter()
                            .skip(page.get() * SHOWN)
                            .take(SHOWN)
                            .map(table_row)
                            .collect_view()
                    }}
                </tbody>
            </table>
        </div>
        {move || pager(page, matching(&all, &filter.read()).len())}
    }
    .into_any()
}

/// The way through what one page does not hold; nothing if it holds all.
fn pager(page: RwSignal<usize>, rows: usize) -> Option<AnyView> {
    let t = &use_texts().admin;
    let (at, last) = (page.get(), rows.saturating_sub(1) / SHOWN);
    if last == 0 {
        return None;
    }
    let (from, to) = (at * SHOWN + 1, rows.min((at + 1) * SHOWN));
    let numbers = [("from", from), ("to", to), ("n", rows)].map(|(name, n)| (name, n.to_string()));
    let numbers = numbers.each_ref().map(|(name, n)| (*name, n.as_str()));
    let said = fill(t.rows_shown, &numbers);
    Some(
        view! {
            <nav class="actions" aria-label=t.pages>
                <button type="button" class="button" disabled=at == 0 on:click=move |_| page.set(at.saturating_sub(1))>
                    {t.page_before}
                </button>
                <span class="meta">{said}</span>
                <button type="button" class="button" disabled=at >= last on:click=move |_| page.set(at + 1)>
                    {t.page_after}
                </button>
            </nav>
        }
        .into_any(),
    )
}

/// The filter, which also works as an ordinary form before hydration.
fn filter_form(filter: RwSignal<String>, query: String, rows: Arc<Vec<Row>>) -> AnyView {
    let (language, t) = (use_language(), &use_texts().admin);
    let said = move || {
        let n = matching(&rows, &filter.read()).len();
        match n {
            0 => t.nothing.to_owned(),
            n => plural(language, n as i64, t.shown_one, t.shown_many),
        }
    };
    view! {
        <form class="table-filter" role="search" method="get" on:submit=|ev| ev.prevent_default()>
            <div class="field">
                <label for="filter">{t.filter}</label>
                <input
                    id="filter"
                    type="search"
                    name="q"
                    value=query
                    autocomplete="off"
                    on:input=move |ev| filter.set(event_target_value(&ev))
                />
            </div>
            <p class="meta" role="status">{said}</p>
        </form>
    }
    .into_any()
}

fn table_row(row: &Row) -> AnyView {
    let t = &use_texts().admin;
    let (tag, state) = if row.active {
        ("tag tag-active", t.active)
    } else {
        ("tag", t.inactive)
    };
    let cells = row.cells.iter();
    view! {
        <tr>
            <th scope="row"><a href=row.href.clone()>{row.name.clone()}</a></th>
            {cells.map(|cell| view! { <td>{cell.clone()}</td> }).collect_view()}
            <td><span class=tag>{state}</span></td>
        </tr>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_filter_ignores_case_and_accents_and_wants_every_word() {
        let row = |name: &str| Row::new(String::new(), name, vec!["a@example.fr".into()], true);
        let rows = [row("Élodie Martin"), row("Paul Martin")];
        let names = |filter: &str| -> Vec<String> {
            matching(&rows, filter)
                .iter()
                .map(|row| row.name.clone())
                .collect()
        };
        assert_eq!(names("elodie martin"), ["Élodie Martin"]);
        assert_eq!(names("MARTIN").len(), 2);
        assert_eq!(names("example").len(), 2);
        assert_eq!(names("élodie paul").len(), 0);
    }
}

//! The priority matrix: impact by urgency, one choice in each cell.

use crate::directory::entry_form::{EntryForm, Sheet, entry_form};
use crate::directory::parts::put;
use crate::kernel::context::{use_language, use_texts};
use crate::kernel::own_form::{OwnForm, Values, number};
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::settings::Settings;
use guichet_domain::directory::whole::Directory;
use guichet_domain::kernel::priority::{Impact, Matrix, Priority, Urgency};
use guichet_locales::{fill, words};
use leptos::prelude::*;
use std::sync::Arc;

fn cell_name(row: usize, column: usize) -> String {
    format!("priority-{row}-{column}")
}

fn values(matrix: &Matrix) -> Values {
    let mut values = Values::new();
    for (row, cells) in matrix.0.iter().enumerate() {
        for (column, priority) in cells.iter().enumerate() {
            put(&mut values, &cell_name(row, column), priority.rank());
        }
    }
    values
}

fn read(before: &Matrix, values: &Values) -> Matrix {
    let mut matrix = before.clone();
    for (row, cells) in matrix.0.iter_mut().enumerate() {
        for (column, priority) in cells.iter_mut().enumerate() {
            let rank = number(values, &cell_name(row, column));
            *priority = rank.and_then(Priority::from_rank).unwrap_or(*priority);
        }
    }
    matrix
}

pub fn form(place: EntryForm, directory: &Directory) -> AnyView {
    let settings = directory.settings.clone();
    entry_form(
        place,
        directory,
        Sheet {
            values: values(&settings.matrix),
            new: false,
            read: Arc::new(move |values| {
                Ok(Entry::Settings(Settings {
                    matrix: read(&settings.matrix, values),
                    ..settings.clone()
                }))
            }),
            fields: Arc::new(table),
        },
    )
}

fn table(form: OwnForm) -> AnyView {
    let (l, t) = (use_language(), &use_texts().admin);
    let state = form.state.get();
    let head = Urgency::ALL.iter().map(|urgency| {
        let said = fill(
            t.urgency_of,
            &[("level", &level(words::urgency(l, *urgency)))],
        );
        view! { <th scope="col">{said}</th> }
    });
    let rows = Impact::ALL.iter().enumerate().map(|(row, impact)| {
        let said = fill(t.impact_of, &[("level", &level(words::impact(l, *impact)))]);
        let cells = Urgency::ALL
            .iter()
            .enumerate()
            .map(|(column, urgency)| {
                let urgency = level(words::urgency(l, *urgency));
                let of = fill(t.urgency_of, &[("level", &urgency)]);
                let label = format!("{said}, {}", level(&of));
                let chosen = number(&state.values, &cell_name(row, column));
                view! { <td>{cell(cell_name(row, column), label, chosen)}</td> }
            })
            .collect_view();
        view! { <tr><th scope="row">{said}</th>{cells}</tr> }
    });
    view! {
        <div class="table-wrap">
            <table class="table matrix">
                <thead><tr><td></td>{head.collect_view()}</tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// A level inside a phrase, which French ends with and English begins with.
fn level(word: &str) -> String {
    use guichet_domain::kernel::language::Language;
    match use_language() {
        Language::Fr => word.to_lowercase(),
        Language::En => word.to_owned(),
    }
}

fn cell(name: String, label: String, chosen: Option<i64>) -> AnyView {
    let l = use_language();
    let options = Priority::ALL.iter().map(|priority| {
        let selected = chosen == Some(priority.rank());
        view! {
            <option value=priority.rank().to_string() selected=selected>{words::priority(l, *priority)}</option>
        }
    });
    view! {
        <select id=format!("field-{name}") name=name.clone() aria-label=label>
            {options.collect_view()}
        </select>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_matrix_comes_back_as_it_was() {
        let mut matrix = Matrix::default();
        assert_eq!(read(&Matrix::default(), &values(&matrix)), matrix);
        matrix.0[1][2] = Priority::Critical;
        assert_eq!(read(&Matrix::default(), &values(&matrix)), matrix);
    }
}

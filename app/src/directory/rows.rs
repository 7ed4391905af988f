//! Rows of a form that can be added, removed and moved: questions, approvers, holidays.

use crate::kernel::context::use_texts;
use crate::kernel::own_form::{Values, go_to, several};
use guichet_locales::fill;
use leptos::prelude::*;
use std::sync::Arc;

/// Numbers of the rows, in their order. The fields of a row are named by its number, which stays
/// the same, so that nothing typed is lost when rows move.
#[derive(Clone, Copy)]
pub struct Rows {
    pub name: &'static str,
    numbers: RwSignal<Vec<u32>>,
}

/// Labels of rows, and whether their order matters.
#[derive(Clone, Copy)]
pub struct Words {
    /// Legend of a row, like "Question {n}".
    pub legend: &'static str,
    pub add: &'static str,
    pub movable: bool,
}

impl Rows {
    pub fn new(name: &'static str, values: &Values) -> Self {
        Self {
            name,
            numbers: RwSignal::new(several(values, name)),
        }
    }

    fn add(self) {
        let mut new = 1;
        self.numbers.update(|numbers| {
            new = numbers.iter().max().map_or(1, |last| last + 1);
            numbers.push(new);
        });
        go_to(format!(
            "#{}-{new} :is(input, select):not([type=hidden])",
            self.name
        ));
    }

    fn remove(self, number: u32) {
        self.numbers
            .update(|numbers| numbers.retain(|one| *one != number));
        go_to(format!("#add-{}", self.name));
    }

    fn position(self, number: u32) -> usize {
        self.numbers
            .with(|numbers| numbers.iter().position(|one| *one == number))
            .unwrap_or_default()
    }

    fn shift(self, number: u32, up: bool) {
        self.numbers.update(|numbers| {
            let Some(at) = numbers.iter().position(|one| *one == number) else {
                return;
            };
            let to = if up { at.wrapping_sub(1) } else { at + 1 };
            if to < numbers.len() {
                numbers.swap(at, to);
            }
        });
    }
}

/// The rows, each a group of fields with its buttons, and the button that adds one.
pub fn row_list(
    rows: Rows,
    words: Words,
    row: impl Fn(u32) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let row = Arc::new(row);
    view! {
        <ol class="form-rows">
            <For each=move || rows.numbers.get() key=|number| *number let:number>
                {one_row(rows, words, number, Arc::clone(&row))}
            </For>
        </ol>
        <div class="actions">
            <button type="button" class="button" id=format!("add-{}", rows.name) on:click=move |_| rows.add()>
                {words.add}
            </button>
        </div>
    }
    .into_any()
}

fn one_row(
    rows: Rows,
    words: Words,
    number: u32,
    row: Arc<impl Fn(u32) -> AnyView + Send + Sync + 'static>,
) -> AnyView {
    let t = &use_texts().admin;
    let legend = move || {
        let n = rows.position(number) + 1;
        fill(words.legend, &[("n", &n.to_string())])
    };
    let button = move |label: &'static str, act: Arc<dyn Fn() + Send + Sync>| {
        view! {
            <button type="button" class="button quiet" on:click=move |_| act()>
                {label}
                <span class="visually-hidden">" " {legend}</span>
            </button>
        }
    };
    view! {
        <li class="card" id=format!("{}-{number}", rows.name)>
            <fieldset class="form">
                <legend>{legend}</legend>
                <input type="hidden" name=rows.name value=number.to_string()/>
                {move || row(number)}
                <div class="actions">
                    {words
                        .movable
                        .then(|| {
                            view! {
                                {button(t.up, Arc::new(move || rows.shift(number, true)))}
                                {button(t.down, Arc::new(move || rows.shift(number, false)))}
                            }
                        })}
                    {button(t.remove, Arc::new(move || rows.remove(number)))}
                </div>
            </fieldset>
        </li>
    }
    .into_any()
}

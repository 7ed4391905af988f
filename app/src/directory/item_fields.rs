//! The questions of a catalogue item, as rows of its form.

use crate::directory::parts::{Options, put, put_label, read_label, tick, tick_box, ticked};
use crate::directory::rows::{Rows, Words, row_list};
use crate::kernel::context::{FormState, use_language, use_texts};
use crate::kernel::fields::{SelectField, TextAreaField, TextField};
use crate::kernel::own_form::{OwnForm, Values, lines, number, several, value, wrong};
use guichet_domain::directory::catalogue::{FieldKind, ItemField};
use guichet_domain::kernel::language::Label;
use guichet_domain::kernel::refusal::{Field, FieldError, Problem};
use guichet_domain::kernel::stemming::fold;
use leptos::prelude::*;

/// Form value that lists the numbers of the rows.
pub const NAME: &str = "questions";

fn of(number: u32, field: &str) -> String {
    format!("question-{number}-{field}")
}

pub fn put_all(values: &mut Values, fields: &[ItemField]) {
    let numbers = 1..=u32::try_from(fields.len()).unwrap_or_default();
    put(values, NAME, lines(numbers.clone()));
    for (n, field) in numbers.zip(fields) {
        put(values, &of(n, "key"), &field.key);
        put_label(values, &of(n, "label"), &field.label);
        tick(values, &of(n, "required"), field.required);
        let kind = match &field.kind {
            FieldKind::Text => "text",
            FieldKind::Choice { choices } => {
                put(
                    values,
                    &of(n, "choices-fr"),
                    lines(choices.iter().map(|c| &c.fr)),
                );
                put(
                    values,
                    &of(n, "choices-en"),
                    lines(choices.iter().map(|c| &c.en)),
                );
                "choice"
            }
            FieldKind::Number { min, max, quantity } => {
                tick(values, &of(n, "quantity"), *quantity);
                put(values, &of(n, "min"), min);
                put(values, &of(n, "max"), max);
                "number"
            }
            FieldKind::Date => "date",
        };
        put(values, &of(n, "kind"), kind);
    }
}

/// Reads the questions from the form; errors name their row.
pub fn read_all(values: &Values, errors: &mut Vec<FieldError>) -> Vec<ItemField> {
    let mut fields: Vec<ItemField> = Vec::new();
    for n in several::<u32>(values, NAME) {
        let label = both(read_label(values, &of(n, "label")));
        if label.fr.is_empty() {
            errors.push(wrong(
                Field::ItemField,
                Some(&of(n, "label")),
                Problem::Missing,
            ));
        }
        let mut key = value(values, &of(n, "key")).trim().to_owned();
        if key.is_empty() {
            key = new_key(&label.fr, &fields);
        }
        fields.push(ItemField {
            key,
            required: ticked(values, &of(n, "required")),
            kind: read_kind(values, n, errors),
            label,
        });
    }
    fields
}

fn read_kind(values: &Values, n: u32, errors: &mut Vec<FieldError>) -> FieldKind {
    match value(values, &of(n, "kind")) {
        "choice" => {
            let lines = |name| value(values, &of(n, name)).lines().map(str::trim);
            let mut english = lines("choices-en").filter(|line| !line.is_empty());
            let french = lines("choices-fr").filter(|line| !line.is_empty());
            let choices: Vec<Label> = french
                .map(|fr| both(Label::new(fr, english.next().unwrap_or_default())))
                .collect();
            if choices.is_empty() {
                let name = of(n, "choices");
                errors.push(wrong(Field::ItemField, Some(&name), Problem::Missing));
            }
            FieldKind::Choice { choices }
        }
        "number" => {
            let (min, max) = (number(values, &of(n, "min")), number(values, &of(n, "max")));
            match (min, max) {
                (Some(min), Some(max)) if min <= max => FieldKind::Number {
                    min,
                    max,
                    quantity: ticked(values, &of(n, "quantity")),
                },
                _ => {
                    let name = of(n, "number");
                    errors.push(wrong(Field::ItemField, Some(&name), Problem::Invalid));
                    FieldKind::Text
                }
            }
        }
        "date" => FieldKind::Date,
        _ => FieldKind::Text,
    }
}

/// A label in both languages; an empty one is replaced by the other.
fn both(label: Label) -> Label {
    let (fr, en) = (label.fr.trim(), label.en.trim());
    Label::new(
        if fr.is_empty() { en } else { fr },
        if en.is_empty() { fr } else { en },
    )
}

/// A key made of the label that no other question has.
fn new_key(label: &str, before: &[ItemField]) -> String {
    let folded = fold(label);
    let words = folded.split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).take(4).collect();
    let base = if words.is_empty() {
        "question".to_owned()
    } else {
        words.join("-")
    };
    let taken = |key: &str| before.iter().any(|field| field.key == key);
    let mut key = base.clone();
    let mut n = 2;
    while taken(&key) {
        key = format!("{base}-{n}");
        n += 1;
    }
    key
}

pub fn fields(form: OwnForm, rows: Rows) -> AnyView {
    let t = &use_texts().admin;
    let words = Words {
        legend: t.field_n,
        add: t.add_field,
        movable: true,
    };
    view! {
        <fieldset class="form">
            <legend>{t.fields}</legend>
            <p class="hint">{t.fields_hint}</p>
            {row_list(rows, words, move |n| row(&form.state.get(), n))}
        </fieldset>
    }
    .into_any()
}

fn row(state: &FormState, n: u32) -> AnyView {
    let (language, t) = (use_language(), &use_texts().admin);
    let error = |field: &str| state.error(language, Field::ItemField, Some(&of(n, field)));
    let typed = |field: &str| state.value(&of(n, field));
    let key = typed("key");
    // What the server says of a question it says by its key.
    let by_key = (!key.is_empty()).then(|| state.error(language, Field::ItemField, Some(&key)));
    let kind = if typed("kind").is_empty() {
        "text".to_owned()
    } else {
        typed("kind")
    };
    let shown = RwSignal::new(kind.clone());
    view! {
        <input type="hidden" name=of(n, "key") value=key/>
        <div class="field-row">
            <TextField name=of(n, "label-fr") label=t.field_fr value=typed("label-fr") required=true
                error=error("label").or(by_key.flatten()) max=Some(200)/>
            <TextField name=of(n, "label-en") label=t.field_en value=typed("label-en") error=None max=Some(200)/>
        </div>
        <div on:change=move |ev| shown.set(event_target_value(&ev))>
            <SelectField name=of(n, "kind") label=t.field_kind options=kinds() value=kind required=true error=None/>
        </div>
        <div class="field-row" hidden=move || *shown.read() != "choice">
            <TextAreaField name=of(n, "choices-fr") label=t.choices_fr value=typed("choices-fr") rows=4 required=true
                error=error("choices")/>
            <TextAreaField name=of(n, "choices-en") label=t.choices_en value=typed("choices-en") rows=4 error=None/>
        </div>
        <div class="field-row" hidden=move || *shown.read() != "number">
            <TextField name=of(n, "min") kind="number" label=t.min value=typed("min") required=true error=error("number")/>
            <TextField name=of(n, "max") kind="number" label=t.max value=typed("max") required=true error=None/>
        </div>
        <div hidden=move || *shown.read() != "number">{tick_box(state, &of(n, "quantity"), t.field_quantity)}</div>
        {tick_box(state, &of(n, "required"), t.field_required)}
    }
    .into_any()
}

fn kinds() -> Options {
    let t = &use_texts().admin;
    [
        ("text", t.kind_text),
        ("choice", t.kind_choice),
        ("number", t.kind_number),
        ("date", t.kind_date),
    ]
    .map(|(value, label)| (value.to_owned(), label.to_owned()))
    .to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(key: &str, kind: FieldKind) -> ItemField {
        ItemField {
            key: key.into(),
            label: Label::new("Combien ?", "How many?"),
            required: true,
            kind,
        }
    }

    #[test]
    fn questions_of_every_kind_come_back_as_they_were() {
        let choices = vec![Label::new("Rouge", "Red"), Label::new("Bleu", "Blue")];
        let asked = [
            question("a", FieldKind::Text),
            question("b", FieldKind::Choice { choices }),
            question(
                "c",
                FieldKind::Number {
                    min: -1,
                    max: 9,
                    quantity: true,
                },
            ),
            question("d", FieldKind::Date),
        ];
        let (mut values, mut errors) = (Values::new(), Vec::new());
        put_all(&mut values, &asked);
        assert_eq!(read_all(&values, &mut errors), asked);
        assert_eq!(errors, []);
    }

    #[test]
    fn the_order_of_the_rows_is_the_order_of_the_questions() {
        let asked = [
            question("a", FieldKind::Text),
            question("b", FieldKind::Date),
        ];
        let mut values = Values::new();
        put_all(&mut values, &asked);
        put(&mut values, NAME, "2\n1");
        let keys: Vec<String> = read_all(&values, &mut Vec::new())
            .into_iter()
            .map(|field| field.key)
            .collect();
        assert_eq!(keys, ["b", "a"]);
    }

    #[test]
    fn a_new_key_says_what_is_asked_and_is_nobody_elses() {
        let first = new_key("Écran : quelle taille ?", &[]);
        assert_eq!(first, "ecran-quelle-taille");
        let before = [question(&first, FieldKind::Text)];
        assert_eq!(
            new_key("Écran, quelle taille", &before),
            "ecran-quelle-taille-2"
        );
    }
}

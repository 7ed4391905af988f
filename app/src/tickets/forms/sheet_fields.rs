//! Fields of the sheets. They show their errors without being rendered anew, so that values typed
//! stay.

use crate::kernel::context::use_texts;
use crate::kernel::fields::TextArea;
use crate::tickets::forms::conflict;
use crate::tickets::forms::sheet::Sheet;
use guichet_domain::kernel::refusal::Field;
use guichet_locales::fill;
use leptos::html::Select;
use leptos::prelude::*;
use leptos::web_sys;

/// Texts of a field: its name, its hint, and its first value.
pub struct Asked {
    pub field: Field,
    pub name: String,
    pub label: String,
    pub hint: String,
    pub value: String,
    pub required: bool,
}

impl Asked {
    pub fn new(field: Field, name: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            field,
            name: name.into(),
            label: label.into(),
            hint: String::new(),
            value: String::new(),
            required: true,
        }
    }

    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    pub fn optional(mut self) -> Self {
        self.required = false;
        self
    }

    fn id(&self) -> String {
        format!("sheet-{}", self.name)
    }

    fn describedby(&self) -> String {
        let id = self.id();
        format!("{id}-hint {id}-error")
    }
}

/// Options of a list: value and label.
pub type Options = Vec<(String, String)>;

fn around(sheet: Sheet, asked: Asked, control: AnyView) -> AnyView {
    let texts = use_texts();
    let id = asked.id();
    let (field, name) = (asked.field, StoredValue::new(asked.name));
    let error = move || name.with_value(|name| sheet.error(field, name));
    let class = move || {
        if error().is_some() {
            "field has-error"
        } else {
            "field"
        }
    };
    let about = name.with_value(|name| sheet.field_of(name));
    let panel = about
        .filter(|about| *about == field)
        .map(|about| conflict::panel(sheet, about));
    let optional = (!asked.required).then_some(texts.common.optional);
    let hint = (!asked.hint.is_empty()).then_some(asked.hint);
    view! {
        <div class=class>
            <label for=id.clone()>
                {asked.label}
                {optional.map(|optional| view! { " " <span class="hint">{optional}</span> })}
            </label>
            {hint.map(|hint| view! { <p class="hint" id=format!("{id}-hint")>{hint}</p> })}
            {control}
            <p class="error" id=format!("{id}-error")>{error}</p>
            {panel}
        </div>
    }
    .into_any()
}

/// A field with several lines of text.
pub fn area(sheet: Sheet, asked: Asked) -> AnyView {
    let control = view! {
        <TextArea
            id=asked.id()
            name=asked.name.clone()
            value=asked.value.clone()
            rows=4
            required=asked.required
            describedby=Some(asked.describedby())
        />
    };
    around(sheet, asked, control.into_any())
}

/// The field for a note beside a text for the user, which looks as what it is.
pub fn internal(sheet: Sheet) -> AnyView {
    let t = &use_texts().desk;
    let hint = fill(t.internal_hint, &[("who", &sheet.open.first_name())]);
    let asked = Asked::new(Field::Internal, "internal", t.internal_label).hint(hint);
    // It says itself that it is optional.
    view! { <div class="internal">{area(sheet, asked)}</div> }.into_any()
}

/// A field with one line, of an input `kind`.
pub fn line(sheet: Sheet, asked: Asked, kind: &'static str) -> AnyView {
    let decimal = (kind == "text" && asked.field == Field::Cost).then_some("decimal");
    let control = view! {
        <input
            id=asked.id()
            name=asked.name.clone()
            type=kind
            inputmode=decimal
            value=asked.value.clone()
            required=asked.required
            aria-describedby=asked.describedby()
        />
    };
    around(sheet, asked, control.into_any())
}

/// A select; `chosen` follows the selected value.
pub fn list(
    sheet: Sheet,
    asked: Asked,
    options: impl Fn() -> Options + Send + Sync + 'static,
    chosen: RwSignal<String>,
) -> AnyView {
    let texts = use_texts();
    chosen.set(asked.value.clone());
    let options = Memo::new(move |_| options());
    let select = NodeRef::<Select>::new();
    // What is no longer offered is no longer chosen, whatever stands in its place now.
    Effect::new(move |_| {
        let now = chosen.get_untracked();
        let offered = options.with(|options| options.iter().any(|(value, _)| *value == now));
        let value = if offered { now } else { String::new() };
        chosen.set(value);
        request_animation_frame(move || {
            let now = chosen.try_get_untracked();
            if let Some((select, now)) = select.try_get_untracked().flatten().zip(now) {
                select.set_value(&now);
            }
        });
    });
    let rows = move || {
        let options = options.get();
        let now = chosen.get_untracked();
        let row = |(value, label): (String, String)| {
            let selected = value == now;
            view! { <option value=value selected=selected>{label}</option> }
        };
        options.into_iter().map(row).collect_view()
    };
    let control = view! {
        <select
            node_ref=select
            id=asked.id()
            name=asked.name.clone()
            required=asked.required
            aria-describedby=asked.describedby()
            on:change=move |event| chosen.set(event_target_value(&event))
        >
            <option value="">{texts.common.choose}</option>
            {rows}
        </select>
    };
    around(sheet, asked, control.into_any())
}

/// A select whose options do not change.
pub fn select(sheet: Sheet, asked: Asked, options: Options) -> AnyView {
    list(
        sheet,
        asked,
        move || options.clone(),
        RwSignal::new(String::new()),
    )
}

/// A group of radio buttons; `chosen` follows the selected value.
pub fn radios(sheet: Sheet, asked: Asked, options: Options, chosen: RwSignal<String>) -> AnyView {
    chosen.set(asked.value.clone());
    let (name, field, value) = (asked.name, asked.field, asked.value);
    let id = format!("sheet-{name}-error");
    let describedby = id.clone();
    let stored = StoredValue::new(name.clone());
    let error = move || stored.with_value(|name| sheet.error(field, name));
    let class = move || {
        if error().is_some() {
            "choices has-error"
        } else {
            "choices"
        }
    };
    let about = stored.with_value(|name| sheet.field_of(name));
    let panel = about.map(|about| conflict::panel(sheet, about));
    let choose = move |event: web_sys::Event| chosen.set(event_target_value(&event));
    let one = |(option, label): (String, String)| {
        let checked = option == value;
        view! {
            <label class="choice">
                <input type="radio" name=name.clone() value=option checked=checked on:change=choose/>
                <span>{label}</span>
            </label>
        }
    };
    let options = options.into_iter().map(one).collect_view();
    view! {
        <fieldset class=class aria-describedby=describedby>
            <legend>{asked.label}</legend>
            {options}
            <p class="error" id=id>{error}</p>
            {panel}
        </fieldset>
    }
    .into_any()
}

//! Keeps the draft of a form: values typed are stored, and put back from there.

use crate::kernel::drafts::{Draft, Sent, Typed, storage};
use js_sys::Reflect;
use leptos::prelude::*;
use leptos::{ev, html};
use std::cell::Cell;
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, EventInit, HtmlFormElement};

thread_local! {
    /// Whether values are being put back, so that the resulting events do not count as typing.
    static PUTTING: Cell<bool> = const { Cell::new(false) };
}

/// Delay between two searches for fields that appear only after others are filled in.
const AGAIN: Duration = Duration::from_millis(80);

/// Searches before a stored field is taken to be gone.
const LOOKS: u32 = 60;

type Form = HtmlFormElement;

/// Follows the form around `node` as long as it is on the page.
pub fn attend(
    node: NodeRef<html::Div>,
    draft: StoredValue<Draft>,
    beside: Option<String>,
    posted: bool,
    back: RwSignal<bool>,
) {
    Effect::new(move |_| {
        let Some(form) = form_around(node) else {
            return;
        };
        let draft = draft.get_value();
        let _ = form.set_attribute("data-draft", "");
        // What was typed before the page woke up; a dialog is never there by then.
        if form.closest("dialog").ok().flatten().is_none() {
            for control in controls_of(&form).filter(is_touched) {
                keep_one(&form, &draft, beside.as_deref(), &control);
            }
        }
        let (mine, place, beside) = (form.clone(), draft.clone(), beside.clone());
        let typed = move |event: &Event| keep(&mine, &place, beside.as_deref(), event);
        let changed = typed.clone();
        let input = window_event_listener(ev::input, move |event| typed(&event));
        let change = window_event_listener(ev::change, move |event| changed(&event));
        let (mine, place) = (form.clone(), draft.clone());
        let submit = window_event_listener(ev::submit, move |event| {
            if posted
                && event
                    .target()
                    .is_some_and(|target| target == *mine.as_ref())
            {
                on_its_way(&mine, &place);
            }
        });
        let (mine, place) = (form.clone(), draft.clone());
        let elsewhere = window_event_listener(ev::storage, move |event| {
            let gone = event.key().as_ref() == Some(&place.key) && event.new_value().is_none();
            if gone && let Some(old) = event.old_value() {
                sent_elsewhere(&mine, &old, back);
            }
        });
        on_cleanup(move || {
            for handle in [input, change, submit, elsewhere] {
                handle.remove();
            }
        });
        // A form that was refused comes back from the server with all that was typed.
        let refused = form.query_selector(".error-summary").ok().flatten();
        if let Some(kept) = draft.kept().filter(|_| refused.is_none()) {
            request_animation_frame(move || put_back(form, kept.typed, back, LOOKS));
        }
    });
}

/// Empties the draft and the form.
pub fn clear(node: NodeRef<html::Div>, draft: StoredValue<Draft>) {
    let draft = draft.get_value();
    let kept = draft.kept().unwrap_or_default();
    draft.forget();
    if let Some(form) = form_around(node) {
        start_over(&form, &kept.typed);
    }
}

/// Resets the form, and notifies those who listen to its fields.
fn start_over(form: &Form, typed: &Typed) {
    putting(|| {
        form.reset();
        for control in typed.keys().flat_map(|name| controls(form, name)) {
            announce(&control);
        }
    });
}

fn form_around(node: NodeRef<html::Div>) -> Option<Form> {
    let found = node.get_untracked()?.closest("form").ok().flatten()?;
    found.dyn_into().ok()
}

fn putting(act: impl FnOnce()) {
    PUTTING.set(true);
    act();
    PUTTING.set(false);
}

fn keep(form: &Form, draft: &Draft, beside: Option<&str>, event: &Event) {
    let Some(control) = event.target().and_then(|t| t.dyn_into::<Element>().ok()) else {
        return;
    };
    if !PUTTING.get() && form.contains(Some(&control)) {
        keep_one(form, draft, beside, &control);
    }
}

fn keep_one(form: &Form, draft: &Draft, beside: Option<&str>, control: &Element) {
    let name = text_of(control, "name");
    if let Some(value) = value(form, &name) {
        draft.put(&name, &value, beside);
    }
}

/// Gives a form that is sent again unchanged the command it was sent as before, so that nothing is
/// done twice.
fn on_its_way(form: &Form, draft: &Draft) {
    let Some(kept) = draft.kept() else {
        return;
    };
    let Some(field) = controls(form, "command").into_iter().next() else {
        return;
    };
    let values = snapshot(form);
    match kept.sent.filter(|sent| sent.values == values) {
        Some(sent) => set_text(&field, &sent.command.to_string()),
        None => {
            if let Ok(command) = text_of(&field, "value").parse() {
                draft.change(|kept| kept.sent = Some(Sent { command, values }));
            }
        }
    }
    storage::posted(&draft.key);
}

/// Resets this form if another tab has sent or dropped the same draft.
fn sent_elsewhere(form: &Form, old: &str, back: RwSignal<bool>) {
    let Some(kept) = crate::kernel::drafts::Kept::read(old, storage::now()) else {
        return;
    };
    let same = |(name, text): (&String, &String)| value(form, name).as_ref() == Some(text);
    if kept.typed.iter().all(same) {
        start_over(form, &kept.typed);
        let _ = back.try_set(false);
    }
}

fn put_back(form: Form, mut typed: Typed, back: RwSignal<bool>, looks: u32) {
    if !form.is_connected() || back.try_get_untracked().is_none() {
        return;
    }
    let mut changed = false;
    putting(|| {
        typed.retain(|name, text| match value(&form, name) {
            Some(now) if now == *text => false,
            // Typed before the page woke up: the newer word counts.
            Some(now) if looks == LOOKS && touched(&form, name) && !now.is_empty() => false,
            Some(_) => {
                let done = put(&form, name, text);
                changed |= done;
                !done
            }
            None => true,
        });
    });
    if changed {
        back.set(true);
    }
    if !typed.is_empty() && looks > 0 {
        set_timeout(move || put_back(form, typed, back, looks - 1), AGAIN);
    }
}

/// Opens the collapsed sections around a field, so that it is visible.
fn show(control: &Element) {
    let mut inside = control.parent_element();
    while let Some(element) = inside {
        if element.tag_name() == "DETAILS" {
            let _ = element.set_attribute("open", "");
        }
        inside = element.parent_element();
    }
}

fn controls_of(form: &Form) -> impl Iterator<Item = Element> {
    let all = form.query_selector_all("[name]").ok();
    let count = all.as_ref().map_or(0, web_sys::NodeList::length);
    (0..count).filter_map(move |n| all.as_ref()?.get(n)?.dyn_into().ok())
}

fn controls(form: &Form, name: &str) -> Vec<Element> {
    controls_of(form)
        .filter(|control| text_of(control, "name") == name)
        .collect()
}

fn snapshot(form: &Form) -> Typed {
    let said = |control: Element| {
        let name = text_of(&control, "name");
        let value = value(form, &name)?;
        Some((name, value))
    };
    controls_of(form).filter_map(said).collect()
}

/// Value of a field; `None` for a password, a file, or a field that nobody types in.
fn value(form: &Form, name: &str) -> Option<String> {
    let controls = controls(form, name);
    let first = controls.first()?;
    match text_of(first, "type").as_str() {
        "password" | "file" | "hidden" | "submit" => None,
        "radio" => {
            let chosen = controls.iter().find(|control| flag_of(control, "checked"));
            Some(
                chosen
                    .map(|control| text_of(control, "value"))
                    .unwrap_or_default(),
            )
        }
        "checkbox" if flag_of(first, "checked") => Some(text_of(first, "value")),
        "checkbox" => Some(String::new()),
        _ => Some(text_of(first, "value")),
    }
}

fn touched(form: &Form, name: &str) -> bool {
    controls(form, name).iter().any(is_touched)
}

/// Whether the value differs from the one in the page.
fn is_touched(control: &Element) -> bool {
    match text_of(control, "type").as_str() {
        "radio" | "checkbox" => flag_of(control, "checked") != flag_of(control, "defaultChecked"),
        _ if control.tag_name() == "SELECT" => false,
        _ => text_of(control, "value") != text_of(control, "defaultValue"),
    }
}

/// Puts a value into a field. Whether the field accepted it.
fn put(form: &Form, name: &str, text: &str) -> bool {
    for control in controls(form, name) {
        match text_of(&control, "type").as_str() {
            "radio" | "checkbox" => {
                let on = !text.is_empty() && text_of(&control, "value") == text;
                let _ = Reflect::set(&control, &"checked".into(), &on.into());
                if on || text.is_empty() {
                    announce(&control);
                }
            }
            _ => {
                set_text(&control, text);
                if text_of(&control, "value") == text {
                    announce(&control);
                    show(&control);
                }
            }
        }
    }
    value(form, name).as_deref() == Some(text)
}

pub fn fill_in(selector: &str, values: Typed) {
    let found = document().query_selector(selector).ok().flatten();
    if let Some(form) = found.and_then(|found| found.dyn_into().ok()) {
        put_back(form, values, RwSignal::new(false), LOOKS - 1);
    }
}

fn announce(control: &Element) {
    let init = EventInit::new();
    init.set_bubbles(true);
    for name in ["input", "change"] {
        if let Ok(event) = Event::new_with_event_init_dict(name, &init) {
            let _ = control.dispatch_event(&event);
        }
    }
}

fn text_of(control: &Element, property: &str) -> String {
    let value = Reflect::get(control, &property.into()).ok();
    value
        .and_then(|value| value.as_string())
        .unwrap_or_default()
}

fn flag_of(control: &Element, property: &str) -> bool {
    let value = Reflect::get(control, &property.into()).ok();
    value.and_then(|value| value.as_bool()).unwrap_or_default()
}

fn set_text(control: &Element, text: &str) {
    let _ = Reflect::set(control, &"value".into(), &text.into());
}

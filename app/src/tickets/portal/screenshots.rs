//! The field for screenshots: chosen, dropped or pasted. Without JavaScript they are chosen.

use crate::kernel::context::use_texts;
use guichet_domain::tickets::attachment::REPORT_FILES_MAX;
use guichet_locales::fill;
use leptos::html::{Div, Input};
use leptos::prelude::*;

/// The field, and the names of what is chosen in it.
#[derive(Clone, Copy)]
struct Chosen {
    field: NodeRef<Div>,
    input: NodeRef<Input>,
    names: RwSignal<Vec<String>>,
    /// Whether files are held over the field.
    over: RwSignal<bool>,
}

/// A field for several files, which takes those that are pasted anywhere on the page or dropped on
/// it.
#[component]
pub fn Screenshots(#[prop(optional_no_strip)] error: Option<String>) -> impl IntoView {
    let texts = use_texts();
    let t = &texts.portal;
    let chosen = Chosen {
        field: NodeRef::new(),
        input: NodeRef::new(),
        names: RwSignal::new(Vec::new()),
        over: RwSignal::new(false),
    };
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| browser::attend(chosen));
    let hint = fill(
        t.report_attach_hint,
        &[("n", &REPORT_FILES_MAX.to_string())],
    );
    let class = if error.is_some() {
        "field screenshots has-error"
    } else {
        "field screenshots"
    };
    let describedby = match error {
        Some(_) => "field-file-hint field-file-error",
        None => "field-file-hint",
    };
    let invalid = error.is_some().then_some("true");
    let listed = move || {
        let names = chosen.names.get();
        // One is named by the field itself.
        let several = names.len() > 1;
        let names = names.into_iter().filter(move |_| several);
        names.map(|name| view! { <li>{name}</li> }).collect_view()
    };
    view! {
        <div class=class class:is-over=move || chosen.over.get() node_ref=chosen.field>
            <label for="field-file">{t.report_attach} " " <span class="hint">{texts.common.optional}</span></label>
            <p class="hint" id="field-file-hint">{hint}</p>
            <input id="field-file" type="file" name="file" multiple=true accept="image/*,.pdf,.txt,.log"
                node_ref=chosen.input aria-describedby=describedby aria-invalid=invalid/>
            <ul class="chosen-files" role="status">{listed}</ul>
            {error.map(|error| view! { <p class="error" id="field-file-error">{error}</p> })}
        </div>
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use super::{Chosen, REPORT_FILES_MAX};
    use leptos::ev;
    use leptos::prelude::*;
    use wasm_bindgen::JsCast;
    use web_sys::{
        ClipboardEvent, DataTransfer, DragEvent, Event, File, FileList, HtmlInputElement, Node,
    };

    /// Attends to files that are chosen, pasted or dropped.
    pub fn attend(chosen: Chosen) {
        let (Some(field), Some(input)) = (chosen.field.get(), chosen.input.get()) else {
            return;
        };
        let mine = move |event: &Event| {
            let target = event.target().and_then(|to| to.dyn_into::<Node>().ok());
            field.contains(target.as_ref())
        };
        let (within, above, below) = (mine.clone(), mine.clone(), mine);
        let (first, second, third) = (input.clone(), input.clone(), input);
        let pasted = window_event_listener(ev::paste, move |event: ClipboardEvent| {
            let files = event.clipboard_data().and_then(|data| data.files());
            // Words go where the cursor stands.
            if add(&first, files, chosen) {
                event.prevent_default();
            }
        });
        let named = window_event_listener(ev::change, move |event: Event| {
            if within(&event) {
                name(&second, chosen);
            }
        });
        let over = window_event_listener(ev::dragover, move |event: DragEvent| {
            let is_over = above(&event);
            if is_over {
                event.prevent_default();
            }
            chosen.over.set(is_over);
        });
        let dropped = window_event_listener(ev::drop, move |event: DragEvent| {
            chosen.over.set(false);
            if below(&event) {
                event.prevent_default();
                let files = event.data_transfer().and_then(|data| data.files());
                add(&third, files, chosen);
            }
        });
        on_cleanup(move || {
            pasted.remove();
            named.remove();
            over.remove();
            dropped.remove();
        });
    }

    fn all(files: Option<FileList>) -> Vec<File> {
        let files = files.as_ref();
        let all = files.map(|files| (0..files.length()).filter_map(|n| files.get(n)).collect());
        all.unwrap_or_default()
    }

    fn name(input: &HtmlInputElement, chosen: Chosen) {
        let files = all(input.files()).into_iter();
        chosen.names.set(files.map(|file| file.name()).collect());
    }

    /// Adds files to those that are chosen, as many as may be sent; whether there were any.
    fn add(input: &HtmlInputElement, files: Option<FileList>, chosen: Chosen) -> bool {
        let files = all(files);
        let Some(together) = DataTransfer::new().ok().filter(|_| !files.is_empty()) else {
            return false;
        };
        for file in all(input.files())
            .iter()
            .chain(&files)
            .take(REPORT_FILES_MAX)
        {
            let _ = together.items().add_with_file(file);
        }
        input.set_files(together.files().as_ref());
        name(input, chosen);
        true
    }
}

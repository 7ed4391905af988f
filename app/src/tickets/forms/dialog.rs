//! The dialog that shows a form.

use crate::queue::keys::{focus_first, keep_focus};
use crate::tickets::desk::open::Open;
use leptos::html::Dialog;
use leptos::prelude::*;

/// One dialog for all forms; empty while none is open.
pub fn sheet(open: Open) -> AnyView {
    let dialog = NodeRef::<Dialog>::new();
    // Closed by the page, not by its reader.
    let closing = StoredValue::new(false);
    // Its end is told later: by then the next form may be wanted.
    let closed = move |_| {
        let open_again = dialog.get_untracked().is_some_and(|dialog| dialog.open());
        if !open_again && !closing.get_value() {
            open.sheet.set(None);
        }
        closing.set_value(false);
    };
    Effect::new(move |_| {
        let wanted = open.sheet.get().is_some();
        // Shown once its content is there, so that the focus finds its first field.
        request_animation_frame(move || {
            let Some(dialog) = dialog.try_get_untracked().flatten() else {
                return;
            };
            match (wanted, dialog.open()) {
                (true, false) => {
                    let _ = dialog.show_modal();
                    focus_first(&["#sheet-form :is(input, select, textarea)"]);
                }
                (false, true) => {
                    closing.set_value(true);
                    dialog.close();
                    keep_focus();
                }
                _ => {}
            }
        });
    });
    let content = move || {
        open.sheet
            .get()
            .map(|action| untrack(|| crate::tickets::forms::form(open, action)))
    };
    view! {
        <dialog class="sheet" aria-labelledby="sheet-title" node_ref=dialog on:close=closed>
            {content}
        </dialog>
    }
    .into_any()
}

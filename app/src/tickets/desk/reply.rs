//! The reply box: two tabs with separate texts and buttons, so that a note is never sent as an
//! answer.

use crate::kernel::context::{new_command, now, use_language, use_texts};
use crate::kernel::drafts::{Draft, KeepDraft};
use crate::kernel::fields::TextArea;
use crate::queue::keys::find;
use crate::tickets::desk::drafts::{Tab, area, draft_of, give_back};
use crate::tickets::desk::open::{Open, Outcome};
use guichet_domain::kernel::action::Action;
use guichet_domain::kernel::failure::Failure;
use guichet_domain::{Refusal, allowed};
use guichet_locales::{fill, words};
use leptos::prelude::*;
use leptos::web_sys;
use std::sync::Arc;

pub fn reply(open: Open) -> AnyView {
    let texts = use_texts();
    let may_reply = Memo::new(move |_| {
        let ticket = open.ticket.get();
        let actions = open
            .page
            .with(|page| allowed(&ticket, &page.actor, &page.facts, now()));
        actions
            .iter()
            .any(|allowed| allowed.action == Action::Comment)
    });
    let chosen = RwSignal::new(Tab::Reply);
    // Where nothing more can be said to the user, a note still can.
    let tab = Memo::new(move |_| {
        if may_reply.get() {
            chosen.get()
        } else {
            Tab::Note
        }
    });
    let class = move || match tab.get() {
        Tab::Reply => "reply",
        Tab::Note => "reply is-note",
    };
    let button = move |own: Tab| tab_button(own, tab, chosen);
    view! {
        <div class=class>
            <div class="tabs" role="tablist" aria-label=texts.desk.reply_or_note>
                {move || may_reply.get().then(|| button(Tab::Reply))}
                {button(Tab::Note)}
            </div>
            {panel(open, Tab::Reply, tab)}
            {panel(open, Tab::Note, tab)}
        </div>
    }
    .into_any()
}

fn tab_button(own: Tab, tab: Memo<Tab>, chosen: RwSignal<Tab>) -> AnyView {
    let texts = use_texts();
    let name = own.name();
    let key = match own {
        Tab::Reply => "e",
        Tab::Note => "n",
    };
    let choose = move |_| {
        chosen.set(own);
        focus_soon(own);
    };
    // The arrows go from one tab to the other (WAI-ARIA, tabs).
    let arrows = move |event: web_sys::KeyboardEvent| {
        if matches!(event.key().as_str(), "ArrowLeft" | "ArrowRight") {
            let other = match own {
                Tab::Reply => Tab::Note,
                Tab::Note => Tab::Reply,
            };
            if let Some(button) = find(&format!("#tab-{}", other.name())) {
                chosen.set(other);
                let _ = button.focus();
            }
        }
    };
    view! {
        <button
            type="button"
            role="tab"
            id=format!("tab-{name}")
            aria-controls=format!("panel-{name}")
            aria-selected=move || if tab.get() == own { "true" } else { "false" }
            tabindex=move || if tab.get() == own { "0" } else { "-1" }
            data-key=key
            aria-keyshortcuts=key
            on:click=choose
            on:keydown=arrows
        >
            {own.label(texts)}
        </button>
    }
    .into_any()
}

fn focus_soon(tab: Tab) {
    request_animation_frame(move || {
        if let Some(area) = find(&format!("#{}-text", tab.name())) {
            let _ = area.focus();
        }
    });
}

fn panel(open: Open, own: Tab, tab: Memo<Tab>) -> AnyView {
    let (l, texts) = (use_language(), use_texts());
    let name = own.name();
    let id = format!("{name}-text");
    let failure = RwSignal::new(None::<Failure>);
    let draft = draft_of(own.name(), open.id);
    let place = StoredValue::new(draft.clone());
    let label = move || match own {
        Tab::Reply => fill(texts.desk.reply_label, &[("who", &open.first_name())]),
        Tab::Note => texts.desk.note_label.to_owned(),
    };
    let hint = move || match own {
        Tab::Reply => fill(texts.desk.reply_hint, &[("who", &open.first_name())]),
        Tab::Note => texts.desk.note_hint.to_owned(),
    };
    let button = move || match own {
        Tab::Reply => fill(texts.desk.send_to, &[("who", &open.first_name())]),
        Tab::Note => texts.desk.add_note.to_owned(),
    };
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        submit(open, own, failure, place.get_value());
    };
    let said = move || failure.get().map(|f| words::failure(l, &f));
    let error = format!("{name}-error");
    view! {
        <div
            id=format!("panel-{name}")
            role="tabpanel"
            aria-labelledby=format!("tab-{name}")
            hidden=move || tab.get() != own
        >
        <form novalidate=true on:submit=submit>
            <KeepDraft draft/>
            <label class="visually-hidden" for=id.clone()>{label}</label>
            <TextArea id=id name="text".to_owned() rows=2 describedby=Some(error.clone())/>
            <p class="error" id=error role="alert">{said}</p>
            <div class="reply-foot">
                <span class="hint">{hint}</span>
                <button class="button primary" type="submit">{button}</button>
            </div>
        </form>
        </div>
    }
    .into_any()
}

/// Sends the text of a tab. It leaves the box at once and is shown in the conversation; a refused
/// text comes back.
fn submit(open: Open, own: Tab, failure: RwSignal<Option<Failure>>, draft: Draft) {
    let Some(area) = area(own) else {
        return;
    };
    let text = area.value();
    failure.set(None);
    area.set_value("");
    draft.forget();
    let kept = text.clone();
    let id = new_command();
    let done = Arc::new(move |outcome: Outcome| match outcome {
        Ok(()) => {}
        Err(_) if open.stands(id) => {}
        Err(Failure::Refused(Refusal::AskServer)) => {}
        Err(other) => {
            failure.set(Some(other));
            give_back(&draft, own, &kept);
        }
    });
    open.send(id, own.command(text), done);
}

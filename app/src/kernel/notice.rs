//! The notice of a form's effect, shown on the page that follows.

use crate::kernel::context::use_texts;
use guichet_locales::{Texts, fill};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// Words for the value of `done` in the address.
fn done_of(texts: &Texts, done: &str) -> Option<&'static str> {
    let t = &texts.portal;
    let identity = &texts.identity;
    Some(match done {
        "reported" => t.done_reported,
        "asked" => t.done_asked,
        "comment" => t.done_comment,
        "confirm" => t.done_confirm,
        "reopen" => t.done_reopen,
        "cancel" => t.done_cancel,
        "ask_to_cancel" => t.done_wish,
        "approve" => t.done_approve,
        "refuse" => t.done_refuse,
        "ask_back" => t.done_ask_back,
        "feedback" => texts.feedback.thanks,
        "feedback-bad" => texts.feedback.thanks_bad,
        "feedback-reopened" => texts.feedback.thanks_reopened,
        "password" => t.done_password,
        "session" => identity.done_session,
        "factor-removed" => identity.done_factor_removed,
        "recovery" => identity.done_recovery,
        "reset-sent" => identity.done_reset_sent,
        "password-chosen" => identity.done_password_chosen,
        "email-sent" => identity.done_email_sent,
        "email-changed" => identity.done_email_changed,
        "expired" => identity.done_expired,
        "absence" => texts.absence.done,
        "wishes" => texts.notifications.wishes_done,
        _ => return None,
    })
}

/// The notice, if the address asks for one.
#[component]
pub fn Done(#[prop(into, optional)] reference: String) -> impl IntoView {
    let t = use_texts();
    let query = use_query_map();
    move || {
        let done = query.with(|query| query.get("done"))?;
        let words = fill(done_of(t, &done)?, &[("ref", &reference)]);
        Some(view! { <div class="notice notice-done" role="status"><p>{words}</p></div> })
    }
}

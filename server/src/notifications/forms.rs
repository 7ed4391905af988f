//! Forms that mark notifications as read, set preferences, and send e-mails again.

use crate::kernel::answer::Failed;
use crate::kernel::form::{SubmittedForm, seen, text};
use crate::kernel::served::Served;
use axum::extract::Extension;
use axum::response::{IntoResponse, Response};
use guichet_desk::Caller;
use guichet_domain::notifications::preferences::{Channels, Topic};

/// Marks one notification as read, or all of them.
pub async fn mark_read(
    Served(state): Served,
    Extension(caller): Extension<Caller>,
    SubmittedForm { values, .. }: SubmittedForm,
) -> Response {
    let which = text(&values, "read");
    let one = (which != "all").then_some(which.as_str());
    match state.desk.mark_read(caller, one).await {
        Ok(()) => seen("/notifications".into()),
        Err(error) => Failed(error.into()).into_response(),
    }
}

/// Saves the switches that the form showed; all others stay as they were.
pub async fn choose(
    Served(state): Served,
    Extension(caller): Extension<Caller>,
    SubmittedForm { values, .. }: SubmittedForm,
) -> Response {
    let outcome = async {
        let mut wishes = state.desk.wishes(caller).await?;
        for topic in Topic::all() {
            let name = topic.name();
            if values.contains_key(&format!("shown.{name}")) {
                let channels = Channels {
                    app: values.contains_key(&format!("app.{name}")),
                    mail: values.contains_key(&format!("mail.{name}")),
                };
                wishes.0.insert(topic, channels);
            }
        }
        state.desk.choose_wishes(caller, wishes).await
    };
    match outcome.await {
        Ok(()) => seen("/account?done=wishes".into()),
        Err(error) => Failed(error.into()).into_response(),
    }
}

/// Sends e-mails again that could not be sent: one of them, or all.
pub async fn send_again(
    Served(state): Served,
    Extension(caller): Extension<Caller>,
    SubmittedForm { values, .. }: SubmittedForm,
) -> Response {
    let which = text(&values, "again");
    let one = (which != "all").then_some(which.as_str());
    match state.desk.send_again(caller, one).await {
        Ok(_) => seen("/admin/mail?again".into()),
        Err(error) => Failed(error.into()).into_response(),
    }
}

//! A step between writing and sending, where nothing was suggested while somebody typed.

use crate::kernel::form::{Values, refuse, seen, text, without_secrets};
use crate::kernel::language::asked_language;
use crate::kernel::pages;
use crate::kernel::state::AppState;
use axum::extract::Request;
use axum::response::Response;
use guichet_app::FormState;
use guichet_desk::Caller;
use guichet_domain::ArticleId;
use guichet_domain::kernel::language::Language;
use guichet_domain::tickets::offered::Offered;
use guichet_domain::{CommandId, NewTicket};

/// Records what a form says, and goes on to the ticket with `done`. Where nothing was suggested while
/// somebody typed, the form comes back once with the articles that may answer.
pub async fn record(
    state: &AppState,
    caller: Caller,
    (request, id, values): (Request, CommandId, Values),
    draft: NewTicket,
    done: &str,
) -> Response {
    let language = asked_language(request.headers());
    if let Some(form) = step(state, caller, language, id, &values).await
        && state
            .desk
            .check_record(caller, id, draft.clone())
            .await
            .is_ok()
    {
        return pages::shown(state, request, form).await;
    }
    match state.desk.record(caller, id, draft).await {
        Ok(reference) => seen(format!("/tickets/{reference}?done={done}")),
        Err(error) => refuse(state, request, id, values, error.into()).await,
    }
}

/// The form once more with the articles that may answer, if there are any and none was offered yet.
async fn step(
    state: &AppState,
    caller: Caller,
    language: Language,
    command: CommandId,
    values: &Values,
) -> Option<FormState> {
    // A browser that runs scripts has suggested them already.
    if text(values, "script") != "off" || !text(values, "offered").is_empty() {
        return None;
    }
    let found = state
        .desk
        .suggestions(caller, text(values, "subject"), language);
    let found = found.await.ok()?;
    let ids = found.iter().map(|hit| hit.article.to_string());
    let ids: Vec<String> = ids.collect();
    if ids.is_empty() {
        return None;
    }
    let mut values = without_secrets(values.clone());
    values.insert("offered".into(), ids.join(","));
    Some(FormState {
        command,
        values,
        failure: None,
    })
}

/// What was offered and opened, as the form says.
pub fn offered(values: &Values) -> Offered {
    let ids = |name: &str| {
        let list = text(values, name);
        let ids = list
            .split(',')
            .take(2 * guichet_domain::tickets::offered::OFFERED_MAX);
        ids.filter_map(|id| id.parse().ok().map(ArticleId))
            .collect()
    };
    Offered {
        shown: ids("offered"),
        opened: ids("opened"),
    }
}

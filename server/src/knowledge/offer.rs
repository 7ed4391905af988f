//! A step between writing and sending, where nothing was suggested while somebody typed.

use crate::kernel::form::{Values, text, without_secrets};
use crate::kernel::pages;
use crate::kernel::state::AppState;
use axum::extract::Request;
use axum::response::Response;
use guichet_app::FormState;
use guichet_desk::Caller;
use guichet_domain::ArticleId;
use guichet_domain::CommandId;
use guichet_domain::kernel::language::Language;
use guichet_domain::tickets::offered::Offered;

/// The form once more with the articles that may answer, if there are any and none was offered yet.
pub async fn step(
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

/// Answers with that form.
pub async fn show(state: &AppState, request: Request, form: FormState) -> Response {
    pages::shown(state, request, form).await
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

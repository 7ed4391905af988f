//! Renders pages, and answers the server functions behind them.

use crate::kernel::answer::Failed;
use crate::kernel::served::Served;
use crate::kernel::state::AppState;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use guichet_app::{FormState, Theme, shell};
use guichet_desk::{Caller, Desk, Token};
use guichet_domain::identity::access::Shown;
use guichet_domain::kernel::failure::Failure;
use guichet_domain::kernel::language::Language;
use guichet_domain::{CommandId, Timestamp};
use leptos::prelude::provide_context;
use tracing::Instrument;

/// Values that pages and server functions find in their context.
#[derive(Clone)]
struct Context {
    state: AppState,
    desk: Desk,
    caller: Option<Caller>,
    token: Option<Token>,
    language: Language,
    theme: Theme,
    now: Timestamp,
    command: CommandId,
    form: Option<FormState>,
    shown: Option<Shown>,
}

impl Context {
    fn of(state: &AppState, request: &Request, form: Option<FormState>) -> Self {
        let extensions = request.extensions();
        Self {
            caller: extensions.get().copied(),
            token: extensions.get().cloned(),
            language: extensions.get().copied().unwrap_or_default(),
            theme: extensions.get().cloned().unwrap_or_default(),
            now: state.desk.now(),
            command: state.desk.new_command(),
            desk: state.desk.for_page(),
            state: state.clone(),
            form,
            shown: extensions.get().cloned(),
        }
    }

    fn provide(&self) {
        provide_context(self.desk.clone());
        provide_context(self.language);
        provide_context(self.theme.clone());
        provide_context(self.now);
        provide_context(self.command);
        provide_context(self.state.mail);
        provide_context(self.state.mail_in);
        if let Some(parts) = &self.state.parts {
            provide_context(parts.clone());
        }
        // Always, also where there is none: what a request does not say itself is looked for in
        // whatever else the thread is at, which may be somebody else's page.
        provide_context(self.caller);
        provide_context(self.token.clone());
        provide_context(self.shown.clone());
        provide_context(self.form.clone());
    }
}

/// Renders the page of the address, whole, with its data.
pub async fn page(Served(state): Served, request: Request) -> Response {
    render(&state, request, None).await
}

/// Shows the page of a refused form again, with what was typed and the errors.
pub async fn refused(state: &AppState, request: Request, form: FormState) -> Response {
    let status = form
        .failure
        .as_ref()
        .map_or(StatusCode::UNPROCESSABLE_ENTITY, |failure| {
            match guichet_app::status(failure) {
                // A wrong password in a form is a wrong field, and so is a file that is too large.
                StatusCode::UNAUTHORIZED | StatusCode::PAYLOAD_TOO_LARGE => {
                    StatusCode::UNPROCESSABLE_ENTITY
                }
                other => other,
            }
        });
    let mut response = shown(state, request, form).await;
    if response.status().is_success() {
        *response.status_mut() = status;
    }
    response
}

/// Answers a form with its page.
pub async fn shown(state: &AppState, request: Request, form: FormState) -> Response {
    let mut again = Request::builder()
        .method(Method::GET)
        .uri(request.uri().clone());
    if let Some(headers) = again.headers_mut() {
        headers.clone_from(request.headers());
    }
    let Ok(mut again) = again.body(Body::empty()) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    *again.extensions_mut() = request.extensions().clone();
    render(state, again, Some(form)).await
}

async fn render(state: &AppState, request: Request, form: Option<FormState>) -> Response {
    let context = Context::of(state, &request, form);
    let options = state.leptos.clone();
    let render = leptos_axum::render_app_async_with_context(
        move || context.provide(),
        move || shell(options.clone()),
    );
    // Made to the end, though whoever asked may have left: a page that is dropped half made panics.
    let made = tokio::spawn(render(request).in_current_span()).await;
    made.unwrap_or_else(|error| {
        tracing::error!(%error, "a page could not be made");
        Failed(Failure::Internal).into_response()
    })
}

/// Answer for an unknown address: a page, or a failure for a program.
pub async fn nowhere(Served(state): Served, request: Request) -> Response {
    let is_page = matches!(*request.method(), Method::GET | Method::HEAD);
    if is_page && !request.uri().path().starts_with("/api/") {
        return render(&state, request, None).await;
    }
    Failed(Failure::NotFound).into_response()
}

pub async fn server_function(Served(state): Served, request: Request) -> Response {
    let context = Context::of(&state, &request, None);
    leptos_axum::handle_server_fns_with_context(move || context.provide(), request)
        .await
        .into_response()
}

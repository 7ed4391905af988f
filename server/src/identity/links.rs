//! Links that work once: requested, opened, and used by a button.

use crate::kernel::answer::Failed;
use crate::kernel::form::{SubmittedForm, Values, command, refuse, seen, text, wrong};
use crate::kernel::pages;
use crate::kernel::served::Served;
use crate::kernel::state::AppState;
use axum::extract::{Extension, Path, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use guichet_desk::{Caller, DeskError, Token};
use guichet_domain::identity::access::Shown;
use guichet_domain::identity::link::{LinkShown, Purpose};
use guichet_domain::kernel::refusal::{Field, Problem};

/// The forgotten-password form: sends a link to the address, if it belongs to an account.
pub async fn forgotten(
    Served(state): Served,
    SubmittedForm { request, values }: SubmittedForm,
) -> Response {
    let email = text(&values, "email");
    match state.desk.ask_for_reset(&email).await {
        Ok(()) => seen("/forgotten?done=reset-sent".into()),
        Err(error) => {
            let id = command(&state, &values);
            refuse(&state, request, id, values, error.into()).await
        }
    }
}

/// The form of one's own address: sends a link to the new address.
pub async fn email(
    Served(state): Served,
    Extension(caller): Extension<Caller>,
    SubmittedForm { request, values }: SubmittedForm,
) -> Response {
    let (email, password) = (text(&values, "email"), text(&values, "password"));
    let asked = state.desk.ask_for_email(caller, &email, &password);
    match asked.await {
        Ok(()) => seen("/account/email?done=email-sent".into()),
        Err(error) => {
            let error = match error {
                DeskError::WrongPassword => wrong(Field::Password, Problem::Wrong),
                other => other,
            };
            let id = command(&state, &values);
            refuse(&state, request, id, values, error.into()).await
        }
    }
}

/// Shows what the link is for. Opening it changes nothing.
pub async fn page(Served(state): Served, Path(token): Path<String>, request: Request) -> Response {
    match looked_at(&state, &token).await {
        Ok((_, link)) => pages::page(Served(state), shown(request, link)).await,
        Err(error) => void(state, request, error).await,
    }
}

/// The form behind the link's button: uses the link up.
pub async fn follow(
    Served(state): Served,
    Path(token): Path<String>,
    SubmittedForm { request, values }: SubmittedForm,
) -> Response {
    let (token, link) = match looked_at(&state, &token).await {
        Ok(found) => found,
        Err(error) => return void(state, request, error).await,
    };
    match used(&state, &token, &link, &values).await {
        Ok(done) => seen(format!("/sign-in?done={done}")),
        Err(error @ DeskError::NotFound) => void(state, request, error).await,
        Err(error) => {
            let id = command(&state, &values);
            refuse(&state, shown(request, link), id, values, error.into()).await
        }
    }
}

async fn used(
    state: &AppState,
    token: &Token,
    link: &LinkShown,
    values: &Values,
) -> Result<&'static str, DeskError> {
    if link.purpose == Purpose::Email {
        state.desk.confirm_email(token).await?;
        return Ok("email-changed");
    }
    let new = text(values, "new");
    if new != text(values, "repeat") {
        return Err(wrong(Field::Value, Problem::Invalid));
    }
    state.desk.choose_password(token, &new).await?;
    Ok("password-chosen")
}

async fn looked_at(state: &AppState, token: &str) -> Result<(Token, LinkShown), DeskError> {
    let token = Token::parse(token).ok_or(DeskError::NotFound)?;
    let link = state.desk.link(&token).await?;
    Ok((token, link))
}

fn shown(mut request: Request, link: LinkShown) -> Request {
    request.extensions_mut().insert(Shown {
        link: Some(link),
        ..Shown::default()
    });
    request
}

/// The page for a link that no longer works, which says where to get another.
async fn void(state: AppState, request: Request, error: DeskError) -> Response {
    if !matches!(error, DeskError::NotFound) {
        return Failed(error.into()).into_response();
    }
    let mut response = pages::page(Served(state), request).await;
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

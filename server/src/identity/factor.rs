//! The forms of one's own second factor: setting it up, confirming it with a code, removing it, and
//! new recovery codes.

use crate::kernel::form::{SubmittedForm, command, refuse, seen, text, wrong};
use crate::kernel::served::Served;
use crate::kernel::{cookies, pages};
use axum::extract::Extension;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::CookieJar;
use guichet_app::FormState;
use guichet_desk::{Caller, DeskError, Token};
use guichet_domain::identity::access::Shown;
use guichet_domain::kernel::refusal::{Field, Problem};

/// Carries out the step named by the field `action`; every step but the first code asks for the
/// password again.
pub async fn change(
    Served(state): Served,
    Extension(caller): Extension<Caller>,
    Extension(token): Extension<Token>,
    SubmittedForm {
        mut request,
        values,
    }: SubmittedForm,
) -> Response {
    let (desk, password) = (&state.desk, text(&values, "password"));
    let outcome = match text(&values, "action").as_str() {
        "offer" => desk
            .offer_factor(caller, &token, &password)
            .await
            .map(|()| Next::Page("/account/factor")),
        "confirm" => desk
            .confirm_factor(caller, &token, &text(&values, "code"))
            .await
            .map(|confirmed| Next::Codes(confirmed.recovery_codes, Some(confirmed.token))),
        "renew" => desk
            .renew_recovery_codes(caller, &password)
            .await
            .map(|codes| Next::Codes(codes, None)),
        "remove" => desk
            .give_up_factor(caller, &token, &password)
            .await
            .map(|()| Next::Page("/account?done=factor-removed")),
        _ => Err(wrong(Field::Value, Problem::Invalid)),
    };
    match outcome {
        Ok(Next::Page(path)) => seen(path.into()),
        Ok(Next::Codes(recovery_codes, token)) => {
            let mut jar = CookieJar::new();
            // The session goes on under another token.
            if let Some(token) = token {
                jar = jar.add(cookies::session(&state, &token));
                request.extensions_mut().insert(token);
            }
            request.extensions_mut().insert(Shown {
                recovery_codes,
                ..Shown::default()
            });
            let form = FormState {
                command: desk.new_command(),
                ..FormState::default()
            };
            (jar, pages::shown(&state, request, form).await).into_response()
        }
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

enum Next {
    Page(&'static str),
    /// Recovery codes, which are shown only now, and the token with which the session goes on.
    Codes(Vec<String>, Option<Token>),
}

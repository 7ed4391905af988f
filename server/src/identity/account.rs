//! The form of one's own password.

use crate::kernel::cookies;
use crate::kernel::form::{SubmittedForm, command, refuse, seen, text, wrong};
use crate::kernel::served::Served;
use axum::extract::Extension;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::CookieJar;
use guichet_desk::{Caller, Token};
use guichet_domain::kernel::refusal::{Field, Problem};

pub async fn change_password(
    Served(state): Served,
    Extension(caller): Extension<Caller>,
    Extension(token): Extension<Token>,
    SubmittedForm { request, values }: SubmittedForm,
) -> Response {
    let (old, new) = (text(&values, "old"), text(&values, "new"));
    let outcome = if new == text(&values, "repeat") {
        state.desk.change_password(caller, &old, &new, &token).await
    } else {
        Err(wrong(Field::Value, Problem::Invalid))
    };
    match outcome {
        Ok(token) => {
            let jar = CookieJar::new().add(cookies::session(&state, &token));
            (jar, seen("/account?done=password".into())).into_response()
        }
        Err(error) => {
            let id = command(&state, &values);
            refuse(&state, request, id, values, error.into()).await
        }
    }
}

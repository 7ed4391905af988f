//! The second step of signing in: a code, or the setup of the second factor. A person at this step
//! has given the password and may do nothing else.

use crate::identity::resubmit;
use crate::identity::sign_in::{landing, next, signed_in};
use crate::kernel::cookies::PENDING;
use crate::kernel::form::{SubmittedForm, Values, command, refuse, seen, text};
use crate::kernel::served::Served;
use crate::kernel::state::AppState;
use crate::kernel::{cookies, pages};
use axum::extract::{FromRequest, Request};
use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::CookieJar;
use guichet_app::FormState;
use guichet_app::in_query;
use guichet_desk::{DeskError, Missing, PendingToken};
use guichet_domain::identity::access::Shown;
use guichet_domain::identity::factor::Second;

/// Redirects to the first step, if it is missing or was too long ago. A person who is signed in
/// stays so, since a link from anywhere may lead here.
fn begin_anew(state: &AppState) -> Response {
    let jar = CookieJar::new().add(cookies::none(state, PENDING));
    (jar, seen("/sign-in?done=expired".into())).into_response()
}

fn pending(request: &Request) -> Option<PendingToken> {
    request.extensions().get().cloned()
}

pub async fn code_page(Served(state): Served, request: Request) -> Response {
    let Some(pending) = pending(&request) else {
        return begin_anew(&state);
    };
    match state.desk.pending_caller(&pending).await {
        Ok((_, Missing::Code)) => pages::page(Served(state), request).await,
        Ok((_, Missing::Factor)) => seen("/sign-in/enrol".into()),
        Err(_) => begin_anew(&state),
    }
}

pub async fn code(Served(state): Served, request: Request) -> Response {
    let (pending, request, values) = match posted(&state, request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    let code = text(&values, "code");
    match state.desk.second_step(&pending, &code).await {
        Ok((token, caller, second)) => {
            let (session, beside) = signed_in(&state, &token, caller).await;
            let jars = (session, beside.add(cookies::none(&state, PENDING)));
            let answer = match second {
                Second::Code => resubmit::on(&values, landing(&state, caller, next(&values)).await),
                // One code less, and perhaps no authenticator any more.
                Second::RecoveryCode => seen("/account/factor?done=recovery".into()),
            };
            (jars, answer).into_response()
        }
        Err(error) => again(&state, request, values, error).await,
    }
}

pub async fn enrol_page(Served(state): Served, mut request: Request) -> Response {
    match offered(&state, &mut request).await {
        Ok(_) => pages::page(Served(state), request).await,
        Err(response) => response,
    }
}

pub async fn enrol(Served(state): Served, request: Request) -> Response {
    let (pending, mut request, mut values) = match posted(&state, request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    let code = text(&values, "code");
    match state.desk.confirm_pending(&pending, &code).await {
        Ok(confirmed) => {
            let (session, beside) = signed_in(&state, &confirmed.token, confirmed.caller).await;
            let jars = (session, beside.add(cookies::none(&state, PENDING)));
            // Where the recovery codes lead on to, once they are noted.
            let to = landing(&state, confirmed.caller, next(&values)).await;
            values.insert("next".into(), to);
            request.extensions_mut().insert(Shown {
                recovery_codes: confirmed.recovery_codes,
                ..Shown::default()
            });
            let form = FormState {
                command: state.desk.new_command(),
                values,
                failure: None,
            };
            (jars, pages::shown(&state, request, form).await).into_response()
        }
        Err(error) => match offered(&state, &mut request).await {
            Ok(_) => again(&state, request, values, error).await,
            Err(response) => response,
        },
    }
}

/// Puts a new second factor to set up into the request, where the page finds it.
async fn offered(state: &AppState, request: &mut Request) -> Result<(), Response> {
    let pending = pending(request).ok_or_else(|| begin_anew(state))?;
    match state.desk.pending_enrolment(&pending).await {
        Ok(enrolment) => {
            request.extensions_mut().insert(Shown {
                enrolment: Some(enrolment),
                ..Shown::default()
            });
            Ok(())
        }
        Err(DeskError::Forbidden) => Err(seen("/sign-in/code".into())),
        Err(_) => Err(begin_anew(state)),
    }
}

async fn posted(
    state: &AppState,
    request: Request,
) -> Result<(PendingToken, Request, Values), Response> {
    let pending = pending(&request).ok_or_else(|| begin_anew(state))?;
    let SubmittedForm { request, values } = SubmittedForm::from_request(request, state).await?;
    Ok((pending, request, values))
}

async fn again(state: &AppState, request: Request, values: Values, error: DeskError) -> Response {
    match error {
        DeskError::SignedOut => begin_anew(state),
        DeskError::Forbidden => {
            let to = format!("/sign-in/enrol?next={}", in_query(&next(&values)));
            seen(to)
        }
        error => {
            let id = command(state, &values);
            refuse(state, request, id, values, error.into()).await
        }
    }
}

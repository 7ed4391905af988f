//! The forms for mail that found no ticket: downloading the message, and what an administrator
//! makes of it.

use crate::kernel::answer::Failed;
use crate::kernel::form::{SubmittedForm, Values, seen, text};
use crate::kernel::keyed_limiter::Permit;
use crate::kernel::rejection;
use crate::kernel::served::Served;
use crate::kernel::state::AppState;
use crate::tickets::files;
use axum::body::Bytes;
use axum::extract::{Extension, Path, Request};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures::stream::BoxStream;
use guichet_app::in_query;
use guichet_desk::{Caller, DeskError};
use guichet_domain::kernel::failure::Failure;
use guichet_domain::kernel::reference::Reference;
use guichet_domain::{CommandId, PersonId, TicketId};
use guichet_mail::inbound::content;

const PAGE: &str = "/admin/inbound-messages";

/// A message as its bytes, in parts.
type Original = (u64, BoxStream<'static, Result<Bytes, DeskError>>);

/// The original message with a name, to be saved and never displayed.
fn saved(original: Result<Original, DeskError>, name: &str, place: Permit<PersonId>) -> Response {
    match original {
        Ok((size, bytes)) => {
            let headers = [
                (header::CONTENT_TYPE, "message/rfc822".to_owned()),
                (
                    header::CONTENT_DISPOSITION,
                    format!("attachment; filename=\"{name}.eml\""),
                ),
                (
                    header::CONTENT_SECURITY_POLICY,
                    "default-src 'none'; sandbox; frame-ancestors 'none'".into(),
                ),
                (header::CACHE_CONTROL, "private, no-store".into()),
            ];
            files::streamed(size, bytes, place, headers)
        }
        Err(error) => Failed(error.into()).into_response(),
    }
}

/// Downloads the original of a message whose words are on a ticket (which the log notes).
pub async fn of_ticket(
    Served(state): Served,
    Extension(caller): Extension<Caller>,
    Path((ticket, command)): Path<(String, String)>,
    request: Request,
) -> Response {
    let ids = (ticket.parse::<TicketId>(), command.parse::<CommandId>());
    let (Ok(ticket), Ok(command)) = ids else {
        return Failed(Failure::NotFound).into_response();
    };
    let Some(place) = state.downloads.take(caller.person) else {
        return rejection::busy(&state, &request, "downloads", files::AGAIN);
    };
    let original = state.desk.original_on_ticket(caller, ticket, command).await;
    saved(original, &format!("message-{ticket}"), place)
}

/// Downloads the original message (which the log notes), makes a ticket of it, or discards it.
pub async fn act(
    Served(state): Served,
    Extension(caller): Extension<Caller>,
    Path(inbound): Path<String>,
    SubmittedForm { request, values }: SubmittedForm,
) -> Response {
    // Who may not is told so, whatever the form says.
    if let Err(error) = state.desk.administration(caller).await {
        return Failed(error.into()).into_response();
    }
    // Nothing has number 0.
    let inbound = inbound.parse().unwrap_or_default();
    let action = text(&values, "action");
    if action == "download" {
        let Some(place) = state.downloads.take(caller.person) else {
            return rejection::busy(&state, &request, "downloads", files::AGAIN);
        };
        let original = state.desk.original(caller, inbound).await;
        return saved(original, &format!("message-{inbound}"), place);
    }
    let outcome = match action.as_str() {
        "ticket" => make(&state, caller, inbound, &values)
            .await
            .map(|ticket| format!("{PAGE}?made={ticket}")),
        "discard" => state
            .desk
            .discard_message(caller, inbound)
            .await
            .map(|()| format!("{PAGE}?discarded"))
            .map_err(Failure::from),
        _ => Err(Failure::NotFound),
    };
    match outcome {
        Ok(to) => seen(to),
        Err(Failure::NotFound) => seen(format!("{PAGE}?gone")),
        Err(Failure::Refused(_)) => {
            let email = in_query(text(&values, "for").trim());
            seen(format!("{PAGE}?unknown={email}"))
        }
        Err(failure) => Failed(failure).into_response(),
    }
}

async fn make(
    state: &AppState,
    caller: Caller,
    inbound: i64,
    values: &Values,
) -> Result<Reference, Failure> {
    let original = state.desk.bytes_of_message(caller, inbound).await?;
    let read = content(original, &state.reader).await;
    let read = read.map_err(|error| {
        tracing::error!(%error, "internal error");
        Failure::Internal
    })?;
    let email = text(values, "for").trim().to_lowercase();
    let own = email.is_empty() || email == read.sender;
    let affected: Option<PersonId> = if own {
        None
    } else {
        let directory = state.desk.directory().await?;
        // Nobody has number 0: whoever is not known is refused.
        let person = directory.person_by_email(&email);
        Some(person.map_or(PersonId(0), |person| person.id))
    };
    let desk = &state.desk;
    Ok(desk
        .ticket_of_message(caller, inbound, read, affected)
        .await?)
}

//! Exports everything known of a person, for themselves or through an administrator.

use crate::kernel::answer::Failed;
use crate::kernel::keyed_limiter::Permit;
use crate::kernel::rejection;
use crate::kernel::served::Served;
use crate::tickets::files::{AGAIN, streamed};
use axum::extract::{Extension, Path, Request};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use guichet_desk::{Caller, DeskError, Document};
use guichet_domain::PersonId;

/// Exports one's own data.
pub async fn own(
    Served(state): Served,
    Extension(caller): Extension<Caller>,
    request: Request,
) -> Response {
    let Some(place) = state.downloads.take(caller.person) else {
        return rejection::busy(&state, &request, "downloads", AGAIN);
    };
    let taken = state.desk.take_own_data(caller).await;
    answer(taken, caller.person, place)
}

/// Exports the data of another person, for administrators.
pub async fn of(
    Served(state): Served,
    Extension(caller): Extension<Caller>,
    Path(person): Path<String>,
    request: Request,
) -> Response {
    // What is no number is nobody's.
    let person = PersonId(person.parse().unwrap_or_default());
    let Some(place) = state.downloads.take(caller.person) else {
        return rejection::busy(&state, &request, "downloads", AGAIN);
    };
    let taken = state.desk.take_data_of(caller, person).await;
    answer(taken, person, place)
}

fn answer(
    taken: Result<Document, DeskError>,
    person: PersonId,
    place: Permit<PersonId>,
) -> Response {
    let document = match taken {
        Ok(document) => document,
        Err(error) => return Failed(error.into()).into_response(),
    };
    let name = format!("attachment; filename=\"person-{person}.json\"");
    let headers = [
        (header::CONTENT_TYPE, "application/json".to_owned()),
        (header::CONTENT_DISPOSITION, name),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    streamed(document.size, document.bytes, place, headers)
}

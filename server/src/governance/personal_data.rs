//! All that is known of a person, for them to have or for an administrator to hand over.

use crate::kernel::answer::Failed;
use crate::kernel::served::Served;
use axum::extract::{Extension, Path};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use guichet_desk::{Caller, DeskError};
use guichet_domain::PersonId;

/// One's own.
pub async fn own(Served(state): Served, Extension(caller): Extension<Caller>) -> Response {
    let mut json = Vec::new();
    let outcome = state.desk.take_own_data(caller, &mut json).await;
    answer(outcome, caller.person, json)
}

/// Somebody's, for administrators.
pub async fn of(
    Served(state): Served,
    Extension(caller): Extension<Caller>,
    Path(person): Path<String>,
) -> Response {
    // What is no number is nobody's.
    let person = PersonId(person.parse().unwrap_or_default());
    let mut json = Vec::new();
    let outcome = state.desk.take_data_of(caller, person, &mut json).await;
    answer(outcome, person, json)
}

fn answer(outcome: Result<(), DeskError>, person: PersonId, json: Vec<u8>) -> Response {
    if let Err(error) = outcome {
        return Failed(error.into()).into_response();
    }
    let headers = [
        (header::CONTENT_TYPE, "application/json".to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"person-{person}.json\""),
        ),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    (headers, json).into_response()
}

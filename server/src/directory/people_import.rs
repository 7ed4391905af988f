//! The form that imports people from a file: what would change, and then doing it.

use crate::kernel::answer::Failed;
use crate::kernel::multipart::posted;
use crate::kernel::rejection;
use crate::kernel::served::Served;
use crate::tickets::files::AGAIN;
use axum::Json;
use axum::extract::{Extension, Request};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use guichet_desk::Caller;
use guichet_domain::directory::people_import::PeopleReport;

/// Lines of the file that are shown; those that are wrong first.
const SHOWN: usize = 200;

/// Says what a file of people would change or, with `import`, takes it in. The answer is JSON, for
/// the page.
pub async fn import(
    Served(state): Served,
    Extension(caller): Extension<Caller>,
    request: Request,
) -> Response {
    // Who may not is told so before anything is read.
    if let Err(error) = state.desk.administration(caller).await {
        return Failed(error.into()).into_response();
    }
    let Some(_place) = state.uploads.take(caller.person) else {
        return rejection::busy(&state, &request, "uploads", AGAIN);
    };
    let (_, values, file) = match posted(&state, request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    let create = values.contains_key("create");
    let done = async {
        let file = file.upload()?.bytes().await?;
        if values.contains_key("import") {
            state.desk.import_people(Some(caller), file, create).await
        } else {
            state.desk.preview_people(Some(caller), file, create).await
        }
    };
    match done.await {
        Ok(outcome) => {
            let report = outcome.map(|import| PeopleReport::of(import, SHOWN));
            ([(header::CACHE_CONTROL, "no-store")], Json(report)).into_response()
        }
        Err(error) => Failed(error.into()).into_response(),
    }
}

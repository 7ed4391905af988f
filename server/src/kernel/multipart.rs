//! Forms with a file (RFC 7578).

use crate::kernel::form::{SubmittedForm, Values, wrong};
use crate::kernel::state::AppState;
use crate::kernel::{multipart_heads, rejection};
use axum::body::{Body, to_bytes};
use axum::extract::multipart::{Field as Part, Multipart, MultipartError};
use axum::extract::{FromRequest, Request};
use axum::http::{StatusCode, header};
use axum::response::Response;
use guichet_desk::{Desk, DeskError, Upload};
use guichet_domain::kernel::refusal::{Field, Problem};

/// Reads the text fields of a form of any kind, and the name of its file. The file itself is
/// discarded, however large it is.
pub(crate) async fn words(
    state: &AppState,
    request: Request,
) -> Result<(Request, Values, Option<String>), Response> {
    let (request, values, files) = parsed(state, request, None).await?;
    match files {
        Some(files) => {
            let name = files.into_iter().next_back().map(|(name, _)| name);
            Ok((request, values, name))
        }
        None => {
            let (parts, _) = request.into_parts();
            Err(rejection::unread(&parts, StatusCode::PAYLOAD_TOO_LARGE))
        }
    }
}

/// The file of a form.
pub(crate) enum File {
    None,
    /// The result of storing it.
    One(Result<Upload, DeskError>),
    /// The file is larger than is read at all.
    Endless,
}

impl File {
    /// The file of a form that is nothing without one.
    ///
    /// # Errors
    /// The field is named if there is none; otherwise why it was not stored.
    pub(crate) fn upload(self) -> Result<Upload, DeskError> {
        match self {
            Self::One(upload) => upload,
            Self::None => Err(wrong(Field::File, Problem::Missing)),
            Self::Endless => Err(DeskError::TooLarge),
        }
    }
}

/// Whether a form may bring a file (RFC 7578).
pub(crate) fn is_multipart(request: &Request) -> bool {
    let kind = request.headers().get(header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.starts_with("multipart/")
}

/// Reads a form with or without a file. A form carried through the sign-in pages has none.
pub(crate) async fn posted(
    state: &AppState,
    request: Request,
) -> Result<(Request, Values, File), Response> {
    let (request, values, files) = parsed(state, request, Some(&state.desk)).await?;
    let file = match files.map(|files| files.into_iter().next_back()) {
        None => File::Endless,
        Some(None) => File::None,
        Some(Some((_, upload))) => File::One(upload),
    };
    Ok((request, values, file))
}

/// Reads a form with any number of files, which are no more than its fields; `None` if they are
/// larger than is read at all.
pub(crate) async fn posted_all(
    state: &AppState,
    request: Request,
) -> Result<(Request, Values, Option<Files>), Response> {
    parsed(state, request, Some(&state.desk)).await
}

/// Names of files, each with the result of storing it.
pub(crate) type Files = Vec<(String, Result<Upload, DeskError>)>;

async fn parsed(
    state: &AppState,
    request: Request,
    keeper: Option<&Desk>,
) -> Result<(Request, Values, Option<Files>), Response> {
    if !is_multipart(&request) {
        // Words are no more than words may be, also where files would be taken.
        let most = state.limits.form_kib as usize * 1024;
        let (parts, body) = request.into_parts();
        let Ok(words) = to_bytes(body, most).await else {
            return Err(rejection::unread(&parts, StatusCode::PAYLOAD_TOO_LARGE));
        };
        let request = Request::from_parts(parts, Body::from(words));
        let SubmittedForm { request, values } = SubmittedForm::from_request(request, state).await?;
        return Ok((request, values, Some(Vec::new())));
    }
    let (parts, body) = request.into_parts();
    let body = multipart_heads::bounded(&parts.headers, body);
    let copy = Request::from_parts(parts.clone(), body);
    let mut values = Values::new();
    let read = match Multipart::from_request(copy, &()).await {
        Ok(multipart) => read(multipart, &mut values, state, keeper).await,
        Err(rejection) => return Err(rejection::unread(&parts, rejection.status())),
    };
    let files = match read {
        Ok(files) => Some(files),
        Err(Unread::TooMuch) => {
            return Err(rejection::unread(&parts, StatusCode::PAYLOAD_TOO_LARGE));
        }
        Err(Unread::Malformed(error)) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => None,
        // Whatever went wrong on the way: what came is not a whole form.
        Err(Unread::Malformed(_)) => {
            return Err(rejection::unread(&parts, StatusCode::BAD_REQUEST));
        }
    };
    Ok((Request::from_parts(parts, Body::empty()), values, files))
}

/// Why a form could not be read.
enum Unread {
    /// Too many fields, or too much text in them.
    TooMuch,
    Malformed(MultipartError),
}

impl From<MultipartError> for Unread {
    fn from(error: MultipartError) -> Self {
        Self::Malformed(error)
    }
}

async fn read(
    mut multipart: Multipart,
    values: &mut Values,
    state: &AppState,
    keeper: Option<&Desk>,
) -> Result<Files, Unread> {
    let most = state.limits.form_fields;
    // Of all words together: a form with a file is large for the file's sake.
    let mut left = state.limits.form_kib as usize * 1024;
    let mut uploads = Vec::new();
    let mut n = 0;
    while let Some(field) = multipart.next_field().await? {
        n += 1;
        if n > most {
            return Err(Unread::TooMuch);
        }
        let name = field.name().unwrap_or_default().to_owned();
        left = left.checked_sub(name.len()).ok_or(Unread::TooMuch)?;
        match field.file_name().map(str::to_owned) {
            Some(file) => {
                left = left.checked_sub(file.len()).ok_or(Unread::TooMuch)?;
                let kept = kept(keeper, &file, field).await?;
                // An empty file field of a form is nothing at all.
                if !file.is_empty() {
                    uploads.push((file, kept));
                }
            }
            None => {
                let text = at_most(left, field).await?.ok_or(Unread::TooMuch)?;
                left -= text.len();
                values.insert(name, String::from_utf8_lossy(&text).into_owned());
            }
        }
    }
    Ok(uploads)
}

/// Reads a file to its end and passes it on in pieces. A refused file is read to the end as well,
/// to reach the fields after it.
async fn kept(
    keeper: Option<&Desk>,
    name: &str,
    mut part: Part<'_>,
) -> Result<Result<Upload, DeskError>, MultipartError> {
    let mut upload = match keeper {
        Some(desk) => desk.upload(name).await,
        None => Err(DeskError::TooLarge),
    };
    while let Some(piece) = part.chunk().await? {
        if let Ok(taken) = &mut upload
            && let Err(error) = taken.write(&piece).await
        {
            upload = Err(error);
        }
    }
    // What does not fit is known here, before anything else of the form is written.
    if let Ok(taken) = &mut upload
        && let Err(error) = taken.finish().await
    {
        upload = Err(error);
    }
    Ok(upload)
}

/// Reads a part of the form to its end; `None` if it is longer than `max` bytes.
async fn at_most(max: usize, mut part: Part<'_>) -> Result<Option<Vec<u8>>, MultipartError> {
    let mut bytes = Some(Vec::new());
    while let Some(chunk) = part.chunk().await? {
        bytes = bytes.filter(|bytes: &Vec<u8>| bytes.len() + chunk.len() <= max);
        if let Some(bytes) = &mut bytes {
            bytes.extend_from_slice(&chunk);
        }
    }
    Ok(bytes)
}

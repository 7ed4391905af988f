//! What people do with a ticket from the portal: one form each, all posted here.

use super::{Posted, Values, command, heads, refuse, seen, text, wrong};
use crate::http::session::{Failed, Served};
use crate::http::{AppState, refusal};
use axum::body::Body;
use axum::extract::multipart::{Field as Part, Multipart, MultipartError};
use axum::extract::{Extension, FromRequest, Path, Request};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use guichet_desk::{Caller, CameWith, DeskError, UPLOAD_MAX};
use guichet_domain::kernel::failure::Failure;
use guichet_domain::kernel::reference::Reference;
use guichet_domain::kernel::refusal::{Field, Problem};
use guichet_domain::tickets::command::{Command, CommandEnvelope};
use guichet_domain::{CommandId, TicketId};

/// A file as it came; without its bytes where it is larger than what is kept.
pub(super) struct Upload {
    pub(super) name: String,
    bytes: Option<Vec<u8>>,
}

/// Bytes of a form that are read at most. More than a file may have, so that a browser that sends
/// too large a one gets to hear of it, with everything that was typed beside it.
pub const READ_MAX: usize = 3 * UPLOAD_MAX;

/// Seconds after which a place for another file may be free.
const AGAIN: u64 = 5;

pub async fn act(
    Served(state): Served,
    Extension(caller): Extension<Caller>,
    Path(reference): Path<String>,
    request: Request,
) -> Response {
    let Ok(reference) = reference.parse::<Reference>() else {
        return Failed(Failure::NotFound).into_response();
    };
    let place = is_multipart(&request).then(|| state.uploads.take(caller.person));
    if matches!(place, Some(None)) {
        return refusal::busy(&state, &request, "uploads", AGAIN);
    }
    let (request, mut values, file) = match posted(&state, request, UPLOAD_MAX).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    let id = command(&state, &values);
    let upload = match file {
        File::None => None,
        File::One(upload) => Some(upload),
        File::Endless => return refuse(&state, request, id, values, Failure::TooLarge).await,
    };
    let action = text(&values, "action");
    match perform(&state, caller, reference.id, id, &action, &values, upload).await {
        Ok(()) if text(&values, "back") == "approvals" => seen(format!("/approvals?done={action}")),
        Ok(()) if text(&values, "back") == "desk" => seen(format!("/desk/{reference}")),
        Ok(()) => seen(format!("/tickets/{reference}?done={action}")),
        Err(error) => {
            values.insert("reference".into(), reference.to_string());
            refuse(&state, request, id, values, error.into()).await
        }
    }
}

async fn perform(
    state: &AppState,
    caller: Caller,
    ticket: TicketId,
    id: CommandId,
    action: &str,
    values: &Values,
    upload: Option<Upload>,
) -> Result<(), DeskError> {
    let (words, reason) = (text(values, "text"), text(values, "reason"));
    let command = match action {
        "comment" | "attach" => {
            let with = if values.contains_key("internal") {
                CameWith::Note
            } else {
                CameWith::Words(id)
            };
            // Before anything is written: half of what was sent would be.
            let upload = match upload {
                Some(Upload { bytes: None, .. }) => return Err(DeskError::TooLarge),
                Some(Upload {
                    name,
                    bytes: Some(bytes),
                }) => Some((name, bytes)),
                None => None,
            };
            let has_words = !words.trim().is_empty();
            if !has_words && upload.is_none() {
                return Err(wrong(Field::Text, Problem::Missing));
            }
            // What is for agents alone is not said to everybody beside it.
            if has_words && with == CameWith::Note {
                return Err(DeskError::NotFound);
            }
            if has_words {
                let command = Command::Comment { text: words };
                state
                    .desk
                    .carry_out(
                        caller,
                        CommandEnvelope {
                            id,
                            ticket,
                            command,
                        },
                    )
                    .await?;
            }
            if let Some((name, bytes)) = upload {
                // The second command of one form: its identifier follows from the first's.
                state
                    .desk
                    .attach(caller, ticket, CommandId(id.text(99).0), name, bytes, with)
                    .await?;
            }
            return Ok(());
        }
        "confirm" => Command::Confirm,
        "reopen" => Command::Reopen { reason },
        "cancel" => Command::Cancel { reason },
        "ask_to_cancel" => Command::AskToCancel { reason },
        "approve" => Command::Approve { comment: words },
        "refuse" => Command::Refuse { reason },
        "ask_back" => Command::AskBack { question: words },
        _ => return Err(DeskError::NotFound),
    };
    state
        .desk
        .carry_out(
            caller,
            CommandEnvelope {
                id,
                ticket,
                command,
            },
        )
        .await?;
    Ok(())
}

/// What came with the words of a form.
pub(super) enum File {
    None,
    One(Upload),
    /// More than is read at all.
    Endless,
}

/// Whether a form may bring a file (RFC 7578).
pub(super) fn is_multipart(request: &Request) -> bool {
    let kind = request.headers().get(header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.starts_with("multipart/")
}

/// Reads a form, with a file in it or not; a way in posts on what it carried without one. Of a file
/// of more than `file_max` bytes only the name is kept.
pub(super) async fn posted(
    state: &AppState,
    request: Request,
    file_max: usize,
) -> Result<(Request, Values, File), Response> {
    if !is_multipart(&request) {
        let Posted { request, values } = Posted::from_request(request, state).await?;
        return Ok((request, values, File::None));
    }
    let (parts, body) = request.into_parts();
    let body = heads::bounded(&parts.headers, body);
    let copy = Request::from_parts(parts.clone(), body);
    let mut values = Values::new();
    let read = match Multipart::from_request(copy, &()).await {
        Ok(multipart) => read(multipart, &mut values, state, file_max).await,
        Err(rejection) => return Err(refusal::unread(&parts, rejection.status())),
    };
    let file = match read {
        Ok(None) => File::None,
        Ok(Some(upload)) => File::One(upload),
        Err(Unread::TooMuch) => {
            return Err(refusal::unread(&parts, StatusCode::PAYLOAD_TOO_LARGE));
        }
        Err(Unread::Malformed(error)) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            File::Endless
        }
        // Whatever went wrong on the way: what came is not a whole form.
        Err(Unread::Malformed(_)) => return Err(refusal::unread(&parts, StatusCode::BAD_REQUEST)),
    };
    Ok((Request::from_parts(parts, Body::empty()), values, file))
}

/// Why a form was not read.
enum Unread {
    /// Too many fields, or too many words in them.
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
    file_max: usize,
) -> Result<Option<Upload>, Unread> {
    let most = state.limits.form_fields;
    // Of all words together: a form with a file is large for the file's sake.
    let mut left = state.limits.form_kib as usize * 1024;
    let mut upload = None;
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
                let bytes = at_most(file_max, field).await?;
                // An empty file field of a form is nothing at all.
                if !file.is_empty() {
                    upload = Some(Upload { name: file, bytes });
                }
            }
            None => {
                let text = at_most(left, field).await?.ok_or(Unread::TooMuch)?;
                left -= text.len();
                values.insert(name, String::from_utf8_lossy(&text).into_owned());
            }
        }
    }
    Ok(upload)
}

/// A part of the form to its end; nothing where that is further than `max` bytes.
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

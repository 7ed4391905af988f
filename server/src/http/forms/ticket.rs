//! What people do with a ticket from the portal: one form each, all posted here.

use super::{Values, command, refuse, seen, text, wrong};
use crate::http::session::Failed;
use crate::http::{AppState, refusal};
use axum::body::Body;
use axum::extract::multipart::{Multipart, MultipartError};
use axum::extract::{Extension, FromRequest, Path, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use guichet_desk::{Caller, DeskError};
use guichet_domain::command::{Command, CommandEnvelope};
use guichet_domain::refusal::{Field, Problem};
use guichet_domain::ticket::Reference;
use guichet_domain::view::Audience;
use guichet_domain::wire::Failure;
use guichet_domain::{CommandId, TicketId};

/// A file as it came.
struct Upload {
    name: String,
    bytes: Vec<u8>,
}

pub async fn act(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    Path(reference): Path<String>,
    request: Request,
) -> Response {
    let Ok(reference) = reference.parse::<Reference>() else {
        return Failed(Failure::NotFound).into_response();
    };
    let (parts, body) = request.into_parts();
    let copy = Request::from_parts(parts.clone(), body);
    let read = match Multipart::from_request(copy, &()).await {
        Ok(multipart) => read(multipart, state.limits.form_fields).await,
        Err(rejection) => return refusal::unread(&parts, rejection.status()),
    };
    let (mut values, upload) = match read {
        Ok(read) => read,
        Err(Unread::TooManyFields) => {
            return refusal::unread(&parts, StatusCode::PAYLOAD_TOO_LARGE);
        }
        Err(Unread::Malformed(error)) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            let id = state.desk.new_command();
            let request = Request::from_parts(parts, Body::empty());
            return refuse(&state, request, id, Values::new(), Failure::TooLarge).await;
        }
        Err(Unread::Malformed(error)) => return refusal::unread(&parts, error.status()),
    };
    let request = Request::from_parts(parts, Body::empty());
    let id = command(&state, &values);
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
            let audience = match (action, values.contains_key("internal")) {
                (_, true) => Audience::Agents,
                _ => Audience::Everyone,
            };
            let has_words = !words.trim().is_empty();
            if !has_words && upload.is_none() {
                return Err(wrong(Field::Text, Problem::Missing));
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
            if let Some(Upload { name, bytes }) = upload {
                // The second command of one form: its identifier follows from the first's.
                state
                    .desk
                    .attach(
                        caller,
                        ticket,
                        CommandId(id.text(99).0),
                        name,
                        bytes,
                        audience,
                    )
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

/// Why a form was not read.
enum Unread {
    TooManyFields,
    Malformed(MultipartError),
}

impl From<MultipartError> for Unread {
    fn from(error: MultipartError) -> Self {
        Self::Malformed(error)
    }
}

async fn read(mut multipart: Multipart, most: u32) -> Result<(Values, Option<Upload>), Unread> {
    let mut values = Values::new();
    let mut upload = None;
    let mut n = 0;
    while let Some(field) = multipart.next_field().await? {
        n += 1;
        if n > most {
            return Err(Unread::TooManyFields);
        }
        let name = field.name().unwrap_or_default().to_owned();
        match field.file_name().map(str::to_owned) {
            Some(file) => {
                let bytes = field.bytes().await?.to_vec();
                // An empty file field of a form is nothing at all.
                if !file.is_empty() {
                    upload = Some(Upload { name: file, bytes });
                }
            }
            None => drop(values.insert(name, field.text().await?)),
        }
    }
    Ok((values, upload))
}

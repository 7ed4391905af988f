//! The forms of the portal about a ticket, all posted to one address.

use crate::feedback::fields::{answer, done};
use crate::kernel::answer::Failed;
use crate::kernel::form::{Values, command, refuse, seen, text, wrong};
use crate::kernel::multipart::{File, is_multipart, posted};
use crate::kernel::rejection;
use crate::kernel::served::Served;
use crate::kernel::state::AppState;
use crate::tickets::files::AGAIN;
use axum::extract::{Extension, Path, Request};
use axum::response::{IntoResponse, Response};
use guichet_desk::{Caller, CameWith, DeskError, Upload};
use guichet_domain::kernel::failure::Failure;
use guichet_domain::kernel::prose::Format;
use guichet_domain::kernel::reference::Reference;
use guichet_domain::kernel::refusal::{Field, Problem};
use guichet_domain::tickets::command::{Command, CommandEnvelope};
use guichet_domain::{CommandId, TicketId};

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
        return rejection::busy(&state, &request, "uploads", AGAIN);
    }
    let (request, mut values, file) = match posted(&state, request).await {
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
    if action == "feedback" {
        return say(&state, caller, reference, id, request, values).await;
    }
    // What somebody wrote to a ticket that is part of another by now is said there.
    let reference = match action.as_str() {
        "comment" | "attach" => match state.desk.addressed(caller, reference.id).await {
            Ok(other) => other.unwrap_or(reference),
            Err(_) => reference,
        },
        _ => reference,
    };
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

/// Says how the user was served.
async fn say(
    state: &AppState,
    caller: Caller,
    reference: Reference,
    id: CommandId,
    request: Request,
    mut values: Values,
) -> Response {
    let said = async {
        let form = answer(&values)?;
        let done = done(&form);
        let given = state.desk.answer_feedback(caller, reference.id, id, form);
        given.await.map(|()| done)
    };
    match said.await {
        Ok(done) => seen(format!("/tickets/{reference}?done={done}")),
        Err(error) => {
            values.insert("reference".into(), reference.to_string());
            refuse(state, request, id, values, error.into()).await
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
    upload: Option<Result<Upload, DeskError>>,
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
            let upload = upload.transpose()?;
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
                            format: Format::Plain,
                        },
                    )
                    .await?;
            }
            if let Some(upload) = upload {
                // The second command of one form: its identifier follows from the first's.
                state
                    .desk
                    .attach(caller, ticket, CommandId(id.text(99).0), upload, with)
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
                format: Format::Plain,
            },
        )
        .await?;
    Ok(())
}

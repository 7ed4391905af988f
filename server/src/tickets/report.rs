//! The form that reports an incident.

use crate::kernel::form::{Values, affected, command, instant, refuse, seen, text, wrong};
use crate::kernel::multipart::{is_multipart, posted_all};
use crate::kernel::rejection;
use crate::kernel::served::Served;
use crate::kernel::state::AppState;
use crate::knowledge::offer;
use crate::tickets::files::AGAIN;
use axum::extract::{Extension, Request};
use axum::response::Response;
use guichet_desk::{Caller, DeskError, Upload};
use guichet_domain::kernel::failure::Failure;
use guichet_domain::kernel::reference::{Kind, Reference};
use guichet_domain::kernel::refusal::{Field, FieldError, Problem, Refusal};
use guichet_domain::tickets::triage::{Effect, Reach};
use guichet_domain::{NewTicket, PersonId};

pub async fn report(
    Served(state): Served,
    Extension(caller): Extension<Caller>,
    request: Request,
) -> Response {
    let place = is_multipart(&request).then(|| state.uploads.take(caller.person));
    if matches!(place, Some(None)) {
        return rejection::busy(&state, &request, "uploads", AGAIN);
    }
    let (request, values, files) = match posted_all(&state, request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    let id = command(&state, &values);
    // Written by somebody who was signed in here before: it is not said in another's name.
    let author = text(&values, "author").parse::<PersonId>();
    if author.is_ok_and(|author| author != caller.person) {
        return refuse(&state, request, id, values, DeskError::Forbidden.into()).await;
    }
    let Some(files) = files else {
        return refuse(&state, request, id, values, Failure::TooLarge).await;
    };
    let uploads: Result<Vec<Upload>, DeskError> = files.into_iter().map(|(_, one)| one).collect();
    let draft = match draft(&state, caller, &values).await {
        Ok(draft) => draft,
        Err(error) => return refuse(&state, request, id, values, error.into()).await,
    };
    let uploads = match uploads {
        Ok(uploads) => uploads,
        Err(error) => return refuse(&state, request, id, values, error.into()).await,
    };
    let form = (request, id, values);
    // What was chosen would be lost by a step between.
    if uploads.is_empty() {
        return offer::record(&state, caller, form, draft, "reported").await;
    }
    let (request, id, values) = form;
    match state
        .desk
        .record_with_files(caller, id, draft, uploads)
        .await
    {
        Ok(reference) => seen(format!("/tickets/{reference}?done=reported")),
        Err(error) => refuse(&state, request, id, values, error.into()).await,
    }
}

/// Reads the form. "Blocked or hampered" and "me, my team, the whole site" become a proposed
/// urgency and impact.
async fn draft(state: &AppState, caller: Caller, values: &Values) -> Result<NewTicket, DeskError> {
    let mut errors: Vec<FieldError> = Vec::new();
    let urgency = Effect::from_name(&text(values, "effect")).map(Effect::proposes);
    let impact = Reach::from_name(&text(values, "scope")).map(Reach::proposes);
    for (missing, field) in [
        (urgency.is_none(), Field::Urgency),
        (impact.is_none(), Field::Impact),
    ] {
        if missing {
            errors.push(FieldError {
                field,
                name: None,
                problem: Problem::Missing,
            });
        }
    }
    if text(values, "subject").trim().is_empty() {
        errors.push(FieldError {
            field: Field::Subject,
            name: None,
            problem: Problem::Missing,
        });
    }
    let zone = state.desk.me(caller).await?.zone;
    let mut keep = |outcome: Result<_, DeskError>| match outcome {
        Ok(value) => Ok(value),
        Err(DeskError::Refused(Refusal::Invalid(more))) => {
            errors.extend(more);
            Ok(None)
        }
        Err(other) => Err(other),
    };
    let noticed_at = match instant(&zone, &text(values, "since"), Field::NoticedAt) {
        Ok(Some(at)) if at > state.desk.now() => Err(wrong(Field::NoticedAt, Problem::InTheFuture)),
        other => other,
    };
    let noticed_at = match noticed_at {
        Ok(at) => at,
        Err(error) => {
            keep(Err(error))?;
            None
        }
    };
    let affected = keep(affected(state, values).await)?;
    if !errors.is_empty() {
        return Err(DeskError::Refused(Refusal::Invalid(errors)));
    }
    Ok(NewTicket {
        kind: Kind::Incident,
        subject: text(values, "subject"),
        description: text(values, "description"),
        affected,
        place: text(values, "place"),
        noticed_at,
        confidential: values.contains_key("confidential"),
        impact,
        urgency,
        follows: text(values, "follows").parse::<Reference>().ok(),
        offered: offer::offered(values),
        ..NewTicket::default()
    })
}

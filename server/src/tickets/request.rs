//! The form that requests an item of the catalogue.

use crate::kernel::answer::Failed;
use crate::kernel::form::{SubmittedForm, affected, command, refuse, text};
use crate::kernel::served::Served;
use crate::knowledge::offer;
use axum::extract::{Extension, Path};
use axum::response::{IntoResponse, Response};
use guichet_desk::Caller;
use guichet_domain::kernel::failure::Failure;
use guichet_domain::kernel::reference::{Kind, Reference};
use guichet_domain::{ItemId, NewTicket};

pub async fn request(
    Served(state): Served,
    Extension(caller): Extension<Caller>,
    Path(item): Path<String>,
    SubmittedForm { request, values }: SubmittedForm,
) -> Response {
    let Ok(item) = item.parse::<ItemId>() else {
        return Failed(Failure::NotFound).into_response();
    };
    let id = command(&state, &values);
    let fields = values
        .iter()
        .filter_map(|(name, value)| Some((name.strip_prefix("field-")?.to_owned(), value.clone())))
        .collect();
    let draft = match affected(&state, &values).await {
        Ok(affected) => NewTicket {
            kind: Kind::Request,
            subject: text(&values, "subject"),
            description: text(&values, "description"),
            affected,
            item: Some(item),
            fields,
            follows: text(&values, "follows").parse::<Reference>().ok(),
            offered: offer::offered(&values),
            ..NewTicket::default()
        },
        Err(error) => return refuse(&state, request, id, values, error.into()).await,
    };
    let form = (request, id, values);
    offer::record(&state, caller, form, draft, "asked").await
}

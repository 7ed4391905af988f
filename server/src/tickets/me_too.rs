//! The form by which somebody says that it happens to them too.

use crate::kernel::form::{SubmittedForm, command, refuse, seen, text, wrong};
use crate::kernel::served::Served;
use axum::extract::Extension;
use axum::response::Response;
use guichet_desk::Caller;
use guichet_domain::NewTicket;
use guichet_domain::kernel::refusal::{Field, Problem};
use guichet_domain::tickets::me_too::MeToo;

pub async fn report(
    Served(state): Served,
    Extension(caller): Extension<Caller>,
    SubmittedForm { request, values }: SubmittedForm,
) -> Response {
    let id = command(&state, &values);
    let disruption = text(&values, "disruption").parse().map(MeToo::Disruption);
    let article = text(&values, "article").parse().map(MeToo::Article);
    let recorded = match disruption.or(article) {
        Ok(what) => {
            let draft = NewTicket {
                description: text(&values, "description"),
                me_too: Some(what),
                ..NewTicket::default()
            };
            state.desk.record(caller, id, draft).await
        }
        Err(_) => Err(wrong(Field::Link, Problem::Missing)),
    };
    match recorded {
        Ok(reference) => seen(format!("/tickets/{reference}?done=reported")),
        Err(error) => refuse(&state, request, id, values, error.into()).await,
    }
}

//! Server functions on one ticket.

#[cfg(feature = "ssr")]
use crate::kernel::error::answer;
use crate::kernel::error::{Answer, ApiError};
use crate::kernel::json::Body;
#[cfg(feature = "ssr")]
use crate::kernel::server::{caller, desk};
use guichet_domain::kernel::reference::Reference;
use guichet_domain::live::message::Update;
use guichet_domain::tickets::command::CommandEnvelope;
use guichet_domain::tickets::page::TicketPage;
use guichet_domain::{CommandId, NewTicket, TicketId};
use leptos::prelude::*;

#[server(endpoint = "carry-out", input = Body, output = Body)]
pub async fn carry_out(command: CommandEnvelope) -> Answer<Update> {
    answer(desk()?.carry_out(caller()?, command).await)
}

#[server(endpoint = "record", input = Body, output = Body)]
pub async fn record(id: CommandId, draft: NewTicket) -> Answer<Reference> {
    answer(desk()?.record(caller()?, id, draft).await)
}

#[server(endpoint = "ticket", input = Body, output = Body)]
pub async fn ticket(id: TicketId, before: Option<usize>) -> Result<TicketPage, ApiError> {
    Ok(desk()?.ticket_page(caller()?, id, before).await?)
}

use super::ApiError;
use guichet_domain::TicketId;
use guichet_domain::telling::{Notices, Wishes};
use guichet_domain::wire::Mail;
use leptos::prelude::*;
use leptos::server_fn::codec::Json;

/// What is under one's bell.
#[server(name = ReadNotifications, endpoint = "notifications", input = Json)]
pub async fn notifications(after: Option<String>) -> Result<Notices, ApiError> {
    let (desk, caller) = (super::desk()?, super::caller()?);
    Ok(desk.notifications(caller, after.as_deref()).await?)
}

/// One looks at this ticket while something happens to it: what one is told of it is read.
#[server(endpoint = "look-at-ticket", input = Json)]
pub async fn look_at_ticket(id: TicketId) -> Result<(), ApiError> {
    Ok(super::desk()?.look_at_ticket(super::caller()?, id).await?)
}

/// What one wants to be told.
#[server(name = ReadWishes, endpoint = "wishes", input = Json)]
pub async fn wishes() -> Result<Wishes, ApiError> {
    Ok(super::desk()?.wishes(super::caller()?).await?)
}

/// Letters that wait or were given up, for administrators.
#[server(name = ReadMail, endpoint = "mail", input = Json)]
pub async fn mail() -> Result<Mail, ApiError> {
    Ok(super::desk()?.mail(super::caller()?).await?)
}

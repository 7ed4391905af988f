use super::ApiError;
use crate::json::Body;
use guichet_domain::directory::absence_form::OwnAbsence;
use guichet_domain::directory::catalogue::Item;
use guichet_domain::identity::me::Me;
use guichet_domain::queue::home::Home;
use guichet_domain::tickets::line::Line;
use guichet_domain::tickets::page::{Approvals, TicketPage};
use guichet_domain::{ItemId, TicketId};
use leptos::prelude::*;

/// Who is signed in; nobody on the pages before that.
#[server(name = WhoAmI, endpoint = "me", input = Body, output = Body)]
pub async fn me() -> Result<Option<Me>, ApiError> {
    match super::caller() {
        Ok(caller) => Ok(Some(super::desk()?.me(caller).await?)),
        Err(_) => Ok(None),
    }
}

#[server(name = ReadHome, endpoint = "home", input = Body, output = Body)]
pub async fn home() -> Result<Home, ApiError> {
    Ok(super::desk()?.home(super::caller()?).await?)
}

/// `after` is where the page begins; the answer ends with where the next one does.
#[server(endpoint = "my-tickets", input = Body, output = Body)]
pub async fn my_tickets(
    open: Option<bool>,
    after: Option<String>,
) -> Result<(Vec<Line>, Option<String>), ApiError> {
    Ok(super::desk()?
        .my_tickets(super::caller()?, open, after.as_deref())
        .await?)
}

#[server(endpoint = "catalogue", input = Body, output = Body)]
pub async fn catalogue() -> Result<Vec<Item>, ApiError> {
    Ok(super::desk()?.catalogue(super::caller()?).await?)
}

#[server(name = ReadItem, endpoint = "item", input = Body, output = Body)]
pub async fn item(id: ItemId) -> Result<Item, ApiError> {
    Ok(super::desk()?.item(super::caller()?, id).await?)
}

#[server(endpoint = "ticket", input = Body, output = Body)]
pub async fn ticket(id: TicketId, before: Option<usize>) -> Result<TicketPage, ApiError> {
    Ok(super::desk()?
        .ticket_page(super::caller()?, id, before)
        .await?)
}

/// When whoever asks is away.
#[server(endpoint = "my-absence", input = Body, output = Body)]
pub async fn my_absence() -> Result<OwnAbsence, ApiError> {
    Ok(super::desk()?.my_absence(super::caller()?).await?)
}

#[server(name = ReadApprovals, endpoint = "approvals", input = Body, output = Body)]
pub async fn approvals() -> Result<Approvals, ApiError> {
    Ok(super::desk()?.approvals(super::caller()?).await?)
}

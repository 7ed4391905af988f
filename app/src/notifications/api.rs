use crate::kernel::error::ApiError;
use crate::kernel::json::Body;
#[cfg(feature = "ssr")]
use crate::kernel::server::{caller, desk};
use guichet_domain::notifications::bell::Notices;
use guichet_domain::notifications::outbox::Outbox;
use guichet_domain::notifications::preferences::Wishes;
use guichet_domain::{ArticleId, TicketId};
use leptos::prelude::*;

/// The caller's notifications.
#[server(name = ReadNotifications, endpoint = "notifications", input = Body, output = Body)]
pub async fn notifications(after: Option<String>) -> Result<Notices, ApiError> {
    let (desk, caller) = (desk()?, caller()?);
    Ok(desk.notifications(caller, after.as_deref()).await?)
}

/// Marks the notifications of a ticket as read while the caller looks at it.
#[server(endpoint = "look-at-ticket", input = Body, output = Body)]
pub async fn look_at_ticket(id: TicketId) -> Result<(), ApiError> {
    Ok(desk()?.look_at_ticket(caller()?, id).await?)
}

/// Marks the notifications of an article as read while the caller looks at it.
#[server(endpoint = "look-at-article", input = Body, output = Body)]
pub async fn look_at_article(id: ArticleId) -> Result<(), ApiError> {
    Ok(desk()?.look_at_article(caller()?, id).await?)
}

/// The caller's notification preferences.
#[server(name = ReadWishes, endpoint = "wishes", input = Body, output = Body)]
pub async fn wishes() -> Result<Wishes, ApiError> {
    Ok(desk()?.wishes(caller()?).await?)
}

/// E-mails that wait or were given up, for administrators.
#[server(name = ReadMail, endpoint = "mail", input = Body, output = Body)]
pub async fn mail() -> Result<Outbox, ApiError> {
    Ok(desk()?.mail(caller()?).await?)
}

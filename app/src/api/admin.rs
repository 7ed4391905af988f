use super::{Answer, ApiError};
use crate::json::Body;
use guichet_domain::CommandId;
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::open_work::OpenWork;
use guichet_domain::directory::whole::Directory;
use leptos::prelude::*;

/// Everything that is set up.
#[server(endpoint = "administration", input = Body, output = Body)]
pub async fn administration() -> Result<Directory, ApiError> {
    Ok((*super::desk()?.administration(super::caller()?).await?).clone())
}

/// Saves an entry; number 0 makes a new one. `was` is what the form showed. Disruptions are for every agent, the rest for
/// administrators.
#[server(endpoint = "administer", input = Body, output = Body)]
pub async fn administer(
    id: CommandId,
    entry: Entry,
    #[server(default)] was: Option<Entry>,
) -> Answer<i64> {
    let change = guichet_desk::Change { id, entry, was };
    let outcome = super::desk()?.administer(super::caller()?, change).await;
    Ok(outcome.map_err(guichet_domain::kernel::failure::Failure::from))
}

/// What is open for an entry, for administrators.
#[server(name = ReadOpenWork, endpoint = "open-work", input = Body, output = Body)]
pub async fn open_work(of: Entry) -> Result<OpenWork, ApiError> {
    Ok(super::desk()?.open_work(super::caller()?, of).await?)
}

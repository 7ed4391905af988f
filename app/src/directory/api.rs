//! Server functions about what administrators set up, and about people.

#[cfg(feature = "ssr")]
use crate::kernel::error::answer;
use crate::kernel::error::{Answer, ApiError};
use crate::kernel::json::Body;
#[cfg(feature = "ssr")]
use crate::kernel::server::{caller, desk};
use guichet_domain::directory::absence_form::OwnAbsence;
use guichet_domain::directory::beginning::{Beginning, StartingSet};
use guichet_domain::directory::card::Card;
use guichet_domain::directory::catalogue::Item;
use guichet_domain::directory::choices::Choices;
use guichet_domain::directory::disruption::Announcement;
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::open_work::OpenWork;
use guichet_domain::directory::team::Department;
use guichet_domain::directory::whole::Directory;
use guichet_domain::queue::disruptions::DisruptionLine;
use guichet_domain::queue::found::Found;
use guichet_domain::{CommandId, DepartmentId, ItemId};
use leptos::prelude::*;

/// Everything set up in the directory, for administrators.
#[server(endpoint = "administration", input = Body, output = Body)]
pub async fn administration() -> Result<Directory, ApiError> {
    Ok((*desk()?.administration(caller()?).await?).clone())
}

/// How far the desk is set up, for administrators.
#[server(name = ReadBeginning, endpoint = "beginning", input = Body, output = Body)]
pub async fn beginning() -> Result<Beginning, ApiError> {
    let comes_in = use_context::<guichet_desk::MailComesIn>().unwrap_or_default();
    let goes_out = use_context::<guichet_desk::MailGoesOut>().unwrap_or_default();
    Ok(desk()?.beginning(caller()?, comes_in, goes_out).await?)
}

/// Adds the starting set to a desk that has neither services nor a catalogue, for administrators.
#[server(endpoint = "add-starting-set", input = Body, output = Body)]
pub async fn add_starting_set(id: CommandId) -> Answer<StartingSet> {
    answer(desk()?.add_starting_set(caller()?, id).await)
}

/// Saves an entry; number 0 makes a new one. `was` is the entry as the form showed it. Disruptions
/// are open to every agent, all else to administrators.
#[server(endpoint = "administer", input = Body, output = Body)]
pub async fn administer(
    id: CommandId,
    entry: Entry,
    #[server(default)] was: Option<Entry>,
) -> Answer<i64> {
    let change = guichet_desk::EntryEdit { id, entry, was };
    let outcome = desk()?.administer(caller()?, change).await;
    Ok(outcome.map_err(guichet_domain::kernel::failure::Failure::from))
}

/// Open tickets that depend on an entry, for administrators.
#[server(name = ReadOpenWork, endpoint = "open-work", input = Body, output = Body)]
pub async fn open_work(of: Entry) -> Result<OpenWork, ApiError> {
    Ok(desk()?.open_work(caller()?, of).await?)
}

#[server(endpoint = "find-people", input = Body, output = Body)]
pub async fn find_people(text: String) -> Result<Vec<Found>, ApiError> {
    Ok(desk()?.find_people(caller()?, &text).await?)
}

#[server(endpoint = "add-person", input = Body, output = Body)]
pub async fn add_person(
    id: CommandId,
    name: String,
    email: String,
    department: Option<DepartmentId>,
) -> Answer<Card> {
    let new = guichet_desk::NewPerson {
        name,
        email,
        department,
    };
    answer(desk()?.add_person(caller()?, id, new).await)
}

/// Choices for recording a call: services, teams, items, and departments for a new person.
#[server(endpoint = "call-choices", input = Body, output = Body)]
pub async fn call_choices() -> Result<(Choices, Vec<Department>), ApiError> {
    Ok(desk()?.call_choices(caller()?).await?)
}

/// What is announced of disruptions, for everybody.
#[server(endpoint = "announcements", input = Body, output = Body)]
pub async fn announcements() -> Result<Vec<Announcement>, ApiError> {
    Ok(desk()?.announcements(caller()?).await?)
}

/// Disruptions as agents see them.
#[server(endpoint = "disruptions", input = Body, output = Body)]
pub async fn disruptions() -> Result<Vec<DisruptionLine>, ApiError> {
    Ok(desk()?.disruptions(caller()?).await?)
}

#[server(endpoint = "catalogue", input = Body, output = Body)]
pub async fn catalogue() -> Result<Vec<Item>, ApiError> {
    Ok(desk()?.catalogue(caller()?).await?)
}

#[server(name = ReadItem, endpoint = "item", input = Body, output = Body)]
pub async fn item(id: ItemId) -> Result<Item, ApiError> {
    Ok(desk()?.item(caller()?, id).await?)
}

/// Absence of the caller.
#[server(endpoint = "my-absence", input = Body, output = Body)]
pub async fn my_absence() -> Result<OwnAbsence, ApiError> {
    Ok(desk()?.my_absence(caller()?).await?)
}

use super::ApiError;
use crate::json::Body;
use crate::live;
use guichet_domain::directory::card::Card;
use guichet_domain::directory::choices::Choices;
use guichet_domain::directory::disruption::Disruption;
use guichet_domain::directory::team::Department;
use guichet_domain::kernel::failure::Failure;
use guichet_domain::kernel::reference::Reference;
use guichet_domain::live::message::Update;
use guichet_domain::queue::found::Found;
use guichet_domain::queue::page::Queue;
use guichet_domain::queue::query::QueueQuery;
use guichet_domain::tickets::command::CommandEnvelope;
use guichet_domain::{CommandId, DepartmentId, Draft};
use leptos::prelude::*;

/// What a command led to. A refusal is an answer, not a fault of the road.
pub type Answer<T> = Result<Result<T, Failure>, ApiError>;

#[cfg(feature = "ssr")]
fn answer<T>(outcome: Result<T, guichet_desk::DeskError>) -> Answer<T> {
    Ok(outcome.map_err(Failure::from))
}

#[server(name = ReadQueue, endpoint = "queue", input = Body, output = Body)]
pub async fn queue(query: QueueQuery) -> Result<Queue, ApiError> {
    Ok(super::desk()?.queue(super::caller()?, query).await?)
}

#[server(endpoint = "carry-out", input = Body, output = Body)]
pub async fn carry_out(command: CommandEnvelope) -> Answer<Update> {
    answer(super::desk()?.carry_out(super::caller()?, command).await)
}

#[server(endpoint = "record", input = Body, output = Body)]
pub async fn record(id: CommandId, draft: Draft) -> Answer<Reference> {
    answer(super::desk()?.record(super::caller()?, id, draft).await)
}

/// What happened since a page was read: for tabs that do not hold the stream themselves.
#[server(endpoint = "catch-up", input = Body, output = Body)]
pub async fn catch_up(cursor: String) -> Result<Vec<live::Live>, ApiError> {
    let missed = super::desk()?.catch_up(super::caller()?, &cursor).await?;
    let missed = missed.into_iter().map(live::to_hand_on);
    missed
        .collect::<Result<_, _>>()
        .map_err(|_| ApiError(Failure::Internal))
}

#[server(endpoint = "find-people", input = Body, output = Body)]
pub async fn find_people(text: String) -> Result<Vec<Found>, ApiError> {
    Ok(super::desk()?.find_people(super::caller()?, &text).await?)
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
    answer(super::desk()?.add_person(super::caller()?, id, new).await)
}

/// What the entry of a call offers: services, teams, items, and departments for a new person.
#[server(endpoint = "call-choices", input = Body, output = Body)]
pub async fn call_choices() -> Result<(Choices, Vec<Department>), ApiError> {
    Ok(super::desk()?.call_choices(super::caller()?).await?)
}

#[server(endpoint = "disruptions", input = Body, output = Body)]
pub async fn disruptions() -> Result<Vec<Disruption>, ApiError> {
    Ok(super::desk()?.disruptions(super::caller()?).await?)
}

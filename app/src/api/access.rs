use super::{Answer, ApiError};
use guichet_domain::PersonId;
use guichet_domain::wire::{AuditPage, AuditQuery, MyAccess, PersonAccess};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;

/// One's own second factor and sessions.
#[server(name = ReadMyAccess, endpoint = "my-access", input = Json)]
pub async fn my_access() -> Result<MyAccess, ApiError> {
    let token = super::token()?;
    Ok(super::desk()?.my_access(super::caller()?, &token).await?)
}

/// How somebody signs in, for administrators.
#[server(name = ReadPersonAccess, endpoint = "person-access", input = Json)]
pub async fn person_access(person: PersonId) -> Result<PersonAccess, ApiError> {
    Ok(super::desk()?
        .person_access(super::caller()?, person)
        .await?)
}

/// Removes somebody's second factor and ends their sessions; for administrators.
#[server(endpoint = "remove-factor", input = Json)]
pub async fn remove_factor(person: PersonId) -> Answer<()> {
    let outcome = super::desk()?.remove_factor(super::caller()?, person).await;
    Ok(outcome.map_err(guichet_domain::wire::Failure::from))
}

/// A page of the audit log, for administrators.
#[server(name = ReadAudit, endpoint = "audit", input = Json)]
pub async fn audit(query: AuditQuery) -> Result<AuditPage, ApiError> {
    Ok(super::desk()?.audit(super::caller()?, query).await?)
}

use super::{Answer, ApiError};
use crate::json::Body;
use guichet_domain::PersonId;
use guichet_domain::governance::audit_page::{AuditPage, AuditQuery};
use guichet_domain::identity::access::{MyAccess, PersonAccess};
use leptos::prelude::*;

/// One's own second factor and sessions.
#[server(name = ReadMyAccess, endpoint = "my-access", input = Body, output = Body)]
pub async fn my_access() -> Result<MyAccess, ApiError> {
    let token = super::token()?;
    Ok(super::desk()?.my_access(super::caller()?, &token).await?)
}

/// How somebody signs in, for administrators.
#[server(name = ReadPersonAccess, endpoint = "person-access", input = Body, output = Body)]
pub async fn person_access(person: PersonId) -> Result<PersonAccess, ApiError> {
    Ok(super::desk()?
        .person_access(super::caller()?, person)
        .await?)
}

/// Removes somebody's second factor and ends their sessions; for administrators.
#[server(endpoint = "remove-factor", input = Body, output = Body)]
pub async fn remove_factor(person: PersonId) -> Answer<()> {
    let outcome = super::desk()?.remove_factor(super::caller()?, person).await;
    Ok(outcome.map_err(guichet_domain::kernel::failure::Failure::from))
}

/// Invites somebody to choose a password; for administrators. Where no mail is configured it answers
/// with the path of a link to hand over, this once.
#[server(endpoint = "invite", input = Body, output = Body)]
pub async fn invite(person: PersonId) -> Answer<Option<String>> {
    let by_mail = use_context::<guichet_desk::MailGoesOut>().is_some_and(|mail| mail.0);
    let outcome = super::desk()?
        .invite(super::caller()?, person, by_mail)
        .await;
    Ok(outcome
        .map(|token| token.map(|token| format!("/link/{}", token.reveal())))
        .map_err(guichet_domain::kernel::failure::Failure::from))
}

/// Takes somebody's name and address out of everything, for good; for administrators.
#[server(endpoint = "anonymise", input = Body, output = Body)]
pub async fn anonymise(person: PersonId) -> Answer<()> {
    let outcome = super::desk()?.anonymise(super::caller()?, person).await;
    Ok(outcome.map_err(guichet_domain::kernel::failure::Failure::from))
}

/// A page of the audit log, for administrators.
#[server(name = ReadAudit, endpoint = "audit", input = Body, output = Body)]
pub async fn audit(query: AuditQuery) -> Result<AuditPage, ApiError> {
    Ok(super::desk()?.audit(super::caller()?, query).await?)
}

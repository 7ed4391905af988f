//! Server functions about signing in.

#[cfg(feature = "ssr")]
use crate::kernel::error::answer;
use crate::kernel::error::{Answer, ApiError};
use crate::kernel::json::Body;
#[cfg(feature = "ssr")]
use crate::kernel::server::{caller, desk, token};
use guichet_domain::PersonId;
use guichet_domain::identity::access::{MyAccess, PersonAccess};
use guichet_domain::identity::me::Me;
use leptos::prelude::*;

/// The caller's own second factor and sessions.
#[server(name = ReadMyAccess, endpoint = "my-access", input = Body, output = Body)]
pub async fn my_access() -> Result<MyAccess, ApiError> {
    let token = token()?;
    Ok(desk()?.my_access(caller()?, &token).await?)
}

/// How another person signs in, for administrators.
#[server(name = ReadPersonAccess, endpoint = "person-access", input = Body, output = Body)]
pub async fn person_access(person: PersonId) -> Result<PersonAccess, ApiError> {
    Ok(desk()?.person_access(caller()?, person).await?)
}

/// Removes a person's second factor and ends their sessions; for administrators.
#[server(endpoint = "remove-factor", input = Body, output = Body)]
pub async fn remove_factor(person: PersonId) -> Answer<()> {
    let outcome = desk()?.remove_factor(caller()?, person).await;
    Ok(outcome.map_err(guichet_domain::kernel::failure::Failure::from))
}

/// Invites a person to choose a password; for administrators. If no mail is configured it returns
/// the path of a link to hand over, which is shown only once.
#[server(endpoint = "invite", input = Body, output = Body)]
pub async fn invite(person: PersonId) -> Answer<Option<String>> {
    let by_mail = use_context::<guichet_desk::MailGoesOut>().is_some_and(|mail| mail.0);
    let outcome = desk()?.invite(caller()?, person, by_mail).await;
    Ok(outcome
        .map(|token| token.map(|token| format!("/link/{}", token.reveal())))
        .map_err(guichet_domain::kernel::failure::Failure::from))
}

/// Number of people who could be invited by e-mail, for administrators; 0 if no mail is configured.
#[server(endpoint = "uninvited", input = Body, output = Body)]
pub async fn uninvited() -> Result<usize, ApiError> {
    let people = desk()?.uninvited(caller()?).await?;
    let by_mail = use_context::<guichet_desk::MailGoesOut>().is_some_and(|mail| mail.0);
    Ok(if by_mail { people } else { 0 })
}

/// Invites everybody by e-mail who has no password yet, for administrators.
#[server(endpoint = "invite-all", input = Body, output = Body)]
pub async fn invite_all() -> Answer<usize> {
    answer(desk()?.invite_all(caller()?).await)
}

/// The person who is signed in; `None` on pages before signing in.
#[server(name = WhoAmI, endpoint = "me", input = Body, output = Body)]
pub async fn me() -> Result<Option<Me>, ApiError> {
    match caller() {
        Ok(caller) => Ok(Some(desk()?.me(caller).await?)),
        Err(_) => Ok(None),
    }
}

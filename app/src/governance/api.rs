//! Server functions of governance.

use crate::kernel::error::{Answer, ApiError};
use crate::kernel::json::Body;
#[cfg(feature = "ssr")]
use crate::kernel::server::{caller, desk};
use guichet_domain::PersonId;
use guichet_domain::governance::audit_page::{AuditPage, AuditQuery};
use leptos::prelude::*;

/// Removes a person's name and address from everything, for good; for administrators.
#[server(endpoint = "anonymise", input = Body, output = Body)]
pub async fn anonymise(person: PersonId) -> Answer<()> {
    let outcome = desk()?.anonymise(caller()?, person).await;
    Ok(outcome.map_err(guichet_domain::kernel::failure::Failure::from))
}

/// A page of the audit log, for administrators.
#[server(name = ReadAudit, endpoint = "audit", input = Body, output = Body)]
pub async fn audit(query: AuditQuery) -> Result<AuditPage, ApiError> {
    Ok(desk()?.audit(caller()?, query).await?)
}

//! Server functions about incidents that come together.

#[cfg(feature = "ssr")]
use crate::kernel::error::answer;
use crate::kernel::error::{Answer, ApiError};
use crate::kernel::json::Body;
#[cfg(feature = "ssr")]
use crate::kernel::server::{caller, desk};
use guichet_domain::kernel::language::Language;
use guichet_domain::recurrence::major::{
    DeclareMajor, MajorPage, Majors, StepDownMajor, UpdateMajor,
};
use guichet_domain::recurrence::me_too_page::MeTooPage;
use guichet_domain::recurrence::page::GroupLines;
use guichet_domain::recurrence::telling::{TellUsers, TellingPage};
use guichet_domain::tickets::me_too::MeToo;
use guichet_domain::tickets::page::ProposedCategory;
use guichet_domain::tickets::telling::Known;
use guichet_domain::{CommandId, TicketId};
use leptos::prelude::*;

/// The incidents that come together now; for agents.
#[server(name = ReadGroups, endpoint = "groups", input = Body, output = Body)]
pub async fn groups() -> Result<GroupLines, ApiError> {
    Ok(desk()?.groups(caller()?).await?)
}

/// Notes that the caller saw nothing in the group of an incident, which was shown to affect so many
/// people; for agents.
#[server(endpoint = "dismiss-group", input = Body, output = Body)]
pub async fn dismiss_group(of: TicketId, people: i64) -> Result<(), ApiError> {
    Ok(desk()?.dismiss_group(caller()?, of, people).await?)
}

/// What is announced or published and happens to several people.
#[server(name = ReadMeToo, endpoint = "me-too", input = Body, output = Body)]
pub async fn me_too(what: MeToo, language: Language) -> Result<MeTooPage, ApiError> {
    Ok(desk()?.me_too(caller()?, what, language).await?)
}

/// Whom it would reach to tell what is known of a problem; for agents.
#[server(name = ReadTelling, endpoint = "telling", input = Body, output = Body)]
pub async fn telling(problem: TicketId, known: Known) -> Result<TellingPage, ApiError> {
    Ok(desk()?.telling(caller()?, problem, known).await?)
}

/// Tells the users of a problem's incidents what is known of it; for agents. Returns how many people
/// are notified.
#[server(name = DoTellUsers, endpoint = "tell-users", input = Body, output = Body)]
pub async fn tell_users(id: CommandId, form: TellUsers) -> Answer<usize> {
    answer(desk()?.tell_users(caller()?, id, form).await)
}

/// A major incident, or one that may become one; for agents.
#[server(name = ReadMajor, endpoint = "major", input = Body, output = Body)]
pub async fn major(incident: TicketId) -> Result<MajorPage, ApiError> {
    Ok(desk()?.major(caller()?, incident).await?)
}

/// The major incidents, and what is still to be done about them; for agents.
#[server(name = ReadMajors, endpoint = "majors", input = Body, output = Body)]
pub async fn majors() -> Result<Majors, ApiError> {
    Ok(desk()?.majors(caller()?).await?)
}

/// Declares an incident a major one, announces it, and makes others its children; for agents.
#[server(name = DoDeclareMajor, endpoint = "declare-major", input = Body, output = Body)]
pub async fn declare_major(id: CommandId, form: DeclareMajor) -> Answer<()> {
    answer(desk()?.declare_major(caller()?, id, form).await)
}

/// Says how a major incident stands; for agents.
#[server(name = DoUpdateMajor, endpoint = "update-major", input = Body, output = Body)]
pub async fn update_major(id: CommandId, form: UpdateMajor) -> Answer<()> {
    answer(desk()?.update_major(caller()?, id, form).await)
}

/// Makes a major incident one like others again; for agents.
#[server(name = DoStepDownMajor, endpoint = "step-down-major", input = Body, output = Body)]
pub async fn step_down_major(id: CommandId, form: StepDownMajor) -> Answer<()> {
    answer(desk()?.step_down_major(caller()?, id, form).await)
}

/// What an incident with these words is most likely about; for agents.
#[server(endpoint = "propose", input = Body, output = Body)]
pub async fn propose(
    subject: String,
    description: String,
) -> Result<Option<ProposedCategory>, ApiError> {
    Ok(desk()?.propose(caller()?, &subject, &description).await?)
}

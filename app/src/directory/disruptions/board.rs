//! What the parts of the agents' page share: what was read, what is said above it, and saving.

use crate::directory::api;
use crate::directory::parts::Options;
use crate::kernel::context::{Loading, use_language};
use crate::kernel::error::{Answer, ApiError};
use guichet_domain::directory::disruption::Disruption;
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::merge::after_conflict;
use guichet_domain::kernel::failure::Failure;
use guichet_domain::kernel::language::Label;
use guichet_domain::kernel::refusal::Refusal;
use guichet_domain::queue::disruptions::DisruptionLine;
use guichet_domain::{CommandId, ServiceId};
use leptos::prelude::*;

/// Services that a disruption can be of.
pub type Services = Vec<(ServiceId, Label)>;

/// What the page reads.
pub type Read = Result<(Vec<DisruptionLine>, Services), ApiError>;

/// State shared by the parts of the page.
#[derive(Clone, Copy)]
pub struct Board {
    pub read: Loading<Read>,
    /// What was done last.
    pub said: RwSignal<Option<&'static str>>,
}

impl Board {
    /// Says what was done, and reads what there is now.
    pub fn done(self, said: &'static str) {
        self.read.refetch();
        self.said.try_set(Some(said));
    }
}

/// The services as options of a select.
pub fn options(services: &Services) -> Options {
    let language = use_language();
    let option = |(id, label): &(ServiceId, Label)| {
        let name = label.in_language(language).to_owned();
        (id.to_string(), name)
    };
    services.iter().map(option).collect()
}

/// Saves a disruption that a form changed since it was `was`. Where somebody else changed the same
/// since, the form then rests on what there is now: whoever saves again has been told, and means it.
pub async fn save(
    id: CommandId,
    wanted: Disruption,
    was: StoredValue<Option<Entry>>,
) -> Answer<i64> {
    let entry = Entry::Disruption(wanted);
    let answer = api::administer(id, entry.clone(), was.get_value()).await;
    if matches!(&answer, Ok(Err(Failure::Refused(Refusal::Conflict(_)))))
        && let Ok(lines) = api::disruptions().await
    {
        let mut all = lines
            .into_iter()
            .map(|line| Entry::Disruption(line.disruption));
        let now = all.find(|one| one.stream() == entry.stream());
        let told = now.zip(was.get_value());
        was.try_set_value(told.map(|(now, was)| after_conflict(&was, &entry, &now)));
    }
    answer
}

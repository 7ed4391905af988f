//! The organisation of the demonstration: teams, people, departments, services, catalogue,
//! disruptions.
//! Identifiers are fixed here, so that entries can refer to one another; an empty desk has none
//! taken.

mod catalogue;
mod disruptions;
mod people;
mod promises;
mod services;

use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::settings::Settings;
use guichet_domain::directory::team::Team;
use guichet_domain::kernel::language::Label;
use guichet_domain::{TeamId, Timestamp};
pub use people::ACCOUNTS;
pub use services::category;

pub const SERVICE_DESK: TeamId = TeamId(1);
pub const WORKPLACE: TeamId = TeamId(2);
pub const NETWORK: TeamId = TeamId(3);
pub const MAIL: TeamId = TeamId(4);
pub const BUSINESS: TeamId = TeamId(5);
pub const IDENTITY: TeamId = TeamId(6);

fn teams() -> Vec<Entry> {
    [
        (SERVICE_DESK, "Centre de services", "Service desk"),
        (WORKPLACE, "Poste de travail", "Workplace"),
        (NETWORK, "Réseau et téléphonie", "Network and telephony"),
        (
            MAIL,
            "Messagerie et collaboration",
            "Mail and collaboration",
        ),
        (BUSINESS, "Applications de gestion", "Business applications"),
        (IDENTITY, "Comptes et accès", "Accounts and access"),
    ]
    .into_iter()
    .map(|(id, fr, en)| {
        Entry::Team(Team {
            id,
            name: Label::new(fr, en),
            active: true,
        })
    })
    .collect()
}

/// Every entry, each after the entries it refers to.
pub fn entries(now: Timestamp) -> Vec<Entry> {
    let mut entries = teams();
    entries.push(Entry::Settings(Settings {
        first_team: SERVICE_DESK,
        ..Settings::default()
    }));
    entries.extend(people::people());
    entries.extend(people::departments());
    entries.extend(services::services());
    entries.extend(catalogue::items());
    entries.extend(promises::calendars());
    entries.extend(promises::service_levels(NETWORK));
    entries.extend(disruptions::disruptions(now));
    entries
}

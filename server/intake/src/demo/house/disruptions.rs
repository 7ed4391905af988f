//! What is announced on the portal: a failure that lasts, and work that is planned.

use guichet_domain::directory::disruption::{Disruption, DisruptionUpdate};
use guichet_domain::directory::entry::Entry;
use guichet_domain::kernel::language::Label;
use guichet_domain::kernel::time::{DAY, HOUR, MINUTE};
use guichet_domain::{DisruptionId, ServiceId, Timestamp};

/// The announcements, as seen at `now`.
pub fn disruptions(now: Timestamp) -> Vec<Entry> {
    // On the hour, two days from now.
    let maintenance = Timestamp(now.0 - now.0.rem_euclid(HOUR)).plus(2 * DAY);
    let all = [
        Disruption {
            id: DisruptionId(1),
            service: Some(ServiceId(3)),
            title: Label::new(
                "Messagerie indisponible sur le site de Lyon",
                "Mail unavailable at the Lyon site",
            ),
            message: Label::new(
                "Les messages n’arrivent plus. L’équipe Messagerie et collaboration travaille au rétablissement. En attendant, la messagerie sur le web fonctionne.",
                "Messages no longer arrive. The mail and collaboration team is working on it. Meanwhile, mail on the web works.",
            ),
            since: now.plus(-90 * MINUTE),
            updates: vec![DisruptionUpdate {
                at: now.plus(-35 * MINUTE),
                text: Label::new(
                    "La cause est trouvée\u{a0}: un disque plein sur le serveur de Lyon. Les messages en attente seront tous remis, aucun n’est perdu.",
                    "The cause is found: a full disk on the server in Lyon. All waiting messages will be delivered; none is lost.",
                ),
            }],
            ..Disruption::default()
        },
        Disruption {
            id: DisruptionId(2),
            service: Some(ServiceId(2)),
            title: Label::new("Mise à jour du VPN", "VPN upgrade"),
            message: Label::new(
                "L’accès à distance sera coupé pendant l’intervention. Enregistrez votre travail avant.",
                "Remote access will be cut during the work. Save what you are doing beforehand.",
            ),
            since: maintenance,
            until: Some(maintenance.plus(2 * HOUR)),
            maintenance: true,
            ..Disruption::default()
        },
    ];
    all.map(Entry::Disruption).into()
}

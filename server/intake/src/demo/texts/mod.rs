//! Texts that people of the demonstration write, in both languages.

mod english;
pub mod french;
pub mod opinions;
mod requests;
pub mod talk;

pub use english::FAULTS as ENGLISH;
pub use french::FAULTS as FRENCH;
pub use requests::{WISHES, Wish};

use guichet_domain::kernel::priority::{Impact, Urgency};
use guichet_domain::tickets::resolution::{Permanence, ResolutionCode};

/// A fault as somebody tells it, and how it is put right.
#[derive(Debug)]
pub struct Fault {
    pub service: i64,
    /// Index of the category below its service.
    pub place: i64,
    pub impact: Impact,
    pub urgency: Urgency,
    pub code: ResolutionCode,
    pub permanence: Permanence,
    /// Number shared by several reports of one underlying fault; 0 for none.
    pub recurring: usize,
    pub subject: &'static str,
    pub description: &'static str,
    pub cause: &'static str,
    pub solution: &'static str,
}

/// Number of recurring faults.
pub const RECURRING: usize = 5;

/// Problems behind the recurring faults, told by agents: subject, description, cause, workaround.
pub const PROBLEMS: [(&str, &str, &str, &str); RECURRING] = [
    (
        "L’imprimante du 3e étage se met hors ligne chaque semaine",
        "Plusieurs personnes du 3e étage ont signalé la même panne. Un redémarrage suffit, mais la panne revient.",
        "L’adresse de l’imprimante est donnée par le DHCP et change quand le bail expire ; la file d’impression garde l’ancienne.",
        "Redémarrer la file d’impression sur le serveur, puis imprimer une page de test.",
    ),
    (
        "Le VPN coupe toutes les dix minutes",
        "Les coupures touchent les personnes en télétravail, toutes sur la même passerelle.",
        "La passerelle renouvelle ses clés toutes les dix minutes et perd les sessions ouvertes avec l’ancienne version du client.",
        "Choisir la passerelle de secours dans le client VPN en attendant la mise à jour.",
    ),
    (
        "Word se ferme à l’ouverture d’un document du serveur depuis la mise à jour du complément",
        "Les fermetures ont commencé avec la mise à jour du complément de signature. Les documents locaux s’ouvrent normalement.",
        "Le complément de signature bloque Word quand le document vient d’un partage réseau.",
        "Copier le document sur le poste, ou désactiver le complément de signature dans Word.",
    ),
    (
        "Messages retenus plusieurs heures en sortie",
        "Des messages envoyés le matin arrivent l’après-midi. Seul le site de Lyon est touché.",
        "Le relais de messagerie de Lyon atteint sa limite de connexions simultanées.",
        "Pour un message urgent, passer par la messagerie sur le web.",
    ),
    (
        "Comptes verrouillés après le changement de mot de passe",
        "Après un changement de mot de passe, le compte se verrouille dans l’heure, sans que la personne ait rien tapé.",
        "Le téléphone garde l’ancien mot de passe et le présente à la messagerie jusqu’au verrouillage.",
        "Supprimer le compte de messagerie du téléphone avant de changer de mot de passe, puis l’ajouter de nouveau.",
    ),
];

/// One line of the lists of faults: service and category, impact and urgency, kind of resolution,
/// number of the recurring fault, and the texts (subject, description, cause, solution).
const fn fault(
    (service, place): (i64, i64),
    (impact, urgency): (Impact, Urgency),
    (code, permanence): (ResolutionCode, Permanence),
    recurring: usize,
    [subject, description, cause, solution]: [&'static str; 4],
) -> Fault {
    Fault {
        service,
        place,
        impact,
        urgency,
        code,
        permanence,
        recurring,
        subject,
        description,
        cause,
        solution,
    }
}

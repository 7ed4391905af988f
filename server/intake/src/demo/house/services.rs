//! The services, and their categories of incidents.

use super::{BUSINESS, IDENTITY, MAIL, NETWORK, WORKPLACE};
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::service::{Category, Service};
use guichet_domain::kernel::language::Label;
use guichet_domain::{CategoryId, ServiceId, TeamId};

/// Maximum categories of one service: a category's number is ten times its service's, plus its
/// index.
const PER_SERVICE: i64 = 10;

/// Number of a category, by its service and its index below it, from 0.
pub fn category(service: i64, place: i64) -> CategoryId {
    CategoryId(service * PER_SERVICE + place)
}

type Names = (&'static str, &'static str);
type Row = (TeamId, bool, Names, &'static [Names]);

/// Team, whether restricted, name, categories. A service's number is the index in this list, from
/// 1.
const SERVICES: &[Row] = &[
    (
        WORKPLACE,
        false,
        ("Traitement de texte (Word)", "Word processor (Word)"),
        &[
            ("Ne s’ouvre plus", "Does not open"),
            ("Se ferme tout seul", "Closes by itself"),
            ("Mise en forme et polices", "Layout and fonts"),
            ("Modèles et documents", "Templates and documents"),
        ],
    ),
    (
        NETWORK,
        false,
        ("VPN et accès à distance", "VPN and remote access"),
        &[
            ("Connexion impossible", "Cannot connect"),
            ("Déconnexions", "Disconnections"),
            ("Lenteur", "Slowness"),
        ],
    ),
    (
        MAIL,
        false,
        ("Messagerie", "Mail"),
        &[
            ("Envoi et réception", "Sending and receiving"),
            ("Boîte pleine", "Mailbox full"),
            ("Agenda partagé", "Shared calendar"),
            ("Courrier indésirable", "Spam"),
        ],
    ),
    (
        WORKPLACE,
        false,
        ("Imprimantes", "Printers"),
        &[
            ("Bourrage papier", "Paper jam"),
            ("Hors ligne", "Offline"),
            ("Qualité d’impression", "Print quality"),
            ("Consommables", "Supplies"),
        ],
    ),
    (
        IDENTITY,
        false,
        ("Comptes et mots de passe", "Accounts and passwords"),
        &[
            ("Mot de passe oublié", "Forgotten password"),
            ("Compte verrouillé", "Locked account"),
            ("Double authentification", "Two-factor sign-in"),
        ],
    ),
    (
        BUSINESS,
        false,
        ("ERP Finance", "Finance ERP"),
        &[
            ("Droits et profils", "Rights and profiles"),
            ("Message d’erreur", "Error message"),
            ("Lenteur", "Slowness"),
        ],
    ),
    (
        NETWORK,
        false,
        ("Réseau et Wi-Fi", "Network and Wi-Fi"),
        &[
            ("Wi-Fi", "Wi-Fi"),
            ("Prise réseau", "Network socket"),
            ("Partage de fichiers", "File share"),
        ],
    ),
    (
        NETWORK,
        false,
        ("Téléphonie", "Telephony"),
        &[
            ("Poste fixe", "Desk phone"),
            ("Mobile", "Mobile"),
            ("Messagerie vocale", "Voicemail"),
        ],
    ),
    (
        WORKPLACE,
        false,
        ("Poste de travail", "Workstation"),
        &[
            ("Démarrage", "Start-up"),
            ("Lenteur", "Slowness"),
            ("Écran et périphériques", "Screen and peripherals"),
        ],
    ),
    (
        BUSINESS,
        true,
        ("Application RH", "HR application"),
        &[
            ("Congés et absences", "Leave and absences"),
            ("Bulletin de paie", "Payslip"),
            ("Dossier personnel", "Personal file"),
        ],
    ),
    (
        MAIL,
        false,
        ("Visioconférence", "Video meetings"),
        &[
            ("Son et image", "Sound and picture"),
            ("Salles équipées", "Equipped rooms"),
        ],
    ),
];

/// Categories whose cause everybody knows, so that none is asked for.
const ROUTINE: &[&str] = &["Mot de passe oublié", "Compte verrouillé", "Consommables"];

pub fn services() -> Vec<Entry> {
    let mut entries = Vec::new();
    for (id, (team, restricted, (fr, en), categories)) in (1..).zip(SERVICES) {
        entries.push(Entry::Service(Service {
            id: ServiceId(id),
            name: Label::new(*fr, *en),
            team: *team,
            restricted: *restricted,
            active: true,
            ..Service::default()
        }));
        entries.extend((0..).zip(*categories).map(|(place, (fr, en))| {
            Entry::Category(Category {
                id: category(id, place),
                service: ServiceId(id),
                name: Label::new(*fr, *en),
                asks_cause: !ROUTINE.contains(fr),
                active: true,
            })
        }));
    }
    entries
}

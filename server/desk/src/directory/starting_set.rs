//! What a new desk can begin with: usual services with their categories, and a small catalogue, in
//! both languages.

use guichet_domain::TeamId;
use guichet_domain::directory::approval_policy::ApprovalPolicy;
use guichet_domain::directory::beginning::StartingSet;
use guichet_domain::directory::catalogue::{FieldKind, Item, ItemField};
use guichet_domain::kernel::language::Label;

/// French and English wording.
type Names = (&'static str, &'static str);

/// A service, and the categories below it.
pub(crate) type Usual = (Names, &'static [Names]);

/// Usual services. Items name them by their index.
pub(crate) const SERVICES: &[Usual] = &[
    (
        ("Poste de travail", "Workstation"),
        &[
            ("Démarrage", "Start-up"),
            ("Lenteur", "Slowness"),
            ("Écran et périphériques", "Screen and peripherals"),
            ("Logiciels bureautiques", "Office software"),
        ],
    ),
    (
        ("Messagerie et agenda", "E-mail and calendar"),
        &[
            ("Envoi et réception", "Sending and receiving"),
            ("Boîte pleine", "Full mailbox"),
            ("Agenda et partage", "Calendar and sharing"),
            ("Message suspect", "Suspicious message"),
        ],
    ),
    (
        ("Réseau et Wi-Fi", "Network and Wi-Fi"),
        &[
            ("Wi-Fi", "Wi-Fi"),
            ("Prise réseau", "Network socket"),
            ("Accès à distance (VPN)", "Remote access (VPN)"),
            ("Dossiers partagés", "Shared folders"),
        ],
    ),
    (
        ("Impression", "Printing"),
        &[
            ("Bourrage papier", "Paper jam"),
            ("Imprimante hors ligne", "Printer offline"),
            ("Qualité d’impression", "Print quality"),
            ("Consommables", "Supplies"),
        ],
    ),
    (
        ("Applications métier", "Business applications"),
        &[
            ("Message d’erreur", "Error message"),
            ("Lenteur", "Slowness"),
            ("Application indisponible", "Application unavailable"),
            ("Données à corriger", "Data to correct"),
        ],
    ),
    (
        ("Comptes et accès", "Accounts and access"),
        &[
            ("Mot de passe oublié", "Forgotten password"),
            ("Compte verrouillé", "Locked account"),
            ("Double authentification", "Two-factor sign-in"),
            ("Droits manquants", "Missing rights"),
        ],
    ),
    (
        ("Téléphonie", "Telephony"),
        &[
            ("Téléphone fixe", "Desk phone"),
            ("Téléphone mobile", "Mobile phone"),
            ("Messagerie vocale", "Voicemail"),
        ],
    ),
];

const WORKSTATION: usize = 0;
const NETWORK: usize = 2;
const APPLICATIONS: usize = 4;

fn label((fr, en): Names) -> Label {
    Label::new(fr, en)
}

/// What is in the set, before it is added.
pub(crate) fn contents() -> StartingSet {
    StartingSet {
        services: SERVICES.iter().map(|(name, _)| label(*name)).collect(),
        categories: SERVICES.iter().map(|(_, below)| below.len()).sum(),
        items: items(TeamId(0))
            .into_iter()
            .map(|(_, item)| item.name)
            .collect(),
    }
}

fn field(key: &str, name: Names, required: bool, kind: FieldKind) -> ItemField {
    ItemField {
        key: key.into(),
        label: label(name),
        required,
        kind,
    }
}

fn choice(choices: &[Names]) -> FieldKind {
    FieldKind::Choice {
        choices: choices.iter().copied().map(label).collect(),
    }
}

/// Items of the catalogue, each with the index of its service.
pub(crate) fn items(team: TeamId) -> Vec<(Option<usize>, Item)> {
    let item = |name: Names, description: Names, approval, fields| Item {
        name: label(name),
        description: label(description),
        team,
        approval,
        fields,
        active: true,
        ..Item::default()
    };
    vec![
        (
            Some(WORKSTATION),
            item(
                (
                    "Équipement d’un nouvel arrivant",
                    "Equipment for a new joiner",
                ),
                (
                    "Ordinateur, compte et accès pour quelqu’un qui rejoint votre équipe.",
                    "Computer, account and access for somebody who joins your team.",
                ),
                ApprovalPolicy::LineManager,
                newcomer(),
            ),
        ),
        (
            Some(APPLICATIONS),
            item(
                ("Accès à une application", "Access to an application"),
                (
                    "Ouvrir ou modifier des droits dans une application.",
                    "Open or change rights in an application.",
                ),
                ApprovalPolicy::LineManager,
                application(),
            ),
        ),
        (
            Some(NETWORK),
            item(
                ("Accès à un dossier partagé", "Access to a shared folder"),
                (
                    "Lire ou modifier les fichiers d’un dossier commun.",
                    "Read or change the files of a common folder.",
                ),
                ApprovalPolicy::LineManager,
                folder(),
            ),
        ),
        (
            Some(WORKSTATION),
            item(
                ("Installation d’un logiciel", "Software installation"),
                (
                    "Un logiciel qui n’est pas encore sur votre poste.",
                    "Software that is not on your computer yet.",
                ),
                ApprovalPolicy::LineManager,
                software(),
            ),
        ),
        (
            None,
            item(
                ("Question ou information", "Question or information"),
                (
                    "Un renseignement, un conseil, ou ce qui n’est dans aucune autre rubrique.",
                    "Information, advice, or whatever fits nowhere else.",
                ),
                ApprovalPolicy::Nobody,
                Vec::new(),
            ),
        ),
    ]
}

fn newcomer() -> Vec<ItemField> {
    let computers = [
        ("Ordinateur portable", "Laptop"),
        ("Ordinateur fixe", "Desktop computer"),
        ("Aucun", "None"),
    ];
    vec![
        field(
            "name",
            ("Nom de la personne", "Name of the person"),
            true,
            FieldKind::Text,
        ),
        field(
            "from",
            ("Date d’arrivée", "First day"),
            true,
            FieldKind::Date,
        ),
        field(
            "computer",
            ("Ordinateur", "Computer"),
            true,
            choice(&computers),
        ),
        field(
            "applications",
            ("Applications nécessaires", "Applications needed"),
            false,
            FieldKind::Text,
        ),
    ]
}

fn application() -> Vec<ItemField> {
    let rights = [
        ("Consultation", "Read only"),
        ("Saisie", "Data entry"),
        ("Administration", "Administration"),
    ];
    vec![
        field(
            "application",
            ("Application", "Application"),
            true,
            FieldKind::Text,
        ),
        field(
            "rights",
            ("Droits souhaités", "Rights wanted"),
            true,
            choice(&rights),
        ),
        field("until", ("Jusqu’au", "Until"), false, FieldKind::Date),
    ]
}

fn folder() -> Vec<ItemField> {
    let rights = [
        ("Lecture", "Read"),
        ("Lecture et écriture", "Read and write"),
    ];
    vec![
        field(
            "folder",
            ("Chemin ou nom du dossier", "Path or name of the folder"),
            true,
            FieldKind::Text,
        ),
        field(
            "rights",
            ("Droits souhaités", "Rights wanted"),
            true,
            choice(&rights),
        ),
    ]
}

fn software() -> Vec<ItemField> {
    vec![
        field("software", ("Logiciel", "Software"), true, FieldKind::Text),
        field(
            "wanted",
            ("Souhaité pour le", "Wanted by"),
            false,
            FieldKind::Date,
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// Every wording of the set.
    fn labels() -> Vec<Label> {
        let mut all: Vec<Label> = Vec::new();
        for (name, below) in SERVICES {
            all.push(label(*name));
            all.extend(below.iter().copied().map(label));
        }
        for (_, item) in items(TeamId(1)) {
            all.extend([item.name, item.description]);
            for field in item.fields {
                all.push(field.label);
                if let FieldKind::Choice { choices } = field.kind {
                    all.extend(choices);
                }
            }
        }
        all
    }

    #[test]
    fn everything_is_said_in_both_languages() {
        let all = labels();
        assert!(all.len() > 60, "{} wordings were looked at", all.len());
        for label in all {
            assert!(!label.fr.trim().is_empty(), "{label:?}");
            assert!(!label.en.trim().is_empty(), "{label:?}");
            assert!(
                !label.fr.contains('\'') && !label.en.contains('\''),
                "{label:?}"
            );
        }
    }

    #[test]
    fn nothing_is_there_twice() {
        let names = |all: Vec<Label>| {
            let before = all.len();
            let different: BTreeSet<String> = all.into_iter().map(|label| label.fr).collect();
            (before, different.len())
        };
        let set = contents();
        for (all, different) in [names(set.services), names(set.items)] {
            assert_eq!(all, different);
        }
        for (_, below) in SERVICES {
            let (all, different) = names(below.iter().copied().map(label).collect());
            assert_eq!(all, different);
        }
    }

    #[test]
    fn every_item_belongs_to_a_service_of_the_set() {
        for (service, item) in items(TeamId(1)) {
            assert!(
                service.is_none_or(|place| place < SERVICES.len()),
                "{item:?}"
            );
            let free = item.approval == ApprovalPolicy::Nobody;
            assert_eq!(
                free,
                service.is_none(),
                "access and equipment are approved: {item:?}"
            );
        }
    }
}

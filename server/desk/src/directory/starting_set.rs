//! What a new desk can begin with, in both languages: usual services with their categories, and the
//! items of a small catalogue.

use crate::directory::starting_items::{Names, items, label};
use guichet_domain::TeamId;
use guichet_domain::directory::beginning::StartingSet;

/// A service, and the categories below it.
pub(crate) type Usual = (Names, &'static [Names]);

/// Categories whose cause everybody knows, so that none is asked for.
pub(crate) const ROUTINE: &[&str] = &["Mot de passe oublié", "Compte verrouillé", "Consommables"];

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

#[cfg(test)]
mod tests {
    use super::*;
    use guichet_domain::directory::approval_policy::ApprovalPolicy;
    use guichet_domain::directory::catalogue::FieldKind;
    use guichet_domain::kernel::language::Label;
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
    fn what_is_routine_is_a_category() {
        let below = SERVICES.iter().flat_map(|(_, below)| below.iter());
        let names: Vec<&str> = below.map(|(fr, _)| *fr).collect();
        assert!(ROUTINE.iter().all(|name| names.contains(name)));
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

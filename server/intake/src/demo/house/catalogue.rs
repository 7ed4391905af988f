//! The catalogue: thirteen items, with every kind of field and of approval.

use super::{BUSINESS, IDENTITY, MAIL, NETWORK, SERVICE_DESK, WORKPLACE};
use guichet_domain::directory::approval_policy::ApprovalPolicy;
use guichet_domain::directory::catalogue::{FieldKind, Item, ItemField, StandardEvaluation};
use guichet_domain::directory::entry::Entry;
use guichet_domain::kernel::approval_rule::ApprovalRule;
use guichet_domain::kernel::language::Label;
use guichet_domain::kernel::money::Cents;
use guichet_domain::kernel::priority::{Impact, Urgency};
use guichet_domain::{ItemId, PersonId, ServiceId, TeamId};

fn item(id: i64, team: TeamId, name: (&str, &str), description: (&str, &str)) -> Item {
    Item {
        id: ItemId(id),
        name: Label::new(name.0, name.1),
        description: Label::new(description.0, description.1),
        team,
        active: true,
        ..Item::default()
    }
}

fn field(key: &str, label: (&str, &str), required: bool, kind: FieldKind) -> ItemField {
    ItemField {
        key: key.into(),
        label: Label::new(label.0, label.1),
        required,
        kind,
    }
}

fn choice(choices: &[(&str, &str)]) -> FieldKind {
    FieldKind::Choice {
        choices: choices
            .iter()
            .map(|(fr, en)| Label::new(*fr, *en))
            .collect(),
    }
}

fn standard(euros: Option<i64>, impact: &str) -> Option<StandardEvaluation> {
    Some(StandardEvaluation {
        cost: euros.map(|euros| Cents(euros * 100)),
        impact: impact.into(),
    })
}

fn people(people: &[i64], rule: ApprovalRule) -> ApprovalPolicy {
    ApprovalPolicy::People {
        people: people.iter().copied().map(PersonId).collect(),
        rule,
    }
}

/// Software and access.
fn software() -> Vec<Item> {
    vec![
        Item {
            service: Some(ServiceId(1)),
            fields: vec![
                field(
                    "font",
                    ("Nom de la police", "Name of the font"),
                    true,
                    FieldKind::Text,
                ),
                field(
                    "use",
                    ("Usage", "Use"),
                    true,
                    choice(&[
                        ("Documents internes", "Internal documents"),
                        ("Documents publiés", "Published documents"),
                    ]),
                ),
            ],
            approval: ApprovalPolicy::LineManager,
            ..item(
                1,
                WORKPLACE,
                ("Police de caractères", "Font"),
                (
                    "Une police supplémentaire pour le traitement de texte. La licence est vérifiée avant l’installation.",
                    "One more font for the word processor. Its licence is checked before it is installed.",
                ),
            )
        },
        Item {
            service: Some(ServiceId(9)),
            fields: vec![
                field("software", ("Logiciel", "Software"), true, FieldKind::Text),
                field(
                    "wanted",
                    ("Souhaité pour le", "Wanted by"),
                    false,
                    FieldKind::Date,
                ),
            ],
            approval: ApprovalPolicy::LineManager,
            ..item(
                2,
                WORKPLACE,
                ("Installation d’un logiciel", "Software installation"),
                (
                    "Un logiciel qui n’est pas encore sur votre poste.",
                    "Software that is not on your computer yet.",
                ),
            )
        },
        Item {
            service: Some(ServiceId(6)),
            fields: vec![field(
                "profile",
                ("Profil", "Profile"),
                true,
                choice(&[
                    ("Consultation", "Read only"),
                    ("Saisie", "Data entry"),
                    ("Validation", "Validation"),
                ]),
            )],
            approval: people(&[2, 23], ApprovalRule::OneOf),
            standard: standard(
                None,
                "Aucune licence à acheter ; le profil est contrôlé chaque trimestre.",
            ),
            ..item(
                6,
                BUSINESS,
                ("Accès à l’ERP Finance", "Access to the finance ERP"),
                (
                    "Un profil dans l’ERP Finance, accordé par les Finances ou la Comptabilité.",
                    "A profile in the finance ERP, granted by Finance or Accounting.",
                ),
            )
        },
        Item {
            service: Some(ServiceId(2)),
            fields: vec![
                field(
                    "company",
                    ("Société du prestataire", "Contractor’s company"),
                    true,
                    FieldKind::Text,
                ),
                field("until", ("Jusqu’au", "Until"), true, FieldKind::Date),
            ],
            approval: people(&[6, 8], ApprovalRule::All),
            ..item(
                7,
                NETWORK,
                (
                    "Accès VPN pour un prestataire",
                    "VPN access for a contractor",
                ),
                (
                    "Un accès à distance limité dans le temps. La direction et le support donnent tous deux leur accord.",
                    "Remote access for a limited time. Head office and support must both agree.",
                ),
            )
        },
    ]
}

/// Items that are devices.
fn equipment() -> Vec<Item> {
    vec![
        Item {
            fields: vec![
                field(
                    "model",
                    ("Modèle", "Model"),
                    true,
                    choice(&[("14 pouces", "14 inches"), ("16 pouces", "16 inches")]),
                ),
                field(
                    "wanted",
                    ("Souhaité pour le", "Wanted by"),
                    false,
                    FieldKind::Date,
                ),
            ],
            approval: ApprovalPolicy::LineManager,
            standard: standard(
                Some(1250),
                "Remplacement du poste actuel, à rendre sous huit jours.",
            ),
            ..item(
                3,
                WORKPLACE,
                ("Ordinateur portable", "Laptop"),
                (
                    "Un portable préparé avec vos logiciels habituels.",
                    "A laptop prepared with your usual software.",
                ),
            )
        },
        Item {
            fields: vec![field(
                "count",
                ("Nombre d’écrans", "Number of screens"),
                true,
                FieldKind::Number {
                    min: 1,
                    max: 2,
                    quantity: true,
                },
            )],
            standard: standard(
                Some(180),
                "Livré en une semaine, sans intervention sur le poste.",
            ),
            ..item(
                4,
                WORKPLACE,
                ("Écran supplémentaire", "Additional screen"),
                (
                    "Un écran de 24 pouces, avec son câble.",
                    "A 24-inch screen with its cable.",
                ),
            )
        },
        Item {
            fields: vec![field(
                "model",
                ("Modèle", "Model"),
                true,
                choice(&[("Filaire", "Wired"), ("Sans fil", "Wireless")]),
            )],
            standard: standard(Some(60), "Pris sur le stock."),
            ..item(
                5,
                WORKPLACE,
                ("Casque audio", "Headset"),
                ("Pour les réunions à distance.", "For remote meetings."),
            )
        },
        Item {
            service: Some(ServiceId(8)),
            fields: vec![
                field(
                    "plan",
                    ("Forfait", "Plan"),
                    true,
                    choice(&[("National", "National"), ("International", "International")]),
                ),
                field("from", ("À partir du", "From"), true, FieldKind::Date),
            ],
            approval: ApprovalPolicy::LineManager,
            standard: standard(Some(420), "Forfait mensuel compris pour la première année."),
            ..item(
                10,
                NETWORK,
                ("Téléphone mobile", "Mobile phone"),
                ("Un téléphone et son forfait.", "A phone and its plan."),
            )
        },
    ]
}

/// Mailboxes, newcomers, and an item for wishes without a form.
fn rest() -> Vec<Item> {
    vec![
        Item {
            service: Some(ServiceId(3)),
            fields: vec![field(
                "address",
                ("Adresse souhaitée", "Wanted address"),
                true,
                FieldKind::Text,
            )],
            approval: ApprovalPolicy::LineManager,
            standard: standard(None, "Sans effet sur les boîtes existantes."),
            ..item(
                8,
                MAIL,
                ("Boîte aux lettres partagée", "Shared mailbox"),
                (
                    "Une adresse que plusieurs personnes relèvent.",
                    "An address that several people read.",
                ),
            )
        },
        Item {
            service: Some(ServiceId(3)),
            fields: vec![field(
                "address",
                ("Nom de la liste", "Name of the list"),
                true,
                FieldKind::Text,
            )],
            standard: standard(None, "Sans coût ni effet sur les autres listes."),
            ..item(
                9,
                MAIL,
                ("Liste de diffusion", "Mailing list"),
                (
                    "Pour écrire à un groupe d’un coup.",
                    "To write to a group at once.",
                ),
            )
        },
        Item {
            service: Some(ServiceId(5)),
            fields: vec![
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
                    "seats",
                    ("Nombre de postes à préparer", "Computers to prepare"),
                    false,
                    FieldKind::Number {
                        min: 0,
                        max: 5,
                        quantity: false,
                    },
                ),
            ],
            approval: ApprovalPolicy::LineManager,
            ..item(
                11,
                IDENTITY,
                ("Arrivée d’un collaborateur", "New colleague"),
                (
                    "Compte, messagerie et poste pour quelqu’un qui arrive.",
                    "Account, mail and computer for somebody who joins.",
                ),
            )
        },
        Item {
            standard: standard(None, ""),
            impact: Some(Impact::Low),
            urgency: Some(Urgency::Low),
            ..item(
                13,
                SERVICE_DESK,
                ("Question ou information", "Question or information"),
                (
                    "Un renseignement ou un conseil\u{a0}: la réponse vient souvent tout de suite.",
                    "Information or advice: the answer often comes at once.",
                ),
            )
        },
        item(
            12,
            SERVICE_DESK,
            ("Autre demande", "Something else"),
            (
                "Ce qui n’est dans aucune autre rubrique : dites-le avec vos mots.",
                "Whatever fits nowhere else: say it in your own words.",
            ),
        ),
    ]
}

pub fn items() -> impl Iterator<Item = Entry> {
    let mut items = software();
    items.extend(equipment());
    items.extend(rest());
    items.sort_by_key(|item| item.id);
    items.into_iter().map(Entry::Item)
}

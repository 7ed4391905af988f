//! The catalogue that a new desk can begin with. Whatever costs money or gives access is approved by
//! the line manager.

use guichet_domain::TeamId;
use guichet_domain::directory::approval_policy::ApprovalPolicy;
use guichet_domain::directory::catalogue::{FieldKind, Item, ItemField, StandardEvaluation};
use guichet_domain::kernel::language::Label;
use guichet_domain::kernel::priority::{Impact, Urgency};

/// French and English wording.
pub(crate) type Names = (&'static str, &'static str);

// Services of the set, by their index.
const WORKSTATION: usize = 0;
const NETWORK: usize = 2;
const APPLICATIONS: usize = 4;

pub(crate) fn label((fr, en): Names) -> Label {
    Label::new(fr, en)
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
            // Nobody evaluates a question: it can be answered in the step that records it.
            Item {
                standard: Some(StandardEvaluation::default()),
                impact: Some(Impact::Low),
                urgency: Some(Urgency::Low),
                ..item(
                    ("Question ou information", "Question or information"),
                    (
                        "Un renseignement, un conseil, ou ce qui n’est dans aucune autre rubrique.",
                        "Information, advice, or whatever fits nowhere else.",
                    ),
                    ApprovalPolicy::Nobody,
                    Vec::new(),
                )
            },
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

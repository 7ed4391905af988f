//! Forty people in eight departments on three levels.

use super::{BUSINESS, IDENTITY, MAIL, NETWORK, SERVICE_DESK, WORKPLACE};
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::person::Person;
use guichet_domain::directory::team::Department;
use guichet_domain::kernel::actor::Role;
use guichet_domain::kernel::language::{Label, Language};
use guichet_domain::{DepartmentId, PersonId, TeamId};

/// Numbers of the people who can sign in.
pub const ACCOUNTS: &[i64] = &[1, 2, 3, 4, 5, 6, 7, 8, 20, 21];

const HEAD: i64 = 1;
const FINANCE: i64 = 2;
const ACCOUNTING: i64 = 3;
const HR: i64 = 4;
const OPERATIONS: i64 = 5;
const LYON: i64 = 6;
const SALES: i64 = 7;
const IT: i64 = 8;

/// Number, names in both languages, parent department, line manager.
const DEPARTMENTS: &[(i64, &str, &str, Option<i64>, i64)] = &[
    (HEAD, "Direction générale", "Head office", None, 8),
    (FINANCE, "Finances", "Finance", Some(HEAD), 2),
    (ACCOUNTING, "Comptabilité", "Accounting", Some(FINANCE), 23),
    (HR, "Ressources humaines", "Human resources", Some(HEAD), 24),
    (OPERATIONS, "Opérations", "Operations", Some(HEAD), 25),
    (LYON, "Site de Lyon", "Lyon site", Some(OPERATIONS), 26),
    (SALES, "Commerce", "Sales", Some(HEAD), 27),
    (
        IT,
        "Systèmes d’information",
        "Information technology",
        Some(HEAD),
        6,
    ),
];

use Role::{Administrator, Agent, SupportManager, TeamLead, User};

/// Name, mailbox, role, teams, department, whether they write in English. A person's number is the
/// index in this list, from 1.
type Row = (
    &'static str,
    &'static str,
    Role,
    &'static [TeamId],
    i64,
    bool,
);

const PEOPLE: &[Row] = &[
    ("Claire Dubois", "claire.dubois", User, &[], FINANCE, false),
    ("Paul Mercier", "paul.mercier", User, &[], FINANCE, false),
    (
        "Nadia Benali",
        "nadia.benali",
        Agent,
        &[WORKPLACE],
        IT,
        false,
    ),
    ("Thomas Leroy", "thomas.leroy", Agent, &[NETWORK], IT, false),
    (
        "Sofia Martin",
        "sofia.martin",
        TeamLead,
        &[WORKPLACE, SERVICE_DESK],
        IT,
        false,
    ),
    (
        "Marc Petit",
        "marc.petit",
        SupportManager,
        &[SERVICE_DESK],
        IT,
        false,
    ),
    (
        "Agnès Robert",
        "admin",
        Administrator,
        &[SERVICE_DESK],
        IT,
        false,
    ),
    ("Hélène Faure", "helene.faure", User, &[], HEAD, false),
    // The desk's own people.
    (
        "Julien Moreau",
        "julien.moreau",
        Agent,
        &[SERVICE_DESK],
        IT,
        false,
    ),
    (
        "Inès Roussel",
        "ines.roussel",
        Agent,
        &[SERVICE_DESK],
        IT,
        false,
    ),
    (
        "Bastien Girard",
        "bastien.girard",
        Agent,
        &[WORKPLACE],
        IT,
        false,
    ),
    (
        "Laura Fontaine",
        "laura.fontaine",
        TeamLead,
        &[NETWORK],
        IT,
        false,
    ),
    ("Karim Haddad", "karim.haddad", Agent, &[NETWORK], IT, false),
    (
        "Élise Chevalier",
        "elise.chevalier",
        TeamLead,
        &[MAIL],
        IT,
        false,
    ),
    (
        "Antoine Picard",
        "antoine.picard",
        Agent,
        &[MAIL],
        IT,
        false,
    ),
    (
        "Mélanie Dupuis",
        "melanie.dupuis",
        TeamLead,
        &[BUSINESS],
        IT,
        false,
    ),
    ("Yann Le Goff", "yann.legoff", Agent, &[BUSINESS], IT, false),
    (
        "Fatou Diallo",
        "fatou.diallo",
        TeamLead,
        &[IDENTITY],
        IT,
        false,
    ),
    (
        "Hugo Lambert",
        "hugo.lambert",
        Agent,
        &[IDENTITY],
        IT,
        false,
    ),
    (
        "James Carter",
        "james.carter",
        Agent,
        &[SERVICE_DESK],
        IT,
        true,
    ),
    ("Emma Wilson", "emma.wilson", User, &[], SALES, true),
    (
        "Priya Nair",
        "priya.nair",
        Agent,
        &[SERVICE_DESK, IDENTITY],
        IT,
        true,
    ),
    // The people they work for.
    ("Luc Bernard", "luc.bernard", User, &[], ACCOUNTING, false),
    ("Isabelle Garnier", "isabelle.garnier", User, &[], HR, false),
    ("Didier Blanc", "didier.blanc", User, &[], OPERATIONS, false),
    ("Nathalie Roche", "nathalie.roche", User, &[], LYON, false),
    ("Olivier Masson", "olivier.masson", User, &[], SALES, false),
    (
        "Camille Lefèvre",
        "camille.lefevre",
        User,
        &[],
        FINANCE,
        false,
    ),
    (
        "Romain Gauthier",
        "romain.gauthier",
        User,
        &[],
        ACCOUNTING,
        false,
    ),
    ("Aïcha Traoré", "aicha.traore", User, &[], ACCOUNTING, false),
    ("Sylvie Marchand", "sylvie.marchand", User, &[], HR, false),
    ("Théo Barbier", "theo.barbier", User, &[], HR, false),
    (
        "Françoise Renard",
        "francoise.renard",
        User,
        &[],
        OPERATIONS,
        false,
    ),
    ("Mehdi Saïdi", "mehdi.saidi", User, &[], OPERATIONS, false),
    ("Chloé Perrin", "chloe.perrin", User, &[], LYON, false),
    ("Gérard Colin", "gerard.colin", User, &[], LYON, false),
    ("Daniel Novak", "daniel.novak", User, &[], LYON, true),
    ("Sarah Thompson", "sarah.thompson", User, &[], SALES, true),
    (
        "Oliver Schmidt",
        "oliver.schmidt",
        User,
        &[],
        OPERATIONS,
        true,
    ),
    ("Maria Rossi", "maria.rossi", User, &[], FINANCE, true),
];

pub fn people() -> impl Iterator<Item = Entry> {
    (1_i64..).zip(PEOPLE).map(|(id, row)| {
        let (name, mailbox, role, teams, department, english) = *row;
        Entry::Person(Person {
            id: PersonId(id),
            name: name.into(),
            email: Some(format!("{mailbox}@exemple.fr")),
            role,
            teams: teams.iter().copied().collect(),
            department: Some(DepartmentId(department)),
            telephone: Some(format!("+33 4 72 00 {:02} {:02}", id / 100, id % 100)),
            place: Some(place(department, id).into()),
            computer: Some(format!("PC-{:04}", 400 + id)),
            manager: None,
            may_join: true,
            language: Some(if english { Language::En } else { Language::Fr }),
            zone: None,
            absence: None,
            active: true,
        })
    })
}

/// Where somebody of a department works; those of Lyon are there.
const fn place(department: i64, id: i64) -> &'static str {
    match (department == LYON, id % 3) {
        (true, _) => "Lyon",
        (false, 0) => "Paris, 1er étage",
        (false, 1) => "Paris, 2e étage",
        (false, _) => "Paris, 3e étage",
    }
}

pub fn departments() -> impl Iterator<Item = Entry> {
    DEPARTMENTS.iter().map(|(id, fr, en, parent, manager)| {
        Entry::Department(Department {
            id: DepartmentId(*id),
            name: Label::new(*fr, *en),
            manager: Some(PersonId(*manager)),
            parent: parent.map(DepartmentId),
        })
    })
}

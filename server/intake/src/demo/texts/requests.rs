//! Texts of requests.

/// A request for a catalogue item: subject, description, and the answers to its fields. `{date}` is
/// a placeholder.
#[derive(Debug)]
pub struct Wish {
    pub item: i64,
    pub english: bool,
    pub subject: &'static str,
    pub description: &'static str,
    pub fields: &'static [(&'static str, &'static str)],
}

const fn wish(
    item: i64,
    english: bool,
    subject: &'static str,
    description: &'static str,
    fields: &'static [(&'static str, &'static str)],
) -> Wish {
    Wish {
        item,
        english,
        subject,
        description,
        fields,
    }
}

pub const WISHES: &[Wish] = &[
    wish(
        1,
        false,
        "Police « Marianne » pour les courriers",
        "Les courriers officiels doivent être composés avec cette police.",
        &[("font", "Marianne"), ("use", "Documents publiés")],
    ),
    wish(
        1,
        false,
        "Police « Garamond » pour le rapport annuel",
        "La maquette du rapport l’exige.",
        &[("font", "EB Garamond"), ("use", "Documents publiés")],
    ),
    wish(
        1,
        true,
        "Font “Inter” for presentations",
        "Our slides should match the website.",
        &[("font", "Inter"), ("use", "Internal documents")],
    ),
    wish(
        2,
        false,
        "Installation d’un lecteur de plans",
        "Pour ouvrir les plans du nouvel entrepôt.",
        &[("software", "Lecteur de plans DWG"), ("wanted", "{date}")],
    ),
    wish(
        2,
        false,
        "Logiciel de mise en page",
        "Pour la lettre interne, tous les deux mois.",
        &[("software", "Scribus")],
    ),
    wish(
        2,
        true,
        "Diagram editor",
        "To draw our processes.",
        &[("software", "Diagram editor"), ("wanted", "{date}")],
    ),
    wish(
        3,
        false,
        "Remplacement de mon portable",
        "Il a cinq ans et sa batterie ne tient plus une heure.",
        &[("model", "14 pouces"), ("wanted", "{date}")],
    ),
    wish(
        3,
        true,
        "New laptop",
        "Mine no longer holds a charge.",
        &[("model", "16 inches")],
    ),
    wish(
        4,
        false,
        "Un second écran",
        "Je compare des tableaux toute la journée.",
        &[("count", "1")],
    ),
    wish(
        4,
        true,
        "Two screens for the sales desk",
        "For the new seating.",
        &[("count", "2")],
    ),
    wish(
        5,
        false,
        "Casque pour les réunions à distance",
        "Le mien grésille.",
        &[("model", "Sans fil")],
    ),
    wish(
        5,
        true,
        "Headset",
        "For customer calls.",
        &[("model", "Wired")],
    ),
    wish(
        6,
        false,
        "Accès à l’ERP Finance en consultation",
        "Je prépare le budget de mon service.",
        &[("profile", "Consultation")],
    ),
    wish(
        6,
        false,
        "Profil de saisie dans l’ERP",
        "Je remplace une collègue pendant trois mois.",
        &[("profile", "Saisie")],
    ),
    wish(
        6,
        true,
        "Read access to the finance ERP",
        "To follow our orders.",
        &[("profile", "Read only")],
    ),
    wish(
        7,
        false,
        "Accès VPN pour l’intégrateur",
        "Il intervient sur le site de Lyon.",
        &[("company", "Alpes Intégration"), ("until", "{date}")],
    ),
    wish(
        7,
        true,
        "VPN access for the auditor",
        "Two weeks, read only.",
        &[("company", "Northgate Audit"), ("until", "{date}")],
    ),
    wish(
        8,
        false,
        "Boîte partagée pour les recrutements",
        "Trois personnes la relèveront.",
        &[("address", "recrutement@exemple.fr")],
    ),
    wish(
        9,
        false,
        "Liste de diffusion du projet Entrepôt",
        "Douze personnes, dont deux extérieures.",
        &[("address", "projet-entrepot")],
    ),
    wish(
        10,
        false,
        "Téléphone mobile pour les astreintes",
        "Une personne d’astreinte chaque semaine.",
        &[("plan", "National"), ("from", "{date}")],
    ),
    wish(
        11,
        false,
        "Arrivée d’une alternante",
        "Elle rejoint l’équipe pour un an.",
        &[("name", "Léa Fournier"), ("from", "{date}"), ("seats", "1")],
    ),
    wish(
        11,
        true,
        "New colleague in sales",
        "He starts next month.",
        &[("name", "Tom Becker"), ("from", "{date}"), ("seats", "1")],
    ),
    wish(
        12,
        false,
        "Déplacer deux postes au 2e étage",
        "L’équipe change de bureau en fin de mois.",
        &[],
    ),
    wish(
        12,
        false,
        "Changer l’ordre des noms dans l’annuaire",
        "Le nom devrait venir avant le prénom.",
        &[],
    ),
    wish(
        12,
        true,
        "A key for the server room cabinet",
        "The old one is lost.",
        &[],
    ),
];

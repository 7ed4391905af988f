//! What users say of how they were served, and what is done about it.

use guichet_domain::feedback::fault::{Cause, Fault};

/// What somebody says who gives this mark; after a bad one what was wrong, why, and what is done.
pub struct Opinion {
    pub mark: u8,
    pub words: &'static str,
    pub fault: Option<Fault>,
    pub cause: Option<Cause>,
    pub measure: &'static str,
}

const fn content(mark: u8, words: &'static str) -> Opinion {
    Opinion {
        mark,
        words,
        fault: None,
        cause: None,
        measure: "",
    }
}

const fn bad(
    mark: u8,
    fault: Fault,
    words: &'static str,
    cause: Cause,
    measure: &'static str,
) -> Opinion {
    Opinion {
        mark,
        words,
        fault: Some(fault),
        cause: Some(cause),
        measure,
    }
}

pub const FRENCH: &[Opinion] = &[
    content(5, "Rapide et très clair, merci\u{a0}!"),
    content(5, "Problème réglé en dix minutes, parfait."),
    content(
        5,
        "On m’a expliqué comment faire la prochaine fois, c’est précieux.",
    ),
    content(4, "Bien, juste un peu d’attente au début."),
    content(4, "Merci, tout fonctionne à nouveau."),
    content(4, "Solution trouvée, et on m’a tenu au courant."),
    content(3, "Résolu, mais il a fallu relancer une fois."),
    content(3, "Correct, les explications étaient un peu techniques."),
    bad(
        2,
        Fault::TooLong,
        "Trois jours sans pouvoir imprimer, en pleine clôture du mois.",
        Cause::Workload,
        "Renforcer l’équipe les trois derniers jours ouvrés de chaque mois.",
    ),
    bad(
        2,
        Fault::SaidAgain,
        "J’ai expliqué mon problème à trois personnes différentes.",
        Cause::Communication,
        "Résumer la situation dans la note à chaque transfert.",
    ),
    bad(
        2,
        Fault::Unclear,
        "La réponse était incompréhensible pour moi.",
        Cause::Knowledge,
        "Écrire un article pas à pas, avec des captures d’écran.",
    ),
    bad(
        1,
        Fault::NotSolved,
        "Le ticket a été clos alors que rien n’était réglé.",
        Cause::Procedure,
        "Appeler l’utilisateur avant de clore quand la solution n’a pas été essayée avec lui.",
    ),
    bad(
        1,
        Fault::NotSolved,
        "La panne est revenue le lendemain.",
        Cause::Technology,
        "Faire remplacer le matériel par le fournisseur, et ouvrir un problème.",
    ),
    bad(
        1,
        Fault::Unfriendly,
        "On m’a répondu sèchement que c’était ma faute.",
        Cause::Communication,
        "En parler avec l’agent, et relire ensemble les réponses de la semaine.",
    ),
];

pub const ENGLISH: &[Opinion] = &[
    content(5, "Quick, friendly, sorted. Thank you!"),
    content(5, "Solved while I was still on the phone."),
    content(4, "Good work, only the first answer took a while."),
    content(4, "All fine now, thanks."),
    content(3, "It works again, but I had to ask twice."),
    bad(
        2,
        Fault::TooLong,
        "A week for a mailbox is too long.",
        Cause::Procedure,
        "Let the service desk create shared mailboxes without a change.",
    ),
    bad(
        2,
        Fault::Unclear,
        "I still do not know what was wrong.",
        Cause::Communication,
        "Say in the solution what the cause was, in plain words.",
    ),
    bad(
        1,
        Fault::NotSolved,
        "Closed without anybody having tried it.",
        Cause::Workload,
        "Check with the user before closing, also on busy days.",
    ),
];

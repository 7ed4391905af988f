//! Sentences that people write while a ticket is worked on, in one language.

/// The sentences of one language.
#[derive(Debug)]
pub struct Talk {
    pub floors: &'static [&'static str],
    pub user_asks: &'static [&'static str],
    pub user_answers: &'static [&'static str],
    pub agent_asks: &'static [&'static str],
    pub agent_tells: &'static [&'static str],
    pub notes: &'static [&'static str],
    pub findings: &'static [&'static str],
    pub hand_overs: &'static [&'static str],
    pub holds: [&'static str; 4],
    pub reopens: &'static [&'static str],
    pub closes: &'static [&'static str],
    pub cancels: &'static [&'static str],
    pub refusals: &'static [&'static str],
    pub not_feasible: &'static [&'static str],
    pub asks_back: &'static [&'static str],
    pub approves: &'static [&'static str],
    pub impacts: &'static [&'static str],
    pub done: &'static [&'static str],
    pub no_cause: &'static str,
    pub confidential: (&'static str, &'static str),
}

pub const FRENCH: Talk = Talk {
    floors: &[
        "rez-de-chaussée",
        "1er étage",
        "2e étage",
        "4e étage",
        "5e étage",
    ],
    user_asks: &[
        "Avez-vous une idée du délai ? J’ai une échéance demain.",
        "Le problème est toujours là ce matin.",
        "Un collègue a le même souci, dois-je lui dire d’écrire aussi ?",
        "Je ne serai pas là cet après-midi, vous pouvez intervenir sur mon poste.",
    ],
    user_answers: &[
        "Oui, c’est bien ce poste. Je suis joignable toute la journée.",
        "J’ai redémarré comme indiqué, sans changement.",
        "Voici le message exact : « Une erreur inattendue s’est produite ».",
        "C’est arrivé vers 9 h 30, juste après l’ouverture de session.",
    ],
    agent_asks: &[
        "Pouvez-vous nous donner le message d’erreur exact ?",
        "Êtes-vous sur site ou en télétravail ?",
        "À quelle heure cela s’est-il produit pour la dernière fois ?",
        "Pouvez-vous redémarrer le poste et nous dire si cela change ?",
    ],
    agent_tells: &[
        "Bien reçu, je regarde et je reviens vers vous.",
        "Je passe à votre bureau en début d’après-midi.",
        "La correction est en place, pouvez-vous essayer ?",
    ],
    notes: &[
        "Même symptôme que la semaine dernière sur un autre poste.",
        "Journal relevé, rien d’anormal avant 8 h.",
        "Rappeler la personne avant d’intervenir : elle est souvent en réunion.",
        "Pièce en stock à Lyon.",
    ],
    findings: &[
        "Le journal du poste montre l’erreur à chaque essai.",
        "Reproduit sur un poste de test.",
        "Ne se produit qu’avec le profil de la personne.",
        "Le serveur répond, le défaut est côté poste.",
    ],
    hand_overs: &[
        "Relève de votre équipe d’après le journal.",
        "Diagnostic fait, il faut vos droits pour corriger.",
        "À voir sur place, merci.",
    ],
    holds: [
        "Nous attendons votre réponse pour continuer.",
        "Le fournisseur doit livrer la pièce.",
        "La correction passe avec le changement prévu ce week-end.",
        "Lié à un problème connu, dont la cause est en cours d’étude.",
    ],
    reopens: &[
        "Le problème est revenu ce matin.",
        "Cela n’a tenu que deux jours.",
        "J’ai de nouveau le même message.",
    ],
    closes: &[
        "Confirmé par téléphone.",
        "La personne a confirmé de vive voix.",
    ],
    cancels: &[
        "Finalement, cela fonctionne. Merci.",
        "Je n’en ai plus besoin.",
        "Signalé deux fois par erreur.",
    ],
    refusals: &[
        "Le budget de l’année est épuisé ; à présenter de nouveau en janvier.",
        "Le matériel actuel a moins de deux ans.",
        "Un outil déjà disponible rend ce service ; voyez avec votre équipe.",
    ],
    not_feasible: &[
        "La licence n’autorise pas cet usage.",
        "Ce logiciel n’est plus suivi par son éditeur et ne peut pas être installé.",
    ],
    asks_back: &[
        "Est-ce pour toute l’année ou seulement pour ce projet ?",
        "Combien de personnes s’en serviront ?",
    ],
    approves: &["", "Accord donné.", "D’accord, à imputer sur le projet."],
    impacts: &[
        "Sans effet sur les autres postes.",
        "Une heure d’installation, poste indisponible pendant ce temps.",
        "Licence à renouveler chaque année.",
    ],
    done: &[
        "C’est fait. Redémarrez votre poste pour en profiter.",
        "Matériel remis en main propre.",
        "Accès ouvert, vérifié avec vous.",
    ],
    no_cause: "Non recherchée : un redémarrage a suffi.",
    confidential: (
        "Mon dossier a été consulté sans raison",
        "L’historique montre une consultation de mon dossier personnel par quelqu’un que je ne connais pas. Merci de traiter cela avec discrétion.",
    ),
};

pub const ENGLISH: Talk = Talk {
    floors: &[
        "ground floor",
        "1st floor",
        "2nd floor",
        "4th floor",
        "5th floor",
    ],
    user_asks: &[
        "Any idea how long it will take? I have a deadline tomorrow.",
        "It is still the same this morning.",
        "A colleague has the same trouble. Should she write too?",
    ],
    user_answers: &[
        "Yes, that is the computer. I can be reached all day.",
        "I restarted as you said, no change.",
        "It happened around half past nine, just after signing in.",
    ],
    agent_asks: &[
        "Could you give us the exact error message?",
        "Are you on site or at home?",
        "Could you restart the computer and tell us whether that helps?",
    ],
    agent_tells: &[
        "Thank you, I am looking into it.",
        "I will come by early this afternoon.",
        "The fix is in place, could you try?",
    ],
    notes: &[
        "Same symptom as last week on another computer.",
        "Logs read, nothing unusual before 8.",
        "Part in stock in Lyon.",
    ],
    findings: &[
        "The log shows the error at every attempt.",
        "Reproduced on a test computer.",
        "Only with this person’s profile.",
    ],
    hand_overs: &[
        "One for your team according to the log.",
        "Diagnosis done, your rights are needed for the fix.",
    ],
    holds: [
        "We are waiting for your answer to go on.",
        "The vendor has to deliver the part.",
        "The fix comes with the change planned for the weekend.",
        "Linked to a known problem whose cause is being looked for.",
    ],
    reopens: &[
        "It came back this morning.",
        "It only lasted two days.",
        "The same message again.",
    ],
    closes: &["Confirmed on the phone."],
    cancels: &[
        "It works after all, thank you.",
        "I do not need it any more.",
    ],
    refusals: &[
        "This year’s budget is spent; please ask again in January.",
        "The present equipment is less than two years old.",
    ],
    not_feasible: &["The licence does not allow this use."],
    asks_back: &[
        "Is it for the whole year or for this project only?",
        "How many people will use it?",
    ],
    approves: &["", "Agreed."],
    impacts: &[
        "No effect on other computers.",
        "One hour to install, computer unavailable meanwhile.",
    ],
    done: &[
        "Done. Please restart your computer.",
        "Handed over in person.",
        "Access opened and checked with you.",
    ],
    no_cause: "Not looked for: a restart was enough.",
    confidential: (
        "Somebody opened my file without a reason",
        "The history shows that somebody I do not know opened my personal file. Please handle this discreetly.",
    ),
};

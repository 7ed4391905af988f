//! Texts about telling users what is known of a problem.

texts! {
    /// Telling users what is known of a problem.
    TellingTexts {
        title_workaround: "Communiquer la solution de contournement", "Tell of the workaround";
        title_fix: "Annoncer la réparation", "Tell that it is fixed";
        told_one: "Les utilisateurs de {n}\u{a0}incident sont déjà prévenus.", "The users of {n} incident know already.";
        told_many: "Les utilisateurs de {n}\u{a0}incidents sont déjà prévenus.", "The users of {n} incidents know already.";
        no_problem: "Ouvrez cette page depuis un problème.", "Open this page from a problem.";
        no_workaround: "Ce problème n’a pas encore de solution de contournement.", "This problem has no workaround yet.";
        no_fix: "Ce problème n’est pas encore résolu.", "This problem is not resolved yet.";
        nobody: "Il ne reste personne à prévenir.", "Nobody is left to be told.";
        text_fr: "Message en français", "Message in French";
        text_en: "Message en anglais", "Message in English";
        nobody_reads: "Facultatif\u{a0}: aucun des utilisateurs ci-dessous ne lit cette langue.",
            "Optional: none of the users below reads this language.";
        else_other: "Si ce champ reste vide, c’est l’autre texte qui est envoyé.",
            "Where this stays empty, the other text is sent.";
        resolve_one: "Résoudre aussi {n}\u{a0}incident encore ouvert", "Also resolve {n} incident that is still open";
        resolve_many: "Résoudre aussi les {n}\u{a0}incidents encore ouverts", "Also resolve the {n} incidents that are still open";
        resolve_hint: "Chaque utilisateur peut répondre que cela se produit encore.", "Each user can say that it still happens.";
        reach_one: "{n}\u{a0}personne sera prévenue", "{n} person will be told";
        reach_many: "{n}\u{a0}personnes seront prévenues", "{n} people will be told";
        reach_hint: "Une seule fois chacune, dans l’application et par courriel selon ses préférences, dans la langue de l’utilisateur concerné.",
            "Once each, in the application and by e-mail as they prefer, in the language of the affected user.";
        incident: "Incident", "Incident";
        state: "État", "State";
        who: "Destinataires", "Who is told";
        language: "Langue", "Language";
        by_another: "Déjà prévenu par un autre incident", "Told by another incident";
        send: "Prévenir", "Tell them";
        tell_workaround: "Communiquer la solution de contournement", "Tell of the workaround";
        tell_fix: "Annoncer la réparation", "Tell that it is fixed";
        people_one: "{n}\u{a0}personne", "{n} person";
        people_many: "{n}\u{a0}personnes", "{n} people";
        incidents_one: "{n}\u{a0}incident depuis le {date}", "{n} incident since {date}";
        incidents_many: "{n}\u{a0}incidents depuis le {date}", "{n} incidents since {date}";
        open_none: "aucun n’est ouvert", "none is open";
        open_one: "{n} est ouvert", "{n} is open";
        open_many: "{n} sont ouverts", "{n} are open";
        lasts: "problème ouvert depuis {time}", "problem open for {time}";
        lasted: "problème résolu en {time}", "problem resolved in {time}";
    }
}

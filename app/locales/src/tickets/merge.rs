//! Texts of merging tickets.

texts! {
    /// Merging one ticket into another, and undoing it.
    MergeTexts {
        lead: "Ce ticket devient une partie de l’autre\u{a0}: messages, fichiers et observateurs. Son adresse et ses courriels mènent à l’autre. Le regroupement peut être annulé pendant une journée.",
            "This ticket becomes a part of the other one: messages, files and watchers. Its address and its e-mails lead there. It can be undone for a day.";
        pick: "Avec quel ticket\u{a0}?", "Into which ticket?";
        to: "Référence d’un autre ticket", "Reference of another ticket";
        to_hint: "Par exemple INC-1042.", "For example INC-1042.";
        show: "Voir qui lira quoi", "See who will read what";
        nobody: "Personne ne lira quoi que ce soit de plus.", "Nobody will read anything more.";
        others: "Les deux tickets ne concernent pas le même utilisateur.", "The two tickets are about different users.";
        kinds: "Les deux tickets ne sont pas de même nature\u{a0}: celui-ci suivra le déroulement de l’autre.",
            "The two tickets are of different kinds: this one will follow the course of the other.";
        reads: "Liront désormais {ref}\u{a0}: {who}", "Will read {ref} from now on: {who}";
        confirm: "Je confirme que ces personnes peuvent le lire", "I confirm that they may read it";
        confirm_kind: "Je confirme le regroupement", "I confirm the merge";
        instead: "Sinon\u{a0}:", "Otherwise:";
        duplicate: "indiquer seulement que c’est un doublon de {ref}", "only say that it is a duplicate of {ref}";
        merged: "Ce ticket est regroupé avec un autre.", "This ticket is part of another one.";
        open: "Ouvrir {ref}", "Open {ref}";
        joined: "{ref} est regroupé avec ce ticket", "{ref} is part of this ticket";
        alone: "le voir à part", "see it by itself";
        undo: "Annuler le regroupement", "Undo the merge";
    }
}

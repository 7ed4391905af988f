//! Removing, exporting, forgetting.

texts! {
    /// Removing, exporting, forgetting.
    Retention {
        no_room: "Le serveur ne peut plus rien enregistrer\u{a0}: son disque est plein ou défaillant. Gardez cette page ouverte, ce que vous avez écrit y reste\u{a0}; prévenez un administrateur, puis réessayez.",
            "The server can no longer save anything: its disk is full or failing. Keep this page open, what you wrote stays here; tell an administrator, then try again.";
        remove: "Effacer…", "Remove…";
        removed: "Contenu effacé", "Content removed";
        what: "Que faut-il effacer\u{a0}?", "What is to be removed?";
        what_hint: "Le contenu disparaît partout et définitivement\u{a0}: historique, recherche, courriels en attente.",
            "The content disappears everywhere and for good: history, search, e-mails not yet sent.";
        send: "Effacer pour toujours", "Remove for good";
        why: "Pourquoi\u{a0}?", "Why?";
        why_hint: "Ce motif, votre nom et la date restent visibles. N’y répétez pas ce que vous effacez.",
            "This reason, your name and the date stay visible. Do not repeat what you remove.";
        old_text: "texte", "text";
        by: "{text} — {who}", "{text} — {who}";
    }
}

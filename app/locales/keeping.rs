texts! {
    /// Removing, exporting, forgetting.
    Keeping {
        remove: "Effacer…", "Remove…";
        removed: "Contenu effacé", "Content removed";
        what: "Que faut-il effacer ?", "What is to be removed?";
        what_hint: "Le contenu disparaît partout et définitivement : historique, recherche, courriels en attente.",
            "The content disappears everywhere and for good: history, search, e-mails not yet sent.";
        why: "Pourquoi ?", "Why?";
        why_hint: "Ce motif, votre nom et la date restent visibles. N’y répétez pas ce que vous effacez.",
            "This reason, your name and the date stay visible. Do not repeat what you remove.";
        old_text: "texte", "text";
        by: "{text} — {who}", "{text} — {who}";
    }
}

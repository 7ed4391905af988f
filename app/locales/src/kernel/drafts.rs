//! Texts on drafts, conflicts and ended sessions.

texts! {
    /// What is not lost: drafts, conflicts, a session that ended, a new version.
    Drafts {
        back: "Ce que vous aviez commencé à écrire est revenu.", "What you had begun to write is back.";
        clear: "Recommencer", "Start over";
        sign_in_again: "Se reconnecter dans un autre onglet", "Sign in again in another tab";
        sign_in_then: "L’envoi reprend ici dès que c’est fait.", "It is sent from here once that is done.";
        file_again: "Ce que vous avez écrit est conservé. Il faudra choisir à nouveau le fichier «\u{a0}{file}\u{a0}».",
            "What you wrote is kept. You will have to choose the file “{file}” again.";
        changed_by: "{who} a modifié ce champ entre-temps", "{who} changed this field meanwhile";
        changed: "Ce champ a changé entre-temps", "This field changed meanwhile";
        theirs: "Sa valeur", "Their value";
        mine: "La vôtre", "Yours";
        nothing: "rien", "nothing";
        keep_mine: "Garder la mienne", "Keep mine";
        take_theirs: "Prendre la sienne", "Take theirs";
        choose: "Rien n’a été écrasé. Choisissez ce qui doit rester\u{a0}:", "Nothing was overwritten. Choose what shall stay:";
        meanwhile: "Entre-temps\u{a0}:", "Meanwhile:";
        text_stays: "Ce que vous avez écrit reste ici.", "What you wrote stays here.";
        interrupted: "l’envoi a été interrompu.", "sending was interrupted.";
        outdated: "Une nouvelle version de Guichet est en service. Rechargez la page\u{a0}: ce que vous avez écrit sera encore là.",
            "A new version of Guichet is running. Reload the page: what you wrote will still be there.";
    }
}

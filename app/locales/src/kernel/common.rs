//! Texts that all pages share.

texts! {
    /// What every page shares.
    Common {
        skip: "Aller au contenu", "Skip to content";
        main_nav: "Navigation principale", "Main navigation";
        home: "Accueil", "Home";
        help: "Aide", "Help";
        report: "Signaler", "Report";
        ask: "Demander", "Request";
        earlier: "Voir les échanges précédents", "See what came before";
        latest: "Revenir aux derniers échanges", "Back to the latest";
        my_tickets: "Mes tickets", "My tickets";
        approvals: "Approbations", "Approvals";
        desk: "Bureau des techniciens", "Agents’ desk";
        desk_short: "Bureau", "Desk";
        portal: "Portail", "Portal";
        administration: "Administration", "Administration";
        account: "Mon compte", "My account";
        sign_in: "Se connecter", "Sign in";
        sign_out: "Se déconnecter", "Sign out";
        other_language: "English", "Français";
        theme: "Changer de thème (clair ou sombre)", "Change theme (light or dark)";
        save: "Enregistrer", "Save";
        cancel: "Annuler", "Cancel";
        close: "Fermer", "Close";
        back: "Retour", "Back";
        send: "Envoyer", "Send";
        yes: "Oui", "Yes";
        no: "Non", "No";
        none: "Aucun", "None";
        choose: "Choisir…", "Choose…";
        optional: "(facultatif)", "(optional)";
        loading: "Chargement…", "Loading…";
        retry: "Réessayer", "Try again";
        next_page: "Page suivante", "Next page";
        first_page: "Retour au début", "Back to the start";
        sum_one: "Un champ est à corriger.", "One field needs correcting.";
        sum_many: "{n} champs sont à corriger.", "{n} fields need correcting.";
        offline: "Connexion perdue. Nouvelle tentative en cours\u{a0}; rien de ce que vous avez écrit n’est perdu.",
            "Connection lost. Trying again; nothing you wrote is lost.";
        not_found_title: "Cette page n’existe pas", "There is no such page";
        not_found: "Elle a peut-être été déplacée, ou elle n’est pas pour vous. Vérifiez l’adresse, ou repartez de l’accueil.",
            "It may have moved, or it may not be for you. Check the address, or start again from the home page.";
        forbidden: "Cette page est réservée à d’autres personnes. Si vous en avez besoin, demandez à un administrateur.",
            "This page is for other people. If you need it, ask an administrator.";
        signed_out: "Votre session a pris fin. Reconnectez-vous pour continuer\u{a0}: ce que vous avez écrit reste ici.",
            "Your session has ended. Sign in again to go on: what you wrote stays here.";
        internal: "Une erreur s’est produite de notre côté. Rien n’a été enregistré. Réessayez dans un instant.",
            "Something went wrong on our side. Nothing was saved. Try again in a moment.";
        network: "Le serveur ne répond pas. Ce que vous avez écrit reste ici\u{a0}; réessayez dans un instant.",
            "The server is not responding. What you wrote stays here; try again in a moment.";
        reused: "Ce formulaire a déjà été envoyé, avec un autre contenu. Ce que vous voyez ici n’a pas été enregistré\u{a0}: si c’est bien autre chose que vous voulez, envoyez-le à nouveau.",
            "This form was sent before, with another content. What you see here was not saved: if it is something else that you want, send it again.";
        reused_on: "Ce formulaire a déjà été envoyé, avec un autre contenu\u{a0}: c’est {reference}. Ce que vous voyez ici n’a pas été enregistré\u{a0}: s’il s’agit d’autre chose, envoyez-le à nouveau.",
            "This form was sent before, with another content: that is {reference}. What you see here was not saved: if it is something else, send it again.";
        too_large: "Ce fichier est trop volumineux\u{a0}: 20\u{a0}Mo au plus.", "This file is too large: 20 MB at most.";
        busy_title: "Trop d’actions à la fois", "Too much at once";
        busy: "Trop d’actions nous sont parvenues en peu de temps, de vous ou de votre réseau. Rien n’a été enregistré\u{a0}; réessayez dans {n}\u{a0}s.",
            "Too much arrived in a short time, from you or from your network. Nothing was saved; try again in {n} s.";
        host_title: "Adresse inconnue ici", "Address unknown here";
        host_wrong: "Le guichet ne répond pas à cette adresse. Utilisez celle que l’on vous a donnée.",
            "The desk does not answer at this address. Use the one you were given.";
        form_title: "Formulaire refusé", "Form refused";
        form_too_large: "Ce formulaire contient trop de texte ou trop de champs. Rien n’a été enregistré\u{a0}: revenez en arrière, raccourcissez, puis renvoyez.",
            "This form holds too much text or too many fields. Nothing was saved: go back, shorten it, and send it again.";
        form_signed_out: "Votre session a pris fin, et ce formulaire est trop volumineux pour attendre votre connexion\u{a0}: {n}\u{a0}Ko au plus, sans fichier. Rien n’a été enregistré. Revenez en arrière\u{a0}: ce que vous avez écrit s’y trouve encore\u{a0}; connectez-vous dans un autre onglet, puis renvoyez.",
            "Your session has ended, and this form is too large to wait while you sign in: {n} kB at most, without a file. Nothing was saved. Go back: what you wrote is still there; sign in in another tab, then send it again.";
        form_unread: "Ce formulaire n’a pas pu être lu. Rien n’a été enregistré\u{a0}: revenez en arrière, rechargez la page, puis renvoyez.",
            "This form could not be read. Nothing was saved: go back, reload the page, and send it again.";
        throttled: "Trop d’essais. Réessayez dans {n}\u{a0}s.", "Too many attempts. Try again in {n} s.";
        wrong_password: "Adresse ou mot de passe incorrect.", "Wrong e-mail address or password.";
        conflict: "Quelqu’un a modifié en même temps\u{a0}: {fields}. Rien n’a été écrasé\u{a0}; relisez, puis recommencez.",
            "Somebody changed this meanwhile: {fields}. Nothing was overwritten; read again, then repeat.";
    }
}

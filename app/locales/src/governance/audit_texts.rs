//! The texts of the audit log.

texts! {
    /// The audit page and its sentences. {who} is a name, {of} the same after "de".
    Audit {
        title: "Audit", "Audit log";
        lead: "Qui s’est connecté, ce que les administrateurs ont changé, ce que le programme a fait.",
            "Who signed in, what administrators changed, what the program did.";
        filters: "Filtrer", "Filter";
        who: "Personne", "Person";
        topic: "Sujet", "Topic";
        since: "Du", "From";
        until: "Au", "To";
        others: "et {n} autres", "and {n} others";
        too_many_fit: "Plus de 100\u{a0}personnes correspondent\u{a0}: précisez.", "More than 100 people fit: be more precise.";
        address: "Adresse IP", "IP address";
        everything: "Tous", "Everything";
        send: "Filtrer", "Filter";
        clear: "Tout afficher", "Show everything";
        nothing: "Rien ne correspond à ces filtres.", "Nothing matches these filters.";
        program: "Guichet", "Guichet";
        somebody: "quelqu’un", "somebody";

        signed_in: "Connexion {of}.", "{who} signed in.";
        signed_in_code: "Connexion {of}, avec un code.", "{who} signed in, with a code.";
        signed_in_recovery: "Connexion {of}, avec un code de secours.", "{who} signed in, with a recovery code.";
        password_accepted: "Mot de passe {of} accepté\u{a0}; la seconde étape est attendue.",
            "Password of {who} accepted; the second step is awaited.";
        unknown_address: "Connexion refusée\u{a0}: adresse électronique inconnue.", "Sign-in refused: unknown e-mail address.";
        wrong_password: "Connexion {of} refusée\u{a0}: mot de passe incorrect.", "Sign-in of {who} refused: wrong password.";
        wrong_password_inside: "{who} a donné un mot de passe incorrect pour modifier son compte.",
            "{who} gave a wrong password to change their account.";
        no_account: "Connexion {of} refusée\u{a0}: compte fermé ou sans mot de passe.",
            "Sign-in of {who} refused: the account is closed or has no password.";
        wrong_code: "Connexion {of} refusée\u{a0}: code incorrect.", "Sign-in of {who} refused: wrong code.";
        used_code: "Connexion {of} refusée\u{a0}: code déjà utilisé.", "Sign-in of {who} refused: code used already.";
        too_many: "Essai {of} refusé\u{a0}: trop d’essais.", "Attempt of {who} refused: too many attempts.";
        too_many_unknown: "Essai refusé\u{a0}: trop d’essais, adresse électronique inconnue.",
            "Attempt refused: too many attempts, unknown e-mail address.";
        signed_out: "Déconnexion {of}.", "{who} signed out.";
        session_ended: "{who} a mis fin à une de ses sessions.", "{who} ended one of their sessions.";
        session_ended_by: "{by} a mis fin à une session {of}.", "{by} ended a session of {who}.";
        sessions_ended_by_one: "{by} a mis fin à {n} session {of}.", "{by} ended {n} session of {who}.";
        sessions_ended_by_many: "{by} a mis fin à {n} sessions {of}.", "{by} ended {n} sessions of {who}.";
        sessions_ended_one: "{who} a mis fin à {n} session.", "{who} ended {n} session.";
        sessions_ended_many: "{who} a mis fin à {n} sessions.", "{who} ended {n} sessions.";
        password_changed: "{who} a changé son mot de passe.", "{who} changed their password.";
        password_set: "Le mot de passe {of} a été défini en ligne de commande ou à l’installation.",
            "The password of {who} was set by the command line or at the set-up.";
        password_reset: "{who} a choisi un nouveau mot de passe par un lien.", "{who} chose a new password by a link.";
        factor_added: "{who} a activé la double authentification.", "{who} turned on two-factor sign-in.";
        factor_replaced: "{who} a changé d’application d’authentification.", "{who} changed their authenticator app.";
        factor_removed: "{who} a désactivé la double authentification.", "{who} turned off two-factor sign-in.";
        factor_removed_by: "{by} a retiré la double authentification {of}.", "{by} removed the second factor of {who}.";
        recovery_renewed: "{who} a créé de nouveaux codes de secours.", "{who} made new recovery codes.";
        reset_asked: "Un lien a été demandé pour changer le mot de passe {of}.", "A link was asked for to change the password of {who}.";
        invited: "{by} a invité {who} à choisir un mot de passe.", "{by} invited {who} to choose a password.";
        email_asked: "{who} a demandé à changer d’adresse électronique.", "{who} asked to change their e-mail address.";
        reset_used: "Le lien envoyé pour changer le mot de passe {of} a servi.", "The link sent to change the password of {who} was used.";
        invitation_used: "{who} a suivi son invitation et choisi un mot de passe.", "{who} followed their invitation and chose a password.";
        email_used: "{who} a confirmé sa nouvelle adresse électronique.", "{who} confirmed their new e-mail address.";
        demonstration: "La démonstration a été chargée\u{a0}: {n} tickets.", "The demonstration was loaded: {n} tickets.";
        tickets_imported: "Des tickets ont été importés\u{a0}: {n} changements nouveaux, {unread} lignes illisibles.",
            "Tickets were imported: {n} new changes, {unread} rows that could not be read.";
        articles_imported: "Des articles ont été importés\u{a0}: {n} nouveaux ou modifiés, {unread} refusés.",
            "Articles were imported: {n} new or changed, {unread} not taken.";
        people_imported: "Des personnes ont été importées\u{a0}: {n} ajoutées, {unread} lignes refusées.",
            "People were imported: {n} added, {unread} rows not taken.";
        data_taken: "{who} a téléchargé ses données.", "{who} downloaded their data.";
        data_taken_by: "{by} a exporté les données {of}.", "{by} exported the data of {who}.";
        forgotten: "{by} a anonymisé {who}.", "{by} anonymised {who}.";
        backup_made: "Une sauvegarde a été faite\u{a0}: {n} lignes, {files} fichiers.",
            "A backup was made: {n} rows, {files} files.";
        message_read: "{by} a lu un courriel mis de côté (nº\u{a0}{n}).", "{by} read a message that was set aside (no. {n}).";
        message_discarded: "{by} a écarté un courriel mis de côté (nº\u{a0}{n}).", "{by} discarded a message that was set aside (no. {n}).";
        message_taken: "{by} a fait le ticket {ticket} d’un courriel mis de côté (nº\u{a0}{n}).",
            "{by} made ticket {ticket} of a message that was set aside (no. {n}).";
        message_taken_hidden: "{by} a fait un ticket, que vous ne pouvez pas voir, d’un courriel mis de côté (nº\u{a0}{n}).",
            "{by} made a ticket, which you cannot see, of a message that was set aside (no. {n}).";
        promises_applied: "{by} a appliqué les délais actuels à {n} tickets ouverts.", "{by} applied the present times to {n} open tickets.";
        mail_sent_again: "{by} a demandé un nouvel envoi des courriels en échec\u{a0}: {n}.", "{by} asked for mail that had failed to be sent again: {n}.";
        restored: "Le guichet a été restauré depuis une sauvegarde\u{a0}: {n} lignes, {files} fichiers.",
            "The desk was restored from a backup: {n} rows, {files} files.";
        key_rotated: "La clé qui scelle les secrets a été changée\u{a0}: {n} secrets scellés de nouveau.",
            "The key that seals secrets was changed: {n} secrets sealed again.";
        key_forgotten: "La clé qui scelle les secrets a été abandonnée\u{a0}: toutes les doubles authentifications ont été retirées et toutes les sessions fermées.",
            "The key that seals secrets was given up: every second factor was removed and every session ended.";
        retained: "Durées de conservation\u{a0}: {n} tickets fermés et {said} avis vidés, {files} fichiers supprimés\u{a0}; {sign_ins} sessions et liens, {mail} courriels et {clients} adresses IP effacés.",
            "Retention: {n} closed tickets and {said} pieces of feedback emptied, {files} files deleted; {sign_ins} sessions and links, {mail} e-mails and {clients} IP addresses removed.";

        added: "{by} a ajouté {what}.", "{by} added {what}.";
        changed: "{by} a modifié {what}.", "{by} changed {what}.";
        saved_same: "{by} a enregistré {what} sans rien changer.", "{by} saved {what} without a change.";
        person: "la personne «\u{a0}{name}\u{a0}»", "the person “{name}”";
        team: "l’équipe «\u{a0}{name}\u{a0}»", "the team “{name}”";
        department: "l’entité «\u{a0}{name}\u{a0}»", "the department “{name}”";
        service: "le service «\u{a0}{name}\u{a0}»", "the service “{name}”";
        category: "la catégorie «\u{a0}{name}\u{a0}»", "the category “{name}”";
        item: "l’article «\u{a0}{name}\u{a0}»", "the item “{name}”";
        disruption: "la perturbation «\u{a0}{name}\u{a0}»", "the disruption “{name}”";
        settings: "les réglages", "the settings";
        other: "une autre entrée", "another entry";
    }
}

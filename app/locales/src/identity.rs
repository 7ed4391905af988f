//! Signing in, sessions, links.

texts! {
    /// Signing in with two factors, sessions, links that work once.
    Identity {
        code_title: "Seconde étape", "Second step";
        code_lead: "Saisissez le code à six chiffres de votre application d’authentification.",
            "Enter the six-digit code of your authenticator app.";
        code: "Code", "Code";
        code_send: "Continuer", "Continue";
        code_lost: "Vous n’avez plus accès à votre application\u{a0}? Saisissez un de vos codes de secours. Si vous ne les avez plus, demandez à un administrateur de retirer la double authentification.",
            "No access to your app any more? Enter one of your recovery codes instead. If you do not have them either, ask an administrator to remove your second factor.";
        code_back: "Recommencer", "Start again";
        done_expired: "La connexion a pris trop de temps. Recommencez.", "Signing in took too long. Please start again.";

        factor_title: "Double authentification", "Two-factor sign-in";
        factor_lead: "En plus du mot de passe, un code que seul votre téléphone connaît. Un mot de passe volé ne suffit alors plus.",
            "Beside the password, a code that only your phone knows. A stolen password is then no longer enough.";
        factor_off: "Désactivée.", "Off.";
        factor_on: "Active depuis le {date}.", "On since {date}.";
        factor_set_up: "Activer la double authentification", "Turn on two-factor sign-in";
        factor_manage: "Gérer la double authentification", "Manage two-factor sign-in";
        factor_must: "Votre rôle l’exige.", "Your role requires it.";
        codes_left_one: "Il vous reste {n} code de secours.", "You have {n} recovery code left.";
        codes_left_many: "Il vous reste {n} codes de secours.", "You have {n} recovery codes left.";
        offer_text: "Il vous faut une application d’authentification sur votre téléphone (Aegis, FreeOTP, Google Authenticator…). Donnez d’abord votre mot de passe.",
            "You need an authenticator app on your phone (Aegis, FreeOTP, Google Authenticator…). Enter your password first.";
        offer_send: "Commencer", "Begin";
        enrol_title: "Activer la double authentification", "Turn on two-factor sign-in";
        enrol_must: "Votre rôle exige une double authentification. Configurez-la pour continuer.",
            "Your role requires two-factor sign-in. Set it up to continue.";
        enrol_scan: "Scannez ce code avec votre application d’authentification.", "Scan this code with your authenticator app.";
        enrol_qr: "Code QR à scanner avec l’application d’authentification", "QR code to scan with the authenticator app";
        enrol_type: "Vous ne pouvez pas le scanner\u{a0}? Saisissez cette clé dans l’application\u{a0}:",
            "Cannot scan it? Enter this key in the app:";
        enrol_open: "Ouvrir l’application sur ce téléphone", "Open the app on this phone";
        enrol_confirm: "Saisissez ensuite le code à six chiffres qu’elle affiche.", "Then enter the six-digit code it shows.";
        enrol_send: "Activer", "Turn on";
        enrol_replaces: "Votre application actuelle reste valable jusqu’à ce que le nouveau code soit confirmé.",
            "Your present app stays valid until the new code is confirmed.";
        codes_title: "Vos codes de secours", "Your recovery codes";
        codes_lead: "Notez-les et gardez-les en lieu sûr, ailleurs que sur votre téléphone. Chacun permet une connexion sans l’application, une seule fois. Ils ne seront plus affichés.",
            "Write them down and keep them safe, elsewhere than on your phone. Each allows one sign-in without the app. They will not be shown again.";
        codes_on: "La double authentification est active.", "Two-factor sign-in is on.";
        codes_noted: "Je les ai notés", "I have written them down";
        renew_title: "Nouveaux codes de secours", "New recovery codes";
        renew_text: "Les codes actuels cesseront d’être valables.", "The present codes will no longer be valid.";
        renew_send: "Créer de nouveaux codes", "Make new codes";
        replace_title: "Changer d’application ou de téléphone", "Change app or phone";
        replace_text: "Configurez une nouvelle application à la place de l’actuelle.", "Set up a new app in place of the present one.";
        replace_send: "Configurer une nouvelle application", "Set up a new app";
        remove_title: "Désactiver", "Turn off";
        remove_text: "Votre mot de passe suffira de nouveau à se connecter.", "Your password will again be enough to sign in.";
        remove_send: "Désactiver la double authentification", "Turn off two-factor sign-in";
        password: "Mot de passe actuel", "Present password";
        done_factor_removed: "La double authentification est désactivée.", "Two-factor sign-in is off.";
        done_recovery: "Connexion avec un code de secours, désormais utilisé. Si vous n’avez plus votre application, configurez-en une nouvelle ci-dessous.",
            "You came in with a recovery code, which will not work again. If you no longer have your app, set up a new one below.";

        sessions_title: "Vos sessions", "Your sessions";
        sessions_lead: "Les navigateurs où vous êtes connecté. Fermez les sessions que vous ne reconnaissez pas, puis changez de mot de passe.",
            "The browsers where you are signed in. End those you do not recognise, then change your password.";
        session_current: "Cette session", "This session";
        session_unknown: "Navigateur inconnu", "Unknown browser";
        session_no_address: "adresse inconnue", "unknown address";
        session_used: "utilisée", "used";
        session_opened: "ouverte", "opened";
        session_end: "Fermer la session", "End the session";
        session_end_of: "Fermer la session {device}, {address}", "End the session {device}, {address}";
        sessions_end_others: "Fermer toutes les autres", "End all the others";
        sessions_end_all: "Me déconnecter partout", "Sign me out everywhere";
        done_session: "C’est fait\u{a0}: cette session est fermée.", "Done: that session has ended.";

        forgotten: "Mot de passe oublié\u{a0}?", "Forgotten your password?";
        forgotten_title: "Mot de passe oublié", "Forgotten password";
        forgotten_lead: "Donnez votre adresse\u{a0}: nous y enverrons un lien pour choisir un nouveau mot de passe.",
            "Give your address: we will send a link there for choosing a new password.";
        forgotten_send: "Envoyer le lien", "Send the link";
        forgotten_back: "Retour à la connexion", "Back to signing in";
        done_reset_sent: "Si un compte existe à cette adresse, un lien vient d’y être envoyé. Il est valable 30 minutes.",
            "If there is an account with this address, a link has just been sent to it. It is good for 30 minutes.";
        done_password_chosen: "Votre mot de passe est enregistré. Connectez-vous.", "Your password is set. Please sign in.";
        done_email_changed: "Votre nouvelle adresse est confirmée. Elle sert désormais à vous connecter.",
            "Your new address is confirmed. From now on you sign in with it.";
        link_reset: "Nouveau mot de passe", "New password";
        link_reset_text: "Choisissez un nouveau mot de passe pour {email}. Vos sessions ouvertes prendront fin.",
            "Choose a new password for {email}. Your open sessions will end.";
        link_invitation: "Bienvenue dans Guichet", "Welcome to Guichet";
        link_invitation_text: "Bonjour {name}. Choisissez un mot de passe\u{a0}; vous vous connecterez avec l’adresse {email}.",
            "Hello {name}. Choose a password; you will sign in with the address {email}.";
        link_password_send: "Enregistrer le mot de passe", "Set the password";
        link_email: "Confirmer votre adresse", "Confirm your address";
        link_email_text: "{name}, confirmez-vous {email} comme nouvelle adresse de connexion\u{a0}?",
            "{name}, do you confirm {email} as the new address you sign in with?";
        link_email_send: "Confirmer cette adresse", "Confirm this address";
        link_void: "Ce lien n’est plus valable", "This link is no longer valid";
        link_void_text: "Un lien sert une seule fois et pour un temps. Demandez-en un nouveau.",
            "A link works once and for a limited time. Please ask for a new one.";
        email_title: "Changer d’adresse électronique", "Change e-mail address";
        email_change: "Changer d’adresse", "Change address";
        email_lead: "Un lien de confirmation sera envoyé à la nouvelle adresse. L’ancienne reste valable jusque-là, et en sera avertie.",
            "A link will be sent to the new address to confirm it. The present one stays valid until then, and will be told.";
        email_present: "Adresse actuelle\u{a0}:", "Present address:";
        email_new: "Nouvelle adresse électronique", "New e-mail address";
        email_send: "Envoyer le lien de confirmation", "Send the link to confirm it";
        done_email_sent: "Un lien de confirmation a été envoyé à la nouvelle adresse. Il est valable 30 minutes.",
            "A link to confirm it has been sent to the new address. It is good for 30 minutes.";
        invite: "Inviter à choisir un mot de passe", "Invite to choose a password";
        invited_by_mail: "L’invitation est envoyée.", "The invitation has been sent.";
        invited_by_link: "Aucun courriel n’est configuré\u{a0}: transmettez ce lien vous-même. Il n’est affiché qu’une fois.",
            "No mail is configured: hand this link over yourself. It is shown only this once.";

        // In e-mails.
        email_reset: "Choisir un nouveau mot de passe", "Choose a new password";
        email_reset_text: "Quelqu’un, vous sans doute, a demandé à changer le mot de passe de ce compte. Le lien ci-dessous sert une seule fois, pendant 30 minutes.",
            "Somebody, probably you, asked to change the password of this account. The link below works once, for 30 minutes.";
        email_reset_not_me: "Si ce n’est pas vous, ne faites rien\u{a0}: votre mot de passe reste le même.",
            "If it was not you, do nothing: your password stays as it is.";
        email_invitation: "Votre compte Guichet", "Your Guichet account";
        email_invitation_text: "Un compte est prêt pour vous sur Guichet, le centre de services informatique. Choisissez un mot de passe avec le lien ci-dessous\u{a0}; il ne sert qu’une fois. S’il n’est plus valable, demandez une nouvelle invitation.",
            "An account is ready for you at Guichet, the IT service desk. Choose a password with the link below; it works once. If it is no longer valid, ask for another invitation.";
        email_invitation_link: "Choisir mon mot de passe", "Choose my password";
        email_email: "Confirmer votre nouvelle adresse", "Confirm your new address";
        email_email_text: "Vous avez demandé à vous connecter à Guichet avec cette adresse. Confirmez-la avec le lien ci-dessous\u{a0}; il sert une seule fois, pendant 30 minutes.",
            "You asked to sign in to Guichet with this address. Confirm it with the link below; it works once, for 30 minutes.";
        email_email_link: "Confirmer cette adresse", "Confirm this address";
        email_notice: "Changement d’adresse demandé pour votre compte", "A change of address was requested for your account";
        email_notice_text: "Quelqu’un, vous sans doute, a demandé que ce compte utilise une autre adresse électronique. Elle doit encore être confirmée. Si ce n’est pas vous, changez votre mot de passe sans attendre et prévenez un administrateur.",
            "Somebody, probably you, asked for this account to use another e-mail address. It has still to be confirmed. If it was not you, change your password right away and tell an administrator.";
        email_notice_link: "Ouvrir mon compte", "Open my account";
        email_unproven: "Un courriel envoyé en votre nom a été mis de côté", "A message in your name was set aside";
        email_unproven_text: "Le guichet a reçu, depuis votre adresse, un courriel à propos d’un ticket. Rien ne prouve qu’il vient de vous\u{a0}: personne d’autre qu’un administrateur ne le lira, et le ticket n’a pas changé.",
            "The desk received a message from your address about a ticket. Nothing proves that you wrote it: nobody but an administrator will read it, and the ticket is as it was.";
        email_unproven_me: "Si c’est bien vous, répondez directement à un message du guichet, sans changer l’adresse de réponse, ou écrivez sur la page du ticket. Sinon, prévenez un administrateur\u{a0}: quelqu’un se fait passer pour vous.",
            "If it was you, answer a message of the desk without changing the address to reply to, or write on the ticket’s page. If it was not, tell an administrator: somebody pretends to be you.";

        access_title: "Connexion", "Signing in";
        access_password: "Mot de passe", "Password";
        access_has_password: "Défini", "Set";
        access_no_password: "Aucun\u{a0}: la personne ne peut pas se connecter", "None: the person cannot sign in";
        access_factor: "Double authentification", "Two-factor sign-in";
        access_sessions: "Sessions ouvertes", "Open sessions";
        access_no_sessions: "Aucune pour le moment.", "None at the moment.";
        access_end_sessions: "Fermer toutes les sessions", "End all sessions";
        data_title: "Données personnelles", "Personal data";
        data_export: "Exporter les données", "Export the data";
        data_own: "Télécharger mes données", "Download my data";
        data_own_text: "Tout ce que Guichet sait de vous, dans un fichier JSON\u{a0}: votre fiche, vos tickets et ce que vous y avez écrit.",
            "All that the desk knows of you, as a JSON file: your entry, your tickets and what you wrote on them.";
        data_anonymise: "Anonymiser…", "Anonymise…";
        data_anonymise_text: "Le nom et l’adresse de {name} disparaîtront partout, y compris du journal. Le compte sera fermé et ses sessions prendront fin. Les tickets et les chiffres restent, ainsi que ce que la personne a écrit.",
            "The name and address of {name} will go out of everything, the log included. The account will be closed and its sessions will end. Tickets and figures stay, and so does what they wrote.";
        data_anonymise_sure: "Je veux anonymiser {name}\u{a0}: je sais que c’est définitif.",
            "I want to anonymise {name}: I know that it cannot be undone.";
        data_anonymise_send: "Anonymiser définitivement", "Anonymise for good";
        access_audit: "Voir ses connexions dans l’audit", "See their sign-ins in the audit log";
        access_remove: "Retirer la double authentification", "Remove the second factor";
        access_remove_text: "À faire si la personne a perdu son téléphone et ses codes de secours, après avoir vérifié que c’est bien elle. Ses sessions prendront fin.",
            "For somebody who lost their phone and their recovery codes, after making sure that it is really them. Their sessions will end.";
        access_removed: "La double authentification est retirée et les sessions ont pris fin.", "The second factor is removed and the sessions have ended.";
        roles_must: "Rôles qui exigent la double authentification", "Roles that require two-factor sign-in";
        roles_must_hint: "Ces personnes devront se reconnecter et configurer une application d’authentification.",
            "These people will have to sign in again and set up an authenticator app.";
    }
}

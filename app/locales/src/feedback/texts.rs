//! Texts about what users say of how they were served.

texts! {
    /// What users say of how they were served, and what the desk makes of it.
    FeedbackTexts {
        not_yet: "Votre note n’est pas encore enregistrée\u{a0}: complétez-la si vous le souhaitez, puis envoyez-la.",
            "Your mark is not recorded yet: add to it if you like, then send it.";
        replaces: "Elle remplacera votre note du {date}.", "It will replace your mark of {date}.";
        see_ticket: "Voir le ticket", "See the ticket";
        to_do_none: "Aucune action à faire.", "Nothing to do.";
        saved: "L’examen de {reference} est enregistré\u{a0}: voir «\u{a0}Actions à faire\u{a0}».", "The review of {reference} is saved: see “Open actions”.";
        words_of: "le commentaire, {reference}", "the comment, {reference}";
        measure_of: "l’action, {reference}", "the action, {reference}";
        title: "Votre avis", "Your feedback";
        legend: "Votre note", "Your mark";
        mark: "{n} sur 5", "{n} out of 5";
        words: "Voulez-vous ajouter quelque chose\u{a0}?", "Is there anything you would like to add?";
        fault: "Qu’est-ce qui n’allait pas\u{a0}?",
            "What went wrong?";
        no_fault: "Autre chose", "Something else";
        reopen: "Le problème persiste\u{a0}: rouvrir aussi le ticket",
            "It still happens: reopen the ticket too";
        reopen_reason: "Que reste-t-il à faire\u{a0}?", "What is left to be done?";
        reopen_hint: "Contrairement à votre avis, cette réponse figurera dans le ticket.",
            "Unlike your feedback, this answer will be part of the ticket.";
        send: "Envoyer mon avis", "Send my feedback";
        change: "Modifier mon avis", "Change my feedback";
        until: "Vous pouvez donner ou modifier votre avis jusqu’au {date}.",
            "You can give or change your feedback until {date}.";
        read_by: "Votre avis est lu par {who}. Personne d’autre ne le voit.",
            "Your feedback is read by {who}. Nobody else sees it.";
        reads_agent: "{name} (qui a traité le ticket)", "{name} (who handled the ticket)";
        reads_leads: "les responsables de l’équipe «\u{a0}{team}\u{a0}»",
            "the leads of the {team} team";
        reads_managers: "les responsables du support", "the support managers";
        and: "{first} et {last}", "{first} and {last}";
        thanks: "Merci de votre avis.", "Thank you for your feedback.";
        thanks_bad: "Merci de votre avis. Nous allons en chercher la cause.",
            "Thank you for your feedback. We will look for the cause.";
        thanks_reopened: "Merci de votre avis. Le ticket est rouvert.", "Thank you for your feedback. The ticket is open again.";
        given: "Votre note\u{a0}: {mark} ({meaning}), donnée le {date}.", "Your mark: {mark} ({meaning}), given on {date}.";
        about: "Ticket {reference}\u{a0}: {subject}",
            "Ticket {reference}: {subject}";
        void: "Ce lien ne fonctionne pas", "This link does not work";
        void_text: "Il est incomplet ou n’est plus valable. Si votre avis vous a été demandé, donnez-le depuis la page du ticket.",
            "It is incomplete or no longer valid. If you were asked for feedback, give it on the page of the ticket.";
        over: "Il est trop tard pour répondre", "It is too late to answer";
        over_text: "Vous aviez trente jours pour répondre. Si le problème revient, signalez-le de nouveau.",
            "You had thirty days to answer. If the problem comes back, report it again.";
        other: "Cette question a été posée à quelqu’un d’autre", "This question was asked of somebody else";
        other_text: "Ce navigateur est connecté au compte de quelqu’un d’autre. Si la question vous a été posée, déconnectez-vous, puis rouvrez le lien du courriel.",
            "This browser is signed in as somebody else. If you were asked, sign out, then open the link in the e-mail again.";
        my_tickets: "Voir mes tickets", "See my tickets";
        mail_ask: "Choisissez une note\u{a0}: la page qui s’ouvre vous permet d’ajouter un commentaire, sans vous connecter. Rien n’est enregistré avant l’envoi.",
            "Choose a mark: on the page that opens you can add a comment, without signing in. Nothing is recorded until you send it.";
        measure_see: "Voir l’action", "See the action";
        legend_of: "Note donnée", "Mark given";

        desk_title: "Avis", "Feedback";
        desk_lead: "Ce que les utilisateurs disent des tickets que vous avez traités, ou dont vous répondez. Personne n’est classé, et aucune moyenne ne porte sur une seule personne.",
            "What users say of the tickets that you handled, or answer for. Nobody is ranked, and no average is that of one person.";
        section: "Avis de l’utilisateur",
            "The user’s feedback";
        by_link: "par le lien du courriel", "by the link in the e-mail";
        said_on: "{name}, le {date}", "{name}, on {date}";
        handled: "Traité par {name}", "Handled by {name}";
        no_words: "Sans commentaire.", "No comment.";
        to_review_none: "Aucune mauvaise note à examiner.",
            "No bad marks to review.";
        answers_none: "Aucun avis dans cette période.", "No feedback in this period.";
        measures_none: "Aucune action n’a été décidée dans cette période.",
            "No action was decided in this period.";
        review: "Examiner cette note", "Review this mark";
        review_again: "Modifier l’examen",
            "Change the review";
        review_lead: "Dites pourquoi cette note a été donnée, ce qui sera fait pour que cela ne se reproduise pas, et par qui. Pour répondre à l’utilisateur, écrivez-lui dans le ticket.",
            "Say why this mark was given, what will be done so that it does not happen again, and by whom. To answer the user, write to them on the ticket.";
        cause: "Cause", "Reason";
        measure: "Action", "Action";
        owner: "Responsable de l’action", "Owner of the action";
        review_send: "Enregistrer", "Save";
        reviewed: "Note examinée par {name}, le {date}",
            "Mark reviewed by {name}, on {date}";
        owned: "Responsable\u{a0}: {name}", "Owner: {name}";
        done_on: "Faite le {date}",
            "Done on {date}";
        open: "À faire", "To do";
        settle: "C’est fait",
            "Done";
        unsettle: "Remettre à faire",
            "Put back to do";
        period: "Période", "Period";
        since: "Du", "From";
        to: "au", "to";
        show: "Afficher", "Show";
        asked: "Réponses reçues\u{a0}: {answered} sur {asked}",
            "Answers received: {answered} of {asked}";
        average: "Note moyenne\u{a0}: {average} sur 5", "Average mark: {average} out of 5";
        no_average: "Notes et moyenne s’affichent à partir des réponses de cinq personnes, sur le travail de plusieurs agents.",
            "Marks and their average are shown from the answers of five people on, about the work of several agents.";
        marks: "Notes", "Marks";
        faults: "Ce qui n’allait pas", "What went wrong";
        causes: "Causes trouvées", "Reasons found";
        count: "Nombre", "Number";
        counted: "Chiffres selon la date de la question.",
            "Figures go by the date of the question.";
        nobody: "une personne inconnue",
            "somebody unknown";
        every: "Délai minimal entre deux demandes d’avis à la même personne, en jours",
            "Minimum number of days between two requests for feedback to the same person";
        every_hint: "Après la clôture ou le refus d’un ticket, son utilisateur est invité à donner son avis. Indiquez 0 pour ne jamais demander d’avis.",
            "After a ticket is closed or refused, its user is asked for feedback. Enter 0 to never ask.";
    }
}

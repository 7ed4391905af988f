//! Texts about what users say of how they were served.

texts! {
    /// What users say of how they were served, and what the desk makes of it.
    FeedbackTexts {
        title: "Votre avis", "Your feedback";
        legend: "Votre note", "Your mark";
        mark: "{n} sur 5", "{n} out of 5";
        words: "Voulez-vous ajouter quelque chose\u{a0}?", "Is there anything you would like to add?";
        fault: "Qu’est-ce qui n’allait pas\u{a0}?", "What went wrong?";
        no_fault: "Autre chose", "Something else";
        reopen: "Rouvrir le ticket en même temps", "Reopen the ticket as well";
        reopen_reason: "Que reste-t-il à faire\u{a0}?", "What is left to be done?";
        reopen_hint: "Contrairement à votre avis, cette réponse figurera dans le ticket.",
            "Unlike your feedback, this answer will be part of the ticket.";
        send: "Envoyer mon avis", "Send my feedback";
        change: "Modifier mon avis", "Change my feedback";
        until: "Vous pouvez répondre, et changer d’avis, jusqu’au {date}.", "You can answer, and change your answer, until {date}.";
        read_by: "Votre avis est lu par {who}. Personne d’autre ne le voit.",
            "Your feedback is read by {who}. Nobody else sees it.";
        reads_agent: "{name} (qui a traité le ticket)", "{name} (who handled the ticket)";
        reads_leads: "les responsables de l’équipe {team}", "the leads of the team {team}";
        reads_managers: "les responsables du support", "the support managers";
        and: "{first} et {last}", "{first} and {last}";
        thanks: "Merci de votre avis.", "Thank you for your feedback.";
        thanks_bad: "Merci de votre avis. Nous allons chercher ce qui n’allait pas.",
            "Thank you for your feedback. We will find out what went wrong.";
        thanks_reopened: "Merci de votre avis. Le ticket est rouvert.", "Thank you for your feedback. The ticket is open again.";
        given: "Votre note\u{a0}: {mark} ({meaning}), donnée le {date}.", "Your mark: {mark} ({meaning}), given on {date}.";
        about: "Au sujet de {reference}\u{a0}: {subject}", "About {reference}: {subject}";
        void: "Ce lien ne fonctionne pas", "This link does not work";
        void_text: "Il est incomplet, ou il n’est plus valable. Vous pouvez donner votre avis depuis la page du ticket.",
            "It is incomplete, or it is no longer valid. You can give your feedback on the page of the ticket.";
        over: "Il est trop tard pour répondre", "It is too late to answer";
        over_text: "Une question reste ouverte trente jours. Si le problème revient, signalez-le de nouveau.",
            "A question stays open for thirty days. If the problem comes back, report it again.";
        other: "Cette question a été posée à quelqu’un d’autre", "This question was asked of somebody else";
        other_text: "Une autre session est ouverte dans ce navigateur. Pour répondre à la question d’une autre personne, il faut être cette personne.",
            "Somebody else is signed in in this browser. Only the person who was asked can answer.";
        my_tickets: "Voir mes tickets", "See my tickets";
        mail_ask: "Une seule question\u{a0}: choisissez une note pour y répondre, sans vous connecter. Elle ne compte qu’une fois envoyée.",
            "One question only: choose a mark to answer it, without signing in. It counts once you have sent it.";
        legend_of: "Note donnée", "Mark given";

        desk_title: "Avis", "Feedback";
        desk_lead: "Ce que les utilisateurs disent des tickets que vous avez traités, ou dont vous répondez. Il n’y a ni classement ni moyenne par personne.",
            "What users say of the tickets that you handled, or answer for. There is no ranking and no average of a person.";
        section: "Avis de l’utilisateur", "Feedback of the user";
        by_link: "par le lien du courriel", "by the link in the e-mail";
        said_on: "{name}, le {date}", "{name}, on {date}";
        handled: "Traité par {name}", "Handled by {name}";
        no_words: "Sans commentaire.", "No comment.";
        to_review_none: "Aucune mauvaise note n’attend d’être examinée.", "No bad mark waits to be reviewed.";
        answers_none: "Aucun avis dans cette période.", "No feedback in this period.";
        measures_none: "Aucune action décidée dans cette période.", "No action decided in this period.";
        review: "Examiner cette note", "Review this mark";
        review_again: "Corriger", "Correct";
        review_lead: "Dites pourquoi cette note a été donnée, ce qui sera fait pour que cela ne se reproduise pas, et par qui. Pour répondre à l’utilisateur, écrivez-lui dans le ticket.",
            "Say why this mark was given, what will be done so that it does not happen again, and by whom. To answer the user, write to them on the ticket.";
        cause: "Cause", "Reason";
        measure: "Action", "Action";
        owner: "Responsable de l’action", "Owner of the action";
        review_send: "Enregistrer", "Save";
        reviewed: "Examinée par {name}, le {date}", "Reviewed by {name}, on {date}";
        owned: "Responsable\u{a0}: {name}", "Owner: {name}";
        done_on: "Fait le {date}", "Done on {date}";
        open: "À faire", "To do";
        settle: "C’est fait", "It is done";
        unsettle: "Ce n’est pas fait", "It is not done";
        period: "Période", "Period";
        since: "Du", "From";
        to: "au", "to";
        show: "Afficher", "Show";
        asked_one: "{answered} réponse pour {asked} question posée", "{answered} answer to {asked} question asked";
        asked_many: "{answered} réponses pour {asked} questions posées", "{answered} answers to {asked} questions asked";
        average: "Note moyenne\u{a0}: {average} sur 5", "Average mark: {average} out of 5";
        no_average: "Pas de moyenne\u{a0}: il faut les réponses d’au moins cinq personnes.",
            "No average: it takes the answers of at least five people.";
        marks: "Notes", "Marks";
        faults: "Ce qui n’allait pas", "What went wrong";
        causes: "Causes trouvées", "Reasons found";
        count: "Nombre", "Number";
        counted: "Selon la date de la question.", "By the date of the question.";
        nobody: "personne", "nobody";
        every: "Jours entre deux questions à la même personne", "Days between two questions to the same person";
        every_hint: "Après la clôture ou le refus d’un ticket, son utilisateur est invité à donner son avis. 0 pour ne jamais le demander.",
            "After a ticket is closed or refused, its user is asked for feedback. 0 for never asking.";
    }
}

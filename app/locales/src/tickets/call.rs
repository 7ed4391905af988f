//! Calls that an agent writes down.

texts! {
    /// The entry of a call, disruptions, and what leads there.
    Call {
        follows: "Ce ticket fera suite à {reference}.", "This ticket will follow up {reference}.";
        menu: "Menu", "Menu";
        queues: "Files", "Queues";
        tools: "Outils", "Tools";
        title: "Saisir un appel", "Enter a call";
        lead: "Notez ce qu’on vous dit. Votre saisie est conservée jusqu’à l’enregistrement.",
            "Write down what you are told; nothing is lost until it is saved.";
        kind: "De quoi s’agit-il\u{a0}?", "What is it?";
        save: "Enregistrer l’appel", "Save the call";
        who: "Qui est concerné\u{a0}?", "Who is affected?";
        who_hint: "Nom ou adresse électronique. Choisissez la personne dans la liste.",
            "Name or e-mail address. Choose the person from the list.";
        reporter: "Quelqu’un d’autre appelle à sa place", "Somebody else is calling on their behalf";
        who_calls: "Qui appelle\u{a0}?", "Who is calling?";
        found_one: "{n} personne trouvée.", "{n} person found.";
        found_many: "{n} personnes trouvées.", "{n} people found.";
        found_none: "Personne de ce nom.", "Nobody of that name.";
        choose_person: "Choisir", "Choose";
        change_person: "Changer de personne", "Choose somebody else";
        add_person: "Ajouter une personne", "Add a person";
        add_person_legend: "Nouvelle personne", "New person";
        add: "Ajouter", "Add";
        department: "Entité", "Department";
        last_tickets: "Ses derniers tickets", "Their last tickets";
        no_tickets: "Aucun ticket jusqu’ici.", "No tickets so far.";
        new_tab: "(nouvel onglet)", "(new tab)";
        channel: "Reçu par", "Received by";
        subject_hint: "En une ligne, avec les mots de la personne.", "In one line, in the person’s words.";
        noticed_at: "Constaté le", "Noticed at";
        noticed_hint: "Fuseau horaire\u{a0}: {zone}.", "Time zone: {zone}.";
        proposal: "Première estimation", "First estimate";
        proposal_hint: "Une proposition\u{a0}: la catégorisation décide.", "A proposal: categorising decides.";
        priority: "Priorité proposée\u{a0}:", "Proposed priority:";
        category_hint: "Avec la catégorie, l’incident est catégorisé tout de suite.", "With its category, the incident is categorised at once.";
        resolve_now: "Enregistrer et résoudre\u{a0}: c’est réglé pendant l’appel", "Record and resolve: it is solved during the call";
        answer_now: "Enregistrer et répondre\u{a0}: la réponse est donnée", "Record and answer: the answer is given";
        solution_text: "Ce que la personne va lire", "What the person will read";
        answer_text: "Votre réponse, que la personne va lire", "Your answer, which the person will read";
        cause_hint: "Pour les techniciens seulement. Certaines catégories n’en demandent pas.", "For agents only. Some categories ask for none.";
        cause_text: "Quelle est-elle, ou pourquoi n’est-elle pas connue\u{a0}?", "What is it, or why is it not known?";
        priority_none: "choisissez l’impact et l’urgence", "choose impact and urgency";
        confidential: "Confidentiel\u{a0}: seule l’équipe en charge le voit",
            "Confidential: only the team in charge sees it";
        between: "Entre {min} et {max}.", "Between {min} and {max}.";
        item_fields: "Ce que demande cet article", "What this item asks for";
        disruptions: "Perturbations", "Disruptions";
        disruptions_lead: "Ce que tout le monde voit en haut du portail, tant que cela dure.",
            "What everybody sees at the top of the portal, while it lasts.";
        disruptions_open: "En cours", "Going on";
        disruptions_ended: "Terminées", "Ended";
        disruptions_none: "Aucune perturbation en cours. Tant mieux.", "No disruption going on. All the better.";
        disruption_new: "Annoncer une perturbation", "Announce a disruption";
        disruption_title: "Titre", "Title";
        disruption_title_hint: "Ce qui ne marche pas, et où. Exemple\u{a0}: «\u{a0}Messagerie indisponible à Lyon\u{a0}».",
            "What does not work, and where. Example: “Mail unavailable in Lyon”.";
        disruption_message: "Message", "Message";
        disruption_message_hint: "Ce que chacun peut faire en attendant, et quand vous en direz plus.",
            "What people can do meanwhile, and when you will say more.";
        disruption_post: "Publier l’annonce", "Post the announcement";
        disruption_posted: "L’annonce est sur le portail.", "The announcement is on the portal.";
        disruption_end: "C’est rétabli", "It works again";
        disruption_end_of: "«\u{a0}{title}\u{a0}»", "“{title}”";
        disruption_was_ended: "La perturbation est terminée, l’annonce n’est plus sur le portail.",
            "The disruption has ended; the announcement is off the portal.";
        since: "Depuis le {time}", "Since {time}";
        from_to: "Du {from} au {to}", "From {from} to {to}";
    }
}

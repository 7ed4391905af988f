//! Calls that an agent writes down.

texts! {
    /// The entry of a call, and what leads there.
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
        found_none: "Aucune personne de ce nom.", "Nobody of that name.";
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
        proposal: "Catégorisation", "Categorisation";
        proposal_hint: "Ce que vous laissez vide sera complété par qui prendra le ticket en charge.", "What you leave empty is completed by whoever takes the ticket.";
        priority: "Priorité proposée\u{a0}:", "Proposed priority:";
        category_hint: "Avec la catégorie, le ticket est catégorisé tout de suite.", "With its category, the ticket is categorised at once.";
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
    }
}

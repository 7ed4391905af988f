//! Texts of major incidents.

texts! {
    /// Major incidents: declared, led, told of and reviewed.
    MajorTexts {
        tag: "Incident majeur", "Major incident";
        tag_ended: "Ancien incident majeur", "Former major incident";
        list: "Incidents majeurs", "Major incidents";
        list_lead: "Ce qui touche beaucoup de monde, qui le pilote, et ce qui reste à faire pour que cela n’arrive plus.",
            "What affects many people, who leads it, and what is still to be done so that it does not happen again.";
        on: "En cours", "Going on";
        on_none: "Aucun incident majeur en cours.", "No major incident going on.";
        to_review: "Bilan à faire", "To be reviewed";
        reviewed: "Bilan fait", "Reviewed";
        open_tasks: "Actions ouvertes", "Open actions";
        open_tasks_none: "Aucune action ouverte.", "No open action.";
        incident: "Incident", "Incident";
        led_by: "piloté par {name}", "led by {name}";
        since: "depuis le {time}", "since {time}";
        ended: "terminé le {time}", "ended {time}";
        next: "prochaines nouvelles le {time}", "next update {time}";
        next_late: "nouvelles attendues depuis le {time}", "an update has been due since {time}";

        declare: "Déclarer un incident majeur", "Declare a major incident";
        declared: "L’incident majeur est déclaré, et annoncé sur le portail.", "The major incident is declared, and announced on the portal.";
        declare_lead: "Tout le monde lira l’annonce sur le portail. Les incidents cochés deviennent ses enfants\u{a0}: leurs utilisateurs reçoivent les nouvelles, et la résolution les résout aussi.",
            "Everybody will read the announcement on the portal. The incidents ticked become its children: their users get the updates, and its resolution resolves them too.";
        cannot: "Cet incident ne peut pas être déclaré majeur\u{a0}: il est terminé, ou seule son équipe le voit.",
            "This incident cannot be declared a major one: it is over, or only its team sees it.";
        none: "Ouvrez cette page depuis un incident.", "Open this page from an incident.";
        leader: "Pilote", "Leader";
        leader_hint: "Coordonne le travail et donne les nouvelles.", "Coordinates the work and gives the updates.";
        reason: "Motif, pour les techniciens", "Reason, for agents";
        next_update: "Prochaines nouvelles", "Next update";
        next_update_hint: "Le pilote reçoit un rappel si rien n’est publié d’ici là. Fuseau horaire\u{a0}: {zone}.",
            "The leader is reminded if nothing is posted by then. Time zone: {zone}.";
        title_fr: "Titre de l’annonce en français", "Title of the announcement in French";
        title_en: "Titre de l’annonce en anglais", "Title of the announcement in English";
        message_fr: "Annonce en français", "Announcement in French";
        message_en: "Annonce en anglais", "Announcement in English";
        other_hint: "Une seule langue suffit\u{a0}: elle s’affiche alors pour tout le monde.",
            "One language is enough: everybody is then shown that one.";
        service: "Service touché", "Service affected";
        children_of_group: "Incidents semblables qui en deviennent les enfants", "Similar incidents that become its children";
        children_more: "Autres incidents enfants", "Other child incidents";
        children_more_hint: "Leurs références, par exemple INC-1042, INC-1043.", "Their references, for example INC-1042, INC-1043.";
        children_unknown: "Ticket inconnu, ou que vous ne pouvez pas voir\u{a0}: {refs}.",
            "Unknown ticket, or one that you may not see: {refs}.";

        team_page: "Page de l’équipe", "Team page";
        people_one: "{n}\u{a0}personne touchée", "{n} person affected";
        people_many: "{n}\u{a0}personnes touchées", "{n} people affected";
        children_one: "{n}\u{a0}incident enfant", "{n} child incident";
        children_many: "{n}\u{a0}incidents enfants", "{n} child incidents";
        children_none: "Aucun incident enfant.", "No child incident.";
        still_happens: "Se produit encore", "Still happens";
        affected: "Utilisateur", "User";
        state: "État", "State";
        tell: "Donner des nouvelles", "Post an update";
        tell_hint: "Publiées sur le portail, et envoyées une fois à chaque personne concernée dans sa langue.",
            "Posted on the portal, and sent once to each person concerned in their language.";
        text_fr: "Nouvelles en français", "Update in French";
        text_en: "Nouvelles en anglais", "Update in English";
        send: "Publier", "Post";
        sent: "Les nouvelles sont publiées.", "The update is posted.";
        lead: "Changer de pilote", "Change the leader";
        led: "Le pilote a changé.", "The leader has changed.";
        tasks: "Qui fait quoi", "Who does what";
        tasks_none: "Rien n’est encore réparti.", "Nothing has been assigned yet.";
        actions: "Actions", "Actions";
        task: "Que faire", "What to do";
        task_to: "Qui", "Who";
        task_until: "Pour le", "Due";
        task_give: "Confier", "Assign";
        task_finished: "L’action est terminée.", "The action is done.";
        task_given: "L’action est confiée.", "The action is assigned.";
        task_finish: "Fait", "Done";
        task_finish_of: "Marquer comme fait\u{a0}: {task}", "Mark as done: {task}";
        task_done: "fait le {time}", "done {time}";
        task_until_is: "pour le {time}", "due {time}";
        task_late: "en retard depuis le {time}", "overdue since {time}";
        step_down: "Mettre fin à l’incident majeur", "Step the major incident down";
        step_down_hint: "L’incident redevient un incident comme les autres, l’annonce se termine. Si la panne est réparée, dites-le par une dernière nouvelle, puis résolvez l’incident.",
            "It becomes an incident like others, and the announcement ends. If it works again, say so in a last update, then resolve the incident.";
        last_fr: "Dernier mot en français", "Last word in French";
        last_en: "Dernier mot en anglais", "Last word in English";
        last_hint: "Facultatif. Reste un jour sur le portail.", "Optional. It stays on the portal for a day.";
        stepped_down: "Ce n’est plus un incident majeur.", "It is no longer a major incident.";
        review: "Bilan", "Review";
        review_lead: "Court, et pendant que tout le monde s’en souvient. Confiez ensuite les actions qui éviteront que cela se reproduise.",
            "Short, and while everybody remembers. Then assign the actions that keep it from happening again.";
        happened: "Ce qui s’est passé", "What happened";
        helped: "Ce qui a aidé", "What helped";
        review_save: "Enregistrer le bilan", "Save the review";
        review_saved: "Le bilan est enregistré.", "The review is saved.";
        timeline: "Déroulement", "Timeline";
        declared_again: "Déclarer de nouveau", "Declare it again";
        open_incident: "Ouvrir l’incident", "Open the incident";
    }
}

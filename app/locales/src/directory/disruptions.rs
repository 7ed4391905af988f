//! Disruptions: on the portal, and where agents announce them.

texts! {
    /// Disruptions: on the portal, and where agents announce them.
    Disruptions {
        title: "Perturbations", "Disruptions";
        lead: "Ce que tout le monde voit en haut du portail\u{a0}: ce qui ne marche pas, et ce qui est prévu.",
            "What everybody sees at the top of the portal: what does not work, and what is planned.";
        current: "En cours", "Going on";
        planned: "Prévues", "Planned";
        ended: "Terminées", "Ended";
        none: "Aucune perturbation en cours. Tant mieux.", "No disruption going on. All the better.";

        // What one is, in a word or two, above its title.
        maintenance_current: "Maintenance en cours", "Maintenance under way";
        maintenance_planned: "Maintenance prévue", "Planned maintenance";
        maintenance_ended: "Maintenance terminée", "Maintenance completed";
        disruption_planned: "Perturbation prévue", "Expected disruption";
        disruption_ended: "C’est rétabli", "Working again";
        called_off: "Annulée", "Called off";

        // When.
        since: "Depuis le {time}", "Since {time}";
        since_until: "Depuis le {from}, fin prévue le {to}", "Since {from}, expected to end {to}";
        from: "À partir du {time}", "From {time}";
        from_to: "Du {from} au {to}", "From {from} to {to}";
        called_off_at: "Annulée le {time}", "Called off {time}";
        overdue: "La fin prévue est passée\u{a0}: prévenez vos lecteurs.", "The expected end has passed: tell your readers.";
        updates: "Nouvelles", "Updates";
        next_update: "Prochaines nouvelles le {time}", "Next update {time}";
        tickets: "Tickets liés", "Linked tickets";

        // The form.
        new: "Annoncer une perturbation", "Announce a disruption";
        edit: "Modifier l’annonce", "Edit the announcement";
        title_fr: "Titre en français", "Title in French";
        title_en: "Titre en anglais", "Title in English";
        title_hint: "Ce qui ne marche pas, et où. Exemple\u{a0}: «\u{a0}Messagerie indisponible à Lyon\u{a0}».",
            "What does not work, and where. Example: “Mail unavailable in Lyon”.";
        other_hint: "Une seule langue suffit\u{a0}: elle s’affiche alors pour tout le monde.",
            "One language is enough: everybody is then shown that one.";
        message_fr: "Message en français", "Message in French";
        message_en: "Message en anglais", "Message in English";
        message_hint: "Ce que chacun peut faire en attendant, et quand vous en direz plus.",
            "What people can do meanwhile, and when you will say more.";
        begin: "Début", "Beginning";
        begin_hint: "Vide\u{a0}: maintenant. Une date passée si cela dure déjà, à venir si c’est prévu. Fuseau horaire\u{a0}: {zone}.",
            "Empty: now. A past time if it has been going on, a future one if it is planned. Time zone: {zone}.";
        end: "Fin prévue", "Expected end";
        end_hint: "Après le début. Vide\u{a0}: on ne sait pas encore.", "After the beginning. Empty: not known yet.";
        maintenance: "C’est une maintenance, pas une panne", "This is maintenance, not a failure";
        tickets_hint: "Leurs références, par exemple INC-1042, INC-1043. Les utilisateurs ne les voient pas.",
            "Their references, for example INC-1042, INC-1043. Users do not see them.";
        tickets_unknown: "Ticket inconnu, ou que vous ne pouvez pas voir\u{a0}: {refs}.",
            "Unknown ticket, or one that you may not see: {refs}.";
        post: "Publier l’annonce", "Post the announcement";
        posted: "L’annonce est sur le portail.", "The announcement is on the portal.";
        save: "Enregistrer l’annonce", "Save the announcement";
        saved: "L’annonce est à jour.", "The announcement is up to date.";

        // What is said of it later, and its end.
        say_more: "Donner des nouvelles", "Post an update";
        news_fr: "Nouvelles en français", "Update in French";
        news_en: "Nouvelles en anglais", "Update in English";
        news_hint: "Ce que l’on sait maintenant. Si vous terminez l’annonce, ce texte en devient le dernier mot et reste un jour sur le portail.",
            "What is known now. If you end the announcement, this text becomes its last word and stays on the portal for a day.";
        news_post: "Publier ces nouvelles", "Post this update";
        news_posted: "Les nouvelles sont sur le portail.", "The update is on the portal.";
        end_failure: "C’est rétabli", "It works again";
        end_maintenance: "La maintenance est terminée", "The maintenance is over";
        call_off: "Annuler", "Call off";
        of: "«\u{a0}{title}\u{a0}»", "“{title}”";
        was_ended: "C’est terminé, l’annonce n’est plus sur le portail.", "It is over; the announcement is off the portal.";
        was_ended_with: "C’est terminé. Votre dernier mot reste un jour sur le portail.",
            "It is over. Your last word stays on the portal for a day.";
    }
}

//! Absences.

texts! {
    /// Who is away, and who decides instead.
    Absence {
        title: "Mes absences", "My absences";
        lead: "Pendant votre absence, les demandes qui attendent votre accord vont à la personne que vous indiquez ici. Chacun voit sur la demande qui décide à votre place.",
            "While you are away, requests that await your approval go to the person you name here. Everybody sees on the request who decides instead of you.";
        from: "Premier jour", "First day";
        until: "Dernier jour", "Last day";
        until_hint: "Laissez les deux dates vides si vous n’êtes pas absent.", "Leave both dates empty if you are not away.";
        substitute: "Qui décide à votre place", "Who decides instead of you";
        substitute_hint: "Son adresse électronique. Sans remplaçant, les demandes attendent votre retour.",
            "Their e-mail address. Without a substitute, requests wait until you are back.";
        send: "Enregistrer", "Save";
        done: "Votre absence est enregistrée.", "Your absence is saved.";
        account: "Absences", "Absences";
        account_change: "Indiquer une absence", "Say when you are away";
        away: "{who} (absence jusqu’au {date})", "{who} (away until {date})";
        admin_from: "Absence\u{a0}: premier jour", "Absence: first day";
        admin_until: "Absence\u{a0}: dernier jour", "Absence: last day";
        admin_substitute: "Remplaçant pour les approbations", "Substitute for approvals";
        open_title: "Ce qui est en cours", "What is open";
        open_none: "Rien de ce que vous pouvez voir n’est en cours ici.", "Nothing that you may see is open here.";
        open_tickets: "Tickets en cours que vous pouvez voir\u{a0}: {n}", "Open tickets that you may see: {n}";
        open_approvals: "Approbations attendues\u{a0}: {n}", "Approvals awaited: {n}";
        open_person: "Si vous désactivez cette personne, ses tickets reviennent à leur équipe et les approbations vont à son responsable, sinon à un administrateur.",
            "If you deactivate this person, their tickets go back to their team and the approvals to their manager, or else to an administrator.";
        open_team: "Si vous désactivez cette équipe, ses tickets vont à l’équipe de leur service, sinon à celle qui reçoit les nouveaux tickets. Ceux qui lui sont réservés restent à ses membres.",
            "If you deactivate this team, its tickets go to the team of their service, or else to the one where new tickets arrive. Those it alone may see stay with its members.";
        open_other: "La désactivation n’interrompt pas ces tickets\u{a0}: ils restent à leur équipe, et rien de nouveau n’est proposé ici.",
            "Deactivating does not stop these tickets: they stay with their team, and nothing new is offered here.";
        name_pick: "À la place de qui\u{a0}?", "Instead of whom?";
        name_whom: "Qui décidera\u{a0}?", "Who will decide?";
        name_search: "Nom ou adresse de la personne", "Name or e-mail address of the person";
        name_reason: "Pourquoi\u{a0}?", "Why?";
        name_reason_hint: "Visible par le demandeur et les approbateurs.", "Seen by the requester and the approvers.";
    }
}

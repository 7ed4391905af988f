//! Texts of the history of a ticket.

texts! {
    /// What happened, in words. `{who}` did it.
    History {
        system: "Guichet", "Guichet";
        recorded: "{who} a enregistré le ticket", "{who} recorded the ticket";
        edited: "{who} a modifié l’objet ou la description", "{who} edited the subject or the description";
        categorised: "{who} a catégorisé\u{a0}: {what}, impact {impact}, urgence {urgency} → priorité {priority}",
            "{who} categorised: {what}, impact {impact}, urgency {urgency} → priority {priority}";
        categorised_for_users: "{who} a pris connaissance du ticket\u{a0}: {what}", "{who} looked at the ticket: {what}";
        diagnosis: "{who} a commencé le diagnostic", "{who} started the diagnosis";
        finding: "{who} a noté un constat", "{who} added a finding";
        cause: "{who} a établi la cause racine", "{who} recorded the root cause";
        workaround: "{who} a indiqué une solution de contournement", "{who} recorded a workaround";
        held: "{who} a mis le ticket en attente {of}", "{who} put the ticket on hold {of}";
        held_until: "{who} a mis le ticket en attente {of}, jusqu’au {until}", "{who} put the ticket on hold {of}, until {until}";
        resumed: "Reprise du traitement ({who})", "Work goes on ({who})";
        resolved_permanent: "{who} a résolu définitivement", "{who} resolved it for good";
        resolved_workaround: "{who} a résolu par une solution de contournement", "{who} resolved it with a workaround";
        resolved_first: "{who} a résolu au premier contact", "{who} resolved it at first contact";
        confirmed: "{who} a confirmé\u{a0}: c’est réglé", "{who} confirmed: it is solved";
        closed: "{who} a clos le ticket", "{who} closed the ticket";
        reopened: "{who} a rouvert le ticket", "{who} reopened the ticket";
        cancelled: "{who} a annulé le ticket", "{who} cancelled the ticket";
        cancel_wished: "{who} a demandé l’annulation", "{who} asked to cancel";
        to_request: "{who} en a fait une demande de service", "{who} turned it into a service request";
        to_incident: "{who} en a fait un incident", "{who} turned it into an incident";
        to_item: "{who} en a fait une autre demande\u{a0}: {item}", "{who} made it another request: {item}";
        evaluation: "{who} a commencé l’évaluation", "{who} started the evaluation";
        evaluated: "{who} a évalué la demande\u{a0}: faisable (coût\u{a0}: {cost})", "{who} evaluated the request: feasible (cost: {cost})";
        evaluated_standard: "Guichet a évalué cette demande standard (coût\u{a0}: {cost})", "Guichet evaluated this standard request (cost: {cost})";
        not_feasible: "{who} a refusé la demande\u{a0}: elle n’est pas faisable", "{who} refused the request: it is not feasible";
        approved: "{who} a approuvé", "{who} approved";
        refused: "{who} a refusé", "{who} refused";
        asked_back: "{who} pose une question", "{who} asks a question";
        fulfilment: "{who} a commencé la mise en œuvre", "{who} started the fulfilment";
        fulfilled: "{who} a mis en œuvre la demande", "{who} fulfilled the request";
        analysis: "{who} a commencé l’analyse des causes", "{who} started the root cause analysis";
        known_error: "{who} a déclaré une erreur connue", "{who} declared a known error";
        fix: "{who} a lancé la correction", "{who} started the fix";
        risk: "{who} a accepté le risque", "{who} accepted the risk";
        taken: "{who} a pris le ticket en charge", "{who} took the ticket";
        assigned: "{who} a attribué le ticket à {to}", "{who} assigned the ticket to {to}";
        handed_over: "{who} a transféré à l’équipe {to}", "{who} handed it over to the team {to}";
        given_back: "{who} a rendu le ticket à l’équipe", "{who} gave the ticket back to the team";
        affected: "{who} a désigné {to} comme utilisateur concerné", "{who} made {to} the affected user";
        made_confidential: "{who} a rendu le ticket confidentiel", "{who} made the ticket confidential";
        confidential_no_more: "{who} a levé la confidentialité du ticket", "{who} ended the ticket’s confidentiality";
        unassigned: "{from} n’est plus technicien\u{a0}: le ticket revient à son équipe", "{from} is no agent any more: the ticket goes back to its team";
        approver_left: "{from} n’est plus là\u{a0}: la décision revient à {to}", "{from} has left: {to} decides";
        approver_absent: "{from} n’est pas là\u{a0}: {to} décide à sa place", "{from} is away: {to} decides instead";
        approver_named: "{who} a remplacé {from} par {to} pour cette approbation", "{who} named {to} to decide instead of {from}";
        closure_waits: "La clôture automatique attend que la réponse soit lue", "The automatic closure waits until the answer is read";
        closes_at: "Clôture automatique le {date}", "Closes by itself on {date}";
        commented: "{who} a écrit", "{who} wrote";
        noted: "note interne", "internal note";
        similar_found: "Des incidents semblables ont été trouvés", "Similar incidents were found";
        split_off: "{who} a séparé un message\u{a0}: {to}", "{who} split a message off: {to}";
        told_workaround: "{who} a communiqué une solution de contournement", "{who} told of a workaround";
        told_fix: "{who} a annoncé que la cause est supprimée", "{who} told that the cause is fixed";
        group_dismissed: "{who} a écarté le rapprochement avec d’autres incidents", "{who} saw nothing in this incident and others coming together";
        marked_read: "{who} a lu la réponse", "{who} read the answer";
        attached: "{who} a joint {file}", "{who} attached {file}";
        watched: "{who} a ajouté {to} aux observateurs", "{who} added {to} as a watcher";
        unwatched: "{who} a retiré {to} des observateurs", "{who} removed {to} from the watchers";
        linked: "{who} a ajouté un lien\u{a0}: {relation} {to}", "{who} added a link: {relation} {to}";
        unlinked: "{who} a retiré le lien avec {to}", "{who} removed the link to {to}";
        held_problem: "{who} a mis le ticket en attente de la correction de {problem}", "{who} put the ticket on hold until {problem} is fixed";
        held_problem_until: "{who} a mis le ticket en attente de la correction de {problem}, jusqu’au {until}", "{who} put the ticket on hold until {problem} is fixed, or until {until} at the latest";
        redacted_text: "{who} a effacé un texte, définitivement", "{who} removed a text for good";
        redacted_file: "{who} a effacé un fichier, définitivement", "{who} removed a file for good";
        redacted_all: "Durée de conservation passée\u{a0}: textes et fichiers effacés", "Retention period over: texts and files removed";
        clocks_set: "{who} a appliqué les délais actuels à ce ticket", "{who} applied the present times to this ticket";
        user_reminded: "Guichet a rappelé à l’utilisateur que sa réponse est attendue", "Guichet reminded the user that their answer is awaited";
        closure_offered: "Guichet a proposé à l’utilisateur de clore, faute de réponse", "Guichet offered to close the ticket, as the user did not answer";
        due_soon: "Échéance proche\u{a0}: {promise}", "Nearly due: {promise}";
        overdue: "Échéance dépassée\u{a0}: {promise}", "Overdue: {promise}";
        restricted: "Le service est désormais réservé à son équipe", "The service is now seen by its team alone";
        opened: "Le service n’est plus réservé à son équipe", "The service is no longer seen by its team alone";
        imported_state: "Import\u{a0}: passage à l’état «\u{a0}{state}\u{a0}»", "Import: moved to “{state}”";
        imported_rating: "Import\u{a0}: impact {impact}, urgence {urgency}, priorité {priority}",
            "Import: impact {impact}, urgency {urgency}, priority {priority}";
        imported_category: "Import\u{a0}: catégorie modifiée", "Import: category changed";
        imported_owner: "Import\u{a0}: équipe ou technicien modifié", "Import: team or agent changed";
        imported_affected: "Import\u{a0}: utilisateur concerné modifié", "Import: affected user changed";
        imported_counted: "Import\u{a0}: compteurs repris de la source", "Import: counts taken from the source";
        imported_note: "Import\u{a0}: note", "Import: note";
        no_cost: "aucun", "none";
    }
}

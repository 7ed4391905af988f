//! The portal.

texts! {
    /// The users' portal.
    Portal {
        // The first page.
        home_title: "Accueil", "Home";
        hello: "Bonjour {name},", "Hello {name},";
        how_help: "comment pouvons-nous vous aider\u{a0}?", "how can we help?";
        home_lead: "Signalez un incident, faites une demande, suivez ce qui est en cours.",
            "Report an incident, ask for something, follow what is under way.";
        approvals_one: "{n} demande attend votre décision.", "{n} request awaits your decision.";
        approvals_many: "{n} demandes attendent votre décision.", "{n} requests await your decision.";
        approvals_go: "Voir et décider", "Read and decide";
        me_too: "Cela m’arrive aussi", "It happens to me too";
        me_too_hint: "Nous travaillons encore à supprimer la cause de cette panne.", "We are still working to remove the cause of this.";
        me_too_title: "Cela m’arrive aussi", "It happens to me too";
        me_too_lead: "Rien d’autre à expliquer\u{a0}: nous savons déjà de quoi il s’agit. Vous serez prévenu dès que c’est réglé.",
            "There is nothing else to explain: we know already what it is. You will be told as soon as it is solved.";
        me_too_more: "Quelque chose à ajouter\u{a0}?", "Anything to add?";
        me_too_more_hint: "Par exemple, ce qui est différent chez vous.", "For example, what is different where you are.";
        me_too_send: "Me prévenir quand c’est réglé", "Tell me when it is solved";
        me_too_mine: "Vous l’avez déjà signalé\u{a0}: {ref}.", "You have reported it already: {ref}.";
        me_too_open: "Voir mon ticket", "See my ticket";
        way_report: "Signaler un incident", "Report an incident";
        way_report_text: "Quelque chose ne marche plus, ou marche mal.", "Something has stopped working, or works badly.";
        way_report_go: "Signaler", "Report";
        way_ask: "Faire une demande", "Ask for something";
        way_ask_text: "Un accès, un logiciel, du matériel, une information.", "Access, software, equipment, information.";
        way_ask_go: "Voir le catalogue", "See the catalogue";
        way_ask_none: "Décrivez ce dont vous avez besoin\u{a0}: nous en ferons une demande.",
            "Describe what you need: we will turn it into a request.";
        way_follow: "Suivre mes tickets", "Follow my tickets";
        way_follow_text: "Où en sont les choses, ce qui a été dit, ce qui est déjà réglé.",
            "Where things stand, what was said, what is already solved.";
        way_follow_go: "Voir mes tickets", "See my tickets";
        my_open: "Mes tickets ouverts", "My open tickets";
        my_open_none: "Rien en cours pour vous. Tout ce que vous signalez ou demandez apparaît ici.",
            "Nothing under way for you. Whatever you report or ask for appears here.";
        my_all: "Tous mes tickets", "All my tickets";

        // Reporting.
        report_title: "Signaler un incident", "Report an incident";
        report_lead: "Dites ce qui se passe avec vos mots, nous nous occupons du reste.",
            "Say what is going on in your own words; we see to the rest.";
        report_subject: "Que se passe-t-il\u{a0}?", "What is going on?";
        report_subject_hint: "En une phrase, par exemple\u{a0}: Word se ferme quand j’ouvre un document.",
            "In a sentence, for example: Word closes when I open a document.";
        report_description: "Voulez-vous en dire plus\u{a0}?", "Would you like to say more?";
        report_description_hint: "Ce que vous avez essayé, le message affiché. Jamais de mot de passe.",
            "What you tried, the message you saw. Never a password.";
        report_since: "Depuis quand\u{a0}?", "Since when?";
        report_effect: "Pouvez-vous travailler\u{a0}?", "Can you work?";
        effect_blocked: "Non, plus du tout", "No, not at all";
        effect_hampered: "Oui, mais difficilement", "Yes, but with difficulty";
        effect_annoyed: "Oui, c’est seulement gênant", "Yes, it is only annoying";
        report_place: "Où êtes-vous\u{a0}?", "Where are you?";
        report_place_hint: "Site, étage, bureau, ou «\u{a0}à domicile\u{a0}».", "Site, floor, room, or “at home”.";
        report_attach: "Joindre des captures d’écran", "Attach screenshots";
        report_attach_hint: "Choisissez, déposez ou collez jusqu’à {n} fichiers, de 20\u{a0}Mo au plus.",
            "Choose, drop or paste up to {n} files, of 20\u{a0}MB at most.";
        place: "Lieu", "Place";
        decided_title: "Mes décisions", "My decisions";
        decided_yes: "Approuvée le {at}", "Approved on {at}";
        decided_no: "Refusée le {at}", "Refused on {at}";
        waits_since: "En attente depuis le {at}", "Waiting since {at}";
        approve_with: "Approuver avec un mot", "Approve with a word";
        approve_comment: "Un mot pour la personne qui demande (facultatif)", "A word for whoever asks (optional)";
        report_scope: "Qui est touché\u{a0}?", "Who is affected?";
        scope_me: "Moi seulement", "Only me";
        scope_team: "Mon équipe", "My team";
        scope_site: "Tout le site", "The whole site";
        affected_more: "C’est pour quelqu’un d’autre", "It is for somebody else";
        affected: "Son adresse électronique", "Their e-mail address";
        affected_hint: "Cette personne verra le ticket et pourra y répondre.",
            "This person will see the ticket and can answer it.";
        discretion: "Qui peut le lire\u{a0}?", "Who may read it?";
        confidential: "C’est confidentiel", "This is confidential";
        confidential_hint: "Seules l’équipe chargée du ticket et les personnes concernées le liront.",
            "Only the team in charge and the people it is about will read it.";
        report_kept: "Pas de réseau\u{a0}: votre signalement est gardé dans ce navigateur. Il partira tout seul dès que le réseau sera revenu.",
            "No network: your report is kept in this browser. It is sent by itself as soon as the network is back.";
        report_send: "Envoyer le signalement", "Send the report";
        follows: "Ce ticket fera suite à {ref}.", "This ticket will follow up {ref}.";

        // Asking.
        catalogue_title: "Faire une demande", "Ask for something";
        catalogue_lead: "Choisissez ce dont vous avez besoin.", "Choose what you need.";
        catalogue_none: "Le catalogue est encore vide. Décrivez votre besoin en signalant un incident\u{a0}: nous en ferons une demande.",
            "The catalogue is still empty. Describe your need in a report: we will turn it into a request.";
        catalogue_describe: "Décrire mon besoin", "Describe my need";
        catalogue_back: "Catalogue", "Catalogue";
        request_lead: "Quelques précisions, et la demande part.", "A few details, and the request is on its way.";
        request_subject: "Objet de la demande", "Subject of the request";
        request_description: "Pourquoi en avez-vous besoin\u{a0}?", "Why do you need it?";
        request_description_hint: "Ce que vous voulez faire avec, pour quand. Cela aide à évaluer et à décider.",
            "What you want to do with it, by when. It helps to evaluate and decide.";
        number_range: "De {min} à {max}.", "From {min} to {max}.";
        item_cost_each: "Coût\u{a0}: {cost} l’unité.", "Cost: {cost} each.";
        item_cost: "Coût\u{a0}: {cost}.", "Cost: {cost}.";
        item_no_cost: "Sans coût.", "No cost.";
        item_nobody: "Aucun accord n’est nécessaire.", "No approval is needed.";
        item_manager: "L’accord du responsable hiérarchique sera demandé.", "The line manager will be asked to approve.";
        item_people: "L’accord des personnes désignées sera demandé.", "Named people will be asked to approve.";
        request_send: "Envoyer la demande", "Send the request";

        // The list of one's own tickets.
        tickets_title: "Mes tickets", "My tickets";
        tickets_filter: "Filtrer mes tickets", "Filter my tickets";
        tickets_all: "Tous", "All";
        tickets_open: "En cours", "Under way";
        tickets_done: "Terminés", "Finished";
        tickets_none: "Aucun ticket ici.", "No ticket here.";
        tickets_none_text: "Ce que vous signalez ou demandez apparaît dans cette liste, du plus récent au plus ancien.",
            "Whatever you report or ask for appears in this list, newest first.";

        // A ticket.
        open_on_desk: "Ouvrir au bureau des techniciens", "Open on the agents’ desk";
        recorded_on: "enregistré le {at}", "recorded on {at}";
        now_title: "Où en est-on\u{a0}?", "Where does it stand?";
        story_title: "Échanges", "Conversation";
        details_title: "En détail", "Details";
        answers_title: "Ce qui est demandé", "What is asked for";
        evaluation_title: "Évaluation et approbation", "Evaluation and approval";
        solution_title: "Voici une solution", "Here is a solution";
        workaround_title: "Voici une solution de contournement", "Here is a workaround";
        done_title: "Votre demande est réalisée", "Your request is fulfilled";
        meanwhile_title: "En attendant", "In the meantime";
        refused_title: "Pourquoi la demande est refusée", "Why the request is refused";
        cancelled_title: "Pourquoi le ticket est annulé", "Why the ticket is cancelled";
        decide_title: "Votre décision est attendue", "Your decision is awaited";
        you: "Vous", "You";
        reply_title: "Répondre", "Answer";
        reply_text: "Votre message", "Your message";
        reply_file: "Joindre un fichier", "Attach a file";
        reply_file_hint: "Une capture d’écran, un document\u{a0}: 20\u{a0}Mo au plus.", "A screenshot, a document: 20\u{a0}MB at most.";
        reply_send: "Envoyer", "Send";
        reply_send_to: "Envoyer à {who}", "Send to {who}";

        confirm: "C’est réglé", "It is solved";
        persist: "Le problème persiste", "It still happens";
        persist_request: "Ce n’est pas ce qu’il fallait", "It is not what was needed";
        persist_reason: "Que se passe-t-il encore\u{a0}?", "What still happens?";
        persist_request_reason: "Qu’est-ce qui ne va pas\u{a0}?", "What is wrong?";
        persist_send: "Rouvrir le ticket", "Reopen the ticket";
        cancel_incident: "Annuler mon signalement", "Cancel my report";
        cancel_request: "Annuler ma demande", "Cancel my request";
        cancel_reason: "Pourquoi annuler\u{a0}?", "Why cancel?";
        cancel_send: "Confirmer l’annulation", "Confirm the cancellation";
        wish: "Je n’en ai plus besoin", "I no longer need it";
        wish_hint: "La demande est déjà approuvée\u{a0}: la personne qui la réalise dira si elle peut encore être arrêtée.",
            "The request is already approved: whoever fulfils it will say whether it can still be stopped.";
        wish_send: "Demander l’annulation", "Ask to cancel";
        again_incident: "Le délai de réouverture est passé. Si le problème revient, ouvrez un nouveau ticket\u{a0}: il sera lié à celui-ci.",
            "The time to reopen has passed. If it happens again, open a new ticket: it will be linked to this one.";
        again_incident_go: "Signaler à nouveau", "Report it again";
        again_request: "Vous pouvez faire une nouvelle demande\u{a0}: elle sera liée à celle-ci.",
            "You can make a new request: it will be linked to this one.";
        again_request_go: "Demander à nouveau", "Ask again";
        kept_text: "Ce que vous aviez écrit\u{a0}:", "What you had written:";

        // What happens now.
        now_new: "Le ticket est enregistré. Un technicien va en prendre connaissance.", "The ticket is recorded. An agent will look at it.";
        now_taken: "{who} s’en occupe.", "{who} is looking after it.";
        now_categorised: "L’incident est catégorisé. Un technicien va le prendre en charge.", "The incident is categorised. An agent will take it.";
        now_diagnosing: "Nous cherchons la cause.", "We are looking for the cause.";
        now_diagnosing_by: "{who} cherche la cause.", "{who} is looking for the cause.";
        now_to_evaluate: "La demande est enregistrée. Elle va être évaluée.", "The request is recorded. It will be evaluated.";
        now_evaluating: "Nous évaluons la faisabilité, le coût et l’impact.", "We are evaluating feasibility, cost and impact.";
        now_awaiting: "Approbation demandée à {who}.", "Awaiting the approval of {who}.";
        now_awaiting_some: "En attente d’approbation.", "Awaiting approval.";
        now_awaiting_you: "En attente de votre décision.", "Awaiting your decision.";
        now_asked_you: "Une question vous est posée. Répondez ci-dessous\u{a0}: la décision attend votre réponse.",
            "There is a question for you. Answer below: the decision waits for it.";
        now_asked: "Une question est posée à {who}. La décision attend la réponse.", "A question was put to {who}. The decision waits for the answer.";
        now_ready: "La demande va être mise en œuvre.", "The request will be fulfilled.";
        now_approved: "La demande est approuvée. Elle va être mise en œuvre.", "The request is approved. It will be fulfilled.";
        now_fulfilling: "La demande est en cours de mise en œuvre.", "The request is being fulfilled.";
        now_fulfilling_by: "{who} met la demande en œuvre.", "{who} is fulfilling the request.";
        now_wished: "Votre demande d’annulation est transmise.", "Your request to cancel has been passed on.";
        now_hold_you: "Nous attendons votre réponse. Dès que vous écrivez ci-dessous, le travail reprend.",
            "We are waiting for your answer. As soon as you write below, work goes on.";
        now_hold_user: "Nous attendons la réponse de la personne concernée, {who}.", "We are waiting for an answer from {who}.";
        now_hold_vendor: "Nous attendons le fournisseur.", "We are waiting for the vendor.";
        now_hold_change: "Nous attendons un changement prévu.", "We are waiting for a planned change.";
        now_hold_problem: "Nous attendons la correction d’un problème plus général.", "We are waiting for a wider problem to be fixed.";
        now_offered: "Si vous n’en avez plus besoin, annulez-le\u{a0}; sinon, répondez-nous ici.", "If you no longer need it, cancel it; otherwise answer us here.";
        now_hold_until: "Reprise prévue le {at}.", "Work should resume by {at}.";
        now_resolved: "Une solution est proposée.", "A solution is proposed.";
        now_fulfilled: "La demande est réalisée.", "The request is fulfilled.";
        now_your_word: "Dites-nous si tout va bien.", "Tell us whether all is well.";
        now_closes: "Sans réponse, le ticket sera clos le {at}.", "Without an answer, the ticket closes on {at}.";
        now_closed: "Le ticket est clos.", "The ticket is closed.";
        now_reopen_until: "Vous pouvez le rouvrir jusqu’au {at}.", "You can reopen it until {at}.";
        now_refused: "La demande est refusée.", "The request is refused.";
        now_merged: "Ce ticket est regroupé avec un autre\u{a0}: c’est là que nous vous répondons.", "This ticket is part of another one: we answer you there.";
        now_cancelled: "Le ticket est annulé.", "The ticket is cancelled.";

        // Facts beside a ticket.
        for_whom: "Pour", "For";
        asked_by: "Demandé par", "Asked by";
        reported_by: "Signalé par", "Reported by";
        in_charge: "Pris en charge par", "Looked after by";
        channel: "Reçu par", "Received through";
        noticed_at: "Constaté le", "Noticed on";
        privacy: "Confidentialité", "Confidentiality";
        privacy_yes: "Lu par l’équipe chargée du ticket et les personnes concernées seulement",
            "Read only by the team in charge and the people it is about";
        formerly: "Ancienne référence", "Former reference";
        follows_up: "Fait suite à", "Follows up";
        item: "Demande", "Request";
        not_evaluated: "La demande n’est pas encore évaluée.", "The request has not been evaluated yet.";
        feasible: "Faisabilité", "Feasibility";
        feasible_yes: "Faisable", "Feasible";
        feasible_no: "Pas faisable", "Not feasible";
        cost: "Coût", "Cost";
        impact: "Impact", "Impact";
        approved_by: "Approuvé par", "Approved by";
        awaited_from: "Approbation demandée à", "Approval awaited from";
        rule_one: "l’un d’eux suffit", "one of them is enough";
        no_approval: "Aucune approbation nécessaire", "No approval needed";
        approval: "Approbation", "Approval";

        // Deciding.
        approvals_title: "À approuver", "To approve";
        approvals_lead: "Ces demandes attendent votre décision.", "These requests await your decision.";
        approvals_more: "En attente également, à la suite de celles-ci\u{a0}: {n}.", "Also waiting, after these: {n}.";
        approvals_none: "Aucune demande n’attend votre décision.", "No request awaits your decision.";
        approvals_none_text: "Quand votre accord est nécessaire, la demande arrive ici avec tout ce qu’il faut pour décider.",
            "When your approval is needed, the request arrives here with all that is needed to decide.";
        approve: "Approuver", "Approve";
        refuse: "Refuser", "Refuse";
        refuse_reason: "Pourquoi refusez-vous\u{a0}?", "Why do you refuse?";
        refuse_hint: "La personne qui demande lira ce motif.", "Whoever asked will read this reason.";
        refuse_send: "Refuser la demande", "Refuse the request";
        ask_back: "Poser une question", "Ask a question";
        ask_back_text: "Que voulez-vous savoir\u{a0}?", "What do you want to know?";
        ask_back_hint: "La demande reste en attente jusqu’à la réponse.", "The request keeps waiting until the answer.";
        ask_back_send: "Envoyer la question", "Send the question";
        asked_waiting: "Une question attend une réponse.", "A question awaits an answer.";
        description: "Description", "Description";
        exchanges: "Questions et réponses", "Questions and answers";
        whole_ticket: "Voir le ticket {ref}", "See ticket {ref}";

        // Notices after a form.
        done_reported: "C’est envoyé. Votre référence est {ref}. Vous pouvez ajouter un message ou un fichier ci-dessous.",
            "Sent. Your reference is {ref}. You can add a message or a file below.";
        done_asked: "C’est envoyé. Votre référence est {ref}. Vous suivez la demande sur cette page.",
            "Sent. Your reference is {ref}. You can follow the request on this page.";
        done_comment: "Votre message est envoyé.", "Your message has been sent.";
        done_confirm: "Merci\u{a0}! Le ticket est clos.", "Thank you! The ticket is closed.";
        done_reopen: "Le ticket est rouvert. Nous reprenons le travail.", "The ticket is open again. We go back to work.";
        done_cancel: "Le ticket est annulé.", "The ticket is cancelled.";
        done_wish: "Votre demande d’annulation est transmise à la personne qui s’en occupe.", "Your request to cancel has been passed on to whoever is fulfilling it.";
        done_approve: "Votre accord est enregistré.", "Your approval has been recorded.";
        done_refuse: "La demande est refusée. La personne qui demande lira votre motif.", "The request is refused. Whoever asked will read your reason.";
        done_ask_back: "Votre question est envoyée. La demande reste en attente.", "Your question has been sent. The request keeps waiting.";
        done_password: "Votre mot de passe est changé.", "Your password has been changed.";

        // The account.
        account_title: "Mon compte", "My account";
        account_name: "Nom", "Name";
        account_email: "Adresse électronique", "E-mail address";
        account_no_email: "Aucune", "None";
        account_role: "Rôle", "Role";
        account_language: "Langue", "Language";
        account_language_name: "Français", "English";
        account_zone: "Fuseau horaire", "Time zone";
        password_title: "Changer de mot de passe", "Change password";
        password_old: "Mot de passe actuel", "Present password";
        password_new: "Nouveau mot de passe", "New password";
        password_hint: "12 caractères au moins. Plusieurs mots sans rapport font un bon mot de passe.",
            "At least 12 characters. Several unrelated words make a good password.";
        password_repeat: "Répétez le nouveau mot de passe", "New password again";
        password_differs: "Les deux saisies diffèrent.", "The two entries differ.";
        password_send: "Changer le mot de passe", "Change the password";

        // Before the door.
        sign_in_title: "Se connecter", "Sign in";
        sign_in_lead: "Avec votre adresse professionnelle.", "With your work e-mail address.";
        email: "Adresse électronique", "E-mail address";
        password: "Mot de passe", "Password";
        sign_in_send: "Se connecter", "Sign in";
        setup_title: "Bienvenue dans Guichet", "Welcome to Guichet";
        setup_lead: "Créez le premier compte\u{a0}: celui de l’administrateur.", "Create the first account: the administrator’s.";
        setup_name: "Votre nom", "Your name";
        setup_send: "Créer le compte", "Create the account";
    }
}

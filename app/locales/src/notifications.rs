//! Texts of notifications.

use crate::kernel::both::pick;
use crate::kernel::format::fill;
use guichet_domain::kernel::language::Language;
use guichet_domain::kernel::reference::Kind;
use guichet_domain::notifications::notice::Notice;
use guichet_domain::notifications::preferences::Topic;

texts! {
    /// What people are told, under the bell and by mail, and how they choose it.
    Notifications {
        title: "Notifications", "Notifications";
        bell_none: "Notifications", "Notifications";
        bell_one: "Notifications\u{a0}: {n} non lue", "Notifications: {n} unread";
        bell_many: "Notifications\u{a0}: {n} non lues", "Notifications: {n} unread";
        empty: "Rien de neuf. Ce qui concerne vos tickets apparaîtra ici.",
            "Nothing new. What concerns your tickets will appear here.";
        unread: "Non lue", "Unread";
        mark_read: "Marquer comme lue", "Mark as read";
        mark_all: "Tout marquer comme lu", "Mark all as read";
        all_read: "Tout est lu.", "All is read.";
        choose: "Choisir ce qui m’est signalé", "Choose what I am told";
        no_longer: "Ce ticket n’est plus visible pour vous.", "You can no longer see this ticket.";
        wishes_title: "Ce qui m’est signalé", "What I am told";
        wishes_lead: "Décochez ce que vous ne voulez pas recevoir.", "Untick what you do not want.";
        in_app: "Dans l’application", "In the application";
        by_mail: "Par courriel", "By e-mail";
        what: "Événement", "Event";
        no_address: "Votre compte n’a pas d’adresse électronique\u{a0}: rien ne vous est envoyé par courriel.",
            "Your account has no e-mail address: nothing is sent to you by e-mail.";
        wishes_send: "Enregistrer mes choix", "Save my choices";
        wishes_done: "Vos choix sont enregistrés.", "Your choices are saved.";
        mine: "Mes signalements et demandes", "My reports and requests";
        decisions: "Mes décisions", "My decisions";
        work: "Mon travail de technicien", "My work as an agent";
        hello: "Bonjour {name},", "Hello {name},";
        open_ticket: "Ouvrir le ticket", "Open the ticket";
        decide: "Lire et décider", "Read and decide";
        answer_here: "Vous pouvez répondre à ce courriel\u{a0}: votre réponse sera ajoutée au ticket.",
            "You can reply to this e-mail: your reply will be added to the ticket.";
        answer_over: "Si vous répondez à ce courriel, votre réponse sera ajoutée au ticket et lue, mais le ticket ne sera pas rouvert.",
            "If you reply to this e-mail, your reply will be added to the ticket and read, but the ticket will not be reopened.";
        answer_anew: "Une réponse à ce courriel deviendra un nouveau ticket, lié à celui-ci.",
            "An answer to this e-mail becomes a new ticket, linked to this one.";
        decide_there: "Décidez depuis la page du ticket\u{a0}: une réponse à ce courriel ne compte pas.",
            "Decide on the page of the ticket: an answer to this e-mail does not count.";
        no_answer: "Personne ne lit les réponses à ce courriel\u{a0}: répondez depuis le ticket.",
            "Nobody reads answers to this e-mail: answer from the ticket.";
        why: "Guichet vous écrit au sujet de ce ticket. Pour choisir les courriels que vous recevez, ouvrez votre compte\u{a0}:",
            "Guichet is writing to you about this ticket. To choose which e-mails you receive, open your account:";
        why_article: "Guichet vous écrit au sujet d’un article de la base de connaissances. Pour choisir les courriels que vous recevez, ouvrez votre compte\u{a0}:",
            "Guichet is writing to you about a knowledge base article. To choose which e-mails you receive, open your account:";
        open_article: "Ouvrir l’article", "Open the article";
        article: "Article", "Article";
        no_longer_article: "Cet article n’est plus le vôtre.", "This article is no longer yours.";
        ticket: "Ticket", "Ticket";
        state: "État", "State";
        affected: "Pour", "For";
        service: "Service", "Service";
        item: "Demande", "Request";
        team: "Équipe", "Team";
        cost: "Coût", "Cost";
        impact: "Impact", "Impact";
        until: "Reprise prévue le", "Work should resume by";
        closes: "Sans nouvelles de votre part, le ticket sera clos le {date}.",
            "Unless we hear from you, the ticket will be closed on {date}.";
        to_reopen: "Pour le rouvrir, affichez le ticket et choisissez «\u{a0}{button}\u{a0}».",
            "To reopen it, go to the ticket and choose “{button}”.";
        reopen: "Si cela ne convient pas, vous pouvez rouvrir le ticket jusqu’au {date}.",
            "If this is not right, you can reopen the ticket until {date}.";
        internal: "Ce message est interne\u{a0}: ouvrez le ticket pour le lire.", "This message is internal: open the ticket to read it.";
        described: "Ce qu’a écrit {who}\u{a0}:", "What {who} wrote:";
        wrote: "{who} a écrit\u{a0}:", "{who} wrote:";
        wrote_unproven: "{who} aurait écrit, par courriel (expéditeur non vérifié)\u{a0}:",
            "{who} is said to have written, by e-mail (sender not verified):";
        unproven: "Rien ne prouve que ce courriel vient de la personne qu’il nomme\u{a0}: au moindre doute, appelez-la avant d’agir.",
            "Nothing proves that this e-mail is from whom it names: where you have any doubt, call them before you act.";
        step_here: "(étape en cours)", "(now)";
        mail: "Courriels à envoyer", "Outgoing mail";
        mail_lead: "Ce qui attend d’être envoyé, et ce qui n’a pas pu l’être.", "What waits to be sent, and what could not be.";
        mail_waiting_one: "{n} courriel attend.", "{n} e-mail waits.";
        mail_waiting_many: "{n} courriels attendent.", "{n} e-mails wait.";
        mail_failed_one: "{n} courriel n’a pas pu être envoyé.", "{n} e-mail could not be sent.";
        mail_failed_many: "{n} courriels n’ont pas pu être envoyés.", "{n} e-mails could not be sent.";
        mail_none: "Tout est parti\u{a0}: aucun courriel n’attend.", "All is sent: no e-mail waits.";
        mail_to: "Destinataire", "Recipient";
        mail_about: "Au sujet de", "About";
        mail_state: "Situation", "Situation";
        mail_due: "Prochain essai\u{a0}: {date}", "Next try: {date}";
        mail_given_up: "Abandonné le {date}", "Given up on {date}";
        mail_tries_one: "{n} essai", "{n} attempt";
        mail_tries_many: "{n} essais", "{n} attempts";
        mail_again: "Réessayer", "Try again";
        mail_again_all: "Tout réessayer", "Try all again";
        mail_again_done: "Les courriels repartent.", "The e-mails go out again.";
    }
}

/// A notification as one line. Without `by` the desk itself did it.
pub fn notice(language: Language, notice: Notice, kind: Kind, by: Option<&str>) -> String {
    let request = kind == Kind::Request;
    let text = match notice {
        Notice::Recorded if request => ("La demande est enregistrée", "The request is recorded"),
        Notice::Recorded => ("Le ticket est enregistré", "The ticket is recorded"),
        Notice::Message => ("{who} vous a écrit", "{who} wrote to you"),
        Notice::Held => ("Le traitement est en attente", "The work is on hold"),
        Notice::Converted if request => (
            "{who} a transformé le ticket en demande de service",
            "{who} turned the ticket into a service request",
        ),
        Notice::Converted => (
            "{who} a transformé le ticket en incident",
            "{who} turned the ticket into an incident",
        ),
        Notice::Reopened if request => ("La demande est rouverte", "The request is open again"),
        Notice::Reopened => ("Le ticket est rouvert", "The ticket is open again"),
        Notice::Decided => ("La demande est approuvée", "The request is approved"),
        Notice::Refused => ("La demande est refusée", "The request is refused"),
        Notice::Resolved if request => ("La demande est réalisée", "The request is fulfilled"),
        Notice::Resolved => ("C’est résolu", "It is resolved"),
        Notice::WorkaroundTold => (
            "Une solution de contournement est connue",
            "A workaround is known",
        ),
        Notice::FixTold => ("La panne est réparée", "What caused it is fixed"),
        Notice::UpdateTold => (
            "Des nouvelles de l’incident majeur",
            "News of the major incident",
        ),
        Notice::LeadGiven => (
            "Vous pilotez un incident majeur",
            "You lead a major incident",
        ),
        Notice::UpdateMissed => (
            "Des nouvelles de l’incident majeur sont attendues",
            "An update of the major incident is due",
        ),
        Notice::TaskGiven => (
            "{who} vous a confié une action",
            "{who} assigned an action to you",
        ),
        Notice::Cancelled if request => ("La demande est annulée", "The request is cancelled"),
        Notice::Cancelled => ("Le ticket est annulé", "The ticket is cancelled"),
        Notice::Merged if request => (
            "La demande est regroupée avec un autre ticket",
            "The request is part of another ticket now",
        ),
        Notice::Merged => (
            "Le ticket est regroupé avec un autre",
            "The ticket is part of another one now",
        ),
        Notice::Unmerged if request => (
            "La demande est de nouveau suivie à part",
            "The request is a ticket of its own again",
        ),
        Notice::Unmerged => (
            "Le ticket est de nouveau suivi à part",
            "The ticket is one of its own again",
        ),
        Notice::Closed if request => ("La demande est close", "The request is closed"),
        Notice::Closed => ("Le ticket est clos", "The ticket is closed"),
        Notice::FeedbackAsked if request => (
            "La demande est close\u{a0}: comment l’avons-nous traitée\u{a0}?",
            "The request is closed: how did we handle it?",
        ),
        Notice::FeedbackAsked => (
            "Le ticket est clos\u{a0}: comment l’avons-nous traité\u{a0}?",
            "The ticket is closed: how did we handle it?",
        ),
        Notice::ApprovalAsked => ("Votre décision est attendue", "Your decision is awaited"),
        Notice::ApprovalReminded => (
            "Rappel\u{a0}: votre décision est toujours attendue",
            "Reminder: your decision is still awaited",
        ),
        Notice::ApprovalWithdrawn => (
            "Votre décision n’est plus attendue",
            "Your decision is no longer awaited",
        ),
        Notice::Assigned => (
            "{who} vous a attribué ce ticket",
            "{who} assigned this ticket to you",
        ),
        Notice::HandedOver => (
            "{who} a transféré ce ticket à votre équipe",
            "{who} handed this ticket over to your team",
        ),
        Notice::Critical => (
            "Un ticket critique attend votre équipe",
            "A critical ticket waits for your team",
        ),
        Notice::Answered => ("{who} a répondu", "{who} answered"),
        Notice::Mentioned => ("{who} vous a mentionné", "{who} mentioned you"),
        Notice::Awaited => (
            "Rappel\u{a0}: nous attendons votre réponse",
            "Reminder: we are waiting for your answer",
        ),
        Notice::ClosureOffered => (
            "Sans nouvelles de vous, pouvons-nous clore\u{a0}?",
            "We have not heard from you: may we close it?",
        ),
        Notice::Unanswered => (
            "L’utilisateur n’a pas répondu à deux rappels\u{a0}: vous pouvez clore",
            "The user did not answer two reminders: you can close it",
        ),
        Notice::DueSoon => ("L’échéance approche", "A promised time is nearly over"),
        Notice::Overdue => ("L’échéance est dépassée", "A promised time is over"),
        Notice::BadMark => (
            "Un utilisateur a donné une mauvaise note",
            "A user gave a bad mark",
        ),
        Notice::MeasureGiven => (
            "Une action vous est confiée après une mauvaise note",
            "You were given an action after a bad mark",
        ),
        Notice::ReviewAsked => (
            "Un article attend votre relecture",
            "An article waits for your review",
        ),
        Notice::SentBack => (
            "Votre article est à retravailler",
            "Your article was sent back for changes",
        ),
        Notice::ReviewDue => (
            "Il est temps de revoir un article dont vous êtes responsable",
            "It is time to review an article that you own",
        ),
    };
    fill(pick(language, text), &[("who", by.unwrap_or("Guichet"))])
}

/// Name of a topic whose notifications can be switched on and off.
pub fn topic(language: Language, topic: Topic) -> &'static str {
    let notice = match topic {
        Topic::Notice(notice) => notice,
        Topic::Watched => {
            return pick(
                language,
                (
                    "Tickets que je ne fais qu’observer",
                    "Tickets that I only watch",
                ),
            );
        }
    };
    pick(
        language,
        match notice {
            Notice::Recorded => ("Enregistrement", "Recording"),
            Notice::Message => ("Message ou question", "Message or question"),
            Notice::Held => ("Mise en attente", "Put on hold"),
            Notice::Converted => ("Changement de nature", "Change of kind"),
            Notice::Reopened => ("Réouverture par un technicien", "Reopening by an agent"),
            Notice::Decided => ("Approbation", "Approval"),
            Notice::Refused => ("Refus", "Refusal"),
            Notice::Resolved => ("Résolution ou réalisation", "Resolution or fulfilment"),
            Notice::WorkaroundTold => ("Solution de contournement", "Workaround"),
            Notice::FixTold => ("Réparation de la cause", "Fix of the cause"),
            Notice::UpdateTold => ("Nouvelles d’un incident majeur", "News of a major incident"),
            Notice::LeadGiven => (
                "Incident majeur que je pilote",
                "Major incident that I lead",
            ),
            Notice::UpdateMissed => (
                "Nouvelles d’un incident majeur que je dois donner",
                "Update of a major incident that I have to post",
            ),
            Notice::TaskGiven => (
                "Action d’un incident majeur qui m’est confiée",
                "Action of a major incident assigned to me",
            ),
            Notice::Cancelled => ("Annulation", "Cancellation"),
            Notice::Merged => (
                "Regroupement avec un autre ticket",
                "Merge into another ticket",
            ),
            Notice::Unmerged => ("Fin d’un regroupement", "Undoing of a merge"),
            Notice::Closed => ("Clôture", "Closure"),
            Notice::FeedbackAsked => ("Demande d’avis", "Request for feedback"),
            Notice::ApprovalAsked => ("Décision demandée", "Decision asked for"),
            Notice::ApprovalReminded => ("Rappel d’une décision", "Reminder of a decision"),
            Notice::ApprovalWithdrawn => (
                "Décision qui n’est plus attendue",
                "Decision no longer awaited",
            ),
            Notice::Assigned => ("Ticket qui m’est attribué", "Ticket assigned to me"),
            Notice::HandedOver => (
                "Ticket transféré à mon équipe",
                "Ticket handed over to my team",
            ),
            Notice::Critical => (
                "Nouveau ticket critique de mon équipe",
                "New critical ticket of my team",
            ),
            Notice::Answered => ("Réponse de l’utilisateur", "Answer of the user"),
            Notice::Awaited => (
                "Rappel d’une réponse attendue",
                "Reminder of an awaited answer",
            ),
            Notice::ClosureOffered => ("Proposition de clôture", "Offer to close"),
            Notice::Unanswered => ("Utilisateur qui ne répond pas", "User who does not answer"),
            Notice::DueSoon => ("Échéance proche", "Promise nearly due"),
            Notice::Overdue => ("Échéance dépassée", "Promise missed"),
            Notice::BadMark => ("Mauvaise note", "Bad mark"),
            Notice::MeasureGiven => ("Action qui m’est confiée", "Action given to me"),
            Notice::Mentioned => ("Mention (@moi)", "Mention (@me)"),
            Notice::ReviewAsked => ("Article à relire", "Article to review"),
            Notice::SentBack => ("Article à retravailler", "Article sent back for changes"),
            Notice::ReviewDue => (
                "Article à réviser, dont je suis responsable",
                "Article of mine due for review",
            ),
        },
    )
}

//! Mail that came in, for administrators.

texts! {
    /// Mail that came in, for administrators.
    Inbound {
        title: "Courriels reçus", "Incoming mail";
        lead: "Les messages reçus qui n’ont pas trouvé de ticket. Rien n’en est perdu\u{a0}: chacun peut devenir un ticket, ou être écarté.",
            "Messages that came in and found no ticket. None is lost: each can become a ticket, or be discarded.";
        which: "Sorte de messages", "Kind of message";
        aside: "À traiter", "To look at";
        automatic: "Automatiques", "Automatic";
        bounce: "Non distribués", "Not delivered";
        none: "Aucun message ici.", "No message here.";
        received: "Reçu", "Received";
        sender: "Expéditeur", "Sender";
        nobody: "Expéditeur illisible", "Sender cannot be read";
        subject: "Objet", "Subject";
        no_subject: "(sans objet)", "(no subject)";
        why: "Motif", "Reason";
        about: "à propos de", "about";
        actions: "Que faire", "What to do";
        download: "Télécharger", "Download";
        make: "En faire un ticket", "Make a ticket of it";
        for_whom: "Utilisateur concerné (adresse)", "Affected user (address)";
        for_whom_hint: "L’expéditeur, sauf si vous nommez quelqu’un d’autre. Un expéditeur inconnu devient un utilisateur, sans compte.",
            "The sender, unless you name somebody else. An unknown sender becomes a user, without an account.";
        make_now: "Créer le ticket", "Make the ticket";
        discard: "Écarter", "Discard";
        older: "Plus anciens", "Older";
        made: "Le ticket {ticket} a été créé.", "Ticket {ticket} has been made.";
        discarded: "Le message a été écarté.", "The message has been discarded.";
        unknown: "Personne ici n’a cette adresse\u{a0}: {email}. Le message attend toujours.",
            "Nobody here has this address: {email}. The message still waits.";
        gone: "Quelqu’un d’autre s’est déjà occupé de ce message.", "Somebody else has taken care of this message already.";
        by_mail: "par courriel", "by e-mail";
        by_mail_claimed: "par courriel, expéditeur non vérifié", "by e-mail, sender not verified";
        unverified: "Expéditeur non vérifié", "Sender not verified";
        comes_back: "Les courriels à cette adresse reviennent ({status}).",
            "E-mail to this address comes back ({status}).";
        bounced: "Le dernier courriel n’a pas pu lui être remis ({status}).",
            "The last e-mail to this address could not be delivered ({status}).";
    }
}

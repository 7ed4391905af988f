//! Reasons why a message found no ticket, in words.

use guichet_domain::kernel::language::Language;
use guichet_domain::mail::inbound::Reason;

pub const fn reason(language: Language, reason: Reason) -> &'static str {
    let (fr, en) = match reason {
        Reason::Unreadable => ("Message illisible", "Message that cannot be read"),
        Reason::TooLarge => (
            "Trop volumineux\u{a0}: il est resté dans la boîte aux lettres",
            "Too large: it stayed in the mailbox",
        ),
        Reason::Withheld => (
            "La boîte aux lettres ne le remet pas\u{a0}: il y est resté",
            "The mailbox does not hand it over: it stayed there",
        ),
        Reason::UnknownSender => ("Expéditeur inconnu", "Unknown sender"),
        Reason::Inactive => ("Compte fermé", "Closed account"),
        Reason::ForeignSender => (
            "Réponse depuis une adresse inconnue",
            "Answer from an unknown address",
        ),
        Reason::Unproven => (
            "Adresse d’un technicien, sans preuve que c’est lui",
            "An agent’s address, without proof that it is the agent",
        ),
        Reason::Equivocal => (
            "Expéditeur équivoque\u{a0}: plusieurs adresses, ou un nom qui en montre une autre",
            "Equivocal sender: several addresses, or a name that shows another one",
        ),
        Reason::Costly => ("Trop complexe pour être lu", "Too complex to be read"),
        Reason::Interrupted => (
            "Sa lecture a été interrompue plusieurs fois",
            "Reading it was interrupted several times",
        ),
        Reason::Refused => ("Le ticket ne l’accepte pas", "The ticket does not take it"),
        Reason::Empty => ("Message vide", "Empty message"),
        Reason::TooMany => (
            "Trop de messages en une heure",
            "Too many messages within an hour",
        ),
        Reason::SameId => (
            "Même identifiant qu’un autre message",
            "Same identifier as another message",
        ),
        Reason::AutoSubmitted => ("Réponse automatique", "Automatic reply"),
        Reason::Bulk => ("Envoi en nombre", "Bulk mail"),
        Reason::List => ("Liste de diffusion", "Mailing list"),
        Reason::NullSender => ("Sans expéditeur", "Without a sender"),
        Reason::Receipt => ("Accusé de lecture", "Receipt"),
        Reason::Absence => ("Message d’absence", "Out-of-office reply"),
        Reason::Role => (
            "Adresse d’un automate (noreply, postmaster…)",
            "Address of a program (noreply, postmaster…)",
        ),
        Reason::Ours => ("Notre propre adresse", "Our own address"),
    };
    match language {
        Language::Fr => fr,
        Language::En => en,
    }
}

//! Where a message goes. Which senders are believed, and what a message may lead to, is decided in
//! the domain (`tickets/by_mail.rs`).

use crate::desk::Desk;
use crate::kernel::error::DeskError;
use crate::mail::inbound::message::{Hint, InboundRules, Incoming, Unknown};
use crate::tickets::neighbours::tickets_of;
use guichet_domain::directory::person::Person;
use guichet_domain::directory::whole::Directory;
use guichet_domain::kernel::email::email_address;
use guichet_domain::kernel::proof::Proof;
use guichet_domain::kernel::reference::Reference;
use guichet_domain::mail::inbound::Reason;
use guichet_domain::tickets::by_mail::{Answer, answer};
use guichet_domain::tickets::view::viewer;
use guichet_domain::{PersonId, Ticket, TicketId, Timestamp};
use guichet_store::{Aggregate, StoreError, Txn};

const HOUR: i64 = 3_600_000_000;

/// What to do with a message.
pub enum Route {
    /// Comment on a ticket.
    On(Box<Aggregate>, Person, Proof),
    /// New incident, which may follow up a ticket that is over.
    New(Person, Option<Reference>, Proof),
    /// New incident of a person the desk does not know.
    Stranger(Proof),
    /// Set aside: it claims to be from an agent without proof; the agent is notified.
    Unproven(Person, TicketId),
    Aside(Reason, Option<TicketId>),
}

/// Whether the hourly limit of messages from unknown senders is reached; counts this one if not.
/// Their addresses may be made up, and each gets an e-mail and becomes a known person.
async fn strangers(
    txn: &mut Txn,
    rules: &InboundRules,
    now: Timestamp,
) -> Result<bool, StoreError> {
    const KEY: &str = "mail:strangers";
    let (n, until) = txn.throttle(KEY).await?;
    let (n, until) = if until > now {
        (n, until)
    } else {
        (0, now.plus(HOUR))
    };
    if n >= i64::from(rules.hourly) {
        return Ok(true);
    }
    txn.set_throttle(KEY, n + 1, until).await?;
    Ok(false)
}

impl Desk {
    pub(super) async fn place(
        &self,
        txn: &mut Txn,
        inbound: &Incoming,
        rules: &InboundRules,
    ) -> Result<Route, DeskError> {
        let directory = txn.directory_now();
        let now = self.now();
        if txn
            .messages_from(&inbound.sender, Timestamp(now.0 - HOUR))
            .await?
            >= i64::from(rules.hourly)
        {
            return Ok(Route::Aside(Reason::TooMany, None));
        }
        let writer = known(&directory, &inbound.sender);
        // As if it had named no ticket, where its writer does not see that one: that there is one is
        // not betrayed by what becomes of the message.
        let hidden = |aggregate: &Aggregate| match &writer {
            Known::Yes(person) => viewer(aggregate.ticket(), &person.actor()).is_none(),
            Known::Inactive | Known::No => false,
        };
        let ticket = self.spoken_of(txn, inbound).await?;
        let ticket = ticket.filter(|aggregate| !hidden(aggregate));
        if inbound.text.trim().is_empty() && inbound.files.is_empty() {
            // A subject alone is a report, but no answer.
            let says_something = ticket.is_none() && !inbound.subject.trim().is_empty();
            if !says_something && inbound.too_large.is_empty() {
                return Ok(Route::Aside(Reason::Empty, ticket.map(|t| t.ticket().id)));
            }
        }
        let proof = proof(inbound, None);
        let person = match writer {
            Known::Yes(person) => *person,
            Known::Inactive => return Ok(Route::Aside(Reason::Inactive, None)),
            Known::No => {
                let unknown = match inbound.channel {
                    Some(_) => Unknown::Ticket,
                    None => rules.unknown,
                };
                if unknown == Unknown::Ticket && email_address(&inbound.sender).is_none() {
                    // Nobody could be answered there.
                    return Ok(Route::Aside(Reason::UnknownSender, None));
                }
                return Ok(match (ticket, unknown) {
                    (_, Unknown::Ticket) if strangers(txn, rules, now).await? => {
                        Route::Aside(Reason::TooMany, None)
                    }
                    (_, Unknown::Ticket) => Route::Stranger(proof),
                    (Some(aggregate), _) => {
                        Route::Aside(Reason::ForeignSender, Some(aggregate.ticket().id))
                    }
                    (None, Unknown::Aside) => Route::Aside(Reason::UnknownSender, None),
                });
            }
        };
        let Some(aggregate) = ticket else {
            return Ok(Route::New(person, None, proof));
        };
        let into = self.merged_into(txn, aggregate.ticket()).await?;
        Ok(on_ticket(aggregate, into.as_ref(), person, inbound, now))
    }

    /// The ticket that this one is part of, if it is.
    async fn merged_into(
        &self,
        txn: &mut Txn,
        ticket: &Ticket,
    ) -> Result<Option<Ticket>, DeskError> {
        let into = ticket.merged_into();
        let mut found = tickets_of(txn, into.map(|into| into.id)).await?;
        Ok(into.and_then(|into| found.remove(&into.id)))
    }

    /// The ticket a message answers: found by the address it was sent to, by the messages it refers
    /// to, or by the reference in its subject.
    async fn spoken_of<'a>(
        &self,
        txn: &mut Txn,
        inbound: &'a Incoming,
    ) -> Result<Option<Aggregate>, DeskError> {
        let mut found = inbound.signed.map(|(ticket, _)| ticket);
        if found.is_none() {
            let key = |hint: &'a Hint| match hint {
                Hint::Message(key) => Some(key.as_str()),
                Hint::Ticket(_) => None,
            };
            let keys: Vec<&str> = inbound.hints.iter().filter_map(key).collect();
            let reached = txn.tickets_of_messages(&keys).await?;
            found = inbound.hints.iter().find_map(|hint| match hint {
                Hint::Ticket(ticket) => Some(*ticket),
                Hint::Message(key) => reached.get(key).copied(),
            });
        }
        let found = found.or_else(|| in_subject(&inbound.subject).map(|reference| reference.id));
        match found {
            Some(ticket) => Ok(txn.aggregate(ticket).await?),
            None => Ok(None),
        }
    }
}

enum Known {
    Yes(Box<Person>),
    Inactive,
    No,
}

fn known(directory: &Directory, sender: &str) -> Known {
    let mut same = directory
        .people
        .values()
        .filter(|person| person.email.as_deref() == Some(sender));
    match same.clone().find(|person| person.active) {
        Some(person) => Known::Yes(Box::new(person.clone())),
        None if same.next().is_some() => Known::Inactive,
        None => Known::No,
    }
}

/// `into`: the ticket that it is part of, if it is. What is over then is taken up as that one.
fn on_ticket(
    aggregate: Aggregate,
    into: Option<&Ticket>,
    person: Person,
    inbound: &Incoming,
    now: Timestamp,
) -> Route {
    let ticket = aggregate.ticket();
    let id = ticket.id;
    let proof = proof(inbound, Some((id, person.id)));
    match answer(ticket, into, &person.actor(), proof, now) {
        Answer::Said => Route::On(Box::new(aggregate), person, proof),
        Answer::TakenUp => Route::New(person, Some(into.unwrap_or(ticket).reference()), proof),
        Answer::New => Route::New(person, None, proof),
        Answer::Unproven => Route::Unproven(person, id),
        Answer::Refused => Route::Aside(Reason::Refused, Some(id)),
    }
}

/// How certain the author of a message is. A reply address proves it for one ticket and person.
fn proof(inbound: &Incoming, on: Option<(TicketId, PersonId)>) -> Proof {
    if inbound.vouched || inbound.signed.is_some() && inbound.signed == on {
        Proof::Signed
    } else {
        Proof::Claimed
    }
}

/// The reference in square brackets, as in our own subjects: [INC-12].
fn in_subject(subject: &str) -> Option<Reference> {
    subject
        .split('[')
        .skip(1)
        .filter_map(|rest| rest.split_once(']'))
        .find_map(|(inside, _)| inside.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::in_subject;

    #[test]
    fn references_stand_in_brackets() {
        assert!(in_subject("Re: [INC-12] Word").is_some());
        assert!(in_subject("Re: [EXT] [req-3]").is_some());
        for none in [
            "INC-12",
            "[INC-12",
            "[INC-0]",
            "[INC-+1]",
            "[INC-99999999999999999999]",
        ] {
            assert!(in_subject(none).is_none(), "{none}");
        }
    }
}

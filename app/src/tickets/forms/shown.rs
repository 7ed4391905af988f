//! Values that a form showed when it was opened, to find those that somebody else has changed
//! since.

use guichet_domain::kernel::action::Action;
use guichet_domain::kernel::money::Cents;
use guichet_domain::kernel::priority::{Impact, Priority, Urgency};
use guichet_domain::kernel::reference::Reference;
use guichet_domain::kernel::refusal::Field;
use guichet_domain::tickets::classification::Classification;
use guichet_domain::tickets::command::Waited;
use guichet_domain::tickets::hold::HoldReason;
use guichet_domain::tickets::ticket::Ticket;
use guichet_domain::{CategoryId, ItemId, PersonId, ServiceId, TeamId, TextId, Timestamp};
use serde::{Deserialize, Serialize};

/// Every field of a ticket that a form changes, as it was shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shown {
    service: Option<ServiceId>,
    category: Option<CategoryId>,
    impact: Option<Impact>,
    urgency: Option<Urgency>,
    /// Priority that overrides the matrix, if any.
    pub other: Option<Priority>,
    pub assignee: Option<PersonId>,
    pub team: Option<TeamId>,
    pub cost: Option<Cents>,
    pub subject: TextId,
    pub description: Option<TextId>,
    hold_reason: Option<HoldReason>,
    hold_until: Option<Timestamp>,
    hold_problem: Option<Reference>,
    pub cause: Option<TextId>,
    pub workaround: Option<TextId>,
    pub affected: PersonId,
    pub item: Option<ItemId>,
}

impl Shown {
    pub fn of(ticket: &Ticket) -> Self {
        Self {
            service: ticket.service,
            category: ticket.category,
            impact: ticket.impact,
            urgency: ticket.urgency,
            other: ticket.other_priority(),
            assignee: ticket.assignee,
            team: ticket.team,
            cost: ticket.evaluation.as_ref().and_then(|e| e.cost),
            subject: ticket.subject,
            description: ticket.description,
            hold_reason: ticket.hold.as_ref().map(|hold| hold.reason),
            hold_until: ticket.hold.as_ref().and_then(|hold| hold.until),
            hold_problem: ticket.hold.as_ref().and_then(|hold| hold.problem),
            cause: ticket.internal.cause,
            workaround: ticket.workaround,
            affected: ticket.affected,
            item: ticket.item,
        }
    }

    pub fn classification(&self) -> Option<Classification> {
        Some(Classification {
            service: self.service?,
            category: self.category?,
            impact: self.impact?,
            urgency: self.urgency?,
        })
    }

    /// Reason, end and problem of the hold, if the ticket was on hold.
    pub fn hold(&self) -> Option<Waited> {
        let (until, problem) = (self.hold_until, self.hold_problem);
        self.hold_reason.map(|reason| Waited {
            reason,
            until,
            problem,
        })
    }

    /// Takes the value of one field from `from`.
    pub fn take(&mut self, field: Field, from: &Self) {
        match field {
            // A category means nothing without its service.
            Field::Service | Field::Category => {
                (self.service, self.category) = (from.service, from.category);
            }
            Field::Impact => self.impact = from.impact,
            Field::Urgency => self.urgency = from.urgency,
            Field::Priority => self.other = from.other,
            Field::Assignee => self.assignee = from.assignee,
            Field::Team => self.team = from.team,
            Field::Cost => self.cost = from.cost,
            Field::Subject => self.subject = from.subject,
            Field::Description => self.description = from.description,
            Field::HoldReason => self.hold_reason = from.hold_reason,
            Field::Until => self.hold_until = from.hold_until,
            Field::Link => self.hold_problem = from.hold_problem,
            Field::Cause => self.cause = from.cause,
            Field::Text => self.workaround = from.workaround,
            Field::Affected => self.affected = from.affected,
            Field::Item => self.item = from.item,
            _ => {}
        }
    }
}

/// Field of the ticket that a form's control belongs to.
pub fn field_of(action: Action, control: &str) -> Option<Field> {
    Some(match (action, control) {
        (Action::Categorise | Action::ResolveAtFirstContact, "service" | "category") => {
            Field::Category
        }
        (Action::Categorise | Action::ResolveAtFirstContact, "impact") => Field::Impact,
        (Action::Categorise | Action::ResolveAtFirstContact, "urgency") => Field::Urgency,
        (Action::Categorise | Action::ResolveAtFirstContact, "priority" | "reason") => {
            Field::Priority
        }
        (Action::Assign, "agent") => Field::Assignee,
        (Action::HandOver, "team") => Field::Team,
        (Action::ReviseCost, "cost") => Field::Cost,
        (Action::Edit, "subject") => Field::Subject,
        (Action::Edit, "description") => Field::Description,
        (Action::Hold, "reason") => Field::HoldReason,
        (Action::Hold, "until") => Field::Until,
        (Action::Hold, "problem") => Field::Link,
        (Action::RecordCause, "text") => Field::Cause,
        (Action::RecordWorkaround, "text") => Field::Text,
        (Action::ChangeAffected, "person") => Field::Affected,
        (Action::ChangeItem, "item") => Field::Item,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use guichet_domain::TicketId;

    #[test]
    fn one_field_is_taken_and_the_others_stay() {
        let mut ticket = Ticket::unrecorded(TicketId(1));
        let before = Shown::of(&ticket);
        ticket.impact = Some(Impact::High);
        ticket.urgency = Some(Urgency::Low);
        let now = Shown::of(&ticket);
        let mut shown = before.clone();
        shown.take(Field::Impact, &now);
        assert_eq!((shown.impact, shown.urgency), (now.impact, before.urgency));
    }

    #[test]
    fn a_control_is_known_by_the_form_it_stands_in() {
        assert_eq!(field_of(Action::Edit, "subject"), Some(Field::Subject));
        assert_eq!(field_of(Action::RecordCause, "text"), Some(Field::Cause));
        assert_eq!(field_of(Action::SubmitEvaluation, "impact"), None);
    }
}

//! Telling all users of the incidents of a problem what is known of it, each once.

use crate::kernel::action::Action;
use crate::kernel::form::Form;
use crate::kernel::ids::{PersonId, TextId, TicketId};
use crate::kernel::language::Language;
use crate::kernel::reference::{Kind, Reference};
use crate::kernel::refusal::{Field, Problem, Refusal};
use crate::tickets::hold::HoldReason;
use crate::tickets::link::Relation;
use crate::tickets::resolution::Permanence;
use crate::tickets::telling::Known;
use crate::tickets::ticket::Ticket;
use crate::tickets::workflow::{State, targets};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The form by which the users of a problem's incidents are told what is known of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TellUsers {
    /// The problem.
    pub problem: TicketId,
    /// What is known.
    pub known: Known,
    /// The text of the problem as the form showed it.
    pub source: TextId,
    /// What is told in French; empty if those who read French are told in English.
    pub fr: String,
    /// What is told in English; empty if those who read English are told in French.
    pub en: String,
    /// Whether the open incidents are resolved with it; only for a fix.
    pub resolve: bool,
}

impl TellUsers {
    /// Returns what is told in a language: where there is nothing, what is told in the other one.
    pub fn text(&self, language: Language) -> &str {
        let (own, other) = match language {
            Language::Fr => (&self.fr, &self.en),
            Language::En => (&self.en, &self.fr),
        };
        if own.trim().is_empty() { other } else { own }
    }
}

/// An incident whose user is to be told, and who is notified by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToTell {
    /// The incident.
    pub incident: TicketId,
    /// Its participants who are not told by another incident.
    pub to: BTreeSet<PersonId>,
    /// Whether it can be resolved with its cause.
    pub is_open: bool,
}

/// What is told of a problem: its workaround, or how it was resolved. `None` if there is nothing yet.
pub fn source(problem: &Ticket, known: Known) -> Option<TextId> {
    let resolution = problem.resolution.as_ref();
    let is_done = matches!(problem.state, State::Resolved | State::Closed);
    // What was only worked round is not fixed.
    let resolution = resolution.filter(|one| is_done && one.permanence == Permanence::Permanent);
    let text = match known {
        Known::Workaround => problem.workaround,
        Known::Fix => resolution.map(|resolution| resolution.notes),
        // Of a major incident alone.
        Known::Update => None,
    };
    text.filter(|_| problem.kind == Kind::Problem)
}

/// Returns the incidents that a problem causes, by its links.
pub fn caused_by(problem: &Ticket) -> impl Iterator<Item = TicketId> {
    let links = problem.internal.links.iter();
    let causes = links.filter(|link| link.relation == Relation::Causes);
    causes.map(|link| link.to.id)
}

/// Refuses a form that says nothing, or something else than the problem does by now.
///
/// # Errors
/// [`Refusal::Invalid`] names the field, [`Refusal::Conflict`] if the problem says another thing.
pub fn check(form: &TellUsers, problem: &Ticket) -> Result<(), Refusal> {
    let mut check = Form::default();
    if form.fr.trim().is_empty() && form.en.trim().is_empty() {
        check.named_error(Field::Text, "fr", Problem::Missing);
    }
    if form.resolve && form.known != Known::Fix {
        check.error(Field::Value, Problem::Invalid);
    }
    check.finish()?;
    if source(problem, form.known) != Some(form.source) {
        return Err(Refusal::Conflict(vec![Field::Text]));
    }
    Ok(())
}

/// Returns whom to tell of a text of a problem: the incidents that it causes where it was not told yet,
/// open ones first, in order of their numbers. Whoever takes part in several is notified once, and not
/// again if an earlier incident told them.
pub fn to_tell(problem: TicketId, source: TextId, incidents: &[&Ticket]) -> Vec<ToTell> {
    let is_open = |incident: &Ticket| {
        let mut resolved = targets(Kind::Incident, Action::ResolveWithCause, incident.state);
        resolved.next().is_some()
    };
    let told = incidents.iter();
    let told = told.filter_map(|incident| incident.internal.told_of(problem, source));
    let mut knowing: BTreeSet<PersonId> = told.flat_map(|told| told.to.iter().copied()).collect();
    let is_due = |incident: &&Ticket| {
        let is_incident = incident.kind == Kind::Incident && incident.state != State::Cancelled;
        is_incident && incident.internal.told_of(problem, source).is_none()
    };
    let mut due: Vec<&Ticket> = incidents.iter().copied().filter(is_due).collect();
    // Whoever has an open one is told by that: they can say that it still happens.
    due.sort_by_key(|incident| (!is_open(incident), incident.id));
    let due = due.into_iter().map(|incident| {
        let mut to = incident.participants();
        to.retain(|person| knowing.insert(*person));
        ToTell {
            incident: incident.id,
            to,
            is_open: is_open(incident),
        }
    });
    due.collect()
}

/// Whom a telling reaches, as the agent sees it beforehand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TellingPage {
    /// The problem.
    pub problem: Reference,
    /// Its subject, in one line.
    pub subject: String,
    /// What is told of it, as agents wrote it; `None` if there is nothing to tell yet.
    pub source: Option<(TextId, String)>,
    /// The incidents whose users are to be told.
    pub lines: Vec<TellingLine>,
    /// Number of incidents of which the users were told before.
    pub told: i64,
}

/// An incident whose user is to be told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TellingLine {
    /// The incident.
    pub incident: Reference,
    /// Its subject, in one line.
    pub subject: String,
    /// State in the workflow.
    pub state: State,
    /// What it waits for, if it is on hold.
    pub hold: Option<HoldReason>,
    /// Who is notified, by name. Nobody where another incident tells them.
    pub to: Vec<String>,
    /// Language in which it is told: that of the affected user.
    pub language: Language,
    /// Whether it can be resolved with its cause.
    pub is_open: bool,
}

//! What users of the demonstration said of how they were served, and what came of it: by the rules of
//! the desk, for every ticket that has ended.

use super::dice::Dice;
use super::house::{SERVICE_DESK, WORKPLACE};
use super::texts::opinions::{self, Opinion};
use super::world::World;
use guichet_desk::{FeedbackHistory, History};
use guichet_domain::feedback::ask::{AskFacts, ask, occasion};
use guichet_domain::feedback::command::{AnswerForm, FeedbackCommand, ReviewForm};
use guichet_domain::feedback::decide::{FeedbackDecision, decide_feedback, give};
use guichet_domain::feedback::event::{FeedbackEnvelope, FeedbackEvent, Occasion};
use guichet_domain::feedback::evolve::evolve_feedback;
use guichet_domain::feedback::given::Feedback;
use guichet_domain::feedback::score::Score;
use guichet_domain::kernel::actor::{Role, Who};
use guichet_domain::kernel::language::Language;
use guichet_domain::kernel::time::{DAY, HOUR};
use guichet_domain::tickets::event::Envelope;
use guichet_domain::{
    CommandId, FeedbackId, PersonId, TeamId, Ticket, TicketId, Timestamp, evolve,
};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Prefix of command identifiers, as of tickets; another.
const COMMANDS: u128 = 0x6775_6963_6866_8000_8000_0000_0000_0000;
/// Seed of these dice alone.
const SEED: u64 = 2027;
/// Of a hundred who are asked, how many answer.
const ANSWER: i64 = 42;
/// Days within which a bad mark of the demonstration was reviewed.
const REVIEWED: i64 = 6;
/// Bad marks that nobody has reviewed yet, at the first line and elsewhere.
const WAITING: usize = 1;

/// The end of a ticket.
pub struct End {
    ticket: Ticket,
    occasion: Occasion,
    at: Timestamp,
    command: CommandId,
}

/// The ends of a ticket, in the order in which they happened.
pub fn ends(id: TicketId, history: &History) -> Vec<End> {
    let mut ticket = Ticket::unrecorded(id);
    let mut ends = Vec::new();
    for step in &history.steps {
        let before = ticket.state;
        let envelope = Envelope {
            ticket: id,
            at: step.at,
            by: step.by.clone(),
            command: step.command,
            event: step.event.clone(),
        };
        ticket = evolve(ticket, &envelope);
        ends.extend(occasion(before, &ticket).map(|occasion| End {
            ticket: ticket.clone(),
            occasion,
            at: step.at,
            command: step.command,
        }));
    }
    ends
}

/// What was asked and said after these ends, up to now.
pub fn said(world: &World, mut ends: Vec<End>) -> Vec<FeedbackHistory> {
    ends.sort_by_key(|end| (end.at, end.ticket.id));
    let mut asked: BTreeMap<PersonId, Timestamp> = BTreeMap::new();
    let mut stories = Vec::new();
    for end in ends {
        let person = end.ticket.affected;
        let known = world.directory.people.get(&person);
        let facts = AskFacts {
            is_there: known.is_some_and(|person| person.active),
            last_asked: asked.get(&person).copied(),
            every_days: world.directory.settings.feedback_every_days,
        };
        let Some(question) = ask(&end.ticket, end.occasion, facts, end.at) else {
            continue;
        };
        asked.insert(person, end.at);
        let mut story = Story::begin(world, end.ticket.id, end.at);
        story.append(
            end.at,
            Who::System,
            end.command,
            FeedbackEvent::Asked(question),
        );
        story.answer(person);
        stories.push((story, end.ticket.team));
    }
    // The last ones wait, at the first line and elsewhere: each lead finds something to review.
    stories.sort_by_key(|(story, _)| story.at);
    let (mut first_line, mut others) = (WAITING, WAITING);
    for (story, team) in stories.iter_mut().rev() {
        let is_first_line = team.is_some_and(|team| [SERVICE_DESK, WORKPLACE].contains(&team));
        let waiting = if is_first_line {
            &mut first_line
        } else {
            &mut others
        };
        if !story.feedback.has_bad_mark() {
            continue;
        }
        if *waiting > 0 {
            *waiting -= 1;
        } else {
            story.review(*team);
        }
    }
    stories
        .into_iter()
        .map(|(story, _)| story.history)
        .collect()
}

/// One feedback while it is told.
struct Story<'a> {
    world: &'a World,
    dice: Dice,
    feedback: Feedback,
    history: FeedbackHistory,
    at: Timestamp,
    step: u128,
    opinion: Option<&'static Opinion>,
}

impl<'a> Story<'a> {
    fn begin(world: &'a World, ticket: TicketId, at: Timestamp) -> Self {
        let mut dice = Dice::of(SEED, ticket.0.unsigned_abs() ^ at.0.unsigned_abs());
        let id = FeedbackId((dice.throw() >> 1).cast_signed());
        Self {
            world,
            dice,
            feedback: Feedback::unasked(id),
            history: FeedbackHistory {
                id,
                ..FeedbackHistory::default()
            },
            at,
            step: 0,
            opinion: None,
        }
    }

    fn command(&mut self) -> CommandId {
        self.step += 1;
        let feedback = u128::from(self.feedback.id.0.unsigned_abs() & 0x00ff_ffff_ffff);
        CommandId(Uuid::from_u128(COMMANDS | feedback << 20 | self.step << 12))
    }

    fn append(&mut self, at: Timestamp, by: Who, command: CommandId, event: FeedbackEvent) {
        let envelope = FeedbackEnvelope {
            feedback: self.feedback.id,
            at,
            by,
            command,
            event,
        };
        self.feedback = evolve_feedback(std::mem::take(&mut self.feedback), &envelope);
        self.history.events.push(envelope);
        self.at = at;
    }

    fn decided(&mut self, at: Timestamp, by: PersonId, command: CommandId, done: FeedbackDecision) {
        self.history.texts.extend(done.text);
        for event in done.events {
            self.append(at, Who::Person(by), command, event);
        }
    }

    /// Some hours later, if that is not in the future.
    fn later(&mut self, low: i64, high: i64) -> Option<Timestamp> {
        let at = self.at.plus(self.dice.between(low, high) * HOUR);
        (at <= self.world.now).then_some(at)
    }

    /// The user answers, or does not.
    fn answer(&mut self, person: PersonId) {
        if !self.dice.percent(ANSWER) {
            return;
        }
        let Some(at) = self.later(1, 72) else { return };
        let language = self.world.directory.people.get(&person);
        let language = language.and_then(|person| person.language);
        let opinions = match language.unwrap_or_default() {
            Language::Fr => opinions::FRENCH,
            Language::En => opinions::ENGLISH,
        };
        let mark = match self.dice.between(1, 100) {
            1..=5 => 1,
            6..=12 => 2,
            13..=25 => 3,
            26..=58 => 4,
            _ => 5,
        };
        let fitting: Vec<&Opinion> = opinions.iter().filter(|one| one.mark == mark).collect();
        let Some(opinion) = self.dice.one(&fitting).copied() else {
            return;
        };
        let is_silent = self.dice.percent(if mark > 2 { 60 } else { 15 });
        let form = AnswerForm {
            score: Score::new(mark),
            fault: opinion.fault,
            words: if is_silent {
                String::new()
            } else {
                opinion.words.into()
            },
            reopen: None,
        };
        let (id, by_link) = (self.command(), self.dice.percent(70));
        if let Ok(given) = give(&self.feedback, (person, None), id, &form, by_link, at) {
            self.decided(at, person, id, given);
            self.opinion = Some(opinion);
        }
    }

    /// Somebody who leads the team, or the support manager, says what is done about it.
    fn review(&mut self, team: Option<TeamId>) {
        let Some((opinion, at)) = self.opinion.zip(self.later(4, REVIEWED * 24)) else {
            return;
        };
        let Some(cause) = opinion.cause else {
            return;
        };
        let people = self.world.directory.people.values();
        let leads = people.filter(|person| match person.role {
            Role::TeamLead => team.is_some_and(|team| person.teams.contains(&team)),
            role => role == Role::SupportManager,
        });
        let leads: Vec<PersonId> = leads.map(|person| person.id).collect();
        let owners: BTreeSet<PersonId> = self
            .feedback
            .asked
            .agent
            .into_iter()
            .chain(leads.clone())
            .collect();
        let Some(by) = leads.first().copied() else {
            return;
        };
        let candidates: Vec<PersonId> = owners.iter().copied().collect();
        let form = ReviewForm {
            cause: Some(cause),
            measure: opinion.measure.into(),
            owner: self.dice.one(&candidates).copied(),
            corrects: None,
        };
        let (id, command) = (self.command(), FeedbackCommand::Review(form));
        let Ok(reviewed) = decide_feedback(&self.feedback, id, &command, &owners) else {
            return;
        };
        self.decided(at, by, id, reviewed);
        let done = self
            .later(3 * 24, 40 * 24)
            .filter(|at| *at <= self.world.now.plus(-DAY));
        if let Some(at) = done {
            let id = self.command();
            let settle = FeedbackCommand::Settle { done: true };
            if let Ok(settled) = decide_feedback(&self.feedback, id, &settle, &owners) {
                self.decided(at, by, id, settled);
            }
        }
    }
}

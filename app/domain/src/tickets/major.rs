//! Major incidents (ITIL): incidents that one person leads, of which everybody is told.

use crate::kernel::action::Action;
use crate::kernel::ids::{DisruptionId, PersonId, TextId};
use crate::kernel::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Maximum number of tasks of a major incident, since all are shown with it.
pub const TASKS_MAX: usize = 100;

/// What makes an incident a major one; for agents only. What everybody learns of it is its
/// disruption ([`crate::directory::disruption::Disruption`]).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Major {
    /// Agent who leads.
    pub leader: PersonId,
    /// When it was declared.
    pub declared_at: Timestamp,
    /// Why it was declared.
    pub reason: TextId,
    /// What everybody is told of it.
    pub disruption: DisruptionId,
    /// When people expect to hear of it again.
    pub next_update: Timestamp,
    /// Whether the leader was reminded of that.
    pub reminded: bool,
    /// When it ended: the incident was resolved or cancelled, or it was stepped down. `None` while it
    /// lasts.
    pub ended_at: Option<Timestamp>,
    /// Whether the resolution of its incident ended it, with which its children are resolved; not once
    /// the incident was taken up again.
    pub resolved: bool,
    /// Who does what, in the order in which it was given.
    pub tasks: Vec<Task>,
    /// What was learnt of it; `None` before the review.
    pub review: Option<Review>,
}

/// Something that somebody does during a major incident, or after it so that it does not happen again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// What is to be done.
    pub text: TextId,
    /// Agent who does it.
    pub to: PersonId,
    /// Until when, if that was said.
    pub until: Option<Timestamp>,
    /// When it was done; `None` while it is open.
    pub done_at: Option<Timestamp>,
}

/// What was learnt of a major incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// What happened.
    pub happened: TextId,
    /// What helped.
    pub helped: TextId,
}

/// What people ask to happen to a major incident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MajorCommand {
    /// Declares the incident a major one.
    Declare {
        /// Agent who leads; required.
        leader: Option<PersonId>,
        /// Why; required, at most `REASON_MAX` characters.
        reason: String,
        /// When people hear of it again; required, in the future.
        next_update: Option<Timestamp>,
        /// What everybody is told of it, which is saved with it.
        disruption: DisruptionId,
    },
    /// Makes another agent its leader.
    Lead {
        /// The new leader.
        leader: PersonId,
        /// Leader that the form showed.
        was: PersonId,
    },
    /// Says how it stands. At least one language is required; each at most `TEXT_MAX` characters.
    Update {
        /// In French.
        fr: String,
        /// In English.
        en: String,
        /// When people hear of it again; required, in the future.
        next_update: Option<Timestamp>,
    },
    /// Gives somebody something to do.
    GiveTask {
        /// What; required, at most `REASON_MAX` characters.
        text: String,
        /// Agent who does it; required.
        to: Option<PersonId>,
        /// Until when, if that is said.
        until: Option<Timestamp>,
    },
    /// Marks a task as done.
    FinishTask {
        /// Its place among the tasks, from 0.
        task: u32,
    },
    /// Makes the incident one like others again.
    StepDown {
        /// Why; required, at most `REASON_MAX` characters.
        reason: String,
    },
    /// Says what was learnt of it, once it has ended.
    Review {
        /// What happened; required, at most `TEXT_MAX` characters.
        happened: String,
        /// What helped; required, at most `TEXT_MAX` characters.
        helped: String,
        /// Review that the form showed, if there was one.
        #[serde(default)]
        was: Option<Review>,
    },
}

/// What happened to a major incident; for agents only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MajorEvent {
    /// Declared.
    Declared {
        /// Agent who leads.
        leader: PersonId,
        /// Why.
        reason: TextId,
        /// What everybody is told of it.
        disruption: DisruptionId,
        /// When people hear of it again.
        next_update: Timestamp,
    },
    /// Led by another agent.
    Led {
        /// The new leader.
        leader: PersonId,
    },
    /// Everybody was told how it stands.
    Updated {
        /// In French, if that was written.
        fr: Option<TextId>,
        /// In English, if that was written.
        en: Option<TextId>,
        /// When people hear of it again.
        next_update: Timestamp,
    },
    /// The time at which people were to hear of it has passed.
    UpdateMissed,
    /// Somebody was given something to do.
    TaskGiven {
        /// What.
        text: TextId,
        /// Agent who does it.
        to: PersonId,
        /// Until when, if that was said.
        until: Option<Timestamp>,
    },
    /// A task was done.
    TaskDone {
        /// Its place among the tasks, from 0.
        task: u32,
    },
    /// An incident like others again.
    SteppedDown {
        /// Why.
        reason: TextId,
    },
    /// Reviewed.
    Reviewed {
        /// What happened.
        happened: TextId,
        /// What helped.
        helped: TextId,
    },
}

impl MajorCommand {
    /// Returns the action that the command carries out.
    pub const fn action(&self) -> Action {
        match self {
            Self::Declare { .. } => Action::DeclareMajor,
            Self::Lead { .. } | Self::Update { .. } => Action::UpdateMajor,
            Self::GiveTask { .. } | Self::FinishTask { .. } => Action::GiveTask,
            Self::StepDown { .. } => Action::StepDownMajor,
            Self::Review { .. } => Action::ReviewMajor,
        }
    }
}

impl Major {
    /// Whether it lasts.
    pub const fn is_on(&self) -> bool {
        self.ended_at.is_none()
    }

    /// Ends it, if it lasts, by the resolution of its incident or otherwise.
    pub(crate) fn end(&mut self, at: Timestamp, resolved: bool) {
        if self.is_on() {
            self.ended_at = Some(at);
            self.resolved = resolved;
        }
    }

    /// Returns the task at this place, if it is there and open.
    pub fn open_task(&self, task: u32) -> Option<&Task> {
        let task = self.tasks.get(usize::try_from(task).ok()?)?;
        task.done_at.is_none().then_some(task)
    }

    /// Returns the texts that describe how it stands.
    pub fn texts(&self) -> impl Iterator<Item = TextId> {
        let tasks = self.tasks.iter().map(|task| task.text);
        let review = self.review.iter();
        let review = review.flat_map(|review| [review.happened, review.helped]);
        [self.reason].into_iter().chain(tasks).chain(review)
    }
}

impl MajorEvent {
    /// Returns the texts that the event names.
    pub fn texts(&self) -> Vec<TextId> {
        match self {
            Self::Declared { reason, .. } | Self::SteppedDown { reason } => vec![*reason],
            Self::Updated { fr, en, .. } => [*fr, *en].into_iter().flatten().collect(),
            Self::TaskGiven { text, .. } => vec![*text],
            Self::Reviewed { happened, helped } => vec![*happened, *helped],
            Self::Led { .. } | Self::UpdateMissed | Self::TaskDone { .. } => Vec::new(),
        }
    }
}

/// Returns how a major incident stands after one more event at that time. `None` stands for an
/// incident that never was one.
pub(crate) fn after(major: Option<Major>, event: &MajorEvent, at: Timestamp) -> Option<Major> {
    if let MajorEvent::Declared {
        leader,
        reason,
        disruption,
        next_update,
    } = event
    {
        return Some(Major {
            leader: *leader,
            declared_at: at,
            reason: *reason,
            disruption: *disruption,
            next_update: *next_update,
            reminded: false,
            ended_at: None,
            resolved: false,
            // Declared once more: what is still to be done stays.
            tasks: major.map(|before| before.tasks).unwrap_or_default(),
            review: None,
        });
    }
    let mut major = major?;
    match event {
        MajorEvent::Declared { .. } => {}
        MajorEvent::Led { leader } => major.leader = *leader,
        MajorEvent::Updated { next_update, .. } => {
            major.next_update = *next_update;
            major.reminded = false;
        }
        MajorEvent::UpdateMissed => major.reminded = true,
        MajorEvent::TaskGiven { text, to, until } => major.tasks.push(Task {
            text: *text,
            to: *to,
            until: *until,
            done_at: None,
        }),
        MajorEvent::TaskDone { task } => {
            let place = usize::try_from(*task).unwrap_or(usize::MAX);
            if let Some(task) = major.tasks.get_mut(place) {
                task.done_at.get_or_insert(at);
            }
        }
        MajorEvent::SteppedDown { .. } => major.end(at, false),
        MajorEvent::Reviewed { happened, helped } => {
            major.review = Some(Review {
                happened: *happened,
                helped: *helped,
            });
        }
    }
    Some(major)
}

//! What happened: the log's words. Each event holds outcomes, never the rule that led to them.

use crate::approval::Replacement;
use crate::ids::*;
use crate::letter::Proof;
use crate::priority::{Impact, Priority, Urgency};
use crate::ticket::*;
use crate::time::Timestamp;
use crate::view::Audience;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// An event with who, when and on what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envelope {
    pub ticket: TicketId,
    pub at: Timestamp,
    pub by: Who,
    pub command: CommandId,
    pub event: Event,
}

/// How a ticket began.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    pub kind: Kind,
    pub subject: TextId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<TextId>,
    pub affected: PersonId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reporter: Option<PersonId>,
    pub channel: Channel,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub noticed_at: Option<Timestamp>,
    #[serde(default)]
    pub confidential: bool,
    #[serde(default)]
    pub restricted: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<ServiceId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub impact: Option<Impact>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub urgency: Option<Urgency>,
    pub priority: Priority,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<TeamId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<ItemId>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldAnswer>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follows: Option<Reference>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external: Option<String>,
    /// It came as a letter, and this is how sure the desk was of who wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_mail: Option<Proof>,
}

/// Category, cause and solution at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FirstContact {
    pub to: State,
    pub classification: Classification,
    pub priority: Priority,
    pub restricted: bool,
    pub priority_reason: Option<TextId>,
    pub resolution: Resolution,
    pub closes_at: Option<Timestamp>,
    pub cause: Option<TextId>,
}

/// What can happen to a ticket. An event that moves it says where to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    Recorded(Box<Recorded>),
    Edited {
        subject: Option<TextId>,
        description: Option<TextId>,
    },
    Categorised {
        to: State,
        classification: Classification,
        priority: Priority,
        restricted: bool,
        /// Why the priority is not the matrix's.
        reason: Option<TextId>,
    },
    DiagnosisStarted {
        to: State,
    },
    FindingAdded {
        text: TextId,
    },
    CauseRecorded {
        text: TextId,
    },
    WorkaroundRecorded {
        text: TextId,
    },
    Held {
        to: State,
        hold: Hold,
        note: Option<TextId>,
    },
    Resumed {
        to: State,
    },
    Resolved {
        to: State,
        resolution: Resolution,
        closes_at: Option<Timestamp>,
        cause: Option<TextId>,
    },
    /// Categorised and resolved by one form, as one event.
    ResolvedAtFirstContact(Box<FirstContact>),
    Confirmed {
        to: State,
        reopen_until: Timestamp,
    },
    Closed {
        to: State,
        reason: Option<TextId>,
        reopen_until: Timestamp,
    },
    Reopened {
        to: State,
        reason: TextId,
    },
    Cancelled {
        to: State,
        reason: Option<TextId>,
    },
    CancelWished {
        reason: TextId,
    },
    Converted {
        to: State,
        kind: Kind,
        item: Option<ItemId>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        fields: Vec<FieldAnswer>,
    },
    EvaluationStarted {
        to: State,
    },
    Evaluated {
        to: State,
        evaluation: Evaluation,
        reason: Option<TextId>,
        approval: Option<Approval>,
    },
    Approved {
        to: State,
        comment: Option<TextId>,
    },
    Refused {
        to: State,
        reason: TextId,
    },
    AskedBack {
        question: TextId,
    },
    FulfilmentStarted {
        to: State,
    },
    Fulfilled {
        to: State,
        done: TextId,
        closes_at: Option<Timestamp>,
    },
    AnalysisStarted {
        to: State,
    },
    KnownErrorDeclared {
        to: State,
    },
    FixStarted {
        to: State,
    },
    RiskAccepted {
        to: State,
        reason: TextId,
    },
    Assigned {
        to: PersonId,
    },
    /// Whoever was in charge is no agent any more: the team is, until somebody takes it.
    Unassigned {
        from: PersonId,
    },
    /// Others are asked in the place of one who has not decided.
    ApproverReplaced {
        from: PersonId,
        to: BTreeSet<PersonId>,
        rule: ApprovalRule,
        why: Replacement,
    },
    /// It closes by itself at another time, or not before an answer was read.
    ClosureMoved {
        closes_at: Option<Timestamp>,
    },
    HandedOver {
        team: TeamId,
        note: Option<TextId>,
    },
    Commented {
        text: TextId,
        audience: Audience,
        unread: bool,
        /// It came as a letter, and this is how sure the desk was of who wrote it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by_mail: Option<Proof>,
    },
    MarkedRead,
    Attached {
        attachment: Attachment,
        /// The user sent it, and nobody has read it yet.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        unread: bool,
        /// As with what is said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by_mail: Option<Proof>,
    },
    Watched {
        person: PersonId,
    },
    Unwatched {
        person: PersonId,
    },
    Linked {
        link: Link,
    },
    /// Emptied for good, in every place; who, when and why remain.
    Redacted {
        what: Removed,
        /// By a person always; a rule of the house gives none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<TextId>,
        /// Whoever could read it learns that it is gone.
        audience: Audience,
    },
    /// Its service was restricted to its team, or opened, after the ticket was classified.
    Restricted {
        restricted: bool,
    },
    /// A change that another program made and this workflow would have refused.
    Imported {
        change: Imported,
    },
}

/// One change out of another program's history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Imported {
    State {
        to: State,
        hold: Option<Hold>,
        reopened: bool,
        closed: bool,
        resolution: Option<Resolution>,
    },
    Rating {
        impact: Impact,
        urgency: Urgency,
        priority: Priority,
    },
    Category {
        service: Option<ServiceId>,
        category: Option<CategoryId>,
    },
    Owner {
        team: Option<TeamId>,
        assignee: Option<PersonId>,
        handed_over: bool,
    },
    Affected {
        person: PersonId,
    },
    /// The source counts more reopenings or hand-overs than its rows show.
    Counted {
        hand_overs: u32,
        reopenings: u32,
    },
    Note {
        text: TextId,
    },
}

impl Event {
    /// How sure the desk was of who wrote it, where it came as a letter.
    pub fn by_mail(&self) -> Option<Proof> {
        match self {
            Self::Recorded(recorded) => recorded.by_mail,
            Self::Commented { by_mail, .. } | Self::Attached { by_mail, .. } => *by_mail,
            _ => None,
        }
    }

    /// The state it moves the ticket to, if it moves it.
    pub fn moves_to(&self) -> Option<State> {
        match self {
            Self::Categorised { to, .. }
            | Self::DiagnosisStarted { to }
            | Self::Held { to, .. }
            | Self::Resumed { to }
            | Self::Resolved { to, .. }
            | Self::Confirmed { to, .. }
            | Self::Closed { to, .. }
            | Self::Reopened { to, .. }
            | Self::Cancelled { to, .. }
            | Self::Converted { to, .. }
            | Self::EvaluationStarted { to }
            | Self::Evaluated { to, .. }
            | Self::Approved { to, .. }
            | Self::Refused { to, .. }
            | Self::FulfilmentStarted { to }
            | Self::Fulfilled { to, .. }
            | Self::AnalysisStarted { to }
            | Self::KnownErrorDeclared { to }
            | Self::FixStarted { to }
            | Self::RiskAccepted { to, .. }
            | Self::Imported {
                change: Imported::State { to, .. },
            } => Some(*to),
            Self::ResolvedAtFirstContact(first) => Some(first.to),
            _ => None,
        }
    }

    /// For whom the words are that it brings, where it is somebody speaking.
    pub fn said_to(&self) -> Option<Audience> {
        match self {
            Self::Recorded(_) => Some(Audience::Everyone),
            Self::Commented { audience, .. } => Some(*audience),
            _ => None,
        }
    }

    /// The texts it names.
    pub fn texts(&self) -> Vec<TextId> {
        let some = |ids: &[Option<TextId>]| ids.iter().flatten().copied().collect();
        match self {
            Self::Recorded(recorded) => {
                let mut texts = vec![recorded.subject];
                texts.extend(recorded.description);
                texts.extend(answered(&recorded.fields));
                texts
            }
            Self::Converted { fields, .. } => answered(fields).collect(),
            Self::Edited {
                subject,
                description,
            } => some(&[*subject, *description]),
            Self::Categorised { reason, .. }
            | Self::Closed { reason, .. }
            | Self::Cancelled { reason, .. } => some(&[*reason]),
            Self::FindingAdded { text }
            | Self::CauseRecorded { text }
            | Self::WorkaroundRecorded { text }
            | Self::Commented { text, .. }
            | Self::Imported {
                change: Imported::Note { text },
            } => vec![*text],
            Self::Held { note, .. } | Self::HandedOver { note, .. } => some(&[*note]),
            Self::Resolved {
                resolution, cause, ..
            } => some(&[Some(resolution.notes), *cause]),
            Self::ResolvedAtFirstContact(first) => some(&[
                first.priority_reason,
                Some(first.resolution.notes),
                first.cause,
            ]),
            Self::Imported {
                change: Imported::State { resolution, .. },
            } => resolution.iter().map(|r| r.notes).collect(),
            Self::Reopened { reason, .. }
            | Self::CancelWished { reason }
            | Self::Refused { reason, .. }
            | Self::RiskAccepted { reason, .. } => vec![*reason],
            Self::Evaluated {
                evaluation, reason, ..
            } => some(&[evaluation.impact, *reason]),
            Self::Approved { comment, .. } => some(&[*comment]),
            Self::ApproverReplaced {
                why: Replacement::Named(reason),
                ..
            } => vec![*reason],
            Self::AskedBack { question } => vec![*question],
            Self::Redacted { reason, .. } => some(&[*reason]),
            Self::Fulfilled { done, .. } => vec![*done],
            _ => Vec::new(),
        }
    }
}

/// An event as the log stores it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stored {
    #[serde(rename = "type")]
    pub name: String,
    pub v: i64,
    pub data: Value,
}

/// A stored event that no version of the program can have written.
#[derive(Debug, thiserror::Error)]
#[error("event {name} v{v} cannot be read: {reason}")]
pub struct Unreadable {
    pub name: String,
    pub v: i64,
    pub reason: String,
}

/// The current form of an event, by name. Forms not listed are at their first.
fn version(name: &str) -> i64 {
    match name {
        "commented" | "attached" => 2,
        _ => 1,
    }
}

impl Event {
    pub fn store(&self) -> Stored {
        let (name, data) = apart(self);
        Stored {
            v: version(&name),
            name,
            data: data.unwrap_or_else(|| json!({})),
        }
    }

    /// Reads a stored event of any form that was ever written.
    ///
    /// # Errors
    /// [`Unreadable`] where name, version or content are unknown.
    pub fn read(stored: Stored) -> Result<Self, Unreadable> {
        let Stored { name, v, data } = stored;
        let data = lift(&name, v, data);
        let has_data = name != "marked_read";
        if v > version(&name) {
            return Err(Unreadable {
                name,
                v,
                reason: "written by a newer version".into(),
            });
        }
        together(&name, has_data.then_some(data)).map_err(|error| Unreadable {
            name,
            v,
            reason: error.to_string(),
        })
    }
}

/// The name of a variant, and what it holds; nothing where it is a name alone.
pub fn apart<T: Serialize>(one: &T) -> (String, Option<Value>) {
    match serde_json::to_value(one).unwrap_or_default() {
        Value::String(name) => (name, None),
        Value::Object(variant) => match variant.into_iter().next() {
            Some((name, data)) => (name, Some(data)),
            None => Default::default(),
        },
        _ => Default::default(),
    }
}

/// The variant of that name, with what it holds.
///
/// # Errors
/// There is none, or it holds something else.
pub fn together<T: DeserializeOwned>(
    name: &str,
    data: Option<Value>,
) -> Result<T, serde_json::Error> {
    let variant = match data {
        Some(data) => Value::Object([(name.to_owned(), data)].into_iter().collect()),
        None => Value::String(name.to_owned()),
    };
    serde_json::from_value(variant)
}

/// Brings older forms to the current one, a step at a time.
fn lift(name: &str, v: i64, mut data: Value) -> Value {
    if name == "commented"
        && v == 1
        && let Some(fields) = data.as_object_mut()
    {
        // The first form knew only "internal or not".
        let internal = fields
            .remove("internal")
            .and_then(|i| i.as_bool())
            .unwrap_or(false);
        fields.insert(
            "audience".into(),
            json!(if internal { "agents" } else { "participants" }),
        );
        fields.insert("unread".into(), json!(false));
    }
    if name == "attached"
        && v == 1
        && let Some(attachment) = data.get_mut("attachment").and_then(Value::as_object_mut)
        && attachment.get("audience") != Some(&json!("agents"))
    {
        // The first form was for everyone even where the words that it came with were not, and does
        // not say what it came with: approvers are shown none of those files.
        attachment.insert("audience".into(), json!("participants"));
    }
    data
}

/// The texts among the answers to a catalogue item's questions.
fn answered(fields: &[FieldAnswer]) -> impl Iterator<Item = TextId> {
    fields.iter().filter_map(|answer| match answer.value {
        FieldValue::Text(text) => Some(text),
        _ => None,
    })
}

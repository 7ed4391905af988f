//! What somebody can be told, and what they wish to be told by which way.

use super::Telling;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What somebody is told. Each kind can be switched off by whoever does not want it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Notice {
    // to those it is about
    Recorded,
    /// Somebody wrote to them: a question, an answer, an approver's question.
    Message,
    Held,
    Decided,
    Refused,
    /// Resolved, or fulfilled.
    Resolved,
    Cancelled,
    Closed,
    // to approvers
    ApprovalAsked,
    ApprovalReminded,
    /// Their decision is no longer awaited, without their having taken it.
    ApprovalWithdrawn,
    // to agents
    Assigned,
    HandedOver,
    /// The user wrote, sent a file, reopened it, or wishes to cancel.
    Answered,
    Mentioned,
}

impl Notice {
    pub const ALL: &'static [Self] = &[
        Self::Recorded,
        Self::Message,
        Self::Held,
        Self::Decided,
        Self::Refused,
        Self::Resolved,
        Self::Cancelled,
        Self::Closed,
        Self::ApprovalAsked,
        Self::ApprovalReminded,
        Self::ApprovalWithdrawn,
        Self::Assigned,
        Self::HandedOver,
        Self::Answered,
        Self::Mentioned,
    ];

    /// As it is stored, and stands in forms and Message-IDs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Recorded => "recorded",
            Self::Message => "message",
            Self::Held => "held",
            Self::Decided => "decided",
            Self::Refused => "refused",
            Self::Resolved => "resolved",
            Self::Cancelled => "cancelled",
            Self::Closed => "closed",
            Self::ApprovalAsked => "approval_asked",
            Self::ApprovalReminded => "approval_reminded",
            Self::ApprovalWithdrawn => "approval_withdrawn",
            Self::Assigned => "assigned",
            Self::HandedOver => "handed_over",
            Self::Answered => "answered",
            Self::Mentioned => "mentioned",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|notice| notice.name() == name)
    }

    /// Told to agents for their work, not to those the ticket is about.
    pub const fn is_for_agents(self) -> bool {
        matches!(
            self,
            Self::Assigned | Self::HandedOver | Self::Answered | Self::Mentioned
        )
    }
}

/// What can be switched on and off: the kinds of notices, and tickets that one only watches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Topic {
    Notice(Notice),
    /// Tickets of others, watched: this counts beside the kind of notice.
    Watched,
}

impl Topic {
    pub fn all() -> impl Iterator<Item = Self> {
        let notices = Notice::ALL.iter().map(|notice| Self::Notice(*notice));
        notices.chain([Self::Watched])
    }

    pub const fn name(self) -> &'static str {
        match self {
            Self::Notice(notice) => notice.name(),
            Self::Watched => "watched",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::all().find(|topic| topic.name() == name)
    }

    /// How it is told to whoever has not chosen.
    pub const fn delivered(self) -> Channels {
        Channels {
            app: true,
            // Watching is looked at; mail about it is asked for.
            mail: !matches!(self, Self::Watched),
        }
    }
}

impl From<Topic> for String {
    fn from(topic: Topic) -> Self {
        topic.name().into()
    }
}

impl TryFrom<String> for Topic {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        Self::from_name(&name).ok_or(name)
    }
}

/// By which ways somebody is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Channels {
    /// In the application, under the bell.
    pub app: bool,
    pub mail: bool,
}

/// What somebody chose, where it is not as delivered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wishes(pub BTreeMap<Topic, Channels>);

impl Wishes {
    pub fn channels(&self, topic: Topic) -> Channels {
        self.0
            .get(&topic)
            .copied()
            .unwrap_or_else(|| topic.delivered())
    }

    /// The ways on which this is told.
    pub fn of(&self, telling: &Telling) -> Channels {
        let kind = self.channels(Topic::Notice(telling.notice));
        let watched = if telling.watching {
            self.channels(Topic::Watched)
        } else {
            Channels {
                app: true,
                mail: true,
            }
        };
        Channels {
            app: kind.app && watched.app && !telling.own,
            mail: kind.mail && watched.mail,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_topic_reads_back() {
        for topic in Topic::all() {
            assert_eq!(Topic::from_name(topic.name()), Some(topic));
        }
        assert_eq!(Topic::from_name("nothing"), None);
    }
}

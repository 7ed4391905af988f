//! What somebody can be told, and what they wish to be told by which way.

use crate::notifications::notice::Notice;
use crate::notifications::recipients::Recipient;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
    pub fn of(&self, recipient: &Recipient) -> Channels {
        let kind = self.channels(Topic::Notice(recipient.notice));
        let watched = if recipient.watching {
            self.channels(Topic::Watched)
        } else {
            Channels {
                app: true,
                mail: true,
            }
        };
        Channels {
            app: kind.app && watched.app && !recipient.own,
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

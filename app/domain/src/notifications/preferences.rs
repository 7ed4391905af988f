//! Preferences: which notifications a person wants by which channel.

use crate::notifications::notice::Notice;
use crate::notifications::recipients::Recipient;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Topic that can be switched on and off: a kind of notification, or tickets one only watches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Topic {
    /// A kind of notification.
    Notice(Notice),
    /// Tickets of others that one only watches; counts in addition to the kind of notification.
    Watched,
}

impl Topic {
    /// Returns all topics.
    pub fn all() -> impl Iterator<Item = Self> {
        let notices = Notice::ALL.iter().map(|notice| Self::Notice(*notice));
        notices.chain([Self::Watched])
    }

    /// Returns the name under which it is stored and sent.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Notice(notice) => notice.name(),
            Self::Watched => "watched",
        }
    }

    /// Returns the topic with this name, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::all().find(|topic| topic.name() == name)
    }

    /// Returns the channels for people who have not chosen any.
    pub const fn delivered(self) -> Channels {
        Channels {
            app: true,
            // Watched tickets send no mail unless it is asked for.
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

/// Channels by which a person is notified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Channels {
    /// Whether they are notified in the application, under the bell.
    pub app: bool,
    /// Whether they are notified by e-mail.
    pub mail: bool,
}

/// Channels that a person chose, for topics where they differ from the defaults.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wishes(pub BTreeMap<Topic, Channels>);

impl Wishes {
    /// Returns the channels for `topic`: those chosen, or the defaults.
    pub fn channels(&self, topic: Topic) -> Channels {
        self.0
            .get(&topic)
            .copied()
            .unwrap_or_else(|| topic.delivered())
    }

    /// Returns the channels for a notification. The bell never shows people what they did
    /// themselves.
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

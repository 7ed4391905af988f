//! Disruptions that are announced on the portal: what fails, what is planned, what came of it.

use crate::kernel::ids::{DisruptionId, ServiceId, TicketId};
use crate::kernel::language::Label;
use crate::kernel::time::{DAY, Timestamp};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeSet;

/// How long the last word of an ended disruption stays on the portal, in microseconds.
pub const LAST_WORD_STAYS: i64 = DAY;

/// Number of updates that are shown on the portal, the latest.
pub const UPDATES_SHOWN: usize = 50;

/// Disruption that is announced on the portal, written by hand. Of each text one language may be
/// empty: the other one is shown then.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disruption {
    /// Number of the disruption.
    pub id: DisruptionId,
    /// Service that is disrupted, if it is a single one.
    pub service: Option<ServiceId>,
    /// Title, in one line.
    #[serde(serialize_with = "write_text", deserialize_with = "read_text")]
    pub title: Label,
    /// Message below the title; may be empty.
    #[serde(serialize_with = "write_text", deserialize_with = "read_text")]
    pub message: Label,
    /// When it began, or is going to. Zero in a form that does not say: when it is first saved.
    pub since: Timestamp,
    /// When it is expected to end, if anybody knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// Whether it is work that the desk has planned, and no fault.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub maintenance: bool,
    /// What was said since it was announced, in the order of time. It is only ever added to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub updates: Vec<DisruptionUpdate>,
    /// When it was marked as ended; `None` while it lasts or is still to come.
    pub ended: Option<Timestamp>,
    /// What was said when it ended; may be empty.
    #[serde(
        default,
        skip_serializing_if = "Label::is_empty",
        serialize_with = "write_text",
        deserialize_with = "read_text"
    )]
    pub last_word: Label,
    /// The major incident that it was announced with, if it was; for agents who may see that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub major: Option<TicketId>,
    /// When people hear of it again, where that was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_update: Option<Timestamp>,
    /// Tickets about it, for agents. Users learn of none, agents of those that they may see.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub tickets: BTreeSet<TicketId>,
}

/// What was said of a disruption after it was announced.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DisruptionUpdate {
    /// When it was said. Zero in a form: when it is saved.
    pub at: Timestamp,
    /// What was said.
    #[serde(serialize_with = "write_text", deserialize_with = "read_text")]
    pub text: Label,
}

/// Where a disruption stands, in the order in which they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// It has begun and not ended.
    Current,
    /// It is still to begin.
    Planned,
    /// It has ended, or was called off.
    Ended,
}

/// What everybody may know of a disruption.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Announcement {
    /// Number of the disruption.
    pub id: DisruptionId,
    /// Where it stood when this was read.
    pub phase: Phase,
    /// Whether it is planned work.
    pub maintenance: bool,
    /// Title, in one line.
    pub title: Label,
    /// Message below the title; may be empty.
    pub message: Label,
    /// When it began, or is going to.
    pub since: Timestamp,
    /// When it is expected to end, if anybody knows.
    pub until: Option<Timestamp>,
    /// When it ended.
    pub ended: Option<Timestamp>,
    /// What was said since, in the order of time.
    pub updates: Vec<DisruptionUpdate>,
    /// What was said when it ended; may be empty.
    pub last_word: Label,
    /// When people hear of it again, while it lasts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_update: Option<Timestamp>,
    /// Whether others can say that it happens to them too.
    #[serde(default)]
    pub me_too: bool,
}

impl Disruption {
    /// Returns where the disruption stands at that time.
    pub fn phase(&self, now: Timestamp) -> Phase {
        if self.ended.is_some() {
            Phase::Ended
        } else if self.since > now {
            Phase::Planned
        } else {
            Phase::Current
        }
    }

    /// Whether something fails now, so that others may say that it happens to them too.
    pub fn is_failing(&self, now: Timestamp) -> bool {
        self.phase(now) == Phase::Current && !self.maintenance
    }

    /// Whether it still lasts though it was expected to have ended.
    pub fn is_overdue(&self, now: Timestamp) -> bool {
        self.phase(now) == Phase::Current && self.until.is_some_and(|until| until <= now)
    }

    /// Returns the key by which lists are sorted: what lasts comes first, the newest before the
    /// others; then what is planned, the next one first; then what has ended, the last one first.
    pub fn place(&self, now: Timestamp) -> (Phase, i64) {
        let phase = self.phase(now);
        let at = match (phase, self.ended) {
            (Phase::Planned, _) => self.since.0,
            (Phase::Current | Phase::Ended, ended) => {
                ended.unwrap_or(self.since).0.saturating_neg()
            }
        };
        (phase, at)
    }

    /// Returns what everybody may know of it now. `None` once it has ended, unless there is a last
    /// word that is still to be read.
    pub fn announcement(&self, now: Timestamp) -> Option<Announcement> {
        let stays = |ended| !self.last_word.is_empty() && now.since(ended) < LAST_WORD_STAYS;
        self.ended.is_none_or(stays).then(|| Announcement {
            id: self.id,
            phase: self.phase(now),
            maintenance: self.maintenance,
            title: self.title.clone(),
            message: self.message.clone(),
            since: self.since,
            until: self.until,
            ended: self.ended,
            updates: self.updates[self.updates.len().saturating_sub(UPDATES_SHOWN)..].to_vec(),
            last_word: self.last_word.clone(),
            next_update: self.next_update.filter(|_| self.ended.is_none()),
            me_too: self.is_failing(now) && !self.tickets.is_empty(),
        })
    }
}

/// Returns what everybody may know of the disruptions now, in the order of [`Disruption::place`].
pub fn announcements<'a>(
    disruptions: impl Iterator<Item = &'a Disruption>,
    now: Timestamp,
) -> Vec<Announcement> {
    let mut all: Vec<&Disruption> = disruptions.collect();
    all.sort_by_key(|disruption| disruption.place(now));
    all.into_iter()
        .filter_map(|disruption| disruption.announcement(now))
        .collect()
}

/// Whether a ticket is linked to any of these disruptions.
pub fn is_announced<'a>(
    mut disruptions: impl Iterator<Item = &'a Disruption>,
    ticket: TicketId,
) -> bool {
    disruptions.any(|disruption| disruption.tickets.contains(&ticket))
}

/// A text as it is stored: a plain string, as it was before there were two languages, stands for the
/// same text in both.
#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Same(String),
    Both(Label),
}

fn read_text<'de, D: Deserializer<'de>>(from: D) -> Result<Label, D::Error> {
    Ok(match Written::deserialize(from)? {
        Written::Same(text) => Label::new(text.clone(), text),
        Written::Both(label) => label,
    })
}

/// Writes an old text as it was read, so that what was stored stays as it is.
fn write_text<S: Serializer>(label: &Label, to: S) -> Result<S::Ok, S::Error> {
    if label.fr == label.en {
        label.fr.serialize(to)
    } else {
        label.serialize(to)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const NOW: Timestamp = Timestamp(1_000 * DAY);

    fn disruption(since: i64, ended: Option<i64>) -> Disruption {
        Disruption {
            since: NOW.plus(since),
            ended: ended.map(|ended| NOW.plus(ended)),
            ..Disruption::default()
        }
    }

    #[test]
    fn what_was_stored_before_there_were_two_languages_is_read_and_written_as_it_was() {
        let old = r#"{"id":7,"service":3,"title":"Panne","message":"","since":5,"ended":null}"#;
        let read: Disruption = serde_json::from_str(old).unwrap();
        assert_eq!(read.title, Label::new("Panne", "Panne"));
        assert!(read.message.is_empty());
        assert_eq!(read.since, Timestamp(5));
        let written = serde_json::to_value(&read).unwrap();
        let before: serde_json::Value = serde_json::from_str(old).unwrap();
        assert_eq!(written, before);
    }

    #[test]
    fn what_is_stored_now_comes_back() {
        let whole = Disruption {
            id: DisruptionId(1),
            service: Some(ServiceId(2)),
            title: Label::new("Panne", "Failure"),
            message: Label::new("", "We are on it."),
            since: Timestamp(3),
            until: Some(Timestamp(4)),
            maintenance: true,
            updates: vec![DisruptionUpdate {
                at: Timestamp(5),
                text: Label::new("Mieux", "Better"),
            }],
            ended: Some(Timestamp(6)),
            last_word: Label::new("Fini", ""),
            major: Some(TicketId(8)),
            next_update: Some(Timestamp(7)),
            tickets: [TicketId(8)].into(),
        };
        let stored = serde_json::to_string(&whole).unwrap();
        assert_eq!(serde_json::from_str::<Disruption>(&stored).unwrap(), whole);
    }

    #[test]
    fn it_is_planned_then_current_then_ended() {
        assert_eq!(disruption(1, None).phase(NOW), Phase::Planned);
        assert_eq!(disruption(0, None).phase(NOW), Phase::Current);
        assert_eq!(disruption(-1, Some(0)).phase(NOW), Phase::Ended);
        // Called off before it began.
        assert_eq!(disruption(1, Some(0)).phase(NOW), Phase::Ended);
        let late = Disruption {
            until: Some(NOW),
            ..disruption(-1, None)
        };
        assert!(late.is_overdue(NOW));
        assert!(!disruption(-1, None).is_overdue(NOW));
    }

    #[test]
    fn what_lasts_comes_first_then_what_is_planned() {
        let said = |since, ended| Disruption {
            last_word: Label::new("Fini", "Over"),
            ..disruption(since, ended)
        };
        let all = [
            said(-9, Some(-2)),
            disruption(5, None),
            disruption(-2, None),
            said(-9, Some(-1)),
            disruption(3, None),
            disruption(-1, None),
        ];
        let shown = announcements(all.iter(), NOW);
        let shown: Vec<_> = shown
            .iter()
            .map(|one| {
                (
                    one.since.since(NOW),
                    one.ended.map(|ended| ended.since(NOW)),
                )
            })
            .collect();
        let expected = [
            (-1, None),
            (-2, None),
            (3, None),
            (5, None),
            (-9, Some(-1)),
            (-9, Some(-2)),
        ];
        assert_eq!(shown, expected);
    }

    #[test]
    fn a_last_word_is_read_for_a_day_and_without_one_nothing_is() {
        let ended = disruption(-2 * DAY, Some(0));
        assert_eq!(ended.announcement(NOW), None);
        let said = Disruption {
            last_word: Label::new("", "Over"),
            ..ended
        };
        assert!(said.announcement(NOW.plus(DAY - 1)).is_some());
        assert_eq!(said.announcement(NOW.plus(DAY)), None);
    }

    #[test]
    fn news_are_promised_until_it_ends() {
        let mut one = disruption(-1, None);
        one.next_update = Some(NOW);
        let shown = one.announcement(NOW).unwrap();
        assert_eq!(shown.next_update, Some(NOW));
        one.ended = Some(NOW);
        one.last_word = Label::new("Fini", "Over");
        let shown = one.announcement(NOW).unwrap();
        assert_eq!(shown.next_update, None);
    }

    #[test]
    fn a_ticket_is_announced_if_any_disruption_names_it() {
        let linked = Disruption {
            tickets: [TicketId(4)].into(),
            ..Disruption::default()
        };
        let all = [Disruption::default(), linked];
        assert!(is_announced(all.iter(), TicketId(4)));
        assert!(!is_announced(all.iter(), TicketId(5)));
    }
}

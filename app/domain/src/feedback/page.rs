//! What travels to browsers about feedback.

use crate::directory::card::People;
use crate::feedback::event::Occasion;
use crate::feedback::fault::{Cause, Fault};
use crate::feedback::score::Score;
use crate::feedback::tally::Tally;
use crate::kernel::ids::{FeedbackId, PersonId, TextId};
use crate::kernel::language::Label;
use crate::kernel::reference::Reference;
use crate::kernel::time::{DAY, Timestamp, Zone, read_date};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// A question, as whoever was asked sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Ticket that has ended.
    pub reference: Reference,
    /// Subject of the ticket.
    pub subject: String,
    /// How it ended.
    pub occasion: Occasion,
    /// Until when it can be answered, and the answer changed.
    pub until: Timestamp,
    /// What they said, if they did.
    pub answer: Option<Said>,
    /// Name of the agent who reads the answer, if one was in charge.
    pub agent: Option<String>,
    /// Team whose leads read the answer, if one was in charge.
    pub team: Option<Label>,
    /// Whether they can still reopen the ticket.
    pub may_reopen: bool,
    /// Time zone of whoever is asked.
    pub zone: Zone,
}

/// What somebody said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// When, for the last time.
    pub at: Timestamp,
    /// How content they were.
    pub score: Score,
    /// What was wrong, if they said.
    pub fault: Option<Fault>,
    /// Their words, if any.
    pub words: Option<Words>,
}

/// Words, with the identifier by which they can be removed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// Identifier of the text.
    pub id: TextId,
    /// The words.
    pub body: String,
}

/// A feedback, as those see it who read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedbackLine {
    /// Number of the feedback.
    pub id: FeedbackId,
    /// Ticket that it is about.
    pub reference: Reference,
    /// Subject of the ticket.
    pub subject: String,
    /// User who was asked; `None` for whoever reads the measure alone.
    pub person: Option<PersonId>,
    /// Agent who was in charge, if any; `None` for whoever reads the measure alone.
    pub agent: Option<PersonId>,
    /// Team that was in charge, if any.
    pub team: Option<Label>,
    /// What they said; `None` while they have said nothing, and for whoever reads the measure alone.
    pub said: Option<Said>,
    /// Whether it was said by the signed link.
    pub by_link: bool,
    /// Whether the reader may remove what was said.
    pub may_remove: bool,
    /// What the desk found and does about it, if it was reviewed.
    pub review: Option<ReviewLine>,
}

/// The review of a bad mark.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewLine {
    /// When it was made.
    pub at: Timestamp,
    /// Who made it, unless the desk itself did.
    pub by: Option<PersonId>,
    /// Why the mark was given.
    pub cause: Cause,
    /// What will be done.
    pub measure: Words,
    /// Who does it.
    pub owner: PersonId,
    /// When it was done, if it was.
    pub done_at: Option<Timestamp>,
}

/// What somebody sees of how the user of one ticket was served.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketFeedback {
    /// The question, for whoever was asked.
    pub question: Option<Question>,
    /// What was said, the latest first, for those who read it; questions without an answer are left
    /// out.
    pub lines: Vec<FeedbackLine>,
    /// People whom the lines name.
    pub people: People,
    /// Agents who can be charged with something; empty for whoever reviews nothing.
    pub owners: Vec<(PersonId, String)>,
}

/// List of feedback.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[derive(strum::VariantArray, strum::IntoStaticStr, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum FeedbackView {
    /// Bad marks that nobody has reviewed, the oldest first.
    #[default]
    ToReview,
    /// What is to be done and has not been, the oldest first.
    ToDo,
    /// All answers, the latest first.
    Answers,
    /// What is to be done or was, with its reason, the latest first.
    Measures,
}

impl FeedbackView {
    /// All lists.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// Whether it shows a period rather than all there is.
    pub const fn is_of_period(self) -> bool {
        matches!(self, Self::Answers | Self::Measures)
    }
}

/// Days of the period that is shown when none is chosen.
pub const PERIOD_DAYS: i64 = 90;

/// Which list of feedback is asked for, and of which period, as its address holds it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FeedbackQuery {
    /// The list.
    pub view: FeedbackView,
    /// First day (ISO 8601), in the time zone of the reader; [`PERIOD_DAYS`] before the last if it
    /// is none.
    pub since: String,
    /// Last day (ISO 8601), included; today if it is none.
    pub until: String,
    /// Opaque cursor at which the page begins; `None` for the first page.
    pub after: Option<String>,
}

impl FeedbackQuery {
    /// Returns the first and the last day of the period; whichever is earlier is the first.
    pub fn days(&self, zone: &Zone, now: Timestamp) -> (Date, Date) {
        let until = read_date(&self.until).unwrap_or_else(|| zone.date(now));
        let from = read_date(&self.since).unwrap_or_else(|| {
            let end = zone.instant(until.at(12, 0, 0, 0));
            zone.date(end.plus(-PERIOD_DAYS * DAY))
        });
        (from.min(until), from.max(until))
    }

    /// Returns the instants of the period: from the beginning of its first day to the end of its
    /// last.
    pub fn instants(&self, zone: &Zone, now: Timestamp) -> Range<Timestamp> {
        let (from, until) = self.days(zone, now);
        let start = |day: Date| zone.instant(day.at(0, 0, 0, 0));
        start(from)..until.tomorrow().map_or(Timestamp(i64::MAX), start)
    }
}

/// A page of a list of feedback.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedbackPage {
    /// Rows of the page.
    pub lines: Vec<FeedbackLine>,
    /// People whom they name.
    pub people: People,
    /// What is said in the period, counted.
    pub tally: Tally,
    /// Number of bad marks that wait for their review, whatever the period; counted up to 100.
    pub to_review: i64,
    /// Agents who can be charged with something.
    pub owners: Vec<(PersonId, String)>,
    /// Cursor of the next page; `None` on the last one.
    pub next: Option<String>,
    /// Opaque cursor of the live stream at which the page was read.
    pub cursor: String,
}

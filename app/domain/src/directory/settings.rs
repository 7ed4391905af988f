//! Settings of the desk that administrators change while it runs.

use crate::directory::calendar::Calendar;
use crate::directory::mail_sender::MailSender;
use crate::kernel::actor::Role;
use crate::kernel::ids::TeamId;
use crate::kernel::priority::Matrix;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Settings of the desk that administrators change while it runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// Working days after which a ticket whose work is done closes by itself; at most 365.
    pub close_after_working_days: u32,
    /// Days within which a closed ticket can be reopened; at most 3650.
    pub reopen_within_days: u32,
    /// Working days after which approvers are reminded; 0 for never, at most 365.
    #[serde(default = "remind_after")]
    pub remind_after_working_days: u32,
    /// Working days after which a user whose answer is awaited is reminded, and again; 0 for never, at
    /// most 365.
    #[serde(default = "remind_user_after")]
    pub remind_user_after_working_days: u32,
    /// Days that pass at least before a person is asked again how they were served; 0 for never asking,
    /// at most 365.
    #[serde(default = "feedback_every")]
    pub feedback_every_days: u32,
    /// Holidays, for the count of working days.
    pub calendar: Calendar,
    /// Team that gets tickets without a service, or whose team is no longer active.
    pub first_team: TeamId,
    /// Priority for each impact and urgency.
    pub matrix: Matrix,
    /// Words and phrases that mean the same to users: a group a line, `=` between its phrases; at most
    /// `TEXT_MAX` characters.
    #[serde(default = "synonyms")]
    pub synonyms: String,
    /// Whether articles for everybody are read without signing in.
    #[serde(default)]
    pub open_articles: bool,
    /// Programs whose messages become tickets although no person wrote them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mail_senders: Vec<MailSender>,
    /// Days for which the link of an invitation is good; 1 to 30.
    #[serde(default = "invitation_days")]
    pub invitation_days: u32,
    /// Roles that must sign in with a second factor.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub second_factor: BTreeSet<Role>,
}

/// Returns the default, also for settings that were saved before there were reminders.
const fn remind_after() -> u32 {
    2
}

/// Returns the default, also for settings that were saved before users were reminded.
const fn remind_user_after() -> u32 {
    3
}

/// Returns the default, also for settings that were saved before users were asked.
const fn feedback_every() -> u32 {
    14
}

/// Returns the default, also for settings that were saved when there was no choice.
const fn invitation_days() -> u32 {
    7
}

/// Returns what most people mean by the same words in most companies.
fn synonyms() -> String {
    include_str!("synonyms.txt").to_owned()
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            close_after_working_days: 5,
            reopen_within_days: 14,
            remind_after_working_days: remind_after(),
            remind_user_after_working_days: remind_user_after(),
            feedback_every_days: feedback_every(),
            calendar: Calendar::default(),
            first_team: TeamId(1),
            matrix: Matrix::default(),
            synonyms: synonyms(),
            open_articles: false,
            mail_senders: Vec::new(),
            invitation_days: invitation_days(),
            second_factor: BTreeSet::new(),
        }
    }
}

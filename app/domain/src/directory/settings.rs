//! The rules of the house.

use crate::directory::calendar::Calendar;
use crate::kernel::actor::Role;
use crate::kernel::ids::TeamId;
use crate::kernel::priority::Matrix;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    pub close_after_working_days: u32,
    pub reopen_within_days: u32,
    /// When approvers are reminded; 0 means never.
    #[serde(default = "remind_after")]
    pub remind_after_working_days: u32,
    pub calendar: Calendar,
    /// Where tickets go that no service claims.
    pub first_team: TeamId,
    pub matrix: Matrix,
    /// Roles that sign in with a second factor or not at all.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub second_factor: BTreeSet<Role>,
}

/// As delivered, and for settings saved before there were reminders.
const fn remind_after() -> u32 {
    2
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            close_after_working_days: 5,
            reopen_within_days: 14,
            remind_after_working_days: remind_after(),
            calendar: Calendar::default(),
            first_team: TeamId(1),
            matrix: Matrix::default(),
            second_factor: BTreeSet::new(),
        }
    }
}

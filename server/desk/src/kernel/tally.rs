//! Counts of commands by outcome.

use crate::kernel::error::DeskError;
use guichet_domain::governance::audit::Denied;
use guichet_domain::kernel::action::Action;
use std::collections::BTreeMap;
use std::sync::Mutex;

/// Counts of commands by outcome since the program started.
#[derive(Default)]
pub(crate) struct Tally(pub Mutex<Commands>);

/// Command and outcome (`done`, `refused`, `failed`), and how often.
pub type Commands = BTreeMap<(String, &'static str), u64>;

impl Tally {
    pub fn count<T>(&self, command: &str, outcome: &Result<T, DeskError>) {
        let outcome = match outcome {
            Ok(_) => "done",
            Err(DeskError::Store(_) | DeskError::Files(_) | DeskError::Hash(_)) => "failed",
            Err(_) => "refused",
        };
        if let Ok(mut all) = self.0.lock() {
            *all.entry((command.to_owned(), outcome)).or_default() += 1;
        }
    }

    /// Counts a refused sign-in.
    pub fn refused(&self, why: Denied) {
        let why = serde_json::to_value(why).unwrap_or_default();
        let command = format!("sign_in_{}", why.as_str().unwrap_or_default());
        if let Ok(mut all) = self.0.lock() {
            *all.entry((command, "refused")).or_default() += 1;
        }
    }
}

/// Serialized name of an action.
pub(crate) fn name(action: Action) -> String {
    let value = serde_json::to_value(action).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

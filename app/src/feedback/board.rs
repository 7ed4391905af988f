//! What the rows of a list share: how it is read again, and what is said above it.

use crate::kernel::own_form::go_to;
use guichet_domain::PersonId;
use leptos::prelude::*;

/// Agents who can be charged with something.
pub type Owners = Vec<(PersonId, String)>;

/// What the rows of a list share.
#[derive(Clone, Copy)]
pub struct Board {
    again: StoredValue<Box<dyn Fn() + Send + Sync>>,
    /// What was done last.
    said: RwSignal<Option<String>>,
}

impl Board {
    pub fn new(again: impl Fn() + Send + Sync + 'static) -> Self {
        Self {
            again: StoredValue::new(Box::new(again)),
            said: RwSignal::new(None),
        }
    }

    /// Reads the list again, after something was done.
    pub fn read_again(self) {
        self.again.try_with_value(|again| again());
    }

    /// Same as [`Board::read_again`], and says what was done: the row may be gone, with the focus in
    /// it.
    pub fn done(self, said: String) {
        self.said.try_set(Some(said));
        self.read_again();
        go_to("#feedback-said".into());
    }

    /// Where it is said.
    pub fn status(self) -> AnyView {
        let said = self.said;
        view! {
            <div role="status" id="feedback-said" tabindex="-1">
                {move || said.get().map(|said| view! { <div class="notice notice-done"><p>{said}</p></div> })}
            </div>
        }
        .into_any()
    }
}

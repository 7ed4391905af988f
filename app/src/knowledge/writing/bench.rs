//! An article that is worked on, and what was done with it last.

use crate::kernel::context::use_texts;
use crate::kernel::own_form::{OwnForm, Values};
use crate::knowledge::api;
use crate::knowledge::writing::conflict::{Changed, after_save};
use crate::knowledge::writing::fields::Chosen;
use crate::knowledge::writing::revision::{revision, values};
use guichet_domain::ArticleId;
use guichet_domain::kernel::failure::Failure;
use guichet_domain::kernel::language::Language;
use guichet_domain::kernel::refusal::Refusal;
use guichet_domain::knowledge::workspace::Workspace;
use guichet_locales::words;
use leptos::prelude::*;

/// An article on the bench, and what was done with it last.
#[derive(Clone, Copy)]
pub struct Bench {
    /// The article as it was read last.
    pub now: RwSignal<Workspace>,
    /// Its form.
    pub form: OwnForm,
    /// What is chosen in the form.
    pub chosen: Chosen,
    /// What somebody else changed meanwhile, for whoever writes to choose.
    pub conflicts: RwSignal<Vec<Changed>>,
    /// What was done last.
    pub said: RwSignal<Option<&'static str>>,
    /// Why something was not done.
    pub failure: RwSignal<Option<String>>,
}

impl Bench {
    /// Number of the article.
    pub fn article(self) -> ArticleId {
        self.now.with_untracked(|now| now.article.id)
    }

    /// Whether something was typed that is not saved.
    pub fn has_changes(self) -> bool {
        revision(&self.form.typed()).is_some()
    }

    pub fn say(self, said: Option<&'static str>) {
        self.said.try_set(said);
        self.failure.try_set(None);
    }

    /// Says why a step was refused: at its fields, if it is for what the article says.
    pub fn refuse(self, failure: Failure, l: Language) {
        if matches!(failure, Failure::Refused(Refusal::Invalid(_))) {
            self.say(None);
            self.form.refuse(self.form.typed(), failure);
        } else {
            self.fail(words::failure(l, &failure));
        }
    }

    pub fn fail(self, failure: String) {
        self.said.try_set(None);
        self.failure.try_set(Some(failure));
    }

    /// Reads the article again after it was saved. What was typed since it was `sent` stays.
    pub async fn saved(self, sent: Values) {
        let Some(article) = self.now.try_with_untracked(|now| now.article.id) else {
            return;
        };
        if let Ok(now) = api::workspace(article).await {
            let typed = self.form.typed();
            let is_same = typed == sent;
            let values = after_save(typed, &sent, &now);
            if is_same {
                self.form.begin_again(values);
            } else {
                self.form.state.try_update(|state| state.values = values);
                self.chosen.draw_again();
            }
            self.now.try_set(now);
        }
        self.say(Some(use_texts().writing.saved));
    }

    /// Reads the article again after something was done with it. What is typed and not saved stays.
    pub async fn read_again(self, said: Option<&'static str>) {
        let Some(article) = self.now.try_with_untracked(|now| now.article.id) else {
            return;
        };
        if let Ok(now) = api::workspace(article).await {
            if !self.has_changes() {
                self.form.begin_again(now_values(&now));
            }
            self.now.try_set(now);
        }
        if said.is_some() {
            self.say(said);
        }
    }
}

/// The values of the form as the article stands.
pub fn now_values(now: &Workspace) -> Values {
    let content = now.article.latest().cloned().unwrap_or_default();
    values(&content, &now.texts)
}

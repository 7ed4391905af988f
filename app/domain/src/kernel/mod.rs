//! Basic types that all other contexts use and that use none of them: identifiers, time, money,
//! languages, actors and viewers, references, refusals and checks of forms.

pub mod action;
pub mod actor;
pub mod approval_rule;
pub mod article_action;
pub mod audience;
pub mod channel;
pub mod email;
pub mod failure;
pub mod feedback_why;
pub mod form;
pub mod hold_reason;
pub mod ids;
pub mod language;
pub mod money;
pub mod priority;
pub mod promise;
pub mod proof;
pub mod prose;
pub mod reference;
pub mod refusal;
pub mod removed;
pub mod stemming;
pub(crate) mod stop_words;
pub mod stream;
pub mod tagged;
pub mod time;

//! What several pages of the portal are made of.

mod actions;
mod conversation;
mod decision;
mod details;
mod enrolment;
mod followed;
mod forms;
mod frame;
mod notice;
mod outcome;
mod sessions;
mod standing;

pub use actions::{Actions, Orphan, offered};
pub use conversation::{Conversation, Entry, entries};
pub use decision::Decision;
pub use details::{Answers, Details, Judgement};
pub use enrolment::{CodeField, Qr, RecoveryCodes};
pub use followed::follow_ticket;
pub use forms::{Area, Disclosure, ForSomebodyElse, Verb, own, taken_up};
pub use frame::{AuthFrame, Loaded, Portal};
pub use notice::Done;
pub use outcome::Outcome;
pub use sessions::Sessions;
pub use standing::standing;

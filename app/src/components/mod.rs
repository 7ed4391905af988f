//! What pages share.

mod account_menu;
mod attached;
mod awaited;
mod bell;
mod fields;
mod guard;
mod history;
mod icons;
mod lines;
mod portal_frame;
mod progress;
mod prose;
mod session_list;
mod tags;
mod times;

pub use account_menu::{LanguageForm, SignOutForm, ThemeForm};
pub use attached::AttachedFile;
pub use awaited::awaited;
pub use bell::{Bell, looked_at};
pub use fields::{
    Carried, Choice, ErrorSummary, FormHead, SelectField, TextArea, TextAreaField, TextField,
};
pub use guard::{Failed, SignedIn};
pub use history::{by_mail, proven, sentence, texts_shown};
pub use icons::BrandMark;
pub use lines::TicketCard;
pub use portal_frame::PortalFrame;
pub use progress::Progress;
pub use prose::{Gone, Html};
pub use session_list::SessionList;
pub use tags::{Avatar, ClaimedTag, PriorityBars, StateTag, initials};
pub use times::Moment;

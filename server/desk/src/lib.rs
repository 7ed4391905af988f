//! The use cases of the desk: who may do what, and what happens then. One file per verb; each
//! authorises inside itself.

mod absence;
mod access;
mod administer;
mod approvals;
mod attach;
mod audit;
mod backup;
mod carry_out;
mod check;
mod content;
mod cursor;
mod export;
mod factor;
mod facts;
mod feed;
mod figures;
mod forget;
mod hand_on;
mod history;
mod inbox;
mod keys;
mod letters;
mod links;
mod neighbours;
mod notifications;
mod outgoing;
mod passwords;
mod people;
mod portal;
mod prose;
mod queue;
mod record;
mod redact;
mod restrict;
mod retain;
mod seal;
mod sessions;
mod setup;
mod sign_in;
mod snapshot;
mod sweep;
mod telling;
mod thread;
mod throttle;
mod ticket_page;
mod timers;
mod two_factor;
mod zone;

mod context;
mod error;

pub use administer::{Administration, Change};
pub use attach::{CameWith, Download, UPLOAD_MAX};
pub use backup::{BackupSecret, Copied, Restore, restore};
pub use check::Health;
pub use context::{Caller, Clock, Desk, Ids, Options, RandomIds, SystemClock};
pub use error::DeskError;
pub use export::{Export, Exported};
pub use feed::Subscription;
pub use figures::{Commands, Figures};
pub use guichet_store::Posted;
pub use history::{History, Step};
pub use inbox::{
    Hint, Incoming, LetterFile, LetterNature, LetterRules, Received, Undelivered, Unknown,
};
pub use keys::{OutsideKey, forget_key, rotate_key};
pub use letters::{DoorLetter, MailGoesOut};
pub use outgoing::{Addressee, Outgoing, Said, TRIES, TicketNews};
pub use people::NewPerson;
pub use retain::{Keep, Retained};
pub use sessions::{HalfToken, SESSION_DAYS, Token};
pub use sign_in::{Door, Missing};
pub use thread::Earlier;
pub use two_factor::Confirmed;
pub use zone::zone;

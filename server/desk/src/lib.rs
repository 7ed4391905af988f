//! The use cases of the desk: who may do what, and what happens then. One folder per context, one
//! file per verb; each use case checks the caller's rights itself.
#![warn(missing_docs)]

mod desk;
mod directory;
mod feedback;
mod figures;
mod governance;
mod identity;
mod kernel;
mod knowledge;
mod live;
mod mail;
mod notifications;
mod queue;
mod recurrence;
mod service_levels;
mod tickets;

pub use desk::{Desk, Options, SessionRules};
pub use directory::administer::{Administration, EntryEdit};
pub use directory::beginning::MailComesIn;
pub use directory::people::NewPerson;
pub use feedback::import::FeedbackHistory;
pub use figures::flow::Flow;
pub use governance::backup::manifest::Copied;
pub use governance::backup::restore::{Restore, restore};
pub use governance::backup::sealed::BackupSecret;
pub use governance::bounds::answers;
pub use governance::check::Health;
pub use governance::figures::Figures;
pub use governance::personal_data::Document;
pub use governance::retention::{Retained, RetentionPolicy};
pub use guichet_store::OutboxRow;
pub use identity::device::DEVICE_DAYS;
pub use identity::enrol::Confirmed;
pub use identity::sessions::{PendingToken, SESSION_DAYS, Token};
pub use identity::sign_in::{Missing, SignIn};
pub use identity::throttle::network;
pub use kernel::caller::Caller;
pub use kernel::error::DeskError;
pub use kernel::files::short_name;
pub use kernel::keys::{OutsideKey, forget_key, rotate_key};
pub use kernel::outside::{Clock, Ids, RandomIds, SystemClock};
pub use kernel::tally::Commands;
pub use kernel::zone::zone;
pub use knowledge::import::{ImportedArticle, TakenIn};
pub use knowledge::search::IndexFile;
pub use live::feed::Message;
pub use live::subscription::{OnScreen, Subscription};
pub use mail::inbound::message::{
    Hint, InboundFile, InboundRules, Incoming, MessageNature, Undelivered, Unknown,
};
pub use mail::inbound::receive::Received;
pub use notifications::account_mail::{AccountEmail, MailGoesOut};
pub use notifications::article_news::ArticleNews;
pub use notifications::feedback_news::{FeedbackNews, MailedQuestion};
pub use notifications::outgoing::{Addressee, Outgoing, Said, TRIES, TicketNews};
pub use notifications::thread::Earlier;
pub use queue::export::{Export, Exported};
pub use tickets::attach::CameWith;
pub use tickets::import::{History, Step};
pub use tickets::store_file::Download;
pub use tickets::upload::{UPLOAD_MAX, Upload};

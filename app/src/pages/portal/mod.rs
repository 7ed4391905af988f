//! The portal: what users see.

mod absence_page;
mod account_page;
mod approvals_page;
mod catalogue_page;
mod code_page;
mod email_page;
mod enrol_page;
mod factor_page;
mod forgotten_page;
mod home_page;
mod link_page;
mod parts;
mod report_page;
mod request_page;
mod setup_page;
mod sign_in_page;
mod ticket_page;
mod tickets_page;
mod wishes;

pub use absence_page::AbsencePage;
pub use account_page::AccountPage;
pub use approvals_page::ApprovalsPage;
pub use catalogue_page::CataloguePage;
pub use code_page::CodePage;
pub use email_page::EmailPage;
pub use enrol_page::EnrolPage;
pub use factor_page::FactorPage;
pub use forgotten_page::ForgottenPage;
pub use home_page::HomePage;
pub use link_page::LinkPage;
pub use report_page::ReportPage;
pub use request_page::RequestPage;
pub use setup_page::SetupPage;
pub use sign_in_page::SignInPage;
pub use ticket_page::TicketPage;
pub use tickets_page::TicketsPage;

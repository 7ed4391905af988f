//! Trouble that comes back: which incidents are alike, and why; and what an incident is most likely
//! about.

pub mod filing;
pub mod groups;
pub mod major;
pub mod me_too_page;
pub mod page;
pub mod recent;
mod said;
mod segment;
pub mod signs;
pub mod telling;
pub mod unseen;
pub mod vocabulary;

//! What users say of how they were served: one question after the end of a ticket, the answer, and
//! what the desk does about a bad mark.

pub mod ask;
pub mod command;
pub mod decide;
pub mod event;
pub mod evolve;
pub mod fault;
pub mod given;
pub mod page;
pub mod score;
pub mod stored;
pub mod tally;
pub mod view;

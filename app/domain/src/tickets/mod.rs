//! Tickets: commands and events, what is allowed and decided, the fold into a ticket, and who sees
//! what.

pub mod allowed;
pub mod approval;
pub mod approval_route;
pub mod attachment;
pub mod by_mail;
pub mod catalogue_answers;
pub mod cause;
pub mod classification;
pub mod clock;
pub mod command;
pub mod comment;
pub mod comparison;
pub mod deadline;
pub mod decide;
pub mod evaluation;
pub mod event;
pub mod event_texts;
pub mod evolve;
pub mod facts;
pub mod follow_up;
pub mod hold;
pub mod line;
pub mod link;
pub mod offered;
pub mod page;
pub mod record;
pub mod resolution;
pub mod similar;
pub mod stored;
pub mod summary;
pub mod ticket;
pub mod triage;
pub mod view;
pub mod winding;
pub mod workflow;

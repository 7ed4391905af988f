//! What is typed into a field, and what is said of it.

use super::desk::USER;
use guichet_domain::kernel::refusal::{FieldError, Problem};
use guichet_domain::{Field, NewTicket, Refusal};

pub fn draft() -> NewTicket {
    NewTicket {
        subject: "Imprimante".into(),
        affected: Some(USER),
        ..NewTicket::default()
    }
}

pub fn only(field: Field, problem: Problem) -> Refusal {
    Refusal::Invalid(vec![FieldError {
        field,
        name: None,
        problem,
    }])
}

/// Nothing, in many ways.
pub const BLANK: &[&str] = &[
    "",
    "   ",
    "\r\n\t \n",
    "\u{0}\u{1b}\u{7f}",
    "\u{a0}\u{2003}",
    "\u{200b}\u{feff}",
    "\u{202e}\u{2066}",
    "\u{200d}\u{ad}",
];

//! Amounts of money.

use crate::texts::Texts;
use guichet_domain::kernel::language::Language;
use guichet_domain::kernel::money::Cents;

/// An amount in the format of the texts' language; a text of its own if there is none.
pub fn amount(texts: &Texts, cost: Option<Cents>) -> String {
    match cost {
        None => texts.history.no_cost.to_owned(),
        Some(Cents(cents)) => match texts.language {
            Language::Fr => format!("{},{:02}\u{a0}€", cents / 100, cents % 100),
            Language::En => format!("€{}.{:02}", cents / 100, cents % 100),
        },
    }
}

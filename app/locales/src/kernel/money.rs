//! Amounts of money.

use crate::kernel::format::grouped;
use crate::texts::Texts;
use guichet_domain::kernel::language::Language;
use guichet_domain::kernel::money::Cents;

/// An amount in the format of the texts' language; a text of its own if there is none.
pub fn amount(texts: &Texts, cost: Option<Cents>) -> String {
    match cost {
        None => texts.history.no_cost.to_owned(),
        Some(Cents(cents)) => {
            let (whole, rest) = (grouped(texts.language, cents / 100), cents % 100);
            match texts.language {
                Language::Fr => format!("{whole},{rest:02}\u{a0}€"),
                Language::En => format!("€{whole}.{rest:02}"),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::texts_in;

    #[test]
    fn thousands_are_set_apart() {
        let said = |language, cents| amount(texts_in(language), Some(Cents(cents)));
        assert_eq!(said(Language::Fr, 125_000), "1\u{202f}250,00\u{a0}€");
        assert_eq!(said(Language::En, 125_000), "€1,250.00");
        assert_eq!(said(Language::Fr, 99_905), "999,05\u{a0}€");
        assert_eq!(
            said(Language::Fr, 123_456_789),
            "1\u{202f}234\u{202f}567,89\u{a0}€"
        );
    }
}

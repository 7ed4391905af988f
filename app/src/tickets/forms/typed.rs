//! Values in the format in which they are typed.

use guichet_domain::Timestamp;
use guichet_domain::kernel::money::Cents;
use guichet_domain::kernel::time::{Zone, read_moment};

/// A time in the format of `<input type="datetime-local">`, in the user's time zone.
pub fn local(zone: &Zone, at: Timestamp) -> String {
    let t = zone.civil(at);
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}",
        t.year(),
        t.month(),
        t.day(),
        t.hour(),
        t.minute()
    )
}

pub fn instant(zone: &Zone, text: &str) -> Option<Timestamp> {
    Some(zone.instant(read_moment(text)?))
}

/// The words of a list of references, which are parted by spaces, commas or semicolons.
pub fn references(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';'));
    words.filter(|word| !word.is_empty())
}

/// An amount as people type it.
pub fn typed_as(cost: Option<Cents>) -> String {
    cost.map(|Cents(c)| format!("{},{:02}", c / 100, c % 100))
        .unwrap_or_default()
}

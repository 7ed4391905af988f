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

/// An amount as people type it.
pub fn typed_as(cost: Option<Cents>) -> String {
    cost.map(|Cents(c)| format!("{},{:02}", c / 100, c % 100))
        .unwrap_or_default()
}

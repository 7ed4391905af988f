//! Major incidents: the list of all, and the page of the team that works on one.

mod board;
mod children;
mod declare;
mod ending;
pub mod list_page;
pub mod page;
mod parts;
mod standing;
mod tasks;
mod telling;
mod timeline;

use guichet_domain::kernel::reference::Reference;

/// Address of the page of a major incident, or of one that may become one.
pub fn address(incident: Reference) -> String {
    format!("/major?incident={incident}")
}

/// Address of the page that declares an incident a major one with those that come together with it.
pub fn address_with_group(incident: Reference) -> String {
    format!("{}&with={}", address(incident), WITH_GROUP)
}

/// Value of the parameter `with` where the incidents that come together with it come ticked.
const WITH_GROUP: &str = "group";

//! Sections of the administration, each with its own address.

use guichet_domain::directory::whole::Directory;
use guichet_locales::{Admin, Texts};

/// A part of the administration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::VariantArray)]
pub enum Section {
    Services,
    Categories,
    Teams,
    People,
    Departments,
    Items,
    Calendars,
    ServiceLevels,
    Matrix,
    Settings,
}

impl Section {
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// Name in addresses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Services => "services",
            Self::Categories => "categories",
            Self::Teams => "teams",
            Self::People => "people",
            Self::Departments => "departments",
            Self::Items => "items",
            Self::Calendars => "calendars",
            Self::ServiceLevels => "service-levels",
            Self::Matrix => "matrix",
            Self::Settings => "settings",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.name() == name)
    }

    pub fn href(self) -> String {
        format!("/admin/{}", self.name())
    }

    /// Name, purpose, and the label of a new entry.
    pub fn words(self, texts: &Texts) -> (&'static str, &'static str, &'static str) {
        let (t, s): (&Admin, _) = (&texts.admin, &texts.service_levels);
        match self {
            Self::Services => (t.services, t.services_lead, t.services_new),
            Self::Categories => (t.categories, t.categories_lead, t.categories_new),
            Self::Teams => (t.teams, t.teams_lead, t.teams_new),
            Self::People => (t.people, t.people_lead, t.people_new),
            Self::Departments => (t.departments, t.departments_lead, t.departments_new),
            Self::Items => (t.items, t.items_lead, t.items_new),
            Self::Calendars => (s.calendars, s.calendars_lead, s.calendars_new),
            Self::ServiceLevels => (s.levels, s.levels_lead, s.levels_new),
            Self::Matrix => (t.matrix, t.matrix_lead, ""),
            Self::Settings => (t.settings, t.settings_lead, ""),
        }
    }

    /// Number of its entries; `None` if it is not a list.
    pub fn count(self, directory: &Directory) -> Option<usize> {
        match self {
            Self::Services => Some(directory.services.len()),
            Self::Categories => Some(directory.categories.len()),
            Self::Teams => Some(directory.teams.len()),
            Self::People => Some(directory.people.len()),
            Self::Departments => Some(directory.departments.len()),
            Self::Items => Some(directory.items.len()),
            Self::Calendars => Some(directory.calendars.len()),
            Self::ServiceLevels => Some(directory.service_levels.len()),
            Self::Matrix | Self::Settings => None,
        }
    }
}

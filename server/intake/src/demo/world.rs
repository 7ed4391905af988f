//! The world that scripts of the demonstration play in: its directory, and its working hours.

use super::dice::Dice;
use guichet_desk::Desk;
use guichet_domain::directory::whole::Directory;
use guichet_domain::kernel::actor::{Actor, Role};
use guichet_domain::kernel::language::Language;
use guichet_domain::kernel::time::{DAY, HOUR, MINUTE};
use guichet_domain::{PersonId, TeamId, Timestamp};
use std::sync::Arc;

/// Opening hour of the desk, in local time.
const OPENS: i8 = 8;
const SHUTS: i8 = 18;

pub struct World {
    pub desk: Desk,
    pub directory: Arc<Directory>,
    pub now: Timestamp,
    french: Vec<PersonId>,
    english: Vec<PersonId>,
}

impl World {
    pub fn new(desk: Desk, directory: Arc<Directory>, now: Timestamp) -> Self {
        let users = |language| {
            directory
                .people
                .values()
                .filter(|person| person.role == Role::User && person.language == Some(language))
                .map(|person| person.id)
                .collect()
        };
        let (french, english) = (users(Language::Fr), users(Language::En));
        Self {
            desk,
            directory,
            now,
            french,
            english,
        }
    }

    /// One of the users; Claire, who shows the portal, more often than others.
    pub fn user(&self, dice: &mut Dice, english: bool) -> PersonId {
        let all = if english { &self.english } else { &self.french };
        if !english && dice.percent(8) {
            return PersonId(1);
        }
        dice.one(all).copied().unwrap_or(PersonId(1))
    }

    /// An agent of the team, or of the service desk if there is no team.
    pub fn agent(&self, dice: &mut Dice, team: Option<TeamId>) -> PersonId {
        let team = team.unwrap_or(super::house::SERVICE_DESK);
        let members: Vec<PersonId> = self
            .directory
            .agents()
            .filter(|p| p.role <= Role::TeamLead && p.teams.contains(&team))
            .map(|p| p.id)
            .collect();
        dice.one(&members).copied().unwrap_or(PersonId(9))
    }

    pub fn actor(&self, by: Option<PersonId>) -> Actor {
        by.and_then(|person| self.directory.people.get(&person))
            .map_or_else(Actor::system, |person| person.actor())
    }

    pub fn is_working(&self, at: Timestamp) -> bool {
        let civil = self.desk.zone().civil(at);
        self.directory
            .settings
            .calendar
            .is_working_day(civil.date())
            && (OPENS..SHUTS).contains(&civil.hour())
    }

    /// `at` if the desk is open, otherwise a time soon after it next opens.
    pub fn working(&self, dice: &mut Dice, at: Timestamp) -> Timestamp {
        if self.is_working(at) {
            return at;
        }
        let zone = self.desk.zone();
        let calendar = &self.directory.settings.calendar;
        let civil = zone.civil(at);
        let same_day = civil.hour() < OPENS && calendar.is_working_day(civil.date());
        let date = if same_day {
            civil.date()
        } else {
            calendar.add_working_days(civil.date(), 1)
        };
        zone.instant(date.at(OPENS, 0, 0, 0))
            .plus(dice.between(1, 100) * MINUTE + dice.between(0, 59) * 1_000_000)
    }

    /// The last time at or before `at` at which the desk was open.
    pub fn worked(&self, at: Timestamp) -> Timestamp {
        if self.is_working(at) {
            return at;
        }
        let zone = self.desk.zone();
        let calendar = &self.directory.settings.calendar;
        let civil = zone.civil(at);
        let mut date = civil.date();
        if civil.hour() < OPENS {
            date = date.yesterday().unwrap_or(date);
        }
        while !calendar.is_working_day(date) {
            let Ok(before) = date.yesterday() else {
                break;
            };
            date = before;
        }
        zone.instant(date.at(SHUTS, 0, 0, 0)).plus(-MINUTE)
    }

    /// A time between two ages before now at which people work, with two busy times a day; the last
    /// one before it if there is none between.
    pub fn moment(&self, dice: &mut Dice, oldest: i64, newest: i64) -> Timestamp {
        let mut at = self.now;
        for _ in 0..40 {
            at = self.now.plus(-dice.between(newest, oldest));
            let hour = self.desk.zone().civil(at).hour();
            let busy = matches!(hour, 9 | 10 | 14 | 15);
            let wanted = match (self.is_working(at), busy) {
                (true, true) => 100,
                (true, false) => 55,
                (false, _) => 0,
            };
            if dice.percent(wanted) {
                break;
            }
        }
        self.worked(at)
    }

    /// The morning of a future day on which something is expected.
    pub fn morning(&self, dice: &mut Dice, from: Timestamp, days: (i64, i64)) -> Timestamp {
        let at = from.plus(dice.between(days.0, days.1) * DAY + HOUR);
        let next = self.working(dice, at);
        if next > self.now {
            next
        } else {
            self.now.plus(DAY)
        }
    }
}

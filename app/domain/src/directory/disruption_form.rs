//! What the form of a disruption may hold, and what becomes of it when it is saved.

use crate::directory::disruption::{Disruption, DisruptionUpdate};
use crate::directory::whole::Directory;
use crate::kernel::form::{Form, SHORT_MAX, TEXT_MAX, clean, one_line};
use crate::kernel::language::{Label, Language};
use crate::kernel::refusal::{Field, Problem};
use crate::kernel::time::Timestamp;

/// Maximum number of updates of one disruption.
pub const UPDATES_MAX: usize = 50;

/// Maximum number of updates of a major incident, which may last for days.
pub const MAJOR_UPDATES_MAX: usize = 1_000;

/// Maximum number of tickets that one form links to a disruption.
pub const TICKETS_MAX: usize = 50;

impl Disruption {
    /// Returns the disruption as it is saved. Adds an error to `form` for each field that is wrong;
    /// that of a text in one language says which, by its code. When it ended is the clock's to say,
    /// not the form's, and what was said of it before stays.
    #[must_use]
    pub fn checked(mut self, form: &mut Form, directory: &Directory, now: Timestamp) -> Self {
        self.title = both(form, Field::Subject, &self.title, one_line, SHORT_MAX);
        if self.title.is_empty() {
            form.error(Field::Subject, Problem::Missing);
        }
        self.message = both(form, Field::Text, &self.message, clean, TEXT_MAX);
        if self
            .service
            .is_some_and(|service| !directory.services.contains_key(&service))
        {
            form.error(Field::Service, Problem::Unknown);
        }
        let was = directory.disruptions.get(&self.id);
        if self.since == Timestamp::default() {
            self.since = was.map_or(now, |was| was.since);
        }
        if self.until.is_some_and(|until| until <= self.since) {
            form.error(Field::Until, Problem::Invalid);
        }
        self.ended = self
            .ended
            .map(|_| was.and_then(|was| was.ended).unwrap_or(now));
        self.last_word = match self.ended {
            Some(_) => both(form, Field::Text, &self.last_word, clean, TEXT_MAX),
            None => Label::default(),
        };
        let before = was.map(|was| was.updates.clone()).unwrap_or_default();
        let max = match self.major {
            Some(_) => MAJOR_UPDATES_MAX,
            None => UPDATES_MAX,
        };
        self.updates = updated(form, before, &self.updates, (now, max));
        self
    }
}

/// What was said before, and what is new, in the order of time. Nothing is said in the future.
fn updated(
    form: &mut Form,
    before: Vec<DisruptionUpdate>,
    wanted: &[DisruptionUpdate],
    (now, max): (Timestamp, usize),
) -> Vec<DisruptionUpdate> {
    let mut all = before.clone();
    for update in wanted.iter().filter(|update| !before.contains(update)) {
        let text = both(form, Field::Text, &update.text, clean, TEXT_MAX);
        if text.is_empty() {
            form.error(Field::Text, Problem::Missing);
        }
        let at = match update.at {
            Timestamp(0) => now,
            at => at.min(now),
        };
        all.push(DisruptionUpdate { at, text });
    }
    if all.len() > max {
        form.error(Field::Text, Problem::too_many(max));
    }
    all.sort_by_key(|update| update.at);
    all
}

/// Tidies a text in both languages. A language that is empty stays so: the other one is shown.
fn both(
    form: &mut Form,
    field: Field,
    typed: &Label,
    tidy: fn(&str) -> String,
    max: usize,
) -> Label {
    let mut one = |language: Language| {
        let text = tidy(typed.in_language(language));
        if text.chars().count() > max {
            form.named_error(field, language.code(), Problem::too_long(max));
        }
        text
    };
    let fr = one(Language::Fr);
    Label::new(fr, one(Language::En))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::directory::entry::Entry;
    use crate::directory::validation::validated;
    use crate::kernel::ids::{DisruptionId, ServiceId};
    use crate::kernel::refusal::{FieldError, Refusal};
    use crate::kernel::time::HOUR;
    use jiff::civil::date;

    const NOW: Timestamp = Timestamp(1_000 * HOUR);

    fn disruption() -> Disruption {
        Disruption {
            id: DisruptionId(1),
            title: Label::new("Panne", ""),
            ..Disruption::default()
        }
    }

    fn saved(directory: &Directory, wanted: Disruption) -> Result<Disruption, Refusal> {
        let today = date(2026, 7, 28);
        let entry = validated(Entry::Disruption(wanted), directory, NOW, today)?;
        let Entry::Disruption(saved) = entry else {
            panic!("{entry:?}");
        };
        Ok(saved)
    }

    fn wrong(wanted: Disruption) -> Vec<(Field, Option<String>, Problem)> {
        match saved(&Directory::default(), wanted) {
            Err(Refusal::Invalid(errors)) => errors
                .into_iter()
                .map(
                    |FieldError {
                         field,
                         name,
                         problem,
                     }| (field, name, problem),
                )
                .collect(),
            other => panic!("{other:?}"),
        }
    }

    fn said(at: i64, text: &str) -> DisruptionUpdate {
        DisruptionUpdate {
            at: Timestamp(at),
            text: Label::new(text, ""),
        }
    }

    #[test]
    fn it_begins_now_or_when_the_form_says() {
        let directory = Directory::default();
        assert_eq!(saved(&directory, disruption()).unwrap().since, NOW);
        for since in [NOW.plus(-HOUR), NOW.plus(HOUR)] {
            let wanted = Disruption {
                since,
                ..disruption()
            };
            assert_eq!(saved(&directory, wanted).unwrap().since, since);
        }
    }

    #[test]
    fn every_wrong_field_is_named() {
        let long = "é".repeat(SHORT_MAX + 1);
        assert_eq!(
            wrong(Disruption {
                title: Label::new(" ", "\n"),
                service: Some(ServiceId(9)),
                until: Some(NOW),
                ..disruption()
            }),
            [
                (Field::Subject, None, Problem::Missing),
                (Field::Service, None, Problem::Unknown),
                (Field::Until, None, Problem::Invalid),
            ]
        );
        assert_eq!(
            wrong(Disruption {
                title: Label::new("Panne", long),
                updates: vec![said(0, " ")],
                ..disruption()
            }),
            [
                (Field::Subject, Some("en".to_owned()), Problem::TooLong(200)),
                (Field::Text, None, Problem::Missing),
            ]
        );
    }

    #[test]
    fn what_was_said_stays_and_what_is_new_is_said_now() {
        let mut directory = Directory::default();
        let first = said(NOW.0 - HOUR, "Nous cherchons");
        directory.save(Entry::Disruption(Disruption {
            updates: vec![first.clone()],
            ..disruption()
        }));
        let wanted = Disruption {
            updates: vec![said(0, " Trouvé\n"), said(NOW.0 + HOUR, "Demain")],
            ..disruption()
        };
        let updates = saved(&directory, wanted).unwrap().updates;
        assert_eq!(
            updates,
            [first, said(NOW.0, "Trouvé"), said(NOW.0, "Demain")]
        );
        let earlier = Disruption {
            updates: vec![said(NOW.0 - 2 * HOUR, "Vu")],
            ..disruption()
        };
        let updates = saved(&directory, earlier).unwrap().updates;
        assert_eq!(updates.first(), Some(&said(NOW.0 - 2 * HOUR, "Vu")));
        let many = Disruption {
            updates: vec![said(0, "Encore"); UPDATES_MAX + 1],
            ..disruption()
        };
        let expected = Problem::TooMany(50);
        assert_eq!(wrong(many), [(Field::Text, None, expected)]);
    }

    #[test]
    fn the_clock_says_when_it_ended_and_there_is_no_last_word_before() {
        let mut directory = Directory::default();
        let ended = Disruption {
            ended: Some(Timestamp(5)),
            last_word: Label::new(" Tout marche. ", ""),
            ..disruption()
        };
        let first = saved(&directory, ended.clone()).unwrap();
        assert_eq!(first.ended, Some(NOW));
        assert_eq!(first.last_word, Label::new("Tout marche.", ""));
        directory.save(Entry::Disruption(Disruption {
            ended: Some(NOW.plus(-HOUR)),
            ..first
        }));
        let again = saved(&directory, ended.clone()).unwrap();
        assert_eq!(again.ended, Some(NOW.plus(-HOUR)));
        let open = Disruption {
            ended: None,
            ..ended
        };
        assert!(saved(&directory, open).unwrap().last_word.is_empty());
    }
}

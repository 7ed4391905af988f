//! First start: a one-time link creates the first administrator.

use crate::desk::Desk;
use crate::identity::sessions::Token;
use crate::kernel::error::DeskError;
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::person::Person;
use guichet_domain::directory::settings::Settings;
use guichet_domain::directory::team::Team;
use guichet_domain::kernel::actor::Role;
use guichet_domain::kernel::language::Label;
use guichet_domain::kernel::refusal::{Field, FieldError, Problem, Refusal};
use guichet_domain::{PersonId, TeamId};
use std::collections::BTreeSet;

impl Desk {
    /// Whether the directory has no people yet.
    ///
    /// # Errors
    /// [`DeskError::Store`] if the database does not answer.
    pub async fn is_empty(&self) -> Result<bool, DeskError> {
        Ok(self.directory().await?.people.is_empty())
    }

    /// Saves the initial settings of a new desk, which require a second factor of administrators.
    /// Does nothing if there is an administrator, or settings were saved before.
    ///
    /// # Errors
    /// [`DeskError::Store`] if the database refuses.
    pub async fn begin(&self) -> Result<(), DeskError> {
        let directory = self.directory().await?;
        let has_one = !directory.administrators().is_empty();
        if has_one || directory.settings != Settings::default() {
            return Ok(());
        }
        let settings = Settings {
            second_factor: BTreeSet::from([Role::Administrator]),
            ..Settings::default()
        };
        self.set_up(Entry::Settings(settings)).await.map(drop)
    }

    /// Draws the secret of the set-up link. It is valid until used or until this process ends.
    pub fn offer_setup(&self) -> String {
        let secret = Token::draw().reveal().to_owned();
        if let Ok(mut setup) = self.setup.lock() {
            *setup = Some(secret.clone());
        }
        secret
    }

    /// Whether the secret of a set-up link is valid.
    pub fn setup_offered(&self, secret: &str) -> bool {
        self.setup
            .lock()
            .is_ok_and(|setup| setup.as_deref() == Some(secret))
    }

    /// Creates the first administrator and their team.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] if the link is not, or no longer, valid, [`DeskError::Refused`]
    /// names the field that is wrong.
    pub async fn first_administrator(
        &self,
        secret: &str,
        name: &str,
        email: &str,
        password: &str,
    ) -> Result<(), DeskError> {
        if !self.setup_offered(secret) || !self.is_empty().await? {
            return Err(DeskError::Forbidden);
        }
        crate::identity::passwords::acceptable(password, &[name, email])?;
        if email.trim().is_empty() {
            return Err(DeskError::Refused(Refusal::Invalid(vec![FieldError {
                field: Field::Email,
                name: None,
                problem: Problem::Missing,
            }])));
        }
        self.begin().await?;
        let team = Team {
            id: TeamId(0),
            name: Label::new("Support", "Support"),
            active: true,
        };
        let person = Person {
            name: name.to_owned(),
            email: Some(email.to_owned()),
            role: Role::Administrator,
            active: true,
            ..Person::default()
        };
        let person = self.set_up(Entry::Person(person)).await?;
        let team = TeamId(self.set_up(Entry::Team(team)).await?);
        let directory = self.directory().await?;
        if let Some(saved) = directory.people.get(&PersonId(person)) {
            let teams = BTreeSet::from([team]);
            self.set_up(Entry::Person(Person {
                teams,
                ..saved.clone()
            }))
            .await?;
        }
        self.set_password(PersonId(person), password).await?;
        if let Ok(mut setup) = self.setup.lock() {
            *setup = None;
        }
        Ok(())
    }
}

//! People as an agent on the phone needs them: found or added.

use crate::desk::Desk;
use crate::directory::card::card_for_agent;
use crate::kernel::caller::Caller;
use crate::kernel::error::{DeskError, outcome};
use crate::tickets::content::same_content;
use crate::tickets::line::line;
use guichet_domain::directory::card::Card;
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::person::Person;
use guichet_domain::kernel::form::{Form, SHORT_MAX};
use guichet_domain::kernel::refusal::{Field, Problem};
use guichet_domain::kernel::stream::Stream;
use guichet_domain::queue::found::Found;
use guichet_domain::{CommandId, DepartmentId, PersonId};
use guichet_store::{Filter, Order, Scope};
use serde::{Deserialize, Serialize};

/// Maximum number of people shown for one search.
pub(crate) const SHOWN: usize = 8;

/// A person the desk does not know yet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewPerson {
    /// Full name.
    pub name: String,
    /// E-mail address; may be empty.
    pub email: String,
    /// Department, if known; an unknown number is ignored.
    pub department: Option<DepartmentId>,
}

impl Desk {
    /// Active people whose name or address contains every word of `text`, with their latest
    /// tickets.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] if the caller is not an agent.
    pub async fn find_people(&self, caller: Caller, text: &str) -> Result<Vec<Found>, DeskError> {
        let mut snapshot = self.snapshot().await?;
        let directory = snapshot.directory;
        let actor = caller.agent(&directory)?;
        let cards: Vec<Card> = directory
            .people_like(text)
            .filter(|person| person.active)
            .take(SHOWN)
            .filter_map(|p| card_for_agent(p.id, &directory))
            .collect();
        let mut found = Vec::new();
        for card in cards {
            let filter = Filter {
                affected: Some([card.id].into()),
                ..Filter::default()
            };
            let page = snapshot
                .conn
                .list(&Scope::of(&actor), &filter, Order::Newest, None, 5)
                .await?;
            let last = page
                .tickets
                .into_iter()
                .map(|summary| line(summary, &directory))
                .collect();
            found.push(Found { card, last });
        }
        Ok(found)
    }

    /// Adds a person who called and is not known yet, as a user without an account.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] if the caller is not an agent, [`DeskError::Refused`] names fields
    /// that are wrong or taken.
    pub async fn add_person(
        &self,
        caller: Caller,
        id: CommandId,
        new: NewPerson,
    ) -> Result<Card, DeskError> {
        let desk = self.clone();
        self.store
            .attempt(move |txn| {
                let (desk, new) = (desk.clone(), new.clone());
                Box::pin(async move {
                    outcome(
                        async {
                            let directory = txn.directory_now();
                            let actor = caller.agent(&directory)?;
                            let content = desk.content(caller, "add_person", &new)?;
                            if let Some(done) = txn.done(id).await? {
                                let known = done
                                    .stream
                                    .filter(|saved| saved.kind == Stream::Person)
                                    .and_then(|saved| {
                                        card_for_agent(PersonId(saved.id), &directory)
                                    })
                                    .ok_or(DeskError::Reused(None))?;
                                same_content(txn, &done, &content).await?;
                                return Ok(known);
                            }
                            let mut form = Form::default();
                            let name = form.line(Field::Name, &new.name, SHORT_MAX);
                            let email = form.email(Field::Email, &new.email);
                            if email
                                .as_deref()
                                .is_some_and(|e| directory.person_by_email(e).is_some())
                            {
                                form.error(Field::Email, Problem::Taken);
                            }
                            form.finish()?;
                            let person = PersonId(txn.next_entry(Stream::Person).await?);
                            let department = new.department.filter(|department| {
                                directory.departments.contains_key(department)
                            });
                            let entry = Person {
                                id: person,
                                name,
                                email,
                                department,
                                active: true,
                                ..Person::default()
                            };
                            txn.remember(id, content);
                            desk.put_entry(txn, Entry::Person(entry), &actor.who, id)
                                .await?;
                            card_for_agent(person, &txn.directory_now()).ok_or(DeskError::NotFound)
                        }
                        .await,
                    )
                })
            })
            .await?
    }
}

impl Desk {
    /// Options of the form in which an agent records a call: choices and departments.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] if the caller is not an agent.
    pub async fn call_choices(
        &self,
        caller: Caller,
    ) -> Result<
        (
            guichet_domain::directory::choices::Choices,
            Vec<guichet_domain::directory::team::Department>,
        ),
        DeskError,
    > {
        let directory = self.directory().await?;
        caller.agent(&directory)?;
        Ok((
            crate::directory::choices::choices(&directory),
            directory.departments.values().cloned().collect(),
        ))
    }
}

impl Desk {
    /// Stores the language the caller chose.
    ///
    /// # Errors
    /// [`DeskError::SignedOut`] if the account was closed.
    pub async fn choose_language(
        &self,
        caller: Caller,
        language: guichet_domain::kernel::language::Language,
    ) -> Result<(), DeskError> {
        let desk = self.clone();
        self.store
            .attempt(move |txn| {
                let desk = desk.clone();
                Box::pin(async move {
                    outcome(
                        async {
                            let directory = txn.directory_now();
                            let person = caller.person(&directory)?;
                            if person.language == Some(language) {
                                return Ok(());
                            }
                            let who = person.actor().who;
                            let entry = Person {
                                language: Some(language),
                                ..person.clone()
                            };
                            let id = desk.new_command();
                            Ok(desk.put_entry(txn, Entry::Person(entry), &who, id).await?)
                        }
                        .await,
                    )
                })
            })
            .await?
    }
}

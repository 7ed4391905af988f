//! "It happens to me too": what is announced or published, and the ticket that stands behind it, of
//! which its readers learn nothing.

use crate::desk::Desk;
use crate::kernel::caller::Caller;
use crate::kernel::error::DeskError;
use crate::knowledge::facts::restricted;
use crate::tickets::neighbours::tickets_of;
use guichet_domain::directory::disruption::{Announcement, announcements};
use guichet_domain::directory::whole::Directory;
use guichet_domain::kernel::actor::Actor;
use guichet_domain::kernel::language::Language;
use guichet_domain::kernel::reference::{Kind, Reference};
use guichet_domain::knowledge::content::Place;
use guichet_domain::knowledge::view::{Looker, view_article};
use guichet_domain::recurrence::me_too_page::MeTooPage;
use guichet_domain::tickets::facts::Parent;
use guichet_domain::tickets::me_too::{MeToo, parent};
use guichet_domain::{ArticleId, DisruptionId, PersonId, ServiceId, Ticket, TicketId};
use guichet_store::{Conn, Snapshot};
use std::collections::BTreeSet;

/// Number of a person's open tickets among which one about the same is looked for.
const MINE: usize = 200;

/// What happens to several people, and where it stands.
pub(crate) struct Happening {
    pub title: String,
    pub language: Language,
    pub service: Option<ServiceId>,
    pub parent: Parent,
    /// The person's own open ticket about it.
    pub mine: Option<Reference>,
}

/// What is said of it to everybody, and the tickets that may stand behind it.
struct Said {
    title: String,
    language: Language,
    service: Option<ServiceId>,
    tickets: BTreeSet<TicketId>,
}

impl Desk {
    /// What the caller says happens to them too, titled in `language` if it is.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] if nothing of the kind is announced or published for the caller.
    pub async fn me_too(
        &self,
        caller: Caller,
        what: MeToo,
        language: Language,
    ) -> Result<MeTooPage, DeskError> {
        let Snapshot {
            mut conn,
            directory,
        } = self.snapshot().await?;
        let actor = caller.actor(&directory)?;
        let happening = self.happening(&mut conn, &directory, &actor, what, language);
        let Happening {
            title,
            language,
            mine,
            ..
        } = happening.await?;
        Ok(MeTooPage {
            title,
            language,
            mine,
        })
    }

    /// Reads what happens to several people.
    pub(crate) async fn happening(
        &self,
        conn: &mut Conn,
        directory: &Directory,
        actor: &Actor,
        what: MeToo,
        language: Language,
    ) -> Result<Happening, DeskError> {
        let said = match what {
            MeToo::Disruption(id) => self.disrupted(directory, id, language)?,
            MeToo::Article(id) => published(conn, directory, actor, id, language).await?,
        };
        let mut tickets = tickets_of(conn, said.tickets).await?;
        tickets.retain(|_, ticket| stands_behind(what, ticket));
        // Where nobody works on it any more, nobody can be told of it.
        let parent = parent(tickets.values()).ok_or(DeskError::NotFound)?;
        let mine = match actor.person() {
            Some(person) => {
                let links = tickets.values().flat_map(|one| &one.internal.links);
                let linked = links.map(|link| link.to.id).collect();
                mine(conn, person, &linked).await?
            }
            None => None,
        };
        // Of an incident's texts somebody else is the reader.
        let is_problem = parent.kind == Kind::Problem;
        let workaround = match parent.workaround.filter(|_| is_problem) {
            None => None,
            Some(text) => {
                let bodies = conn.bodies_of([(parent.id, text)]).await?;
                let body = bodies.into_values().next();
                body.filter(|body| !body.is_empty())
                    .map(|body| (text, body))
            }
        };
        Ok(Happening {
            title: said.title,
            language: said.language,
            service: said.service.or(parent.service.filter(|_| is_problem)),
            parent: Parent {
                ticket: parent.clone(),
                workaround,
            },
            mine,
        })
    }

    fn disrupted(
        &self,
        directory: &Directory,
        id: DisruptionId,
        language: Language,
    ) -> Result<Said, DeskError> {
        let disruption = directory.disruptions.get(&id);
        let disruption = disruption.filter(|one| one.is_failing(self.now()));
        let disruption = disruption.ok_or(DeskError::NotFound)?;
        let (title, language) = disruption.title.said_in(language);
        Ok(Said {
            title: title.to_owned(),
            language,
            service: disruption.service,
            tickets: disruption.tickets.clone(),
        })
    }

    /// What is announced of disruptions. Where nobody works on one any more, nobody can say that it
    /// happens to them too.
    pub(crate) async fn announced(
        &self,
        conn: &mut Conn,
        directory: &Directory,
    ) -> Result<Vec<Announcement>, DeskError> {
        let mut announced = announcements(directory.disruptions.values(), self.now());
        let named = |id: DisruptionId| directory.disruptions.get(&id).map(|one| &one.tickets);
        let open = announced.iter().filter(|one| one.me_too);
        let ids: BTreeSet<TicketId> = open
            .filter_map(|one| named(one.id))
            .flatten()
            .copied()
            .collect();
        if ids.is_empty() {
            return Ok(announced);
        }
        let tickets = tickets_of(conn, ids).await?;
        for one in announced.iter_mut().filter(|one| one.me_too) {
            let behind = named(one.id).into_iter().flatten();
            one.me_too = parent(behind.filter_map(|id| tickets.get(id))).is_some();
        }
        Ok(announced)
    }
}

/// Whether a ticket can be what happens to several people: an article may come from one person's
/// incident.
fn stands_behind(what: MeToo, ticket: &Ticket) -> bool {
    match what {
        MeToo::Disruption(_) => true,
        MeToo::Article(_) => ticket.kind == Kind::Problem,
    }
}

/// Whether what an article is about may happen to its readers too: a problem stands behind it that is
/// not solved.
pub(crate) async fn may_happen(
    conn: &mut Conn,
    article: ArticleId,
    tickets: BTreeSet<TicketId>,
) -> Result<bool, DeskError> {
    if tickets.is_empty() {
        return Ok(false);
    }
    let tickets = tickets_of(conn, tickets).await?;
    let behind = tickets.values();
    let behind = behind.filter(|ticket| stands_behind(MeToo::Article(article), ticket));
    Ok(parent(behind).is_some())
}

/// What a published article is about, and the tickets that it comes from.
async fn published(
    conn: &mut Conn,
    directory: &Directory,
    actor: &Actor,
    id: ArticleId,
    language: Language,
) -> Result<Said, DeskError> {
    let article = conn.article(id).await?.ok_or(DeskError::NotFound)?;
    let looker = Looker::SignedIn(actor);
    view_article(&article, looker, &restricted(directory)).ok_or(DeskError::NotFound)?;
    let content = article.published().map(|version| &version.content);
    let content = content.ok_or(DeskError::NotFound)?;
    let language = content.language_for(language).unwrap_or(language);
    let title = content.text(language, Place::Title);
    let texts = conn.texts_named(id, title).await?;
    let title = texts.into_values().next().map(|text| text.body);
    Ok(Said {
        title: title.unwrap_or_default(),
        language,
        service: content.service,
        tickets: article.tickets,
    })
}

/// The person's own open ticket among these.
async fn mine(
    conn: &mut Conn,
    person: PersonId,
    linked: &BTreeSet<TicketId>,
) -> Result<Option<Reference>, DeskError> {
    let open = conn.of_person(person, Some(true), None, MINE).await?;
    let mine = open
        .tickets
        .iter()
        .find(|one| one.affected == person && linked.contains(&one.reference.id));
    Ok(mine.map(|one| one.reference))
}

//! Feedback: whoever was served is asked once, answers as they like, and those who answer for the
//! ticket do something about a bad mark.

use crate::databases::Databases;
use crate::house::{CLAIRE, House, NADIA};
use guichet_desk::{Caller, DeskError, MailedQuestion, RetentionPolicy, Said};
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::person::Person;
use guichet_domain::directory::service::{Category, Service};
use guichet_domain::directory::team::Team;
use guichet_domain::feedback::command::{
    AnswerForm, FeedbackCommand, FeedbackCommandEnvelope, ReviewForm,
};
use guichet_domain::feedback::fault::{Cause, Fault};
use guichet_domain::feedback::page::{FeedbackPage, FeedbackQuery, FeedbackView, TicketFeedback};
use guichet_domain::feedback::score::Score;
use guichet_domain::kernel::actor::Role;
use guichet_domain::kernel::feedback_why::FeedbackWhy;
use guichet_domain::kernel::ids::{CategoryId, FeedbackId, PersonId, ServiceId, TeamId, TicketId};
use guichet_domain::kernel::language::Label;
use guichet_domain::kernel::priority::{Impact, Urgency};
use guichet_domain::kernel::refusal::{Field, Problem, Refusal, invalid};
use guichet_domain::kernel::removed::REMOVED;
use guichet_domain::kernel::time::DAY;
use guichet_domain::live::message::Live;
use guichet_domain::notifications::notice::Notice;
use guichet_domain::notifications::preferences::{Channels, Topic, Wishes};
use guichet_domain::tickets::command::{Command, Solution};
use guichet_domain::tickets::record::{NewTicket, Settlement};
use guichet_domain::tickets::resolution::{Permanence, ResolutionCode};
use guichet_domain::tickets::workflow::State;
use serde_json::Value;

mod answering;
mod asking;
mod reviewing;

const LEAD: PersonId = PersonId(3);
const MANAGER: PersonId = PersonId(4);
const ADMIN: PersonId = PersonId(5);
const OTHER_LEAD: PersonId = PersonId(6);
const OTHER_AGENT: PersonId = PersonId(7);

fn by(person: PersonId) -> Caller {
    Caller { person }
}

/// A desk with a lead, a manager and an administrator, and another team.
async fn house(db: &Databases) -> House {
    let house = House::build(db).await;
    let other = Team {
        id: TeamId(2),
        name: Label::new("Réseau", "Network"),
        active: true,
    };
    house.desk.set_up(Entry::Team(other)).await.unwrap();
    for (id, name, role, team) in [
        (LEAD, "lea", Role::TeamLead, 1),
        (MANAGER, "max", Role::SupportManager, 2),
        (ADMIN, "anne", Role::Administrator, 1),
        (OTHER_LEAD, "olga", Role::TeamLead, 2),
        (OTHER_AGENT, "oscar", Role::Agent, 1),
    ] {
        let person = Person {
            id,
            name: name.into(),
            email: Some(format!("{name}@exemple.fr")),
            role,
            teams: [TeamId(team)].into(),
            active: true,
            ..Person::default()
        };
        house.desk.set_up(Entry::Person(person)).await.unwrap();
    }
    let service = Service {
        id: ServiceId(1),
        name: Label::new("Comptes", "Accounts"),
        team: TeamId(1),
        active: true,
        ..Service::default()
    };
    house.desk.set_up(Entry::Service(service)).await.unwrap();
    let category = Category {
        id: CategoryId(1),
        service: ServiceId(1),
        name: Label::new("Accès", "Access"),
        asks_cause: false,
        active: true,
    };
    house.desk.set_up(Entry::Category(category)).await.unwrap();
    house
}

/// An incident of Claire's that Nadia has resolved.
async fn resolved(house: &House, confidential: bool) -> TicketId {
    let draft = NewTicket {
        subject: "Mot de passe oublié".into(),
        affected: Some(CLAIRE),
        service: Some(ServiceId(1)),
        category: Some(CategoryId(1)),
        impact: Some(Impact::Low),
        urgency: Some(Urgency::Low),
        confidential,
        settlement: Some(Settlement::Resolved(Solution {
            permanence: Some(Permanence::Permanent),
            code: Some(ResolutionCode::UserGuidance),
            notes: "Cliquez ici.".into(),
            cause: None,
        })),
        ..NewTicket::default()
    };
    let id = house.desk.new_command();
    house.desk.record(by(NADIA), id, draft).await.unwrap().id
}

async fn closed(house: &House) -> TicketId {
    let ticket = resolved(house, false).await;
    house.act(CLAIRE, ticket, Command::Confirm).await;
    ticket
}

async fn read(house: &House, person: PersonId, ticket: TicketId) -> TicketFeedback {
    let read = house.desk.feedback_of_ticket(by(person), ticket).await;
    read.unwrap()
}

async fn is_asked(house: &House, ticket: TicketId) -> bool {
    read(house, CLAIRE, ticket).await.question.is_some()
}

fn answer(score: u8) -> AnswerForm {
    AnswerForm {
        score: Score::new(score),
        ..AnswerForm::default()
    }
}

async fn say(house: &House, ticket: TicketId, form: AnswerForm) -> Result<(), DeskError> {
    let id = house.desk.new_command();
    house
        .desk
        .answer_feedback(by(CLAIRE), ticket, id, form)
        .await
}

async fn list(house: &House, person: PersonId, view: FeedbackView) -> FeedbackPage {
    let query = FeedbackQuery {
        view,
        ..FeedbackQuery::default()
    };
    house.desk.feedback(by(person), query).await.unwrap()
}

async fn change(
    house: &House,
    person: PersonId,
    feedback: FeedbackId,
    command: FeedbackCommand,
) -> Result<(), DeskError> {
    let id = house.desk.new_command();
    let command = FeedbackCommandEnvelope {
        id,
        feedback,
        command,
    };
    house.desk.change_feedback(by(person), command).await
}

/// The e-mails that wait for somebody: their kind, and the question that goes with them.
async fn mailed(house: &House, person: PersonId) -> Vec<(String, Option<MailedQuestion>)> {
    house.desk.notify().await.unwrap();
    let mut found = Vec::new();
    for row in house.desk.take_emails(100).await.unwrap() {
        house.desk.email_sent(&row.outbound.key).await.unwrap();
        if row.outbound.person == person
            && let Some(outgoing) = house.desk.outgoing(&row).await.unwrap()
        {
            let question = match outgoing.said {
                Said::Ticket(news) => news.question,
                _ => None,
            };
            found.push((row.outbound.kind, question));
        }
    }
    found
}

async fn bell(house: &House, person: PersonId) -> Vec<Notice> {
    house.desk.notify().await.unwrap();
    let found = house.desk.notifications(by(person), None).await.unwrap();
    found.lines.into_iter().map(|line| line.notice).collect()
}

/// The projections are what the log says.
async fn sound(house: &House) {
    assert_eq!(house.desk.store().check().await.unwrap(), []);
}

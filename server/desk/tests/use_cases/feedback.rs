//! Feedback: whoever was served is asked once, answers as they like, and those who answer for the
//! ticket do something about a bad mark.

use crate::databases::{Databases, on_both};
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

on_both!(
    whoever_was_served_is_asked_once_a_fortnight,
    one_email_says_that_it_is_closed_and_asks,
    a_link_answers_for_one_person_until_it_expires,
    an_answer_and_a_reopening_are_one_step,
    what_is_taken_back_is_kept_nowhere,
    whoever_sees_the_ticket_no_more_answers_no_more,
    those_who_answer_for_it_review_a_bad_mark,
    what_was_said_is_its_authors_and_goes_with_the_ticket,
    a_list_goes_on_where_it_ended,
);

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

async fn whoever_was_served_is_asked_once_a_fortnight(db: Databases) {
    let house = house(&db).await;
    let first = resolved(&house, false).await;
    assert!(!is_asked(&house, first).await, "it is not closed yet");
    house.act(CLAIRE, first, Command::Confirm).await;
    assert!(is_asked(&house, first).await);
    let question = read(&house, CLAIRE, first).await.question.unwrap();
    assert_eq!(question.agent.as_deref(), Some("nadia"));
    assert_eq!(question.team.unwrap().fr, "Poste de travail");
    assert_eq!(question.until, house.desk.now().plus(30 * DAY));
    // What nobody answered is shown to nobody.
    for person in [NADIA, LEAD, MANAGER] {
        let read = read(&house, person, first).await;
        assert!(read.question.is_none() && read.lines.is_empty());
    }
    house.clock.advance(14 * DAY - 1);
    let second = closed(&house).await;
    assert!(!is_asked(&house, second).await);
    house.clock.advance(1);
    let cancelled = house.incident("Erreur").await;
    let reason = String::new();
    house
        .act(CLAIRE, cancelled, Command::Cancel { reason })
        .await;
    assert!(!is_asked(&house, cancelled).await);
    // Whatever closes it, here time.
    let third = resolved(&house, false).await;
    house.clock.advance(10 * DAY);
    house.desk.run_timers().await.unwrap();
    let page = house.desk.ticket_page(by(CLAIRE), third, None).await;
    assert_eq!(page.unwrap().ticket.state, State::Closed);
    assert!(is_asked(&house, third).await);
    // Two at once ask once.
    house.clock.advance(15 * DAY);
    let (one, other) = (resolved(&house, false).await, resolved(&house, false).await);
    tokio::join!(
        house.act(CLAIRE, one, Command::Confirm),
        house.act(CLAIRE, other, Command::Confirm)
    );
    let asked = [is_asked(&house, one).await, is_asked(&house, other).await];
    assert_eq!(asked.iter().filter(|asked| **asked).count(), 1);
    // A question that is over is shown no more.
    house.clock.advance(31 * DAY);
    assert!(!is_asked(&house, third).await);
    sound(&house).await;
}

async fn one_email_says_that_it_is_closed_and_asks(db: Databases) {
    let house = house(&db).await;
    // Whoever closes it themselves is told nothing but the question.
    let own = closed(&house).await;
    let mails = mailed(&house, CLAIRE).await;
    let kinds: Vec<&str> = mails.iter().map(|(kind, _)| kind.as_str()).collect();
    assert_eq!(kinds, ["recorded", "resolved", "feedback_asked"]);
    assert!(
        mails
            .iter()
            .all(|(kind, asked)| asked.is_some() == (kind == "feedback_asked"))
    );
    assert_eq!(
        bell(&house, CLAIRE).await.first(),
        Some(&Notice::FeedbackAsked)
    );
    // What was answered is not asked by e-mail any more.
    house.clock.advance(15 * DAY);
    let answered = closed(&house).await;
    say(&house, answered, answer(4)).await.unwrap();
    let kinds: Vec<String> = mailed(&house, CLAIRE)
        .await
        .into_iter()
        .map(|(kind, _)| kind)
        .collect();
    assert_eq!(kinds, ["recorded", "resolved"]);
    // Where the end itself is told, the question goes with it.
    house.clock.advance(15 * DAY);
    resolved(&house, false).await;
    house.clock.advance(10 * DAY);
    house.desk.run_timers().await.unwrap();
    let mails = mailed(&house, CLAIRE).await;
    let closing = mails.iter().find(|(kind, _)| kind == "closed").unwrap();
    let asked = closing.1.as_ref().unwrap();
    assert!(asked.path.starts_with("/feedback/INC-"));
    assert!(mails.iter().all(|(kind, _)| kind != "feedback_asked"));
    // Unless they want no e-mail that it was closed.
    let none = Channels {
        app: false,
        mail: false,
    };
    let wishes = Wishes([(Topic::Notice(Notice::Closed), none)].into());
    house.desk.choose_wishes(by(CLAIRE), wishes).await.unwrap();
    house.clock.advance(15 * DAY);
    resolved(&house, false).await;
    house.clock.advance(10 * DAY);
    house.desk.run_timers().await.unwrap();
    let mails = mailed(&house, CLAIRE).await;
    assert!(
        mails
            .iter()
            .any(|(kind, asked)| kind == "feedback_asked" && asked.is_some())
    );
    // Nor any question.
    let wishes = Wishes([(Topic::Notice(Notice::FeedbackAsked), none)].into());
    house.desk.choose_wishes(by(CLAIRE), wishes).await.unwrap();
    house.clock.advance(15 * DAY);
    resolved(&house, false).await;
    house.clock.advance(10 * DAY);
    house.desk.run_timers().await.unwrap();
    let mails = mailed(&house, CLAIRE).await;
    let closing = mails.iter().find(|(kind, _)| kind == "closed").unwrap();
    assert!(closing.1.is_none());
    assert!(read(&house, CLAIRE, own).await.question.is_none());
}

/// The token of the signed link in the only question that waits to be sent to Claire.
async fn token(house: &House) -> String {
    let mails = mailed(house, CLAIRE).await;
    let asked = mails.into_iter().find_map(|(_, asked)| asked).unwrap();
    asked.path.strip_prefix("/feedback/").unwrap().to_owned()
}

async fn a_link_answers_for_one_person_until_it_expires(db: Databases) {
    let house = house(&db).await;
    let ticket = closed(&house).await;
    let token = token(&house).await;
    let desk = &house.desk;
    let head = async || desk.store().read().await.unwrap().head().await.unwrap();
    let before = head().await;
    for shown in [None, Some(by(CLAIRE))] {
        let question = desk.question_by_link(&token, shown).await.unwrap();
        assert_eq!(question.reference.id, ticket);
        assert_eq!(question.answer, None);
    }
    assert_eq!(head().await, before, "opening it answers nothing");
    let by_link = async |token: &str, caller, form| {
        let id = desk.new_command();
        desk.answer_feedback_by_link(token, caller, id, form).await
    };
    by_link(&token, None, answer(2)).await.unwrap();
    by_link(&token.to_uppercase(), None, answer(5))
        .await
        .unwrap();
    let line = read(&house, NADIA, ticket).await.lines.remove(0);
    assert_eq!(line.said.unwrap().score.number(), 5);
    assert!(line.by_link);
    // The same command sent twice is one, with other content none.
    let (id, before) = (desk.new_command(), head().await);
    for _ in 0..2 {
        let again = desk.answer_feedback_by_link(&token, None, id, answer(4));
        again.await.unwrap();
    }
    assert_eq!(head().await, before + 1);
    let other = desk
        .answer_feedback_by_link(&token, None, id, answer(1))
        .await;
    assert!(matches!(other, Err(DeskError::Reused(_))));
    // Another person's, a forged one, and none.
    let not_yours = Refusal::FeedbackImpossible(FeedbackWhy::NotYours);
    for other in [NADIA, MANAGER] {
        let refused = by_link(&token, Some(by(other)), answer(1)).await;
        assert!(matches!(refused, Err(DeskError::Refused(why)) if why == not_yours));
        let refused = desk.question_by_link(&token, Some(by(other))).await;
        assert!(matches!(refused, Err(DeskError::Refused(why)) if why == not_yours));
    }
    let (reference, signature) = token.split_once('.').unwrap();
    let last = if signature.ends_with('a') { 'b' } else { 'a' };
    let forged = [
        format!("{reference}.{}{last}", &signature[..15]),
        format!("INC-9999.{signature}"),
        format!("{reference}.{}", "a".repeat(16)),
        reference.to_owned(),
        String::new(),
        "é".repeat(100),
        format!("{reference}.{signature}.{signature}"),
    ];
    for forged in forged {
        let refused = by_link(&forged, None, answer(1)).await;
        assert!(matches!(refused, Err(DeskError::NotFound)), "{forged}");
        let refused = desk.question_by_link(&forged, None).await;
        assert!(matches!(refused, Err(DeskError::NotFound)), "{forged}");
    }
    // It is over to the microsecond.
    house.clock.advance(30 * DAY);
    by_link(&token, None, answer(3)).await.unwrap();
    house.clock.advance(1);
    let over = Refusal::FeedbackImpossible(FeedbackWhy::Over);
    let refused = by_link(&token, None, answer(1)).await;
    assert!(matches!(refused, Err(DeskError::Refused(why)) if why == over));
    let refused = desk.question_by_link(&token, None).await;
    assert!(matches!(refused, Err(DeskError::Refused(why)) if why == over));
    let refused = say(&house, ticket, answer(1)).await;
    assert!(matches!(refused, Err(DeskError::Refused(why)) if why == over));
    // What was said is still shown to who said it.
    let question = read(&house, CLAIRE, ticket).await.question.unwrap();
    assert_eq!(question.answer.unwrap().score.number(), 3);
    // A link goes with the ways of signing in of whom it is for, and with the person.
    let second = closed(&house).await;
    let token = self::token(&house).await;
    assert!(desk.question_by_link(&token, None).await.is_ok());
    desk.end_sessions_of(by(ADMIN), CLAIRE).await.unwrap();
    let gone = desk.question_by_link(&token, None).await;
    assert!(matches!(gone, Err(DeskError::NotFound)));
    assert!(is_asked(&house, second).await);
    sound(&house).await;
}

async fn an_answer_and_a_reopening_are_one_step(db: Databases) {
    let house = house(&db).await;
    let ticket = closed(&house).await;
    let state = async || {
        let page = house.desk.ticket_page(by(CLAIRE), ticket, None).await;
        page.unwrap().ticket.state
    };
    let reopening = |score, reason: &str| AnswerForm {
        fault: Some(Fault::NotSolved),
        words: "Rien n’a changé".into(),
        reopen: Some(reason.into()),
        ..answer(score)
    };
    // Half of it is none of it.
    let refused = say(&house, ticket, reopening(1, " ")).await;
    let missing = invalid(Field::Reason, Problem::Missing);
    assert!(matches!(refused, Err(DeskError::Refused(why)) if why == missing));
    let refused = say(&house, ticket, reopening(1, &"x".repeat(2_001))).await;
    assert!(matches!(
        refused,
        Err(DeskError::Refused(Refusal::Invalid(_)))
    ));
    assert!(read(&house, NADIA, ticket).await.lines.is_empty());
    assert_eq!(state().await, State::Closed);
    // Whoever is content reopens nothing.
    say(&house, ticket, reopening(4, "encore")).await.unwrap();
    assert_eq!(state().await, State::Closed);
    assert!(
        read(&house, CLAIRE, ticket)
            .await
            .question
            .unwrap()
            .may_reopen
    );
    say(&house, ticket, reopening(1, "Toujours bloqué"))
        .await
        .unwrap();
    assert_eq!(state().await, State::Diagnosing);
    let page = house
        .desk
        .ticket_page(by(OTHER_AGENT), ticket, None)
        .await
        .unwrap();
    let texts: Vec<&str> = page.texts.values().map(|text| text.body.as_str()).collect();
    assert!(texts.contains(&"Toujours bloqué"));
    assert!(
        !texts.contains(&"Rien n’a changé"),
        "what they said is not for all agents"
    );
    assert!(
        !read(&house, CLAIRE, ticket)
            .await
            .question
            .unwrap()
            .may_reopen
    );
    // Too late, or reopened meanwhile: nothing is written.
    let stale = say(&house, ticket, reopening(2, "encore")).await;
    assert!(matches!(
        stale,
        Err(DeskError::Refused(Refusal::Impossible { .. }))
    ));
    let said = read(&house, NADIA, ticket)
        .await
        .lines
        .remove(0)
        .said
        .unwrap();
    assert_eq!(said.score.number(), 1);
    // Nobody else answers for her.
    for other in [NADIA, LEAD, ADMIN] {
        let id = house.desk.new_command();
        let refused = house
            .desk
            .answer_feedback(by(other), ticket, id, answer(5))
            .await;
        assert!(matches!(refused, Err(DeskError::NotFound)));
    }
    sound(&house).await;
}

async fn those_who_answer_for_it_review_a_bad_mark(db: Databases) {
    let house = house(&db).await;
    let ticket = closed(&house).await;
    let cursor = house
        .desk
        .my_tickets(by(CLAIRE), None, None)
        .await
        .map(drop);
    cursor.unwrap();
    let stream = house
        .desk
        .notifications(by(LEAD), None)
        .await
        .unwrap()
        .cursor;
    let elsewhere = house
        .desk
        .notifications(by(OTHER_AGENT), None)
        .await
        .unwrap()
        .cursor;
    let form = AnswerForm {
        fault: Some(Fault::TooLong),
        words: "Trois semaines".into(),
        ..answer(1)
    };
    say(&house, ticket, form).await.unwrap();
    // Who learns of it while a page is open.
    let live = house.desk.catch_up(by(LEAD), &stream).await.unwrap();
    assert!(live.contains(&Live::Feedback(ticket)));
    let live = house
        .desk
        .catch_up(by(OTHER_AGENT), &elsewhere)
        .await
        .unwrap();
    assert!(live.is_empty(), "{live:?}");
    for person in [NADIA, LEAD, MANAGER] {
        assert_eq!(bell(&house, person).await.first(), Some(&Notice::BadMark));
        let page = list(&house, person, FeedbackView::ToReview).await;
        assert_eq!((page.lines.len(), page.to_review), (1, 1));
        let said = page.lines[0].said.clone().unwrap();
        assert_eq!(said.words.unwrap().body, "Trois semaines");
        assert_eq!(said.fault, Some(Fault::TooLong));
        assert_eq!(read(&house, person, ticket).await.lines.len(), 1);
    }
    let feedback = read(&house, LEAD, ticket).await.lines[0].id;
    let review = |measure: &str, owner| {
        FeedbackCommand::Review(ReviewForm {
            cause: Some(Cause::Workload),
            measure: measure.into(),
            owner: Some(owner),
            corrects: None,
        })
    };
    for person in [ADMIN, OTHER_LEAD, OTHER_AGENT] {
        assert!(!bell(&house, person).await.contains(&Notice::BadMark));
        for view in FeedbackView::ALL {
            let page = list(&house, person, *view).await;
            assert!(page.lines.is_empty() && page.to_review == 0);
            assert_eq!(page.tally, Default::default());
        }
        assert!(read(&house, person, ticket).await.lines.is_empty());
        let refused = change(&house, person, feedback, review("x", NADIA)).await;
        assert!(matches!(refused, Err(DeskError::NotFound)));
    }
    let refused = house
        .desk
        .feedback(by(CLAIRE), FeedbackQuery::default())
        .await;
    assert!(matches!(refused, Err(DeskError::Forbidden)));
    let refused = change(&house, CLAIRE, feedback, review("x", NADIA)).await;
    assert!(matches!(refused, Err(DeskError::NotFound)));
    let refused = change(&house, LEAD, feedback, review("x", CLAIRE)).await;
    let unknown = invalid(Field::Owner, Problem::Unknown);
    assert!(matches!(refused, Err(DeskError::Refused(why)) if why == unknown));
    change(
        &house,
        LEAD,
        feedback,
        review("Renfort le lundi", OTHER_AGENT),
    )
    .await
    .unwrap();
    let refused = change(&house, MANAGER, feedback, review("Autre", NADIA)).await;
    assert!(matches!(
        refused,
        Err(DeskError::Refused(Refusal::Conflict(_)))
    ));
    assert_eq!(
        list(&house, NADIA, FeedbackView::ToReview).await.to_review,
        0
    );
    // Whoever is charged reads what is to be done, and nothing of what the user said.
    assert_eq!(
        bell(&house, OTHER_AGENT).await.first(),
        Some(&Notice::MeasureGiven)
    );
    let page = list(&house, OTHER_AGENT, FeedbackView::Measures).await;
    assert_eq!(page.lines.len(), 1);
    assert_eq!(page.lines[0].said, None);
    let measure = page.lines[0].review.clone().unwrap();
    assert_eq!(
        (measure.measure.body.as_str(), measure.by),
        ("Renfort le lundi", Some(LEAD))
    );
    assert!(
        list(&house, OTHER_AGENT, FeedbackView::Answers)
            .await
            .lines
            .is_empty()
    );
    let refused = change(&house, OTHER_AGENT, feedback, review("x", NADIA)).await;
    assert!(matches!(refused, Err(DeskError::Forbidden)));
    let settle = FeedbackCommand::Settle { done: true };
    change(&house, OTHER_AGENT, feedback, settle).await.unwrap();
    let page = list(&house, MANAGER, FeedbackView::Measures).await;
    assert_eq!(
        page.lines[0].review.as_ref().unwrap().done_at,
        Some(house.desk.now())
    );
    // Few people make no average, but their reasons are counted.
    assert_eq!(page.tally.average(), None);
    assert_eq!((page.tally.asked, page.tally.answered()), (1, 1));
    assert_eq!(page.tally.causes.get(&Cause::Workload), Some(&1));
    let outside = FeedbackQuery {
        view: FeedbackView::Measures,
        since: "2020-01-01".into(),
        until: "2020-12-31".into(),
        after: None,
    };
    let page = house.desk.feedback(by(MANAGER), outside).await.unwrap();
    assert!(page.lines.is_empty() && page.tally.asked == 0);
    // Of a ticket that they do not see, even a manager reads nothing.
    house.clock.advance(15 * DAY);
    let hidden = resolved(&house, true).await;
    house.act(CLAIRE, hidden, Command::Confirm).await;
    say(&house, hidden, answer(1)).await.unwrap();
    assert_eq!(
        list(&house, LEAD, FeedbackView::ToReview).await.lines.len(),
        1
    );
    let page = list(&house, MANAGER, FeedbackView::ToReview).await;
    assert!(page.lines.is_empty() && page.to_review == 0);
    assert_eq!(
        list(&house, MANAGER, FeedbackView::Answers)
            .await
            .tally
            .asked,
        1
    );
    let unseen = house.desk.feedback_of_ticket(by(MANAGER), hidden).await;
    assert!(matches!(unseen, Err(DeskError::NotFound)));
    sound(&house).await;
}

async fn document(house: &House, asks: Option<Caller>, person: PersonId) -> Value {
    let mut out = Vec::new();
    house
        .desk
        .export_person(asks, person, &mut out)
        .await
        .unwrap();
    serde_json::from_slice(&out).unwrap()
}

async fn what_was_said_is_its_authors_and_goes_with_the_ticket(db: Databases) {
    let house = house(&db).await;
    let ticket = closed(&house).await;
    let form = AnswerForm {
        words: "Trois semaines".into(),
        ..answer(2)
    };
    say(&house, ticket, form).await.unwrap();
    let line = read(&house, LEAD, ticket).await.lines.remove(0);
    let review = FeedbackCommand::Review(ReviewForm {
        cause: Some(Cause::Procedure),
        measure: "Revoir la procédure".into(),
        owner: Some(NADIA),
        corrects: None,
    });
    change(&house, LEAD, line.id, review).await.unwrap();
    // Their own export has their words; nobody else's has.
    let own = document(&house, Some(by(CLAIRE)), CLAIRE).await;
    let said = own["feedback"].to_string();
    assert!(
        said.contains("Trois semaines") && !said.contains("Revoir"),
        "{said}"
    );
    assert!(
        document(&house, None, CLAIRE)
            .await
            .to_string()
            .contains("Trois semaines")
    );
    for (asks, person) in [
        (by(ADMIN), CLAIRE),
        (by(ADMIN), LEAD),
        (by(LEAD), LEAD),
        (by(NADIA), NADIA),
    ] {
        let text = document(&house, Some(asks), person).await.to_string();
        assert!(!text.contains("Trois semaines"), "{text}");
    }
    // An administrator who sees no feedback is not told that a lead reviewed one.
    let did = document(&house, Some(by(ADMIN)), LEAD).await.to_string();
    assert!(!did.contains("\"reviewed\""), "{did}");
    let did = document(&house, Some(by(LEAD)), LEAD).await.to_string();
    assert!(did.contains("\"reviewed\""), "{did}");
    // That a lead was told of it is none of an administrator's concern either.
    bell(&house, LEAD).await;
    for person in [LEAD, NADIA, CLAIRE] {
        let text = document(&house, Some(by(ADMIN)), person).await.to_string();
        for kind in ["bad_mark", "measure_given", "feedback_asked"] {
            assert!(!text.contains(kind), "{kind}: {text}");
        }
    }
    let text = document(&house, Some(by(LEAD)), LEAD).await.to_string();
    assert!(text.contains("bad_mark"), "{text}");
    // What is removed is gone for everybody, and the rest stays.
    let words = line.said.unwrap().words.unwrap().id;
    let redact = |reason: &str| FeedbackCommand::Redact {
        text: words,
        reason: reason.into(),
    };
    let refused = change(&house, LEAD, line.id, redact(" ")).await;
    let missing = invalid(Field::Reason, Problem::Missing);
    assert!(matches!(refused, Err(DeskError::Refused(why)) if why == missing));
    change(&house, LEAD, line.id, redact("Données de santé"))
        .await
        .unwrap();
    let line = read(&house, NADIA, ticket).await.lines.remove(0);
    assert_eq!(line.said.unwrap().words.unwrap().body, REMOVED);
    assert_eq!(line.review.unwrap().measure.body, "Revoir la procédure");
    let own = document(&house, Some(by(CLAIRE)), CLAIRE).await.to_string();
    assert!(!own.contains("Trois semaines"));
    // Retention empties it with the closed ticket, counts first, and does not say it twice.
    let keep = RetentionPolicy {
        retention_closed_days: 30,
        ..RetentionPolicy::default()
    };
    house.clock.advance(30 * DAY);
    assert_eq!(house.desk.retain(&keep, false).await.unwrap().feedback, 0);
    house.clock.advance(DAY);
    assert_eq!(house.desk.retain(&keep, true).await.unwrap().feedback, 1);
    assert_eq!(house.desk.retain(&keep, false).await.unwrap().feedback, 1);
    assert_eq!(house.desk.retain(&keep, false).await.unwrap().feedback, 0);
    let line = read(&house, NADIA, ticket).await.lines.remove(0);
    assert_eq!(line.review.unwrap().measure.body, REMOVED);
    sound(&house).await;
    house.desk.store().rebuild().await.unwrap();
    sound(&house).await;
}

async fn a_list_goes_on_where_it_ended(db: Databases) {
    let house = house(&db).await;
    let mut said = Vec::new();
    for _ in 0..65 {
        let ticket = closed(&house).await;
        say(&house, ticket, answer(1)).await.unwrap();
        said.push(ticket);
        house.clock.advance(14 * DAY);
    }
    for (view, person) in [
        (FeedbackView::ToReview, LEAD),
        (FeedbackView::ToReview, NADIA),
        (FeedbackView::Answers, MANAGER),
        (FeedbackView::Answers, LEAD),
    ] {
        let mut found = Vec::new();
        let mut after = None;
        let mut pages = 0;
        loop {
            let query = FeedbackQuery {
                view,
                since: "2020-01-01".into(),
                until: "2039-01-01".into(),
                after,
            };
            let page = house.desk.feedback(by(person), query).await.unwrap();
            found.extend(page.lines.iter().map(|line| line.reference.id));
            pages += 1;
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        if view == FeedbackView::Answers {
            found.reverse();
        }
        assert_eq!(found, said, "{view:?} of {person:?}");
        assert_eq!(pages, 3);
    }
    // A cursor of another list, another person, or none begins anew.
    let first = list(&house, LEAD, FeedbackView::ToReview).await;
    for (view, person, after) in [
        (FeedbackView::ToReview, MANAGER, first.next.clone()),
        (FeedbackView::ToReview, LEAD, Some("x".into())),
    ] {
        let query = FeedbackQuery {
            view,
            after,
            ..FeedbackQuery::default()
        };
        let page = house.desk.feedback(by(person), query).await.unwrap();
        assert_eq!(page.lines[0].reference.id, said[0]);
    }
}

/// Every text of feedback that the database holds.
async fn texts(house: &House, feedback: FeedbackId) -> Vec<String> {
    let mut conn = house.desk.store().read().await.unwrap();
    let bodies = conn.bodies(feedback).await.unwrap();
    bodies
        .into_values()
        .filter(|body| body != REMOVED)
        .collect()
}

async fn what_is_taken_back_is_kept_nowhere(db: Databases) {
    let house = house(&db).await;
    let ticket = closed(&house).await;
    let words = |words: &str| AnswerForm {
        words: words.into(),
        ..answer(1)
    };
    say(&house, ticket, words("Ma femme est malade"))
        .await
        .unwrap();
    let id = read(&house, LEAD, ticket).await.lines[0].id;
    say(&house, ticket, words("Trop long")).await.unwrap();
    assert_eq!(texts(&house, id).await, ["Trop long"]);
    // The same again is nothing, however often it is sent.
    let head = async || {
        house
            .desk
            .store()
            .read()
            .await
            .unwrap()
            .head()
            .await
            .unwrap()
    };
    let before = head().await;
    for _ in 0..30 {
        say(&house, ticket, words("Trop long")).await.unwrap();
    }
    assert_eq!(head().await, before);
    let review = |measure: &str, corrects| {
        FeedbackCommand::Review(ReviewForm {
            cause: Some(Cause::Workload),
            measure: measure.into(),
            owner: Some(NADIA),
            corrects,
        })
    };
    change(&house, LEAD, id, review("Gronder Oscar", None))
        .await
        .unwrap();
    let done = FeedbackCommand::Settle { done: true };
    change(&house, NADIA, id, done).await.unwrap();
    let at = read(&house, LEAD, ticket).await.lines[0]
        .review
        .as_ref()
        .map(|review| review.at);
    house.clock.advance(DAY);
    change(&house, LEAD, id, review("Renfort", at))
        .await
        .unwrap();
    let mut left = texts(&house, id).await;
    left.sort();
    assert_eq!(left, ["Renfort", "Trop long"]);
    // Another measure is not done because the one before was.
    assert_eq!(list(&house, LEAD, FeedbackView::ToDo).await.lines.len(), 1);
    // A mark that becomes bad anew after its review waits again, and is told again, once.
    let told = |notices: Vec<Notice>| notices.iter().filter(|n| **n == Notice::BadMark).count();
    assert_eq!(told(bell(&house, LEAD).await), 1);
    house.clock.advance(DAY);
    for mark in [5, 1, 5, 2, 4, 1] {
        say(&house, ticket, answer(mark)).await.unwrap();
    }
    assert_eq!(told(bell(&house, LEAD).await), 2);
    assert_eq!(
        list(&house, LEAD, FeedbackView::ToReview).await.to_review,
        1
    );
    // It cannot be changed for ever.
    let mut last = Ok(());
    for n in 0..20_u8 {
        last = say(&house, ticket, answer(n % 5 + 1)).await;
    }
    let often = Refusal::FeedbackImpossible(FeedbackWhy::TooOften);
    assert!(matches!(last, Err(DeskError::Refused(why)) if why == often));
    sound(&house).await;
}

async fn whoever_sees_the_ticket_no_more_answers_no_more(db: Databases) {
    let house = house(&db).await;
    let ticket = closed(&house).await;
    let token = token(&house).await;
    let reason = "Encore".into();
    house.act(CLAIRE, ticket, Command::Reopen { reason }).await;
    let other = Command::ChangeAffected {
        to: OTHER_LEAD,
        was: CLAIRE,
        confirmed: true,
    };
    house.act(NADIA, ticket, other).await;
    let head = async || {
        house
            .desk
            .store()
            .read()
            .await
            .unwrap()
            .head()
            .await
            .unwrap()
    };
    let before = head().await;
    let id = house.desk.new_command();
    let refused = house
        .desk
        .answer_feedback_by_link(&token, None, id, answer(1))
        .await;
    assert!(matches!(refused, Err(DeskError::NotFound)), "{refused:?}");
    let refused = say(&house, ticket, answer(1)).await;
    assert!(matches!(refused, Err(DeskError::NotFound)), "{refused:?}");
    assert_eq!(head().await, before);
    let unseen = house.desk.question_by_link(&token, None).await;
    assert!(matches!(unseen, Err(DeskError::NotFound)));
}

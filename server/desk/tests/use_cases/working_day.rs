//! What a working day asks for beside the workflow: a search by name, links that say what they lead
//! to, screenshots with a report, decisions that were taken, counts.

use crate::databases::{Databases, on_both};
use crate::house::{CLAIRE, House, NADIA};
use guichet_desk::{Caller, Upload};
use guichet_domain::directory::approval_policy::ApprovalPolicy;
use guichet_domain::directory::catalogue::{Item, StandardEvaluation};
use guichet_domain::directory::disruption::Disruption;
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::person::Person;
use guichet_domain::directory::service::{Category, Service};
use guichet_domain::kernel::approval_rule::ApprovalRule;
use guichet_domain::kernel::ids::{
    CategoryId, DisruptionId, ItemId, PersonId, ServiceId, TeamId, TicketId,
};
use guichet_domain::kernel::language::Label;
use guichet_domain::kernel::priority::{Impact, Urgency};
use guichet_domain::kernel::reference::{Kind, Reference};
use guichet_domain::kernel::time::DAY;
use guichet_domain::queue::query::{QueueQuery, View};
use guichet_domain::tickets::command::{Command, CommandEnvelope, Solution};
use guichet_domain::tickets::hold::HoldReason;
use guichet_domain::tickets::link::Relation;
use guichet_domain::tickets::record::{NewTicket, Settlement};
use guichet_domain::tickets::resolution::{Permanence, ResolutionCode};
use guichet_domain::tickets::workflow::State;

on_both!(
    a_name_filters_the_queue_and_its_export,
    links_say_what_they_lead_to,
    a_problem_is_made_from_an_incident,
    screenshots_come_with_the_report_or_not_at_all,
    an_approver_sees_what_they_decided,
    a_call_is_settled_in_one_step,
    what_waits_for_others_is_not_among_what_can_be_done,
    a_ticket_that_is_announced_is_asked_for_its_cause,
);

const PAUL: PersonId = PersonId(3);

fn caller(person: PersonId) -> Caller {
    Caller { person }
}

async fn person(house: &House, id: PersonId, name: &str) {
    let person = Person {
        id,
        name: name.into(),
        email: Some(format!("{}@exemple.fr", id)),
        active: true,
        ..Person::default()
    };
    house.desk.set_up(Entry::Person(person)).await.unwrap();
    let password = "une phrase assez longue";
    house.desk.set_password(id, password).await.unwrap();
}

async fn service(house: &House) {
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
        name: Label::new("Mot de passe oublié", "Forgotten password"),
        asks_cause: false,
        active: true,
    };
    house.desk.set_up(Entry::Category(category)).await.unwrap();
}

async fn record(house: &House, by: PersonId, draft: NewTicket) -> Reference {
    let id = house.desk.new_command();
    house.desk.record(caller(by), id, draft).await.unwrap()
}

async fn a_name_filters_the_queue_and_its_export(db: Databases) {
    let house = House::build(&db).await;
    person(&house, PAUL, "Paul Lefèvre").await;
    let his = NewTicket {
        subject: "Écran noir".into(),
        ..NewTicket::default()
    };
    let his = record(&house, PAUL, his).await.id;
    let hers = house.incident("Paul ne répond plus").await;
    let found = async |who: &str| {
        let query = QueueQuery {
            view: View::All,
            who: who.into(),
            ..QueueQuery::default()
        };
        let queue = house
            .desk
            .queue(caller(NADIA), query.clone())
            .await
            .unwrap();
        let listed: Vec<TicketId> = queue
            .lines
            .iter()
            .map(|line| line.summary.reference.id)
            .collect();
        let mut export = house.desk.export(caller(NADIA), query).await.unwrap();
        let mut exported = Vec::new();
        while let Some(part) = export.next().await.unwrap() {
            exported.extend(part.iter().map(|one| one.line.summary.reference.id));
        }
        assert_eq!(exported, listed, "{who}");
        listed
    };
    // Whose it is, not what it says; without accents and by the address too.
    assert_eq!(found("paul").await, [his]);
    assert_eq!(found("LEFEVRE").await, [his]);
    assert_eq!(found("3@exemple.fr").await, [his]);
    assert_eq!(found("claire").await, [hers]);
    assert_eq!(found("nobody of that name").await, []);
    assert_eq!(found(" ").await, [hers, his]);
}

async fn links_say_what_they_lead_to(db: Databases) {
    let house = House::build(&db).await;
    let incident = house.incident("Le VPN coupe").await;
    let others = [
        house.incident("VPN lent").await,
        house.incident("Wi-Fi").await,
    ];
    let problem = NewTicket {
        kind: Kind::Problem,
        subject: "Passerelle VPN saturée".into(),
        ..NewTicket::default()
    };
    let problem = record(&house, NADIA, problem).await;
    let to = |id| Reference {
        kind: Kind::Incident,
        id,
    };
    let link = |to, relation| Command::Link { to, relation };
    let both = others.map(to).to_vec();
    house
        .act(NADIA, incident, link(both, Relation::RelatedTo))
        .await;
    house
        .act(NADIA, incident, link(vec![problem], Relation::CausedBy))
        .await;
    let workaround = Command::RecordWorkaround {
        text: "Passer par le web.".into(),
        internal: "Capacité commandée.".into(),
        was: None,
    };
    house.act(NADIA, problem.id, workaround).await;
    let page = house.desk.ticket_page(caller(NADIA), incident, None).await;
    let page = page.unwrap();
    let linked: Vec<(String, &str, State)> = page
        .linked
        .iter()
        .map(|one| (one.reference.to_string(), one.subject.as_str(), one.state))
        .collect();
    let expected = |id: TicketId, subject| (to(id).to_string(), subject, State::New);
    assert_eq!(
        linked,
        [
            expected(others[0], "VPN lent"),
            expected(others[1], "Wi-Fi"),
            (problem.to_string(), "Passerelle VPN saturée", State::New),
        ]
    );
    let workarounds = page.linked.iter().filter_map(|one| one.workaround.as_ref());
    let bodies: Vec<&str> = workarounds.map(|text| text.body.as_str()).collect();
    assert_eq!(bodies, ["Passer par le web."]);
    // A user learns of none of it.
    let theirs = house.desk.ticket_page(caller(CLAIRE), incident, None).await;
    assert!(theirs.unwrap().linked.is_empty());
    // Removed from both.
    let unlink = Command::Unlink { to: problem };
    house.act(NADIA, incident, unlink).await;
    for id in [incident, problem.id] {
        let page = house
            .desk
            .ticket_page(caller(NADIA), id, None)
            .await
            .unwrap();
        let still = page.linked.iter().any(|one| one.reference.id == problem.id);
        assert!(!still);
        let back = page.ticket.internal.links.iter();
        assert!(
            !back
                .clone()
                .any(|link| [incident, problem.id].contains(&link.to.id))
        );
    }
}

async fn a_problem_is_made_from_an_incident(db: Databases) {
    let house = House::build(&db).await;
    let incident = house.incident("Le VPN coupe").await;
    let problem = NewTicket {
        kind: Kind::Problem,
        subject: "Passerelle VPN saturée".into(),
        follows: Some(Reference {
            kind: Kind::Incident,
            id: incident,
        }),
        ..NewTicket::default()
    };
    let problem = record(&house, NADIA, problem).await;
    let relation = async |on: TicketId, to: TicketId| {
        let page = house
            .desk
            .ticket_page(caller(NADIA), on, None)
            .await
            .unwrap();
        assert_eq!(page.ticket.follows, None);
        let link = page
            .ticket
            .internal
            .links
            .iter()
            .find(|link| link.to.id == to);
        link.map(|link| link.relation)
    };
    assert_eq!(
        relation(incident, problem.id).await,
        Some(Relation::CausedBy)
    );
    assert_eq!(relation(problem.id, incident).await, Some(Relation::Causes));
    // The incident waits for it, and says so.
    let hold = Command::Hold {
        reason: HoldReason::Problem,
        until: Some(house.desk.now().plus(DAY)),
        note: String::new(),
        internal: String::new(),
        problem: Some(problem),
        was: None,
    };
    house.act(NADIA, incident, hold).await;
    let page = house
        .desk
        .ticket_page(caller(NADIA), incident, None)
        .await
        .unwrap();
    assert_eq!(page.ticket.hold.unwrap().problem, Some(problem));
    let theirs = house.desk.ticket_page(caller(CLAIRE), incident, None).await;
    assert_eq!(theirs.unwrap().ticket.hold.unwrap().problem, None);
}

async fn screenshots_come_with_the_report_or_not_at_all(db: Databases) {
    let house = House::build(&db).await;
    let uploads = async |n: usize| -> Vec<Upload> {
        let mut all = Vec::new();
        for n in 0..n {
            let mut upload = house.desk.upload(&format!("écran {n}.png")).await.unwrap();
            upload
                .write(format!("\u{89}PNG {n}").as_bytes())
                .await
                .unwrap();
            all.push(upload);
        }
        all
    };
    let draft = |subject: &str| NewTicket {
        subject: subject.into(),
        ..NewTicket::default()
    };
    let id = house.desk.new_command();
    let by = caller(CLAIRE);
    let report = async |subject: &str, files| {
        let files = uploads(files).await;
        house
            .desk
            .record_with_files(by, id, draft(subject), files)
            .await
    };
    // Nothing is kept of what is refused.
    assert!(report(" ", 2).await.is_err());
    assert!(report("Écran noir", 6).await.is_err());
    assert_eq!(house.stored_files(), 0);
    let reference = report("Écran noir", 2).await.unwrap();
    // Sent twice, it is recorded once.
    assert_eq!(report("Écran noir", 2).await.unwrap(), reference);
    assert_eq!(house.stored_files(), 2);
    let page = house
        .desk
        .ticket_page(by, reference.id, None)
        .await
        .unwrap();
    let names = page
        .ticket
        .attachments
        .iter()
        .map(|file| file.name.as_str());
    assert_eq!(names.collect::<Vec<_>>(), ["écran 0.png", "écran 1.png"]);
    // They are part of the report: nobody has to read an answer.
    let queue = house
        .desk
        .queue(caller(NADIA), QueueQuery::default())
        .await
        .unwrap();
    assert!(queue.lines.iter().all(|line| !line.summary.answered));
}

async fn an_approver_sees_what_they_decided(db: Databases) {
    let house = House::build(&db).await;
    person(&house, PAUL, "Paul Lefèvre").await;
    let item = Item {
        id: ItemId(1),
        name: Label::new("Une police", "A font"),
        team: TeamId(1),
        approval: ApprovalPolicy::People {
            people: [PAUL].into(),
            rule: ApprovalRule::All,
        },
        standard: Some(StandardEvaluation::default()),
        active: true,
        ..Item::default()
    };
    house.desk.set_up(Entry::Item(item)).await.unwrap();
    let ask = |subject: &str| NewTicket {
        kind: Kind::Request,
        subject: subject.into(),
        item: Some(ItemId(1)),
        ..NewTicket::default()
    };
    let first = record(&house, CLAIRE, ask("Garamond")).await.id;
    let second = record(&house, CLAIRE, ask("Baskerville")).await.id;
    let third = record(&house, CLAIRE, ask("Comic Sans")).await.id;
    let approve = Command::Approve {
        comment: "Bonne idée.".into(),
    };
    house.act(PAUL, first, approve).await;
    house.clock.advance(DAY);
    let refuse = Command::Refuse {
        reason: "Non.".into(),
    };
    house.act(PAUL, third, refuse).await;
    let approvals = house.desk.approvals(caller(PAUL)).await.unwrap();
    let waiting: Vec<TicketId> = approvals.pages.iter().map(|page| page.ticket.id).collect();
    assert_eq!(waiting, [second]);
    let decided: Vec<(&str, bool)> = approvals
        .decided
        .iter()
        .map(|one| (one.subject.as_str(), one.approved))
        .collect();
    assert_eq!(decided, [("Comic Sans", false), ("Garamond", true)]);
    assert!(approvals.decided[0].at > approvals.decided[1].at);
    // Nobody else's, and not what one may no longer see.
    let hers = house.desk.approvals(caller(CLAIRE)).await.unwrap();
    assert_eq!(hers.decided, []);
    let elsewhere = Command::ChangeItem {
        item: Some(ItemId(2)),
        fields: Default::default(),
        was: Some(ItemId(1)),
    };
    let free = Item {
        id: ItemId(2),
        name: Label::new("Une question", "A question"),
        team: TeamId(1),
        active: true,
        ..Item::default()
    };
    house.desk.set_up(Entry::Item(free)).await.unwrap();
    house.act(NADIA, first, elsewhere).await;
    let approvals = house.desk.approvals(caller(PAUL)).await.unwrap();
    let left: Vec<&str> = approvals
        .decided
        .iter()
        .map(|one| one.subject.as_str())
        .collect();
    assert_eq!(left, ["Comic Sans"]);
}

fn solution() -> Solution {
    Solution {
        permanence: Some(Permanence::Permanent),
        code: Some(ResolutionCode::UserGuidance),
        notes: "Cliquez sur « Mot de passe oublié ».".into(),
        cause: None,
    }
}

fn call() -> NewTicket {
    NewTicket {
        subject: "Mot de passe oublié".into(),
        affected: Some(CLAIRE),
        service: Some(ServiceId(1)),
        category: Some(CategoryId(1)),
        impact: Some(Impact::Low),
        urgency: Some(Urgency::Low),
        ..NewTicket::default()
    }
}

async fn a_call_is_settled_in_one_step(db: Databases) {
    let house = House::build(&db).await;
    service(&house).await;
    let draft = NewTicket {
        settlement: Some(Settlement::Resolved(solution())),
        ..call()
    };
    let reference = record(&house, NADIA, draft.clone()).await;
    let page = house
        .desk
        .ticket_page(caller(NADIA), reference.id, None)
        .await
        .unwrap();
    assert_eq!(page.ticket.state, State::Resolved);
    assert_eq!(page.ticket.assignee, Some(NADIA));
    // The user reads the solution.
    let theirs = house
        .desk
        .ticket_page(caller(CLAIRE), reference.id, None)
        .await
        .unwrap();
    let notes = theirs.ticket.resolution.unwrap().notes;
    assert_eq!(theirs.texts[&notes].body, solution().notes);
    // What only the desk decides is not taken from a user.
    let own = NewTicket {
        affected: None,
        ..draft
    };
    let reference = record(&house, CLAIRE, own).await;
    let page = house
        .desk
        .ticket_page(caller(NADIA), reference.id, None)
        .await
        .unwrap();
    assert_eq!(
        (page.ticket.state, page.ticket.category),
        (State::New, None)
    );
}

async fn what_waits_for_others_is_not_among_what_can_be_done(db: Databases) {
    let house = House::build(&db).await;
    let waits = house.incident("Attend").await;
    let free = house.incident("Libre").await;
    let hold = Command::Hold {
        reason: HoldReason::User,
        until: Some(house.desk.now().plus(DAY)),
        note: "Quelle version ?".into(),
        internal: "Sans doute la 12.".into(),
        problem: None,
        was: None,
    };
    house.act(NADIA, waits, hold).await;
    let listed = async |view| {
        let query = QueueQuery {
            view,
            ..QueueQuery::default()
        };
        let queue = house.desk.queue(caller(NADIA), query).await.unwrap();
        let counts = house.desk.queue_counts(caller(NADIA)).await.unwrap();
        assert_eq!(queue.counts, counts);
        let ids: Vec<TicketId> = queue.lines.iter().map(|l| l.summary.reference.id).collect();
        assert_eq!(counts[&view.name()], ids.len() as i64, "{view:?}");
        ids
    };
    assert_eq!(listed(View::Unassigned).await, [free]);
    assert_eq!(listed(View::MyTeams).await, [free]);
    assert_eq!(listed(View::OnHold).await, [waits]);
    assert_eq!(listed(View::Open).await, [waits, free]);
    // Its user answers: there is something to do.
    let answer = Command::Comment {
        text: "La 12.".into(),
    };
    house.act(CLAIRE, waits, answer).await;
    assert_eq!(listed(View::Unassigned).await, [waits, free]);
    let refused = house.desk.queue_counts(caller(CLAIRE)).await;
    assert!(refused.is_err(), "counts are for agents");
}

async fn a_ticket_that_is_announced_is_asked_for_its_cause(db: Databases) {
    let house = House::build(&db).await;
    service(&house).await;
    let reference = record(&house, NADIA, call()).await;
    let disruption = Disruption {
        id: DisruptionId(1),
        title: Label::new("Comptes bloqués", "Accounts locked"),
        tickets: [reference.id].into(),
        ..Disruption::default()
    };
    house
        .desk
        .set_up(Entry::Disruption(disruption))
        .await
        .unwrap();
    let resolve = CommandEnvelope {
        id: house.desk.new_command(),
        ticket: reference.id,
        command: Command::Resolve(solution()),
        format: Default::default(),
    };
    let refused = house.desk.carry_out(caller(NADIA), resolve).await;
    let said = format!("{:?}", refused.unwrap_err());
    assert!(said.contains("cause"), "{said}");
    // One that is not announced is resolved without.
    let other = record(&house, NADIA, call()).await;
    house
        .act(NADIA, other.id, Command::Resolve(solution()))
        .await;
}

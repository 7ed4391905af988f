//! What desks hold: what everybody may see, and what is hidden.

use super::world::{Hidden, WORD, World};
use guichet_desk::{Caller, CameWith, InboundRules, Incoming, MessageNature};
use guichet_domain::mail::inbound::Reason;
use guichet_domain::recurrence::telling::TellUsers;
use guichet_domain::tickets::telling::Known;
use guichet_domain::{PersonId, TicketId};
use serde_json::{Value, json};

const BRUNO_ID: i64 = 2;
const NADIA_ID: i64 = 3;
const ROSE_ID: i64 = 4;
pub const PAUL_ID: i64 = 13;
pub const NINA_ID: i64 = 14;
/// Leads the first team.
pub const LOU_ID: i64 = 17;
pub const ADA_ID: i64 = 15;
/// In 2096.
const LATER: i64 = 4_000_000_000_000_000;
/// So many hidden tickets that a search among all of them finds nothing else on its first page.
const MANY: usize = 55;

impl World {
    /// What every desk holds: an incident and a request of Bruno's, watched, approved by one of two;
    /// more than a page of others; a message that was set aside.
    pub(super) async fn visible(&mut self) {
        let incident = json!({"subject": "Word ne s’ouvre plus", "affected": BRUNO_ID});
        let incident = self.named(NADIA_ID, incident).await;
        let request =
            json!({"kind": "request", "subject": "Un écran", "affected": BRUNO_ID, "item": 2});
        let request = self.named(NADIA_ID, request).await;
        self.visible = vec![incident, request];
        let ended = json!({"subject": "Mot de passe", "affected": BRUNO_ID, "service": 1, "category": 1,
            "impact": "low", "urgency": "low", "settlement": {"resolved": {"permanence": "permanent",
            "code": "user_guidance", "notes": "Réglé.", "cause": {"known": "Oubli."}}}});
        self.ended = self.named(NADIA_ID, ended).await;
        self.act(BRUNO_ID, self.ended, json!("confirm")).await;
        for ticket in [incident, request] {
            self.act(NADIA_ID, ticket, json!({"watch": {"person": 6}}))
                .await;
            let comment = json!({"comment": {"text": "Bonjour"}});
            let said = self.act(BRUNO_ID, ticket, comment).await;
            self.attach(BRUNO_ID, ticket, CameWith::Words(said)).await;
            let note = json!({"note": {"text": "À voir"}});
            self.act(NADIA_ID, ticket, note).await;
        }
        self.evaluate(request).await;
        let agreed = json!({"approve": {"comment": "Oui"}});
        self.act(8, request, agreed).await;
        for n in 0..MANY {
            let draft = json!({"subject": format!("Imprimante {n}"), "affected": BRUNO_ID});
            self.record(ROSE_ID, draft).await;
        }
        let inbound = Incoming {
            key: "1".into(),
            sender: "inconnu@ailleurs.fr".into(),
            nature: MessageNature::Aside(Reason::UnknownSender),
            original: b"Bonjour".to_vec(),
            ..Incoming::default()
        };
        let received = self.still.desk.receive(inbound, InboundRules::default());
        received.await.unwrap();
    }

    async fn evaluate(&mut self, request: TicketId) {
        self.act(NADIA_ID, request, json!("evaluate")).await;
        let assessment = json!({"feasible": true, "cost": 1000, "impact": "Aucun.", "reason": ""});
        let submit = json!({"submit_evaluation": assessment});
        self.act(NADIA_ID, request, submit).await;
    }

    async fn confidential(&mut self, kind: &str, subject: &str) -> TicketId {
        self.record(NADIA_ID, confidential(kind, subject)).await
    }

    /// Tickets on which everything happens that anybody is ever told of.
    pub(super) async fn hide_tickets(&mut self) {
        let solution = json!({"resolve": {"permanence": "permanent", "code": "configuration",
            "notes": "Réglé.", "cause": {"known": "Réglage."}}});
        let categorise = json!({"categorise": {"service": 1, "category": 1, "impact": "low", "urgency": "low",
            "priority": null, "reason": "", "was": null}});
        let incident = confidential("incident", "Imprimante");
        let incident = self.named(NADIA_ID, incident).await;
        let assign = json!({"assign": {"to": ADA_ID, "was": null}});
        self.act(NADIA_ID, incident, assign).await;
        let said = json!({"comment": {"text": format!("Merci @personne.15 {WORD}")}});
        let said = self.act(PAUL_ID, incident, said).await;
        self.attach(PAUL_ID, incident, CameWith::Words(said)).await;
        let again = json!({"comment": {"text": "Encore"}});
        self.act(PAUL_ID, incident, again).await;
        let note = json!({"note": {"text": format!("@personne.15 {WORD}")}});
        self.act(NADIA_ID, incident, note).await;
        self.attach(NADIA_ID, incident, CameWith::Note).await;
        let hold = json!({"hold": {"reason": "vendor", "until": LATER, "note": ""}});
        self.act(ADA_ID, incident, hold).await;
        self.act(ADA_ID, incident, json!("resume")).await;
        self.act(ADA_ID, incident, categorise).await;
        self.act(ADA_ID, incident, solution.clone()).await;
        self.act(PAUL_ID, incident, json!("confirm")).await;
        self.say(PAUL_ID, incident).await;
        self.review(LOU_ID, incident, ADA_ID).await;
        let again = json!({"reopen": {"reason": "x"}});
        self.act(ADA_ID, incident, again).await;

        let mut critical = confidential("incident", "Serveur");
        critical["impact"] = json!("high");
        critical["urgency"] = json!("high");
        let critical = self.named(NADIA_ID, critical).await;
        let convert = json!({"convert": {"to": "request", "item": 3}});
        self.act(NADIA_ID, critical, convert).await;

        let done = self
            .named(NADIA_ID, confidential("request", "Dossier"))
            .await;
        self.evaluate(done).await;
        let question = json!({"ask_back": {"question": "Pourquoi ?"}});
        self.act(NINA_ID, done, question).await;
        let answer = json!({"comment": {"text": "Voici."}});
        self.act(PAUL_ID, done, answer).await;
        self.act(NINA_ID, done, json!({"approve": {"comment": ""}}))
            .await;
        self.act(ADA_ID, done, json!({"take": {"was": null}})).await;
        self.act(ADA_ID, done, json!("fulfil")).await;
        let complete = json!({"complete": {"done": "Fait."}});
        self.act(ADA_ID, done, complete).await;
        let close = json!({"close": {"reason": "x"}});
        self.act(ADA_ID, done, close).await;

        let refused = self.confidential("request", "Dossier").await;
        self.evaluate(refused).await;
        let refuse = json!({"refuse": {"reason": "Non."}});
        self.act(NINA_ID, refused, refuse).await;

        let cancelled = self.confidential("request", "Dossier").await;
        self.evaluate(cancelled).await;
        let cancel = json!({"cancel": {"reason": "x"}});
        self.act(NADIA_ID, cancelled, cancel).await;

        let handed = self.confidential("incident", "Paie").await;
        let hand_over = json!({"hand_over": {"team": 3, "note": "x", "was": 1}});
        self.act(NADIA_ID, handed, hand_over).await;
        let back = json!({"hand_over": {"team": 1, "note": "x", "was": 3}});
        self.act(16, handed, back).await;

        let awaited = self.confidential("request", "Dossier").await;
        self.evaluate(awaited).await;
        self.hide_a_problem(&solution).await;
        self.hide_merged().await;
    }

    /// Two that were merged and are not any more, and two that are.
    async fn hide_merged(&mut self) {
        for undone in [true, false] {
            let into = self.confidential("incident", "Scanner").await;
            let old = self.confidential("incident", "Scanner").await;
            let (old_ref, into_ref) = (
                json!({"kind": "incident", "id": old}),
                json!({"kind": "incident", "id": into}),
            );
            let merge = json!({"merge": {"into": into_ref, "confirmed": null}});
            self.act(NADIA_ID, old, merge).await;
            if undone {
                let unmerge = json!({"unmerge": {"from": old_ref}});
                self.act(NADIA_ID, into, unmerge).await;
            }
        }
    }

    /// A problem, and what is told of it to those it hits.
    async fn hide_a_problem(&mut self, solution: &Value) {
        let hit = self.confidential("incident", "Paie").await;
        let mut problem = confidential("problem", "Paie");
        problem["follows"] = json!({"kind": "incident", "id": hit});
        let problem = self.named(NADIA_ID, problem).await;
        let workaround = json!({"record_workaround": {"text": format!("Attendre {WORD}")}});
        self.act(NADIA_ID, problem, workaround).await;
        self.tell(problem, Known::Workaround).await;
        self.act(NADIA_ID, problem, json!("analyse")).await;
        self.act(NADIA_ID, problem, solution.clone()).await;
        self.tell(problem, Known::Fix).await;
    }

    async fn tell(&mut self, problem: TicketId, known: Known) {
        let nadia = Caller {
            person: PersonId(NADIA_ID),
        };
        let desk = self.still.desk.clone();
        let page = desk.telling(nadia, problem, known).await.unwrap();
        let form = TellUsers {
            problem,
            known,
            source: page.source.unwrap().0,
            fr: format!("Voilà {WORD}"),
            en: String::new(),
            resolve: known == Known::Fix,
        };
        let id = self.draw();
        assert_eq!(desk.tell_users(nadia, id, form).await.unwrap(), 1);
    }

    /// The last of what is hidden: after everybody has looked.
    pub(super) async fn hide(&mut self, hidden: Hidden) {
        match hidden {
            Hidden::Nothing => {}
            Hidden::Tickets => self.hide_more().await,
            Hidden::Note => {
                for ticket in self.visible.clone() {
                    let note = json!({"note": {"text": format!("Entre nous {WORD}")}});
                    self.act(NADIA_ID, ticket, note).await;
                    self.attach(NADIA_ID, ticket, CameWith::Note).await;
                }
            }
            Hidden::Feedback => {
                self.say(BRUNO_ID, self.ended).await;
                self.review(LOU_ID, self.ended, NADIA_ID).await;
            }
            Hidden::Answer => {
                let request = self.visible[1];
                let answer = json!({"comment": {"text": format!("Réponse {WORD}")}});
                let said = self.act(BRUNO_ID, request, answer).await;
                self.attach(BRUNO_ID, request, CameWith::Words(said)).await;
            }
        }
    }

    /// What happens after everybody has looked: it comes by the stream.
    async fn hide_more(&mut self) {
        let ticket = self
            .named(NADIA_ID, confidential("incident", "Dossier"))
            .await;
        let said = json!({"comment": {"text": format!("Bonjour {WORD}")}});
        let said = self.act(PAUL_ID, ticket, said).await;
        self.attach(PAUL_ID, ticket, CameWith::Words(said)).await;
        // Named by one that everybody sees, and taken up by another.
        let to = json!({"kind": "incident", "id": self.visible[0].0});
        let link = json!({"link": {"to": [to], "relation": "related_to"}});
        self.act(NADIA_ID, ticket, link).await;
        let follows =
            json!({"subject": WORD, "confidential": true, "affected": PAUL_ID, "follows": to});
        self.record(NADIA_ID, follows).await;
        for _ in 0..MANY {
            self.confidential("incident", "Imprimante").await;
        }
        self.confidential("request", "Dossier").await;
    }
}

fn confidential(kind: &str, subject: &str) -> Value {
    let item = (kind == "request").then_some(3);
    json!({"kind": kind, "subject": format!("{subject} {WORD}"), "affected": PAUL_ID,
        "description": format!("Rien que nous {WORD}"), "confidential": true, "item": item})
}

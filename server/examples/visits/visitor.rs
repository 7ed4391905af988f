//! Somebody who is signed in and asks for one thing after the other.

use crate::Outcome;
use guichet_desk::{Ids, RandomIds};
use serde_json::{Value, json};

#[derive(Clone)]
pub struct Visitor {
    pub client: reqwest::Client,
    pub url: String,
}

impl Visitor {
    pub async fn sign_in(url: &str, email: &str) -> Outcome<Self> {
        let client = reqwest::Client::builder()
            .cookie_store(true)
            .redirect(reqwest::redirect::Policy::none())
            .build()?;
        let visitor = Self {
            client,
            url: url.to_owned(),
        };
        let form = [
            ("email", email),
            ("password", guichet_intake::demo::PASSWORD),
        ];
        visitor.post("/sign-in", &form).await?;
        Ok(visitor)
    }

    async fn post(&self, path: &str, form: &[(&str, &str)]) -> Outcome<()> {
        let request = self
            .client
            .post(format!("{}{path}", self.url))
            .header("origin", &self.url);
        let answer = request.form(form).send().await?;
        match answer.status().as_u16() {
            303 => Ok(()),
            other => Err(format!("{path}: {other}").into()),
        }
    }

    pub async fn page(&self, path: String) -> Outcome<()> {
        let request = self
            .client
            .get(format!("{}{path}", self.url))
            .header("accept", "text/html");
        request.send().await?.error_for_status()?.bytes().await?;
        Ok(())
    }

    pub async fn call(&self, function: &str, body: &Value) -> Outcome<Value> {
        let request = self
            .client
            .post(format!("{}/api/{function}", self.url))
            .json(body);
        Ok(request.send().await?.error_for_status()?.json().await?)
    }

    pub async fn function(&self, function: &str, body: Value) -> Outcome<()> {
        let answer = self.call(function, &body).await?;
        match answer.get("Err") {
            None => Ok(()),
            Some(refused) => Err(format!("{function}: {refused}").into()),
        }
    }

    /// Reports something by the form of the portal.
    pub async fn report(&self, n: usize) -> Outcome<()> {
        let (command, subject) = (RandomIds.draw().to_string(), subject(n));
        let form = [
            ("command", command.as_str()),
            ("subject", &subject),
            ("description", DESCRIPTION),
            ("effect", "blocked"),
            ("scope", "me"),
        ];
        self.post("/report", &form).await
    }

    /// Reports something by the server function.
    pub async fn record(&self, n: usize) -> Outcome<()> {
        let draft = json!({"kind": "incident", "subject": subject(n), "description": DESCRIPTION,
            "affected": null, "reporter": null, "channel": "portal", "noticed_at": null, "confidential": false,
            "service": null, "impact": "low", "urgency": "high", "item": null, "fields": {}, "follows": null});
        self.function("record", json!({"id": RandomIds.draw(), "draft": draft}))
            .await
    }
}

const DESCRIPTION: &str = "Écran noir, deux bips. J’ai essayé une autre prise, sans effet.";

fn subject(n: usize) -> String {
    format!("Le poste {n} ne démarre plus depuis ce matin")
}

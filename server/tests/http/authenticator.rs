//! Somebody with a second factor: their authenticator, their codes, their way in.

use crate::app::*;
use guichet_desk::Clock;
use totp_rs::{Algorithm, Secret, TOTP};

pub const STEP: i64 = 30_000_000;

/// Somebody's authenticator, set up from what the page shows.
pub struct Authenticator(TOTP);

impl Authenticator {
    pub fn from(page: &str) -> Self {
        let uri = page.split("otpauth://").nth(1).unwrap();
        let secret = uri.split("secret=").nth(1).unwrap();
        let secret = secret
            .split("&amp;")
            .next()
            .unwrap()
            .split('&')
            .next()
            .unwrap();
        let bytes = Secret::Encoded(secret.to_owned()).to_bytes().unwrap();
        Self(TOTP::new(Algorithm::SHA1, 6, 0, 30, bytes, None, String::new()).unwrap())
    }

    pub fn code(&self, app: &App) -> String {
        self.code_at(app.clock.now())
    }

    pub fn code_at(&self, at: guichet_domain::Timestamp) -> String {
        let second = u64::try_from(at.0 / 1_000_000).unwrap();
        self.0.generate(second)
    }
}

/// Ten codes of four groups.
pub fn recovery_codes(page: &str) -> Vec<String> {
    let list = page.split("recovery-codes").nth(1).unwrap();
    let list = list.split("</ul>").next().unwrap();
    let codes = list.split("<li>").skip(1);
    codes
        .map(|code| code.split('<').next().unwrap().to_owned())
        .collect()
}

pub async fn text(answer: reqwest::Response) -> String {
    answer.text().await.unwrap()
}

pub fn goes_to(answer: &reqwest::Response) -> String {
    assert_eq!(answer.status(), 303);
    answer.headers()["location"].to_str().unwrap().to_owned()
}

/// Turns the second factor on; the authenticator and the recovery codes.
pub async fn enrolled(app: &App, browser: &Browser) -> (Authenticator, Vec<String>) {
    let offered = browser
        .post(
            "/account/factor",
            &[("action", "offer"), ("password", PASSWORD)],
        )
        .await;
    assert_eq!(goes_to(&offered), "/account/factor");
    let phone = Authenticator::from(&text(browser.get("/account/factor").await).await);
    let answer = browser
        .post(
            "/account/factor",
            &[("action", "confirm"), ("code", &phone.code(app))],
        )
        .await;
    assert_eq!(answer.status(), 200);
    let codes = recovery_codes(&text(answer).await);
    assert_eq!(codes.len(), 10);
    // The next code is another one.
    app.clock.advance(STEP);
    (phone, codes)
}

pub async fn password(browser: &Browser, email: &str) -> reqwest::Response {
    browser
        .post(
            "/sign-in",
            &[
                ("email", email),
                ("password", PASSWORD),
                ("next", "/tickets"),
            ],
        )
        .await
}

pub async fn code(browser: &Browser, code: &str) -> reqwest::Response {
    browser
        .post("/sign-in/code", &[("code", code), ("next", "/tickets")])
        .await
}

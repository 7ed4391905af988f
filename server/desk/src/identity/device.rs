//! Device cookies: they mark browsers a person signed in with before, so that guesses from
//! elsewhere do not lock that person out (OWASP, "Slow Down Online Guessing Attacks with Device
//! Cookies"). A device cookie grants no access and counts only for the people it was given to.

use crate::desk::Desk;
use crate::kernel::error::DeskError;
use guichet_domain::kernel::time::DAY;
use guichet_domain::{PersonId, Timestamp};
use rand::RngCore;

/// Days a device cookie is kept after the last sign-in.
pub const DEVICE_DAYS: i64 = 365;

/// Maximum number of people who can share a browser.
const SHARED: usize = 4;

/// Length of a browser's random name in bytes.
const NAME: usize = 16;

/// Length of the time it was given, in bytes.
const INSTANT: usize = 8;

/// Maximum length of a cookie in characters: each part is sealed, with nonce and tag, in
/// hexadecimal.
const LONGEST: usize = SHARED * (2 * (12 + NAME + INSTANT + 16) + 1);

const BETWEEN: char = '.';

fn purpose(person: PersonId) -> String {
    format!("device of {person}")
}

impl Desk {
    fn parts(&self) -> impl Iterator<Item = &str> {
        let cookie = self.device.as_deref();
        let cookie = cookie.filter(|cookie| cookie.len() <= LONGEST);
        cookie.into_iter().flat_map(|cookie| cookie.split(BETWEEN))
    }

    /// Name of this browser, if the person signed in with it before and the cookie is still valid.
    pub(crate) fn device_of(&self, person: PersonId) -> Option<String> {
        self.parts().find_map(|part| {
            let device = self.seal.unseal(part, &purpose(person)).ok()?;
            let (name, given) = device.split_at_checked(NAME)?;
            let given = Timestamp(i64::from_be_bytes(given.try_into().ok()?));
            (self.now().since(given) < DEVICE_DAYS * DAY).then(|| hex::encode(name))
        })
    }

    /// The new device cookie of this browser, after this person signed in with it. The parts of
    /// others who share the browser are kept.
    ///
    /// # Errors
    /// [`DeskError::Hash`] if it cannot be sealed.
    pub fn device_cookie(&self, person: PersonId) -> Result<String, DeskError> {
        let mut device = [0_u8; NAME + INSTANT];
        rand::rng().fill_bytes(&mut device[..NAME]);
        device[NAME..].copy_from_slice(&self.now().0.to_be_bytes());
        let mine = self.seal.seal(&device, &purpose(person))?;
        let others = self
            .parts()
            .filter(|part| self.seal.unseal(part, &purpose(person)).is_err())
            .take(SHARED - 1);
        let parts: Vec<&str> = std::iter::once(&*mine).chain(others).collect();
        Ok(parts.join(&BETWEEN.to_string()))
    }
}

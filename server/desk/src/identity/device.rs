//! Browsers that somebody signed in with before, as a device cookie tells (OWASP, "Slow Down Online
//! Guessing Attacks with Device Cookies"): guesses from elsewhere do not lock them out. It opens
//! nothing, and is good for nobody but whom it was given to.

use crate::desk::Desk;
use crate::kernel::error::DeskError;
use guichet_domain::kernel::time::DAY;
use guichet_domain::{PersonId, Timestamp};
use rand::RngCore;

/// Days that a browser keeps it after its last sign-in.
pub const DEVICE_DAYS: i64 = 365;

/// People who may share a browser.
const SHARED: usize = 4;

/// Bytes of the name that a browser has here, and of the instant it was given it.
const NAME: usize = 16;

const INSTANT: usize = 8;

/// Characters of a cookie at most: each part is sealed, with a nonce and a tag, as hexadecimal.
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

    /// The name of this browser, where this person signed in with it before.
    pub(crate) fn device_of(&self, person: PersonId) -> Option<String> {
        self.parts().find_map(|part| {
            let device = self.seal.unseal(part, &purpose(person)).ok()?;
            let (name, given) = device.split_at_checked(NAME)?;
            let given = Timestamp(i64::from_be_bytes(given.try_into().ok()?));
            (self.now().since(given) < DEVICE_DAYS * DAY).then(|| hex::encode(name))
        })
    }

    /// The cookie of this browser from now on: this person has signed in with it. What it is to
    /// others who share it stays.
    ///
    /// # Errors
    /// It cannot be sealed.
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

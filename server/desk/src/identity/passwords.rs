//! Passwords: hashing with Argon2id, limited concurrency, and what is acceptable.

use crate::kernel::error::DeskError;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use guichet_domain::kernel::refusal::{Field, FieldError, Problem, Refusal};
use rand::RngCore;
use std::io::Read;
use std::sync::LazyLock;
use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization;

pub(crate) const PASSWORD_MIN: u32 = 12;

const PASSWORD_MAX: u32 = 200;

/// Hashes a limited number of passwords at once: each takes 19 MiB, and a flood of sign-ins must
/// not starve the desk.
pub(crate) struct Hasher {
    argon: Argon2<'static>,
    permits: Semaphore,
    /// Hash compared with if the address is unknown, so that it takes as long as a wrong password.
    decoy: std::sync::OnceLock<String>,
}

impl Hasher {
    /// Parameters are those of the OWASP password storage cheat sheet: 19 MiB, 2 passes.
    pub fn new(light: bool, at_once: usize) -> Self {
        let params = if light {
            Params::new(8, 1, 1, None)
        } else {
            Params::new(19 * 1024, 2, 1, None)
        };
        Self {
            argon: Argon2::new(
                Algorithm::Argon2id,
                Version::V0x13,
                params.unwrap_or_default(),
            ),
            permits: Semaphore::new(at_once),
            decoy: std::sync::OnceLock::new(),
        }
    }

    pub async fn hash(&self, password: &str) -> Result<String, DeskError> {
        let _permit = self
            .permits
            .acquire()
            .await
            .map_err(|e| DeskError::Hash(e.to_string()))?;
        let (argon, password) = (self.argon.clone(), prepared(password));
        tokio::task::spawn_blocking(move || {
            let mut bytes = [0_u8; 16];
            rand::rng().fill_bytes(&mut bytes);
            let salt = SaltString::encode_b64(&bytes)?;
            argon
                .hash_password(password.as_bytes(), &salt)
                .map(|hash| hash.to_string())
        })
        .await
        .map_err(|e| DeskError::Hash(e.to_string()))?
        .map_err(|e| DeskError::Hash(e.to_string()))
    }

    /// Whether the password matches; without a hash it never does, and takes as long.
    pub async fn verify(&self, password: &str, hash: Option<String>) -> Result<bool, DeskError> {
        let known = hash.is_some();
        let hash = match hash {
            Some(hash) => hash,
            None => match self.decoy.get() {
                Some(decoy) => decoy.clone(),
                None => {
                    let made = self.hash("a password nobody has").await?;
                    self.decoy.get_or_init(|| made).clone()
                }
            },
        };
        let _permit = self
            .permits
            .acquire()
            .await
            .map_err(|e| DeskError::Hash(e.to_string()))?;
        let (argon, password) = (self.argon.clone(), password.to_owned());
        let fits = tokio::task::spawn_blocking(move || {
            let fits = |password: &str| {
                PasswordHash::new(&hash)
                    .is_ok_and(|hash| argon.verify_password(password.as_bytes(), &hash).is_ok())
            };
            let same = prepared(&password);
            // Some were hashed as they were typed.
            fits(&same) || same != password && fits(&password)
        })
        .await
        .map_err(|e| DeskError::Hash(e.to_string()))?;
        Ok(fits && known)
    }
}

/// A password as it is compared: however a keyboard composes accents, and whatever kind of space it
/// has, it is the same (OpaqueString, RFC 8265, 4.2.2).
fn prepared(password: &str) -> String {
    let spaces = password.chars().map(|c| match c {
        '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => {
            ' '
        }
        c => c,
    });
    spaces.nfc().collect()
}

/// Common parts of French passwords that the word lists of zxcvbn lack.
const FRENCH: [&str; 3] = ["motdepasse", "azertyuiop", "bonjour"];

/// Passwords known to be in use, lower-case and sorted. See `known_passwords.md`.
static KNOWN: LazyLock<String> = LazyLock::new(|| {
    let packed = include_bytes!("known_passwords.txt.gz");
    let mut known = String::new();
    match flate2::read::GzDecoder::new(&packed[..]).read_to_string(&mut known) {
        Ok(_) => known,
        // It is part of the program, and a test reads it.
        Err(error) => unreachable!("the list of known passwords: {error}"),
    }
});

static SORTED: LazyLock<Vec<&str>> = LazyLock::new(|| KNOWN.lines().collect());

/// Maximum number of characters people add before or after a known password.
const DECORATION: usize = 6;

/// Whether a password is known, ignoring case: as it is, doubled, or with digits and signs around
/// it.
fn is_known(password: &str) -> bool {
    let lower = password.to_lowercase();
    let known = |text: &str| SORTED.binary_search(&text).is_ok();
    let decorated = |bare: &str| {
        let letters = bare.chars().count();
        letters >= 4 && lower.chars().count() - letters <= DECORATION && known(bare)
    };
    let sign = |c: char| !c.is_alphabetic();
    let twice = lower.len().is_multiple_of(2)
        && lower
            .split_at_checked(lower.len() / 2)
            .is_some_and(|(a, b)| a == b && known(a));
    known(&lower)
        || twice
        || decorated(lower.trim_end_matches(sign))
        || decorated(lower.trim_start_matches(sign))
        || decorated(lower.trim_matches(sign))
}

/// Whether the password is little more than a name, an address or a common French word.
fn says_who(password: &str, about: &[&str]) -> bool {
    let bare = |text: &str| -> String {
        guichet_domain::kernel::stemming::fold(text)
            .chars()
            .filter(|c| c.is_alphanumeric())
            .collect()
    };
    let password = bare(password);
    about
        .iter()
        .copied()
        .chain(FRENCH)
        .map(bare)
        .filter(|known| known.len() > 3)
        .any(|known| {
            known.contains(&password)
                || password.contains(&known) && password.len() < known.len() + 6
        })
}

/// Checks that a password is long enough and not one many people choose (NIST SP 800-63B, 3.1.1.2).
/// `about` are the person's name and address.
///
/// # Errors
/// [`Refusal::Invalid`] names the problem.
pub(crate) fn acceptable(password: &str, about: &[&str]) -> Result<(), Refusal> {
    let password = &*prepared(password);
    let length = u32::try_from(password.chars().count()).unwrap_or(u32::MAX);
    let problem = if length < PASSWORD_MIN {
        Some(Problem::TooShort(PASSWORD_MIN))
    } else if length > PASSWORD_MAX {
        Some(Problem::TooLong(PASSWORD_MAX))
    } else if says_who(password, about)
        || is_known(password)
        || zxcvbn::zxcvbn(password, about).score() < zxcvbn::Score::Two
    {
        Some(Problem::TooCommon)
    } else {
        None
    };
    match problem {
        None => Ok(()),
        Some(problem) => Err(Refusal::Invalid(vec![FieldError {
            field: Field::Password,
            name: None,
            problem,
        }])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn accents_are_the_same_however_they_are_composed() {
        let hasher = Hasher::new(true, 1);
        let composed = "une clé très\u{202f}secrète";
        let decomposed = "une cle\u{301} tre\u{300}s secre\u{300}te";
        for (chosen, typed) in [(composed, decomposed), (decomposed, composed)] {
            let hash = hasher.hash(chosen).await.unwrap_or_default();
            for password in [chosen, typed] {
                assert!(
                    hasher
                        .verify(password, Some(hash.clone()))
                        .await
                        .is_ok_and(|fits| fits)
                );
            }
            let other = "une cle tres secrete";
            assert!(
                hasher
                    .verify(other, Some(hash))
                    .await
                    .is_ok_and(|fits| !fits)
            );
        }
        // One that was hashed as it was typed, before this.
        let salt = SaltString::encode_b64(&[7; 16]);
        let old = salt.and_then(|salt| {
            let hash = hasher.argon.hash_password(decomposed.as_bytes(), &salt)?;
            Ok(hash.to_string())
        });
        assert!(
            hasher
                .verify(decomposed, old.ok())
                .await
                .is_ok_and(|fits| fits)
        );
    }

    #[test]
    fn passwords_that_are_known_are_refused_also_with_a_little_more() {
        assert!(KNOWN.lines().count() > 10_000);
        assert!(KNOWN.lines().is_sorted(), "looked up by halves");
        for known in KNOWN.lines() {
            let capital = known.to_uppercase();
            assert!(is_known(known) && is_known(&capital), "{known}");
        }
        let long = KNOWN
            .lines()
            .filter(|known| known.len() >= PASSWORD_MIN as usize);
        assert!(long.clone().count() > 10_000, "of a length that would do");
        for known in long {
            assert!(acceptable(known, &[]).is_err(), "{known}");
        }
        for known in [
            "1qaz2wsx3edc",
            "Sonyericsson1!",
            "Chocolate2026!",
            "2026Chocolate!",
            "chocolatechocolate",
            "Unbelievable",
        ] {
            assert!(is_known(known), "{known}");
        }
        for own in [
            "quatre pommes vertes au marché",
            "chocolate-et-pommes-vertes",
            "guichet-demo-2026",
            "7f3k-vq9z-81mn-c2xa",
            "",
            "é",
        ] {
            assert!(!is_known(own), "{own}");
        }
    }

    #[test]
    fn short_and_common_ones_are_refused() {
        assert!(acceptable("Court-7!", &[]).is_err());
        assert!(acceptable("passwordpassword", &[]).is_err());
        assert!(acceptable("Motdepasse2026!", &[]).is_err());
        assert!(acceptable("123456789012", &[]).is_err());
        assert!(acceptable("aaaaaaaaaaaa", &[]).is_err());
        assert!(
            acceptable(
                "claire.dubois",
                &["Claire Dubois", "claire.dubois@exemple.fr"]
            )
            .is_err()
        );
        assert!(acceptable("quatre pommes vertes au marché", &[]).is_ok());
        assert!(acceptable(&"x".repeat(100_000), &[]).is_err());
    }

    #[tokio::test]
    async fn two_hash_at_once_and_a_third_waits() -> Result<(), DeskError> {
        use futures::FutureExt;
        let hasher = Hasher::new(true, 2);
        let full = hasher.permits.acquire_many(2).await;
        assert!(hasher.permits.try_acquire().is_err(), "no more than two");
        assert!(hasher.hash("quatre pommes vertes").now_or_never().is_none());
        let verified = hasher.verify("quatre pommes vertes", None);
        assert!(
            verified.now_or_never().is_none(),
            "nor for an unknown address"
        );
        drop(full);
        hasher.hash("quatre pommes vertes").await.map(drop)
    }

    #[tokio::test]
    async fn a_hash_fits_its_password_only() -> Result<(), DeskError> {
        let hasher = Hasher::new(true, 2);
        let hash = hasher.hash("quatre pommes vertes").await?;
        assert!(hash.starts_with("$argon2id$"));
        assert!(
            hasher
                .verify("quatre pommes vertes", Some(hash.clone()))
                .await?
        );
        assert!(!hasher.verify("quatre pommes rouges", Some(hash)).await?);
        assert!(!hasher.verify("a password nobody has", None).await?);
        Ok(())
    }
}

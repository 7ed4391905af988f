//! Encrypted and authenticated backups in the age format (age-encryption.org/v1).
//!
//! Each backup draws a key pair, stored in `key.age` under a passphrase (scrypt). Every other file
//! is encrypted to it as a stream of 64 KiB parts: an altered byte, a missing part or a truncated
//! file is detected, and no file is held in memory whole. The standard `age` reads it too: `age -d
//! key.age`, then `age -d -i KEY manifest.json.age`.

use crate::governance::backup::manifest::{at, sentence};
use crate::kernel::error::DeskError;
use crate::kernel::keys::OutsideKey;
use age::secrecy::{ExposeSecret, SecretString};
use age::{Decryptor, Encryptor, Identity, Recipient};
use guichet_store::kernel::private;
use std::fs::File;
use std::io;
use std::io::{BufReader, BufWriter, Read, Write};
use std::iter::once;
use std::path::{Path, PathBuf};
use std::str::FromStr;

const KEY: &str = "key.age";

const ENDING: &str = ".age";

/// scrypt work factor for passphrases, as a power of two: 128 MiB and a good part of a second.
const GUESSABLE: u8 = 17;

/// scrypt work factor for a random key of 256 bits, which needs no stretching.
const DRAWN: u8 = 10;

/// Maximum work factor accepted from a backup somebody else may have made: 256 MiB.
const COST_MAX: u8 = 18;

/// Minimum length of a passphrase, in characters.
const LENGTH_MIN: usize = 12;

/// Secret a backup is encrypted and decrypted with.
#[derive(Clone)]
pub struct BackupSecret {
    text: SecretString,
    cost: u8,
}

impl std::fmt::Debug for BackupSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("BackupSecret")
    }
}

impl BackupSecret {
    /// A secret from a passphrase.
    ///
    /// # Errors
    /// A message if it is shorter than 12 characters.
    pub fn passphrase(text: &str) -> Result<Self, &'static str> {
        if text.chars().count() < LENGTH_MIN {
            return Err("a passphrase has at least 12 characters");
        }
        let text = SecretString::from(text.to_owned());
        Ok(Self {
            text,
            cost: GUESSABLE,
        })
    }

    /// A secret from the key that seals the secrets of the desk.
    pub fn key(key: &OutsideKey) -> Self {
        Self {
            text: SecretString::from(key.as_passphrase()),
            cost: DRAWN,
        }
    }
}

/// Folder of a backup being written or read.
pub(super) struct Folder {
    path: PathBuf,
    key: Option<age::x25519::Identity>,
}

impl Folder {
    /// Creates a new folder, private to its owner.
    pub fn make(path: &Path, secret: Option<&BackupSecret>) -> Result<Self, DeskError> {
        private::make_folder(path).map_err(at(path))?;
        let mut folder = Self {
            path: path.to_owned(),
            key: None,
        };
        if let Some(secret) = secret {
            let key = age::x25519::Identity::generate();
            let mut scrypt = age::scrypt::Recipient::new(secret.text.clone());
            scrypt.set_work_factor(secret.cost);
            let place = path.join(KEY);
            let mut out = Out::to(&place, Some(&scrypt))?;
            let text = key.to_string();
            let text = text.expose_secret().as_bytes();
            out.write_all(text).map_err(at(&place))?;
            out.finish().map_err(at(&place))?;
            folder.key = Some(key);
        }
        Ok(folder)
    }

    /// Opens an existing backup. If a secret is given, an unencrypted backup is accepted only with
    /// `plain`, since anybody could have put it there.
    pub fn open(
        path: &Path,
        secret: Option<&BackupSecret>,
        plain: bool,
    ) -> Result<Self, DeskError> {
        let place = path.join(KEY);
        let key = match (place.exists(), secret) {
            (false, None) => None,
            (false, Some(_)) if plain => None,
            (false, Some(_)) => {
                return Err(sentence(format!(
                    "{} is not encrypted, so anybody may have changed it: say --plain to restore it \
                     all the same",
                    path.display()
                )));
            }
            (true, None) => {
                return Err(sentence(format!(
                    "{} is encrypted: name the key file in the setting key_file, or set \
                     GUICHET_BACKUP_PASSPHRASE",
                    path.display()
                )));
            }
            (true, Some(secret)) => Some(unlock(&place, secret)?),
        };
        Ok(Self {
            path: path.to_owned(),
            key,
        })
    }

    fn place(&self, name: &Path) -> PathBuf {
        let mut place = self.path.join(name).into_os_string();
        if self.key.is_some() {
            place.push(ENDING);
        }
        place.into()
    }

    /// Deletes a file that was begun.
    pub fn remove(&self, name: &Path) -> Result<(), DeskError> {
        let place = self.place(name);
        std::fs::remove_file(&place).map_err(at(&place))
    }

    /// Creates a file of the backup for writing.
    pub fn create(&self, name: &Path) -> Result<Out, DeskError> {
        let place = self.place(name);
        if let Some(folder) = place.parent() {
            private::make_folder(folder).map_err(at(folder))?;
        }
        let recipient = self.key.as_ref().map(age::x25519::Identity::to_public);
        Out::to(&place, recipient.as_ref().map(|r| r as &dyn Recipient))
    }

    /// Opens a file of the backup for reading. Reading fails if it was altered (encrypted backups).
    pub fn read(&self, name: &Path) -> Result<Box<dyn Read + Send>, DeskError> {
        let place = self.place(name);
        // A pipe or a device has no end.
        let kind = std::fs::metadata(&place).map_err(at(&place))?;
        if !kind.is_file() {
            return Err(sentence(format!("{} is no file", place.display())));
        }
        let file = BufReader::new(File::open(&place).map_err(at(&place))?);
        match &self.key {
            None => Ok(Box::new(file)),
            Some(key) => decrypt(file, key)
                .map(|read| Box::new(read) as Box<dyn Read + Send>)
                .map_err(|error| damaged(&place, &error)),
        }
    }

    /// Path of a file, for messages.
    pub fn named(&self, name: &Path) -> PathBuf {
        self.place(name)
    }
}

fn damaged(place: &Path, why: &dyn std::fmt::Display) -> DeskError {
    sentence(format!(
        "{} is not as it was written: the backup is damaged, or was altered ({why})",
        place.display()
    ))
}

fn decrypt<R: Read>(
    input: R,
    key: &dyn Identity,
) -> Result<age::stream::StreamReader<R>, age::DecryptError> {
    Decryptor::new(input)?.decrypt(once(key))
}

fn unlock(place: &Path, secret: &BackupSecret) -> Result<age::x25519::Identity, DeskError> {
    let mut scrypt = age::scrypt::Identity::new(secret.text.clone());
    scrypt.set_max_work_factor(COST_MAX);
    let file = BufReader::new(File::open(place).map_err(at(place))?);
    let read = decrypt(file, &scrypt).map_err(|error| {
        sentence(format!(
            "{} does not open: the key or passphrase is not the one that the backup was made with, \
             or the file was altered ({error})",
            place.display()
        ))
    })?;
    let mut text = String::new();
    let whole = read.take(1024).read_to_string(&mut text);
    whole.map_err(|error| damaged(place, &error))?;
    age::x25519::Identity::from_str(&text).map_err(|error| damaged(place, &error))
}

/// A file of the backup being written.
pub(super) enum Out {
    Plain(BufWriter<File>),
    Sealed(Box<age::stream::StreamWriter<BufWriter<File>>>),
}

impl Out {
    fn to(place: &Path, recipient: Option<&dyn Recipient>) -> Result<Self, DeskError> {
        let file = BufWriter::new(private::new_file(place).map_err(at(place))?);
        let Some(recipient) = recipient else {
            return Ok(Self::Plain(file));
        };
        let failed = |error: String| sentence(format!("{}: {error}", place.display()));
        let encryptor = Encryptor::with_recipients(once(recipient));
        let encryptor = encryptor.map_err(|error| failed(error.to_string()))?;
        let stream = encryptor.wrap_output(file);
        let stream = stream.map_err(|error| failed(error.to_string()))?;
        Ok(Self::Sealed(Box::new(stream)))
    }

    /// Writes everything to the disk.
    pub fn finish(self) -> io::Result<()> {
        let file = match self {
            Self::Plain(file) => file,
            Self::Sealed(stream) => stream.finish()?,
        };
        let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.sync_all()
    }
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(file) => file.write(bytes),
            Self::Sealed(stream) => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(file) => file.flush(),
            Self::Sealed(stream) => stream.flush(),
        }
    }
}

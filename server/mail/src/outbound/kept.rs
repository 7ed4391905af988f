//! E-mails written to files because there is no SMTP server: they are deleted after their retention
//! period, or when a text that they contain is removed.

use super::carrier::{file_name, posted_at};
use guichet_desk::Desk;
use guichet_domain::Timestamp;
use std::io::{Error, ErrorKind};
use std::path::Path;

/// The database does not answer, or a file cannot be deleted.
pub type NotDropped = Box<dyn std::error::Error + Send + Sync>;

/// Counts the e-mails in a folder that were posted before an instant, and deletes them unless
/// `dry`. Files that are not e-mails of ours stay.
///
/// # Errors
/// The folder cannot be read, or a file cannot be deleted. A folder that does not exist is empty.
pub async fn forget_emails(folder: &Path, before: Timestamp, dry: bool) -> Result<u64, Error> {
    let mut entries = match tokio::fs::read_dir(folder).await {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(0),
        entries => entries?,
    };
    let mut count = 0;
    while let Some(entry) = entries.next_entry().await? {
        let name = entry.file_name();
        if name
            .to_str()
            .and_then(posted_at)
            .is_some_and(|at| at < before)
        {
            if !dry {
                delete(&entry.path()).await?;
            }
            count += 1;
        }
    }
    Ok(count)
}

/// Deletes the e-mails in a folder that contain texts removed since they were written.
///
/// # Errors
/// [`NotDropped`]; the deletion is then tried again the next time.
pub async fn drop_stale_emails(desk: &Desk, folder: &Path) -> Result<u64, NotDropped> {
    let mut count = 0;
    loop {
        let stale = desk.stale_emails().await?;
        if stale.is_empty() {
            return Ok(count);
        }
        let mut keys = Vec::with_capacity(stale.len());
        for (at, key) in stale {
            let place = folder.join(file_name(at, &key));
            delete(&place).await?;
            keys.push(key);
        }
        count += keys.len() as u64;
        desk.emails_settled(keys).await?;
    }
}

/// Deletes a file; another process may have deleted it before.
async fn delete(place: &Path) -> Result<(), Error> {
    match tokio::fs::remove_file(place).await {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        outcome => outcome,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[tokio::test]
    async fn emails_go_by_when_they_were_posted_and_nothing_else_does() {
        let folder = tempfile::tempdir().unwrap();
        let young = file_name(Timestamp(200), "b");
        for name in [
            &file_name(Timestamp(100), "a-with-dashes"),
            &file_name(Timestamp(99), "a"),
            &young,
            "notes.eml",
            "5-letter.txt",
        ] {
            std::fs::write(folder.path().join(name), "x").unwrap();
        }
        let before = Timestamp(150);
        for (dry, count) in [(true, 2), (true, 2), (false, 2), (false, 0)] {
            let done = forget_emails(folder.path(), before, dry).await.unwrap();
            assert_eq!(done, count);
        }
        let mut left: Vec<String> = std::fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        left.sort_unstable();
        assert_eq!(left, [young.as_str(), "5-letter.txt", "notes.eml"]);
        let nowhere = folder.path().join("nowhere");
        assert_eq!(forget_emails(&nowhere, before, false).await.unwrap(), 0);
    }
}

//! Reasons why a history was not taken in.

use guichet_desk::DeskError;
use guichet_domain::Refusal;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Desk(#[from] DeskError),
    #[error(
        "this desk is not empty: the demonstration is loaded into an empty database only, so that it never mixes with real tickets"
    )]
    NotEmpty,
    #[error("the zone {0:?} is unknown: name one like Europe/Paris")]
    Zone(String),
    #[error("the file cannot be read: {0}")]
    Read(#[from] std::io::Error),
    /// An article of the demonstration cannot be taken in, which is a mistake in its file.
    #[error("the articles of the demonstration cannot be taken in: {0}")]
    Articles(String),
    /// A script of the demonstration ran a command that the workflow refuses, which is a mistake in
    /// the script.
    #[error("the demonstration cannot be played: {what} was refused: {refusal}")]
    Script { what: String, refusal: Refusal },
}

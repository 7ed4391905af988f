//! Imports people from a file that a spreadsheet wrote.

use crate::cli::CliError;
use guichet_desk::Desk;
use guichet_domain::directory::people_import::{PersonChange, UnreadablePeople};
use guichet_domain::kernel::language::Language;
use guichet_locales::directory::people_changes::{change, unreadable};
use std::path::PathBuf;
use std::process::ExitCode;

/// What to do with the file.
#[derive(clap::Args, Debug)]
pub(crate) struct ImportPeople {
    /// File with a line of headings (email, name, first name, role, team, department, manager,
    /// telephone, place, computer, language; also in French)
    file: PathBuf,
    /// Make the departments that the file names and the desk does not have
    #[arg(long)]
    create: bool,
    /// Only say what would change
    #[arg(long)]
    dry_run: bool,
}

/// Adds and changes the people of a file; a line that is wrong is reported, and the rest is taken.
pub(crate) async fn import(desk: &Desk, given: ImportPeople) -> Result<ExitCode, CliError> {
    let ImportPeople {
        file,
        create,
        dry_run,
    } = given;
    let bytes = std::fs::read(&file).map_err(|error| format!("{}: {error}", file.display()))?;
    desk.begin().await?;
    let outcome = if dry_run {
        desk.preview_people(None, bytes, create).await?
    } else {
        desk.import_people(None, bytes, create).await?
    };
    let done = outcome.map_err(|error: UnreadablePeople| {
        format!("{}: {}", file.display(), unreadable(Language::En, error))
    })?;
    for column in &done.unknown_columns {
        println!("column {column:?}: not known, left out");
    }
    for line in &done.lines {
        match &line.change {
            PersonChange::Twice(_) | PersonChange::Wrong(_) => {
                println!("line {}: {}", line.line, change(Language::En, &line.change));
            }
            _ if dry_run => {
                let what = change(Language::En, &line.change);
                println!("line {}: {} <{}>: {what}", line.line, line.name, line.email);
            }
            _ => {}
        }
    }
    if create {
        for name in &done.new_departments {
            println!("department {name:?}: new");
        }
    }
    let tally = done.tally();
    let done = if dry_run { "would be " } else { "" };
    println!(
        "{} people {done}added, {} {done}changed, {} as they are, {} not taken.",
        tally.added, tally.changed, tally.same, tally.wrong
    );
    Ok(if tally.wrong == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(2)
    })
}

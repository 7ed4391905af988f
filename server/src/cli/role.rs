//! Names of roles and teams on the command line.

use crate::cli::CliError;
use clap::ValueEnum;
use guichet_domain::directory::whole::Directory;
use std::collections::BTreeSet;

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum RoleName {
    User,
    Agent,
    TeamLead,
    SupportManager,
    Administrator,
}

pub(crate) fn find_teams(
    directory: &Directory,
    names: &[String],
) -> Result<BTreeSet<guichet_domain::TeamId>, CliError> {
    names
        .iter()
        .map(|name| {
            let team = directory
                .teams
                .values()
                .find(|team| team.name.fr == *name || team.name.en == *name);
            team.map(|team| team.id)
                .ok_or_else(|| format!("there is no team {name:?}").into())
        })
        .collect()
}

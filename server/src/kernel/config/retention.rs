//! Retention periods in the configuration.

use clap::Args;
use serde::Serialize;

/// The settings on the command line; each also as `GUICHET_NAME` and in `guichet.toml`.
#[derive(Args, Clone, Debug, Default, Serialize)]
#[command(next_help_heading = "Retention, in days; 0 keeps for ever")]
pub struct GivenRetention {
    /// Closed tickets on which nothing has happened are emptied of texts and files [default: 0]
    #[arg(long, global = true, value_name = "DAYS")]
    #[serde(skip_serializing_if = "Option::is_none")]
    retention_closed_days: Option<u32>,
    /// Files of closed tickets on which nothing has happened are deleted [default: 0]
    #[arg(long, global = true, value_name = "DAYS")]
    #[serde(skip_serializing_if = "Option::is_none")]
    retention_files_days: Option<u32>,
    /// Sessions, links and waits are forgotten, once they have ended [default: 7]
    #[arg(long, global = true, value_name = "DAYS")]
    #[serde(skip_serializing_if = "Option::is_none")]
    retention_sessions_days: Option<u32>,
    /// E-mails that were sent or given up are forgotten, and deleted in the outbox [default: 90]
    #[arg(long, global = true, value_name = "DAYS")]
    #[serde(skip_serializing_if = "Option::is_none")]
    retention_mail_days: Option<u32>,
    /// Messages that came in lose sender, subject and original; their tickets do not [default: 90]
    #[arg(long, global = true, value_name = "DAYS")]
    #[serde(skip_serializing_if = "Option::is_none")]
    retention_inbound_days: Option<u32>,
    /// Addresses and browsers in the audit log are forgotten [default: 365]
    #[arg(long, global = true, value_name = "DAYS")]
    #[serde(skip_serializing_if = "Option::is_none")]
    retention_clients_days: Option<u32>,
}

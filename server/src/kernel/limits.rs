//! Limits for one visitor, so that there is enough for everybody.

use clap::Args;
use serde::{Deserialize, Serialize};

/// Each limit once: its words for `--help`, its name, and what holds where nothing is set.
macro_rules! limits {
    ($($(#[doc = $doc:literal])+ $name:ident = $default:literal;)+) => {
        /// What can be set on the command line.
        #[derive(Args, Clone, Debug, Default, Serialize)]
        #[command(next_help_heading = "Limits")]
        pub struct GivenLimits {
            $(
                $(#[doc = $doc])+
                #[arg(long, global = true, value_name = "N")]
                #[serde(skip_serializing_if = "Option::is_none")]
                $name: Option<u32>,
            )+
        }

        /// Limits as they hold.
        #[derive(Clone, Debug, Deserialize, Serialize)]
        pub struct Limits {
            $($(#[doc = $doc])+ pub $name: u32,)+
        }

        impl Limits {
            pub const NAMES: &'static [&'static str] = &[$(stringify!($name)),+];

            /// The first limit that is 0: nothing could be done then.
            pub fn zero(&self) -> Option<&'static str> {
                [$((stringify!($name), self.$name)),+]
                    .into_iter()
                    .find_map(|(name, value)| (value == 0).then_some(name))
            }
        }

        impl Default for Limits {
            fn default() -> Self {
                Self { $($name: $default,)+ }
            }
        }
    };
}

limits! {
    /// Requests a minute from one address of the net (IPv6: one /64) [default: 3000]
    requests_per_address = 3000;
    /// Requests a minute by one account [default: 600]
    requests_per_account = 600;
    /// Connections open at once; more wait [default: 2000]
    connections = 2000;
    /// Connections open at once from one address that is no trusted proxy [default: 200]
    connections_per_address = 200;
    /// Requests answered at once for one account, live streams among them [default: 100]
    requests_at_once = 100;
    /// Live streams open at once by one account; the oldest ends when there is one more [default: 16]
    streams_per_account = 16;
    /// Files and exports that one account may be sent at once [default: 8]
    downloads_per_account = 8;
    /// Sessions of one account at once; beyond, the one used the longest ago ends [default: 20]
    sessions_per_account = 20;
    /// Hours without use after which a session of agents and administrators ends [default: 8]
    idle_hours = 8;
    /// Files that one account may send at once; each takes up to 20 MB while it comes [default: 8]
    uploads_per_account = 8;
    /// Passwords hashed at once; each takes 19 MiB [default: 2]
    hashes = 2;
    /// KiB of a form or call; files have a limit of their own, 20 MB [default: 256]
    form_kib = 256;
    /// KiB of a form of somebody who is not signed in [default: 64]
    form_kib_signed_out = 64;
    /// Fields of a form [default: 500]
    form_fields = 500;
    /// Seconds a client may take for the head of a request, or pause in its body or while it reads
    /// [default: 30]
    patience = 30;
}

//! Configuration of access tokens for the mail servers.

use crate::kernel::config::error::ConfigError;
use crate::kernel::config::given::Raw;
use guichet_mail::oauth::{Grant, Tokens};

/// Where the tokens come from, if mail servers want them; nothing is asked for yet.
pub(crate) fn tokens(raw: &Raw) -> Result<Option<Tokens>, ConfigError> {
    let Some(endpoint) = &raw.oauth_token_url else {
        let lonely = [
            ("oauth_client_id", raw.oauth_client_id.is_some()),
            ("oauth_client_secret", raw.oauth_client_secret.is_some()),
            ("oauth_refresh_token", raw.oauth_refresh_token.is_some()),
            ("oauth_scope", raw.oauth_scope.is_some()),
        ];
        return match lonely.into_iter().find(|(_, is_given)| *is_given) {
            Some((name, _)) => Err(ConfigError(format!("{name}: there is no oauth_token_url"))),
            None => Ok(None),
        };
    };
    let Some(client) = raw.oauth_client_id.clone() else {
        return Err(ConfigError("oauth_client_id: it is missing".into()));
    };
    let tokens = Tokens::new(Grant {
        endpoint: endpoint.clone(),
        client,
        secret: raw
            .oauth_client_secret
            .as_ref()
            .map(|secret| secret.reveal().to_owned()),
        scope: raw.oauth_scope.clone(),
        refresh_token: raw.oauth_refresh_token.clone(),
        authorities: raw.imap_ca.clone(),
    });
    let named = |why| ConfigError(format!("oauth_token_url: {why}"));
    tokens.map(Some).map_err(named)
}

//! What every request passes through and every answer is made with: configuration, limits, the
//! state of the server, forms, pages, refusals.

pub(crate) mod accepted;
pub mod address;
pub mod answer;
pub mod asset_routes;
pub mod assets;
pub mod bounded;
pub mod bounds;
pub mod config;
pub mod connections;
pub mod cookies;
pub mod form;
pub mod headers;
pub mod held;
pub mod host;
pub mod keyed_limiter;
pub mod language;
pub mod limits;
pub mod meters;
pub mod monitoring;
pub mod multipart;
pub mod multipart_heads;
pub mod pages;
pub mod rate_limits;
pub mod rates;
pub mod redirect;
pub mod rejection;
pub mod routes;
pub mod served;
pub mod site;
pub mod slow_body;
pub mod state;

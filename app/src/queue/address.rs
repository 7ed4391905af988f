//! The queue's filters in the address bar, so that an address can be sent to a colleague.

use guichet_domain::queue::query::QueueQuery;
use guichet_domain::{PersonId, ServiceId, TeamId};
use leptos_router::params::ParamsMap;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Reads the query of an address; invalid values are ignored.
pub fn query_of(map: &ParamsMap) -> QueueQuery {
    let text = |name: &str| map.get(name).filter(|value| !value.is_empty());
    let number = |name: &str| text(name).and_then(|value| value.parse::<i64>().ok());
    QueueQuery {
        view: text("view").and_then(named).unwrap_or_default(),
        kind: text("kind").and_then(named),
        state: text("state").and_then(named),
        priority: text("priority").and_then(named),
        service: number("service").map(ServiceId),
        team: number("team").map(TeamId),
        assignee: number("assignee").map(PersonId),
        who: text("who").unwrap_or_default(),
        answered: text("answered").is_some(),
        text: text("text").unwrap_or_default(),
        after: text("after"),
        sort: text("sort").and_then(named),
    }
}

/// Same as [`query_of`], for a request that is not for a page.
#[cfg(feature = "ssr")]
pub fn queue_query(asked: Vec<(String, String)>) -> QueueQuery {
    let mut map = ParamsMap::new();
    for (name, value) in asked {
        map.insert(name, value);
    }
    query_of(&map)
}

/// Writes a query as an address: `?view=mine&…`, without values that are not set.
pub fn search_of(query: &QueueQuery) -> String {
    let mut map = ParamsMap::new();
    let mut put = |name: &'static str, value: Option<String>| {
        if let Some(value) = value {
            map.insert(name, value);
        }
    };
    let view = (query.view != Default::default()).then(|| query.view.name());
    put("view", view);
    put("kind", query.kind.map(name_of));
    put("state", query.state.map(name_of));
    put("priority", query.priority.map(name_of));
    put("service", query.service.map(|id| id.to_string()));
    put("team", query.team.map(|id| id.to_string()));
    put("assignee", query.assignee.map(|id| id.to_string()));
    put("who", (!query.who.is_empty()).then(|| query.who.clone()));
    put("answered", query.answered.then(|| "1".to_owned()));
    put("text", (!query.text.is_empty()).then(|| query.text.clone()));
    put("sort", query.sort.map(name_of));
    put("after", query.after.clone());
    map.to_query_string()
}

/// Whether more is chosen than a standing view.
pub fn is_filtered(query: &QueueQuery) -> bool {
    let plain = QueueQuery {
        view: query.view,
        after: query.after.clone(),
        sort: query.sort,
        ..QueueQuery::default()
    };
    *query != plain
}

/// Name of a value in addresses and forms.
pub fn name_of<T: Serialize>(value: T) -> String {
    serde_json::to_value(value)
        .ok()
        .and_then(|value| value.as_str().map(str::to_owned))
        .unwrap_or_default()
}

/// The value of that name.
pub fn named<T: DeserializeOwned>(name: String) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(name)).ok()
}

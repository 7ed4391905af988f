//! The audit log: filters in the address, sentences, and the client each entry came from.

use crate::directory::tabs::{AUDIT, Tabs};
use crate::governance::api;
use crate::kernel::awaited::awaited;
use crate::kernel::context::{load, use_language, use_texts};
use crate::kernel::guard::{Failed, SignedIn};
use crate::kernel::times::Moment;
use crate::queue::nav::DeskFrame;
use guichet_domain::governance::audit::AuditTopic;
use guichet_domain::governance::audit_page::{
    AuditLine, AuditPage as Page, AuditQuery, Audited, PEOPLE_MAX,
};
use guichet_locales::governance::audit::{change, device_name, sentence, topic};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use leptos_router::params::ParamsMap;

fn query_of(map: &ParamsMap) -> AuditQuery {
    let text = |name| map.get(name).unwrap_or_default();
    AuditQuery {
        who: text("who").trim().to_owned(),
        topic: AuditTopic::from_name(&text("topic")),
        since: text("since"),
        until: text("until"),
        address: text("address").trim().to_owned(),
        after: map.get("after"),
    }
}

fn address_of(query: &AuditQuery) -> String {
    let mut map = ParamsMap::new();
    let parts = [
        ("who", Some(query.who.clone())),
        ("topic", query.topic.map(|topic| topic.name().to_owned())),
        ("since", Some(query.since.clone())),
        ("until", Some(query.until.clone())),
        ("address", Some(query.address.clone())),
        ("after", query.after.clone()),
    ];
    for (name, value) in parts {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            map.insert(name, value);
        }
    }
    format!("{AUDIT}{}", map.to_query_string())
}

#[component]
pub fn AuditPage() -> impl IntoView {
    let texts = use_texts();
    let t = &texts.audit;
    let map = use_query_map();
    let query = Memo::new(move |_| map.with(query_of));
    let page = load(move || query.get(), api::audit);
    view! {
        <Title text=format!("{} · {}", t.title, texts.admin.title)/>
        <SignedIn let:me>
            <DeskFrame me>
                <h1>{texts.admin.title}</h1>
                <Tabs at=Signal::stored(None)/>
                <h2>{t.title}</h2>
                <p class="hint">{t.lead}</p>
                {awaited(move || {
                    let query = query.get();
                    async move {
                        match page.await {
                            Ok(read) => shown(query, read),
                            Err(error) => view! { <Failed error/> }.into_any(),
                        }
                    }
                })}
            </DeskFrame>
        </SignedIn>
    }
}

fn shown(query: AuditQuery, page: Page) -> AnyView {
    let texts = use_texts();
    let t = &texts.audit;
    let first = query.after.as_ref().map(|_| {
        let first = AuditQuery {
            after: None,
            ..query.clone()
        };
        view! { <a href=address_of(&first)>{texts.common.first_page}</a> }
    });
    let next = page.next.clone().map(|after| {
        let next = AuditQuery {
            after: Some(after),
            ..query.clone()
        };
        view! { <a class="button" href=address_of(&next)>{texts.common.next_page}</a> }
    });
    let list = if page.lines.is_empty() {
        view! { <p class="empty">{t.nothing}</p> }.into_any()
    } else {
        let lines = page.lines.iter().map(line).collect_view();
        view! { <ol class="audit">{lines}</ol> }.into_any()
    };
    view! {
        {filters(&query, &page)}
        {several(&query, &page)}
        {list}
        <p class="list-more actions">{first} {next}</p>
    }
    .into_any()
}

fn line(line: &AuditLine) -> AnyView {
    let language = use_language();
    let changes = match &line.what {
        Audited::Saved(saved) if !saved.new && !saved.changes.is_empty() => {
            let changes: Vec<String> = saved.changes.iter().map(|c| change(language, c)).collect();
            Some(view! { <p class="meta">{changes.join(" ; ")}</p> })
        }
        _ => None,
    };
    let client = line.client.as_ref().map(|client| {
        let query = AuditQuery {
            address: client.address.clone(),
            ..AuditQuery::default()
        };
        view! {
            <p class="meta">
                <a href=address_of(&query)>{client.address.clone()}</a>
                " · "
                <span title=client.device.clone()>{device_name(language, &client.device)}</span>
            </p>
        }
    });
    view! {
        <li>
            <Moment at=line.at/>
            <div>
                <p>{sentence(language, line)}</p>
                {changes}
            </div>
            {client}
        </li>
    }
    .into_any()
}

fn filters(query: &AuditQuery, page: &Page) -> AnyView {
    let (t, language) = (&use_texts().audit, use_language());
    let topics = AuditTopic::ALL
        .iter()
        .map(|one| (one.name().to_owned(), topic(language, *one).to_owned()))
        .collect();
    // A number is what a link says: with the name, which several people may have.
    let who = match page.people.as_slice() {
        [(id, name)] if id.to_string() == query.who => format!("#{id} {name}"),
        _ => query.who.clone(),
    };
    let about = query.topic.map_or("", AuditTopic::name).to_owned();
    view! {
        <form class="audit-filters" method="get" action=AUDIT>
            {field("who", "search", t.who, who)}
            {choice("topic", t.topic, t.everything, topics, about)}
            {field("since", "date", t.since, query.since.clone())}
            {field("until", "date", t.until, query.until.clone())}
            {field("address", "text", t.address, query.address.clone())}
            <div class="form-foot">
                <button class="button primary" type="submit">{t.send}</button>
                <a href=AUDIT>{t.clear}</a>
            </div>
        </form>
    }
    .into_any()
}

/// The people that the filter's words match, if there are several, each with a link for them alone.
fn several(query: &AuditQuery, page: &Page) -> Option<AnyView> {
    let [_, _, ..] = page.people.as_slice() else {
        return None;
    };
    let people = page.people.iter().map(|(id, name)| {
        let query = AuditQuery {
            who: id.to_string(),
            after: None,
            ..query.clone()
        };
        view! { <li><a href=address_of(&query)>{format!("#{id} {name}")}</a></li> }
    });
    let people = people.collect_view();
    let t = &use_texts().audit;
    let more = match page.meant {
        meant if meant > PEOPLE_MAX => Some(t.too_many_fit.to_owned()),
        meant => (meant > page.people.len()).then(|| {
            t.others
                .replace("{n}", &(meant - page.people.len()).to_string())
        }),
    };
    let more = more.map(|more| view! { <li>{more}</li> });
    Some(view! { <ul class="audit-people">{people} {more}</ul> }.into_any())
}

fn field(name: &'static str, kind: &'static str, label: &'static str, value: String) -> AnyView {
    let id = format!("audit-{name}");
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <input id=id name=name type=kind value=value/>
        </div>
    }
    .into_any()
}

fn choice(
    name: &'static str,
    label: &'static str,
    all: &'static str,
    options: Vec<(String, String)>,
    chosen: String,
) -> AnyView {
    let id = format!("audit-{name}");
    let options = options.into_iter().map(|(value, label)| {
        let selected = value == chosen;
        view! { <option value=value selected=selected>{label}</option> }
    });
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <select id=id name=name>
                <option value="">{all}</option>
                {options.collect_view()}
            </select>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_are_an_address_and_back() {
        let query = AuditQuery {
            who: "claire dubois".into(),
            topic: Some(AuditTopic::SignIns),
            since: "2026-11-01".into(),
            until: String::new(),
            address: "2001:db8::1".into(),
            after: Some("00ff".into()),
        };
        let address = address_of(&query);
        let (_, search) = address.split_once('?').unwrap_or_default();
        let map: ParamsMap = search
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .map(|(name, value)| (name.to_owned(), value.replace("%3A", ":")))
            .collect();
        assert_eq!(query_of(&map), query);
        assert_eq!(address_of(&AuditQuery::default()), AUDIT);
    }
}

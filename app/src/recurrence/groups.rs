//! Incidents that come together, where agents look: above the queue, and beside one of them.

use crate::kernel::context::{use_language, use_texts};
use crate::kernel::error::ApiError;
use crate::kernel::own_form::go_to;
use crate::kernel::tags::StateTag;
use crate::live::bus::LiveBus;
use crate::live::passed_on::Live;
use crate::queue::open_desk::OpenDesk;
use crate::queue::to_ticket::to_ticket;
use crate::recurrence::api;
use crate::tickets::problem_page::WITH_GROUP;
use guichet_domain::TicketId;
use guichet_domain::kernel::language::Language;
use guichet_domain::kernel::time::MINUTE;
use guichet_domain::recurrence::page::{GroupIncident, GroupLine, GroupLines};
use guichet_locales::{fill, plural, texts_in, told, words};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The incidents that come together, for all parts of the desk.
#[derive(Clone, Copy)]
pub struct Groups {
    read: RwSignal<GroupLines>,
    desk: OpenDesk,
    language: Language,
}

impl Groups {
    /// Makes them available, and keeps them as they are. They are read once the page is there, which
    /// nobody waits longer for.
    pub fn provide(desk: OpenDesk) {
        let groups = Self {
            read: RwSignal::new(GroupLines::default()),
            desk,
            language: use_language(),
        };
        provide_context(groups);
        let bus = LiveBus::here();
        // Whatever version is told of last is the one to be shown.
        Effect::new(move |_| {
            let told = bus.groups.get();
            let shown = groups.read.with_untracked(|read| read.version);
            if told != Some(shown) {
                groups.again();
            }
        });
        bus.follow(bus.mark(), move |live| {
            if matches!(live, Live::Reload) {
                groups.again();
            }
        });
    }

    /// Reads them.
    fn again(self) {
        let language = self.language;
        spawn_local(async move {
            let Ok(read) = api::groups().await else {
                return;
            };
            // What has grown while somebody looks is said.
            let people = |lines: &[GroupLine]| lines.iter().map(|line| line.people).sum::<i64>();
            let before = self
                .read
                .try_with_untracked(|shown| (shown.version, people(&shown.lines)));
            let grown = before.is_some_and(|(version, n)| version != 0 && people(&read.lines) > n);
            if let Some(first) = read.lines.first().filter(|_| grown) {
                self.desk
                    .say(format!("{} {}", says(language, first), first.subject));
            }
            let _ = self.read.try_set(read);
        });
    }

    /// Says that there is nothing to a group.
    fn dismiss(self, of: TicketId, focus: &'static str) {
        let done = texts_in(self.language).desk.group_dismissed;
        spawn_local(async move {
            match api::dismiss_group(of).await {
                Ok(()) => self.desk.say(done),
                Err(ApiError(why)) => self.desk.say(words::failure(self.language, &why)),
            }
            self.again();
            // The button goes, with the focus on it.
            go_to(focus.to_owned());
        });
    }
}

/// All groups, above the queue.
pub fn groups() -> AnyView {
    let (t, groups) = (&use_texts().desk, expect_context::<Groups>());
    let shown = move || {
        let lines = groups.read.with(|read| read.lines.clone());
        (!lines.is_empty()).then(|| {
            let lines = lines.into_iter().map(|line| group(groups, line, "#groups"));
            view! {
                <section class="groups" aria-label=t.groups>{lines.collect_view()}</section>
            }
        })
    };
    view! { <div id="groups" tabindex="-1">{shown}</div> }.into_any()
}

/// The group of a ticket, beside it.
pub fn group_of(ticket: TicketId) -> AnyView {
    let (t, groups) = (&use_texts().desk, expect_context::<Groups>());
    let shown = move || {
        let its = |read: &GroupLines| read.lines.iter().find(|line| line.has(ticket)).cloned();
        let line = groups.read.with(its);
        line.map(|line| {
            view! {
                <section class="card" aria-labelledby="group-beside">
                    <h2 id="group-beside">{t.group_beside}</h2>
                    {group(groups, line, "#ticket-title")}
                </section>
            }
        })
    };
    shown.into_any()
}

fn group(groups: Groups, line: GroupLine, focus: &'static str) -> AnyView {
    let (l, texts) = (use_language(), use_texts());
    let t = &texts.desk;
    let of = line.likest;
    let problem = format!("/problem?incident={of}&with={WITH_GROUP}");
    let says = says(l, &line);
    let n = i64::try_from(line.incidents.len()).unwrap_or(i64::MAX) + line.more;
    let all = plural(l, n, t.group_incident, t.group_incidents);
    let more = (line.more > 0).then(|| {
        let more = plural(l, line.more, t.group_more_one, t.group_more_many);
        view! { <li class="meta">{more}</li> }
    });
    let incidents = line.incidents.into_iter().map(incident).collect_view();
    view! {
        <article class="group">
            <p><strong>{says}</strong> " " <span>{line.subject}</span></p>
            <details>
                <summary>{all}</summary>
                <ul class="links">{incidents} {more}</ul>
            </details>
            <p class="actions">
                <a class="button" href=problem>{t.group_problem}</a>
                <button type="button" class="button quiet" on:click=move |_| groups.dismiss(of.id, focus)>
                    {t.group_dismiss}
                </button>
            </p>
        </article>
    }
    .into_any()
}

/// How many people, where and within what time: « 6 personnes, 2 sites, en 2 j : ».
fn says(l: Language, line: &GroupLine) -> String {
    let t = &texts_in(l).desk;
    let sites = match &line.sites[..] {
        [] => None,
        [site] => Some(site.clone()),
        sites => Some(fill(t.group_sites, &[("n", &sites.len().to_string())])),
    };
    let within = told::lasting(l, line.within.max(MINUTE));
    let parts = [
        Some(fill(t.group_people, &[("n", &line.people.to_string())])),
        sites,
        Some(fill(t.group_within, &[("time", &within)])),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    fill(t.group_says, &[("what", &parts.join(", "))])
}

fn incident(incident: GroupIncident) -> AnyView {
    view! {
        <li>
            <p>{to_ticket(incident.reference)} " " {incident.subject}</p>
            <p class="meta">
                <StateTag kind=incident.reference.kind state=incident.state hold=incident.hold/>
            </p>
        </li>
    }
    .into_any()
}

//! Incidents that come together, where agents look: above the queue, and beside one of them.

use crate::kernel::context::{use_language, use_texts};
use crate::kernel::error::ApiError;
use crate::kernel::own_form::go_to;
use crate::kernel::tags::StateTag;
use crate::live::again::{Again, GATHER};
use crate::live::bus::LiveBus;
use crate::live::passed_on::Live;
use crate::queue::open_desk::OpenDesk;
use crate::queue::to_ticket::to_ticket;
use crate::recurrence::api;
use crate::recurrence::major::address_with_group;
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
    read: RwSignal<Option<GroupLines>>,
    again: Again,
    desk: OpenDesk,
    language: Language,
}

impl Groups {
    /// Makes them available, and keeps them as they are. They are read once the page is there, which
    /// nobody waits longer for.
    pub fn provide(desk: OpenDesk) {
        let (read, language) = (RwSignal::new(None), use_language());
        let groups = Self {
            read,
            again: Again::new(move || ask(read, desk, language)),
            desk,
            language,
        };
        provide_context(groups);
        let bus = LiveBus::here();
        // Whatever version is told of last is the one to be shown.
        Effect::new(move |_| {
            let told = bus.groups.get();
            let shown = groups.shown();
            if shown.is_none() || told.is_some_and(|told| shown != Some(told)) {
                groups.ask();
            }
        });
        bus.follow(bus.mark(), move |live| {
            if matches!(live, Live::Reload) {
                groups.ask();
            }
        });
    }

    /// Version that is shown; `None` before they were read.
    fn shown(self) -> Option<u32> {
        let read = self
            .read
            .try_with_untracked(|read| read.as_ref().map(|read| read.version));
        read.flatten()
    }

    /// Reads them: the first time at once.
    fn ask(self) {
        match self.shown() {
            Some(_) => self.again.ask(GATHER),
            None => self.again.ask_now(),
        }
    }

    /// Says that there is nothing to a group.
    fn dismiss(self, of: TicketId, people: i64, focus: &'static str) {
        let done = texts_in(self.language).desk.group_dismissed;
        spawn_local(async move {
            match api::dismiss_group(of, people).await {
                Ok(()) => self.desk.say(done),
                Err(ApiError(why)) => self.desk.say(words::failure(self.language, &why)),
            }
            // At once: whoever dismissed it waits for it.
            self.again.ask_now();
            // The button goes, with the focus on it.
            go_to(focus.to_owned());
        });
    }
}

async fn ask(shown: RwSignal<Option<GroupLines>>, desk: OpenDesk, language: Language) {
    let Ok(read) = api::groups().await else {
        return;
    };
    // What has grown while somebody looks is said.
    let people = |lines: &[GroupLine]| lines.iter().map(|line| line.people).sum::<i64>();
    let before = shown.try_with_untracked(|shown| shown.as_ref().map(|shown| people(&shown.lines)));
    let grown = before
        .flatten()
        .is_some_and(|before| people(&read.lines) > before);
    if let Some(first) = read.lines.first().filter(|_| grown) {
        desk.say(format!("{} {}", says(language, first), first.subject));
    }
    let _ = shown.try_set(Some(read));
}

/// All groups, above the queue.
pub fn groups() -> AnyView {
    let (t, groups) = (&use_texts().desk, expect_context::<Groups>());
    let shown = move || {
        let lines = groups
            .read
            .with(|read| read.as_ref().map(|read| read.lines.clone()));
        let lines = lines.unwrap_or_default();
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
        let line = groups.read.with(|read| read.as_ref().and_then(its));
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
    let (of, people) = (line.likest, line.people);
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
                <a class="button" href=address_with_group(of)>{texts.major.declare}</a>
                <button type="button" class="button quiet" on:click=move |_| groups.dismiss(of.id, people, focus)>
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

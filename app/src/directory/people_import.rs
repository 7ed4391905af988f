//! Importing people: a file is chosen, what it changes is shown, and then it is done.

use crate::directory::parts::Options;
use crate::directory::section::Section;
use crate::kernel::context::{use_language, use_texts};
use guichet_domain::directory::people_import::{
    PeopleReport, PersonChange, PersonLine, UnreadablePeople,
};
use guichet_domain::kernel::failure::Failure;
use guichet_locales::directory::people_changes::{change, unreadable};
use guichet_locales::{fill, words};
use leptos::prelude::*;

/// What the server said of the file.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(
    not(feature = "hydrate"),
    expect(dead_code, reason = "files are for browsers")
)]
enum Said {
    Nothing,
    Working,
    /// What would change.
    Preview(PeopleReport),
    /// What has changed.
    Done(PeopleReport),
    Unreadable(UnreadablePeople),
    Failed(Failure),
}

pub fn page() -> AnyView {
    let t = &use_texts().people_import;
    let said = RwSignal::new(Said::Nothing);
    let form = NodeRef::<leptos::html::Form>::new();
    let go = move |is_import: bool| {
        said.set(Said::Working);
        #[cfg(feature = "hydrate")]
        leptos::task::spawn_local(async move {
            let answer = match form.try_get_untracked().flatten() {
                Some(form) => browser::send(&form, is_import).await,
                None => Said::Nothing,
            };
            said.try_set(answer);
        });
        #[cfg(not(feature = "hydrate"))]
        let _ = (is_import, form);
    };
    let is_ready = move || said.with(|said| matches!(said, Said::Preview(_)));
    let is_busy = move || said.with(|said| *said == Said::Working);
    // What was shown is not what another file would do.
    let begin_again = move |_| said.set(Said::Nothing);
    view! {
        <a class="back-link" href=Section::People.href()>{t.back}</a>
        <h2>{t.title}</h2>
        <p class="hint">{t.lead}</p>
        <form
            class="form"
            node_ref=form
            on:submit=move |event| {
                event.prevent_default();
                go(false);
            }
            on:change=begin_again
        >
            <div class="field">
                <label for="people-file">{t.file}</label>
                <input id="people-file" name="file" type="file" required=true accept=".csv,.tsv,.txt,text/csv"/>
            </div>
            <label class="choice">
                <input type="checkbox" name="create" value="on"/>
                <span>{t.create}</span>
            </label>
            <div class="form-foot">
                <button type="submit" class="button" class:primary=move || !is_ready() disabled=is_busy>{t.preview}</button>
                {move || {
                    is_ready()
                        .then(|| {
                            view! {
                                <button type="button" class="button primary" on:click=move |_| go(true)>{t.import}</button>
                            }
                        })
                }}
            </div>
        </form>
        <div role="status">{move || announced(&said.read())}</div>
        {move || details(&said.read())}
    }
    .into_any()
}

fn announced(said: &Said) -> AnyView {
    let (l, t) = (use_language(), &use_texts().people_import);
    let notice = |kind: &str, words: String| {
        view! { <div class=format!("notice notice-{kind}")><p>{words}</p></div> }.into_any()
    };
    match said {
        Said::Nothing => ().into_any(),
        Said::Working => view! { <p class="hint">{t.working}</p> }.into_any(),
        Said::Preview(report) => notice(
            "info",
            format!(
                "{} {}",
                counts(report, [t.added, t.changed, t.same, t.wrong]),
                t.would
            ),
        ),
        Said::Done(report) => {
            let counts = counts(report, [t.done_added, t.done_changed, t.same, t.done_wrong]);
            notice("done", format!("{} {counts}", t.done))
        }
        Said::Unreadable(why) => notice("error", unreadable(l, *why)),
        Said::Failed(failure) => notice("error", words::failure(l, failure)),
    }
}

fn counts(report: &PeopleReport, labels: [&'static str; 4]) -> String {
    let tally = report.tally;
    let counts = [tally.added, tally.changed, tally.same, tally.wrong];
    let said = labels.into_iter().zip(counts).filter(|(_, n)| *n > 0);
    let said: Vec<String> = said
        .map(|(label, n)| fill(label, &[("n", &n.to_string())]))
        .collect();
    format!("{}.", said.join(", "))
}

fn details(said: &Said) -> AnyView {
    let (l, t) = (use_language(), &use_texts().people_import);
    let (Said::Preview(report) | Said::Done(report)) = said else {
        return ().into_any();
    };
    let names: Options = vec![
        (t.departments.to_owned(), report.new_departments.join(", ")),
        (t.columns.to_owned(), report.unknown_columns.join(", ")),
    ];
    let names = names.into_iter().filter(|(_, names)| !names.is_empty());
    let names = names
        .map(|(label, names)| view! { <p class="hint">{fill(&label, &[("names", &names)])}</p> });
    let more = (report.more > 0).then(|| {
        let more = fill(t.more, &[("n", &report.more.to_string())]);
        view! { <p class="hint">{more}</p> }
    });
    let lines = report.lines.iter().map(|line| row(l, line)).collect_view();
    let head = &use_texts().admin;
    view! {
        {names.collect_view()}
        <div class="table-wrap" tabindex="0" role="region" aria-label=t.title>
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{t.line}</th>
                        <th scope="col">{head.name}</th>
                        <th scope="col">{head.email}</th>
                        <th scope="col">{t.what}</th>
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
        {more}
    }
    .into_any()
}

fn row(l: guichet_domain::kernel::language::Language, line: &PersonLine) -> AnyView {
    let is_wrong = matches!(line.change, PersonChange::Wrong(_) | PersonChange::Twice(_));
    view! {
        <tr>
            <td>{line.line.to_string()}</td>
            <td>{line.name.clone()}</td>
            <td>{line.email.clone()}</td>
            <td class:error=is_wrong>{change(l, &line.change)}</td>
        </tr>
    }
    .into_any()
}

#[cfg(feature = "hydrate")]
mod browser {
    use super::Said;
    use crate::kernel::json;
    use guichet_domain::directory::people_import::{PeopleReport, UnreadablePeople};
    use guichet_domain::kernel::failure::Failure;
    use web_sys::{FormData, HtmlFormElement};

    /// Sends the form, and says what came of it.
    pub async fn send(form: &HtmlFormElement, is_import: bool) -> Said {
        match answer(form, is_import).await {
            Ok(said) => said,
            Err(failure) => Said::Failed(failure),
        }
    }

    async fn answer(form: &HtmlFormElement, is_import: bool) -> Result<Said, Failure> {
        let network = |error: gloo_net::Error| Failure::Network(error.to_string());
        let data = FormData::new_with_form(form).map_err(|_| Failure::Internal)?;
        if is_import {
            data.append_with_str("import", "on")
                .map_err(|_| Failure::Internal)?;
        }
        let request = gloo_net::http::Request::post("/people-import").body(data);
        let answer = request.map_err(network)?.send().await.map_err(network)?;
        let is_ok = answer.ok();
        let said = answer.text().await.map_err(network)?;
        if !is_ok {
            return Err(json::read(&said).unwrap_or(Failure::Network(said)));
        }
        let read: Result<PeopleReport, UnreadablePeople> =
            json::read(&said).map_err(|_| Failure::Internal)?;
        Ok(match read {
            Ok(report) if is_import => Said::Done(report),
            Ok(report) => Said::Preview(report),
            Err(why) => Said::Unreadable(why),
        })
    }
}

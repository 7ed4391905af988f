//! The incidents that were like a ticket when it was recorded, and why.

use crate::kernel::context::{use_language, use_texts};
use crate::kernel::tags::StateTag;
use crate::queue::to_ticket::to_ticket;
use crate::tickets::problem_page::WITH_SIMILAR;
use guichet_domain::Timestamp;
use guichet_domain::kernel::reference::Reference;
use guichet_domain::kernel::time::MINUTE;
use guichet_domain::tickets::page::SimilarLine;
use guichet_domain::tickets::workflow::State;
use guichet_locales::{fill, told, words};
use leptos::prelude::*;

/// What is similar to a ticket that was recorded at that time; nothing if nothing is.
pub fn similar(to: Reference, lines: Vec<SimilarLine>, recorded_at: Timestamp) -> AnyView {
    let texts = &use_texts().desk;
    let problem = format!("/problem?incident={to}&with={WITH_SIMILAR}");
    if lines.is_empty() {
        return ().into_any();
    }
    let lines = lines.into_iter().map(|line| one(line, recorded_at));
    view! {
        <section class="card similar" aria-labelledby="similar-incidents">
            <h2 id="similar-incidents">{texts.similar}</h2>
            <ul class="links">{lines.collect_view()}</ul>
            <p class="actions"><a class="button" href=problem>{texts.problem_of_similar}</a></p>
        </section>
    }
    .into_any()
}

fn one(line: SimilarLine, recorded_at: Timestamp) -> AnyView {
    let l = use_language();
    let why = why(&line, recorded_at);
    let is_done = matches!(line.state, State::Resolved | State::Closed);
    let code = line.code.filter(|_| is_done);
    view! {
        <li>
            <p>{to_ticket(line.reference)} " " {line.subject}</p>
            <p class="meta">
                <StateTag kind=line.reference.kind state=line.state hold=line.hold/>
                {code.map(|code| view! { <span>{words::resolution_code(l, code)}</span> })}
            </p>
            <p class="why">{why}</p>
        </li>
    }
    .into_any()
}

/// Why two incidents are alike: the words of both, the service, and how long there was between them.
fn why(line: &SimilarLine, recorded_at: Timestamp) -> String {
    let (l, texts) = (use_language(), &use_texts().desk);
    let between = recorded_at.since(line.recorded_at).abs();
    let apart = match between {
        0..MINUTE => texts.same_time.to_owned(),
        _ => fill(texts.apart, &[("time", &told::lasting(l, between))]),
    };
    let reasons = [
        Some(line.words.join("\u{a0}· ")).filter(|words| !words.is_empty()),
        line.same_service.then(|| texts.same_service.to_owned()),
        Some(apart),
    ];
    let reasons: Vec<String> = reasons.into_iter().flatten().collect();
    reasons.join(", ")
}

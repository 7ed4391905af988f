//! The fields of an answer: a mark, words, and after a bad mark what was wrong.

use crate::kernel::context::{FormState, use_language, use_texts};
use crate::kernel::fields::Choice;
use crate::tickets::portal::form_parts::Area;
use guichet_domain::feedback::fault::Fault;
use guichet_domain::feedback::page::{Question, Said};
use guichet_domain::feedback::score::Score;
use guichet_domain::kernel::refusal::Field;
use guichet_domain::kernel::removed::REMOVED;
use guichet_locales::feedback::words;
use leptos::prelude::*;

/// The fields. They show what was typed if the form was refused, else `asked`, the mark that a link
/// proposes, else what was said before. Without JavaScript the style sheet shows what belongs to a
/// bad mark.
#[component]
pub fn FeedbackFields(
    question: Question,
    form: FormState,
    #[prop(optional_no_strip)] asked: Option<Score>,
) -> impl IntoView {
    let (language, t) = (use_language(), &use_texts().feedback);
    let refused = form.failure.is_some();
    let said = question.answer.as_ref();
    let shown = |name: &str, before: Option<String>| match refused {
        true => form.value(name),
        false => before.unwrap_or_default(),
    };
    let number = |score: Score| score.number().to_string();
    let name = |fault: Fault| <&'static str>::from(fault).to_owned();
    let before = said.map(|said| said.score);
    let score = shown("score", asked.or(before).map(number));
    let fault = shown("fault", said.and_then(|said| said.fault).map(name));
    // What was removed is not typed again.
    let kept = |said: &Said| Some(said.words.as_ref()?.body.clone()).filter(|body| body != REMOVED);
    let words = shown("words", said.and_then(kept));
    let faults = Fault::ALL
        .iter()
        .map(|one| (name(*one), words::fault(language, *one).to_owned()));
    let faults = faults.chain([("other".to_owned(), t.no_fault.to_owned())]);
    let faults = faults.collect();
    let reopens = refused && !form.value("reopen").is_empty();
    let reopen = question.may_reopen.then(|| {
        view! {
            <label class="choice">
                <input type="checkbox" name="reopen" value="yes" checked=reopens/>
                <span>{t.reopen}</span>
            </label>
            <div class="reopen-reason">
                <Area
                    id="feedback-reason".to_owned()
                    name="reason"
                    label=t.reopen_reason
                    hint=t.reopen_hint
                    value=form.value("reason")
                    error=form.error(language, Field::Reason, None)
                    unmarked=true
                />
            </div>
        }
    });
    let legend = words::question(language, question.occasion, question.reference.kind);
    view! {
        <Marks legend chosen=score error=form.error(language, Field::Score, None)/>
        <div class="after-bad">
            <Choice name="fault" legend=format!("{} {}", t.fault, use_texts().common.optional) options=faults value=fault error=form.error(language, Field::Fault, None)/>
        </div>
        <Area
            id="feedback-words".to_owned()
            name="words"
            label=t.words
            value=words
            error=form.error(language, Field::Text, None)
        />
        {reopen.map(|reopen| view! { <div class="after-bad">{reopen}</div> })}
    }
}

/// Five marks in a row, each a large target with its meaning.
#[component]
fn Marks(
    legend: &'static str,
    chosen: String,
    #[prop(optional_no_strip)] error: Option<String>,
) -> impl IntoView {
    let language = use_language();
    let class = if error.is_some() {
        "choices has-error"
    } else {
        "choices"
    };
    let described = error.is_some().then_some("feedback-score-error");
    let mark = |score: Score| {
        let number = score.number().to_string();
        let checked = number == chosen;
        view! {
            <label class="choice mark">
                <input type="radio" name="score" value=number.clone() checked=checked required=true/>
                <span><strong>{number}</strong> " " {words::score(language, score)}</span>
            </label>
        }
    };
    view! {
        <fieldset class=class aria-describedby=described>
            <legend>{legend}</legend>
            <div class="marks">{Score::ALL.map(mark).collect_view()}</div>
            {error.map(|error| view! { <p class="error" id="feedback-score-error">{error}</p> })}
        </fieldset>
    }
}

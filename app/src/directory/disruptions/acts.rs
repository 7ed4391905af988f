//! What agents do with a disruption that is announced: say more, change it, end it.

use crate::directory::disruptions::board::{Board, Services, options, save};
use crate::directory::disruptions::fields::{error_in, fields, named, own_first, read, values};
use crate::directory::parts::read_label;
use crate::kernel::context::{FormState, now, use_language, use_texts, use_zone};
use crate::kernel::fields::{ErrorSummary, TextAreaField};
use crate::kernel::kept_form::KeepForm;
use crate::kernel::own_form::{OwnForm, SendButton, Values};
use guichet_domain::directory::disruption::{Disruption, DisruptionUpdate, Phase};
use guichet_domain::directory::entry::Entry;
use guichet_domain::kernel::language::Language;
use guichet_domain::kernel::reference::Reference;
use guichet_domain::kernel::refusal::{Field, Refusal};
use guichet_domain::queue::disruptions::DisruptionLine;
use guichet_domain::{DisruptionId, Timestamp};
use guichet_locales::fill;
use leptos::html::Details;
use leptos::prelude::*;

/// The disruption with what the form says of it now. The server sets the time.
fn told(mut disruption: Disruption, values: &Values) -> Result<Disruption, Refusal> {
    disruption.updates.push(DisruptionUpdate {
        at: Timestamp::default(),
        text: read_label(values, &named(disruption.id, "news")),
    });
    Ok(disruption)
}

/// The disruption as it ends, with what the form says as its last word. The server sets the time.
fn ended(
    mut disruption: Disruption,
    values: &Values,
    now: Timestamp,
) -> Result<Disruption, Refusal> {
    disruption.last_word = read_label(values, &named(disruption.id, "news"));
    disruption.ended = Some(now);
    Ok(disruption)
}

/// The form in which one says more of a disruption, or ends it, with or without a last word.
pub fn news(board: Board, line: &DisruptionLine, title: &str) -> AnyView {
    let t = &use_texts().disruptions;
    let form = OwnForm::new(Values::new(), false);
    let of = line.disruption.id;
    let shown = StoredValue::new(line.disruption.clone());
    let was = StoredValue::new(Some(Entry::Disruption(line.disruption.clone())));
    let submit = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        board.said.set(None);
        form.send(
            move |values| told(shown.get_value(), values),
            move |id, wanted| save(id, wanted, was),
            move |_| {
                form.begin_again(Values::new());
                board.done(t.news_posted);
            },
        );
    };
    let end = move |_| {
        board.said.set(None);
        let word = read_label(&form.typed(), &named(of, "news"));
        let silent = word.fr.trim().is_empty() && word.en.trim().is_empty();
        let said = if silent {
            t.was_ended
        } else {
            t.was_ended_with
        };
        form.send(
            move |values| ended(shown.get_value(), values, now()),
            move |id, wanted| save(id, wanted, was),
            move |_| {
                form.begin_again(Values::new());
                board.done(said);
            },
        );
    };
    let end_label = match (line.phase, line.disruption.maintenance) {
        (Phase::Planned, _) => t.call_off,
        (Phase::Current | Phase::Ended, true) => t.end_maintenance,
        (Phase::Current | Phase::Ended, false) => t.end_failure,
    };
    let title = fill(t.of, &[("title", title)]);
    // What was typed, or is wrong, is in sight.
    let open = move || {
        form.state
            .with(|state| state.failure.is_some() || !state.values.is_empty())
    };
    view! {
        <form class="form disruption-news" method="post" novalidate node_ref=form.node on:submit=submit>
            <KeepForm form what=named(of, "disruption-news")/>
            {move || view! { <ErrorSummary form=form.state.get()/> }}
            <details class="disclosure" open=open>
                <summary class="button quiet">{t.say_more}</summary>
                {move || own_first().map(|at| news_field(&form.state.get(), of, at))}
                <SendButton form label=t.news_post/>
            </details>
            <button type="button" class="button" aria-busy=move || form.busy.get().then_some("true") on:click=end>
                {end_label}
                <span class="visually-hidden">" " {title}</span>
            </button>
        </form>
    }
    .into_any()
}

fn news_field(state: &FormState, of: DisruptionId, at: Language) -> AnyView {
    let t = &use_texts().disruptions;
    let label = match at {
        Language::Fr => t.news_fr,
        Language::En => t.news_en,
    };
    let own = at == use_language();
    let hint = if own { t.news_hint } else { t.other_hint };
    let name = format!("{}-{}", named(of, "news"), at.code());
    let value = state.value(&name);
    view! {
        <TextAreaField name=name label=label hint=hint rows=3 value=value required=own
            error=error_in(state, Field::Text, at)/>
    }
    .into_any()
}

/// The form in which a disruption is changed.
pub fn edit(board: Board, line: &DisruptionLine, services: &Services) -> AnyView {
    let (t, zone) = (&use_texts().disruptions, use_zone());
    let of = line.disruption.id;
    let linked: Vec<Reference> = line.linked.iter().map(|one| one.reference).collect();
    let form = OwnForm::new(values(&zone, &line.disruption, &linked), false);
    let shown = StoredValue::new(line.disruption.clone());
    let was = StoredValue::new(Some(Entry::Disruption(line.disruption.clone())));
    let options = options(services);
    let edited = NodeRef::<Details>::new();
    let submit = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        board.said.set(None);
        let zone = zone.clone();
        form.send(
            move |values| shown.with_value(|shown| read(&zone, shown, values)),
            move |id, wanted| save(id, wanted, was),
            move |_| {
                // What is saved is shown above: the form has done its work.
                if let Some(edited) = edited.try_get_untracked().flatten() {
                    edited.set_open(false);
                }
                board.done(t.saved);
            },
        );
    };
    view! {
        <details class="disclosure" node_ref=edited>
            <summary class="button quiet">{t.edit}</summary>
            <form class="form" method="post" novalidate node_ref=form.node on:submit=submit>
                <KeepForm form what=named(of, "disruption") rests_on=was/>
                {move || fields(form, of, options.clone())}
                <div class="form-foot">
                    <SendButton form label=t.save/>
                </div>
            </form>
        </details>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use guichet_domain::kernel::language::Label;

    #[test]
    fn one_text_is_news_or_the_last_word() {
        let disruption = Disruption {
            id: DisruptionId(3),
            ..Disruption::default()
        };
        let values = Values::from([("news-3-fr".to_owned(), "Tout marche".to_owned())]);
        let text = Label::new("Tout marche", "");
        let more = told(disruption.clone(), &values).unwrap();
        assert_eq!(more.updates.len(), 1);
        assert_eq!(more.updates[0].text, text);
        assert_eq!(more.ended, None);
        let over = ended(disruption, &values, Timestamp(9)).unwrap();
        assert_eq!(over.last_word, text);
        assert_eq!(over.ended, Some(Timestamp(9)));
        assert!(over.updates.is_empty());
    }
}

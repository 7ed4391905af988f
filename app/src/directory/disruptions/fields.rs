//! The form of a disruption: its fields, and the disruption that it makes.

use crate::directory::parts::{Options, put, put_label, read_label, tick, tick_box, ticked};
use crate::kernel::context::{FormState, use_language, use_texts, use_zone};
use crate::kernel::fields::{ErrorSummary, SelectField, TextAreaField, TextField};
use crate::kernel::own_form::{OwnForm, Values, checked, number, value, wrong};
use crate::tickets::forms::typed::{instant, local, references};
use guichet_domain::directory::disruption::Disruption;
use guichet_domain::kernel::failure::Failure;
use guichet_domain::kernel::language::Language;
use guichet_domain::kernel::reference::Reference;
use guichet_domain::kernel::refusal::{Field, FieldError, Problem, Refusal};
use guichet_domain::kernel::time::Zone;
use guichet_domain::{DisruptionId, ServiceId, Timestamp};
use guichet_locales::{fill, words};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// The name of a field: the page has a form for each disruption, and one for a new one, number 0.
pub fn named(of: DisruptionId, name: &str) -> String {
    match of {
        DisruptionId(0) => name.to_owned(),
        of => format!("{name}-{of}"),
    }
}

/// The reader's language first, then the other one.
pub fn own_first() -> [Language; 2] {
    match use_language() {
        Language::Fr => [Language::Fr, Language::En],
        Language::En => [Language::En, Language::Fr],
    }
}

/// The values of a form that shows a disruption. `linked` are its tickets.
pub fn values(zone: &Zone, shown: &Disruption, linked: &[Reference]) -> Values {
    let mut values = Values::new();
    let name = |name: &str| named(shown.id, name);
    put_label(&mut values, &name("title"), &shown.title);
    put_label(&mut values, &name("message"), &shown.message);
    if let Some(service) = shown.service {
        put(&mut values, &name("service"), service);
    }
    put(&mut values, &name("since"), local(zone, shown.since));
    if let Some(until) = shown.until {
        put(&mut values, &name("until"), local(zone, until));
    }
    tick(&mut values, &name("maintenance"), shown.maintenance);
    let linked: Vec<String> = linked.iter().map(Reference::to_string).collect();
    put(&mut values, &name("tickets"), linked.join(", "));
    values
}

/// What a form makes of a disruption, or the errors that the browser can find; the server checks the
/// rest. A time that was not touched stays as it was, to the microsecond.
pub fn read(zone: &Zone, before: &Disruption, values: &Values) -> Result<Disruption, Refusal> {
    let name = |name: &str| named(before.id, name);
    let mut errors = Vec::new();
    let mut time = |field, typed: &str, before: Option<Timestamp>| {
        let typed = typed.trim();
        if let Some(same) = before.filter(|before| local(zone, *before) == typed) {
            return Some(same);
        }
        let at = instant(zone, typed);
        if at.is_none() && !typed.is_empty() {
            errors.push(wrong(field, None, Problem::Invalid));
        }
        at
    };
    let since = time(
        Field::From,
        value(values, &name("since")),
        Some(before.since),
    );
    let until = time(Field::Until, value(values, &name("until")), before.until);
    let mut tickets = BTreeSet::new();
    for word in references(value(values, &name("tickets"))) {
        match word.parse::<Reference>() {
            Ok(reference) => drop(tickets.insert(reference.id)),
            Err(_) => errors.push(wrong(Field::Link, Some(word), Problem::Invalid)),
        }
    }
    let read = Disruption {
        service: number(values, &name("service")).map(ServiceId),
        title: read_label(values, &name("title")),
        message: read_label(values, &name("message")),
        since: since.unwrap_or(before.since),
        until,
        maintenance: ticked(values, &name("maintenance")),
        tickets,
        ..before.clone()
    };
    checked(read, errors)
}

fn errors(state: &FormState) -> &[FieldError] {
    match &state.failure {
        Some(Failure::Refused(Refusal::Invalid(errors))) => errors,
        _ => &[],
    }
}

/// The error of a text in one of the languages. What is wrong with the text as a whole stands at the
/// reader's own.
pub fn error_in(state: &FormState, field: Field, at: Language) -> Option<String> {
    let language = use_language();
    let here = |error: &&FieldError| match &error.name {
        Some(code) => code == at.code(),
        None => at == language,
    };
    let mut errors = errors(state).iter().filter(|error| error.field == field);
    let error = errors.find(here)?;
    Some(words::field_error(language, error))
}

/// The error of the linked tickets: which of those that were typed are not to be found.
fn tickets_error(state: &FormState, typed: &str) -> Option<String> {
    let (language, t) = (use_language(), &use_texts().disruptions);
    let wrong = errors(state)
        .iter()
        .filter(|error| error.field == Field::Link);
    let names: Vec<&str> = wrong.filter_map(|error| error.name.as_deref()).collect();
    let is_wrong = |word: &&str| match word.parse::<Reference>() {
        Ok(reference) => names.contains(&reference.id.to_string().as_str()),
        Err(_) => names.contains(word),
    };
    let refs: Vec<&str> = references(typed).filter(is_wrong).collect();
    if refs.is_empty() {
        return state.error(language, Field::Link, None);
    }
    Some(fill(t.tickets_unknown, &[("refs", &refs.join(", "))]))
}

/// The fields of a disruption.
pub fn fields(form: OwnForm, of: DisruptionId, services: Options) -> AnyView {
    let (t, language, zone) = (&use_texts().disruptions, use_language(), use_zone());
    let state = form.state.get();
    let name = |name: &str| named(of, name);
    let error = |field| state.error(language, field, None);
    let shown = |field: &str| state.value(&name(field));
    let begin_hint = fill(t.begin_hint, &[("zone", &zone.name)]);
    view! {
        <ErrorSummary form=state.clone()/>
        {own_first().map(|at| title(&state, of, at))}
        <SelectField name=name("service") label=words::field(language, Field::Service) options=services
            value=shown("service") error=error(Field::Service)/>
        {own_first().map(|at| message(&state, of, at))}
        <div class="field-row">
            <TextField name=name("since") kind="datetime-local" label=t.begin hint=begin_hint
                value=shown("since") error=error(Field::From)/>
            <TextField name=name("until") kind="datetime-local" label=t.end hint=t.end_hint
                value=shown("until") error=error(Field::Until)/>
        </div>
        {tick_box(&state, &name("maintenance"), t.maintenance)}
        <TextField name=name("tickets") label=t.tickets hint=t.tickets_hint value=shown("tickets")
            error=tickets_error(&state, &shown("tickets"))/>
    }
    .into_any()
}

fn title(state: &FormState, of: DisruptionId, at: Language) -> AnyView {
    let t = &use_texts().disruptions;
    let label = match at {
        Language::Fr => t.title_fr,
        Language::En => t.title_en,
    };
    let own = at == use_language();
    let hint = if own { t.title_hint } else { t.other_hint };
    let name = format!("{}-{}", named(of, "title"), at.code());
    let value = state.value(&name);
    view! {
        <TextField name=name label=label hint=hint value=value required=own
            error=error_in(state, Field::Subject, at) max=Some(200)/>
    }
    .into_any()
}

fn message(state: &FormState, of: DisruptionId, at: Language) -> AnyView {
    let t = &use_texts().disruptions;
    let label = match at {
        Language::Fr => t.message_fr,
        Language::En => t.message_en,
    };
    let hint = if at == use_language() {
        t.message_hint
    } else {
        ""
    };
    let name = format!("{}-{}", named(of, "message"), at.code());
    let value = state.value(&name);
    view! {
        <TextAreaField name=name label=label hint=hint rows=3 value=value
            error=error_in(state, Field::Text, at)/>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use guichet_domain::TicketId;
    use guichet_domain::kernel::language::Label;
    use guichet_domain::kernel::reference::Kind;

    fn disruption(id: i64) -> Disruption {
        Disruption {
            id: DisruptionId(id),
            service: Some(ServiceId(3)),
            title: Label::new("Panne", "Failure"),
            message: Label::new("Patience", ""),
            // Neither is a whole minute.
            since: Timestamp(1_000_000_000_000_123),
            until: Some(Timestamp(1_000_003_600_000_456)),
            maintenance: true,
            tickets: [TicketId(4), TicketId(7)].into(),
            ..Disruption::default()
        }
    }

    #[test]
    fn a_disruption_comes_back_as_it_was() {
        let linked = [(Kind::Incident, 4), (Kind::Problem, 7)];
        let linked = linked.map(|(kind, id)| Reference {
            kind,
            id: TicketId(id),
        });
        for id in [0, 12] {
            let disruption = disruption(id);
            let values = values(&Zone::utc(), &disruption, &linked);
            let names = if id == 0 { "tickets" } else { "tickets-12" };
            assert_eq!(value(&values, names), "INC-4, PRB-7");
            assert_eq!(read(&Zone::utc(), &disruption, &values), Ok(disruption));
        }
    }

    #[test]
    fn what_is_no_time_and_no_reference_is_told() {
        let values = Values::from(
            [
                ("title-fr", "Panne"),
                ("until", "demain"),
                ("tickets", "inc-4; 1042"),
            ]
            .map(|(name, value)| (name.to_owned(), value.to_owned())),
        );
        let read = read(&Zone::utc(), &Disruption::default(), &values);
        let errors = vec![
            wrong(Field::Until, None, Problem::Invalid),
            wrong(Field::Link, Some("1042"), Problem::Invalid),
        ];
        assert_eq!(read, Err(Refusal::Invalid(errors)));
    }

    #[test]
    fn a_new_one_begins_when_the_server_says() {
        let values = Values::from([("title-fr".to_owned(), "Panne".to_owned())]);
        let read = read(&Zone::utc(), &Disruption::default(), &values).unwrap();
        assert_eq!(read.since, Timestamp::default());
        assert_eq!(read.title, Label::new("Panne", ""));
    }
}

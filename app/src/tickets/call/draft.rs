//! Makes a ticket of the values typed during a call.

use crate::kernel::own_form::{Values, checked, number, value, wrong};
use guichet_domain::kernel::channel::Channel;
use guichet_domain::kernel::priority::{Impact, Urgency};
use guichet_domain::kernel::prose::Format;
use guichet_domain::kernel::reference::{Kind, Reference};
use guichet_domain::kernel::refusal::{Field, Problem, Refusal};
use guichet_domain::kernel::time::{Zone, read_moment};
use guichet_domain::tickets::command::{Cause, Solution};
use guichet_domain::tickets::offered::Offered;
use guichet_domain::tickets::record::Settlement;
use guichet_domain::tickets::resolution::{Permanence, ResolutionCode};
use guichet_domain::{CategoryId, ItemId, NewTicket, PersonId, ServiceId};

/// Prefix of the names of answers to an item's questions.
pub const ANSWER: &str = "answer-";

/// Prefix of the names of the boxes that say which incidents a problem causes.
pub const CAUSES: &str = "causes-";

/// Value of a scale that is chosen by its index.
pub fn chosen<T: Copy>(all: &[T], values: &Values, name: &str) -> Option<T> {
    let place: usize = number(values, name)?;
    all.get(place).copied()
}

/// Index of a value in its scale.
pub fn place<T: PartialEq>(all: &[T], one: &T) -> String {
    let place = all.iter().position(|other| other == one);
    place.map_or_else(String::new, |place| place.to_string())
}

pub fn kind(values: &Values) -> Kind {
    chosen(Kind::ALL, values, "kind").unwrap_or_default()
}

/// First values of the form of a problem, which the desk finds itself.
pub fn first_of_problem() -> Values {
    Values::from([
        ("kind".to_owned(), place(Kind::ALL, &Kind::Problem)),
        ("channel".to_owned(), place(Channel::ALL, &Channel::Desk)),
    ])
}

/// First values of the form: an incident, reported by phone.
pub fn first_values() -> Values {
    Values::from([
        ("kind".to_owned(), place(Kind::ALL, &Kind::Incident)),
        ("channel".to_owned(), place(Channel::ALL, &Channel::Phone)),
    ])
}

/// The new ticket, or the errors that the browser can find; the server checks the rest.
pub fn read(zone: &Zone, values: &Values) -> Result<NewTicket, Refusal> {
    let mut errors = Vec::new();
    let kind = kind(values);
    let affected = number(values, "affected").map(PersonId);
    // A problem may be nobody's in particular; a call never is.
    if affected.is_none() && kind != Kind::Problem {
        errors.push(wrong(Field::Affected, None, Problem::Missing));
    }
    let other = values.contains_key("has-reporter");
    let reporter = number(values, "reporter").map(PersonId).filter(|_| other);
    if other && reporter.is_none() {
        errors.push(wrong(Field::Person, None, Problem::Missing));
    }
    let noticed = value(values, "noticed-at");
    let noticed_at = read_moment(noticed).map(|civil| zone.instant(civil));
    if noticed_at.is_none() && !noticed.is_empty() {
        errors.push(wrong(Field::NoticedAt, None, Problem::Invalid));
    }
    let request = kind == Kind::Request;
    let settled = kind != Kind::Problem && values.contains_key("settle");
    let answers = values.iter().filter_map(|(name, answer)| {
        let key = name.strip_prefix(ANSWER)?;
        request.then(|| (key.to_owned(), answer.clone()))
    });
    let draft = NewTicket {
        format: Format::Plain,
        kind,
        subject: value(values, "subject").to_owned(),
        description: value(values, "description").to_owned(),
        affected,
        reporter,
        channel: chosen(Channel::ALL, values, "channel").unwrap_or(Channel::Phone),
        place: String::new(),
        category: number(values, "category")
            .map(CategoryId)
            .filter(|_| !request),
        settlement: settled.then(|| settlement(values, request)),
        noticed_at,
        confidential: values.contains_key("confidential"),
        service: number(values, "service").map(ServiceId),
        impact: chosen(Impact::ALL, values, "impact").filter(|_| !request),
        urgency: chosen(Urgency::ALL, values, "urgency").filter(|_| !request),
        item: number(values, "item").map(ItemId).filter(|_| request),
        fields: answers.collect(),
        follows: value(values, "follows").parse().ok(),
        me_too: None,
        split: false,
        causes: caused(values),
        by_mail: None,
        offered: Offered::default(),
    };
    checked(draft, errors)
}

/// The incidents that are ticked as caused by a problem.
fn caused(values: &Values) -> Vec<Reference> {
    let ticked = values.keys().filter_map(|name| name.strip_prefix(CAUSES));
    ticked.filter_map(|name| name.parse().ok()).collect()
}

/// How the call is settled at once: the solution of an incident, or the answer to a request.
fn settlement(values: &Values, request: bool) -> Settlement {
    let text = |name| value(values, name).to_owned();
    if request {
        return Settlement::Fulfilled(text("done"));
    }
    Settlement::Resolved(Solution {
        permanence: chosen(Permanence::ALL, values, "permanence"),
        code: chosen(ResolutionCode::ALL, values, "code"),
        notes: text("notes"),
        cause: match value(values, "cause") {
            "known" => Some(Cause::Known(text("cause-text"))),
            "unknown" => Some(Cause::Unknown(text("cause-text"))),
            _ => None,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(pairs: &[(&str, &str)]) -> Values {
        let mut values = first_values();
        for (name, value) in pairs {
            values.insert((*name).to_owned(), (*value).to_owned());
        }
        values
    }

    #[test]
    fn a_call_becomes_an_incident_told_on_the_phone() {
        let values = typed(&[
            ("affected", "7"),
            ("subject", "Word ne s’ouvre plus"),
            ("impact", "1"),
            ("urgency", "0"),
            ("noticed-at", "2026-07-28T09:30"),
        ]);
        let draft = read(&Zone::utc(), &values);
        let draft = draft.unwrap_or_default();
        assert_eq!(draft.kind, Kind::Incident);
        assert_eq!(draft.channel, Channel::Phone);
        assert_eq!(draft.affected, Some(PersonId(7)));
        assert_eq!(draft.impact, Some(Impact::Medium));
        assert_eq!(draft.urgency, Some(Urgency::High));
        let noticed = draft.noticed_at.map(|at| at.rfc3339());
        assert_eq!(noticed.as_deref(), Some("2026-07-28T09:30:00Z"));
    }

    #[test]
    fn only_a_request_has_an_item_and_answers() {
        let both = [("affected", "7"), ("item", "2"), ("answer-nom", "Garamond")];
        let incident = read(&Zone::utc(), &typed(&both)).unwrap_or_default();
        assert_eq!(incident.item, None);
        assert!(incident.fields.is_empty());
        let mut values = typed(&both);
        values.insert("kind".into(), place(Kind::ALL, &Kind::Request));
        let request = read(&Zone::utc(), &values).unwrap_or_default();
        assert_eq!(request.item, Some(ItemId(2)));
        assert_eq!(
            request.fields.get("nom").map(String::as_str),
            Some("Garamond")
        );
    }

    #[test]
    fn a_call_is_settled_in_the_way_of_its_kind() {
        let code = ResolutionCode::UserGuidance;
        let all = [
            ("affected", "7"),
            ("settle", "on"),
            ("code", &place(ResolutionCode::ALL, &code)),
            ("notes", "Redémarrez."),
            ("cause", "unknown"),
            ("cause-text", "Ne se reproduit pas."),
            ("done", "Oui."),
            ("category", "4"),
        ];
        let incident = read(&Zone::utc(), &typed(&all)).unwrap_or_default();
        assert_eq!(incident.category, Some(CategoryId(4)));
        assert_eq!(
            incident.settlement,
            Some(Settlement::Resolved(Solution {
                permanence: None,
                code: Some(code),
                notes: "Redémarrez.".into(),
                cause: Some(Cause::Unknown("Ne se reproduit pas.".into())),
            }))
        );
        let mut values = typed(&all);
        values.insert("kind".into(), place(Kind::ALL, &Kind::Request));
        let request = read(&Zone::utc(), &values).unwrap_or_default();
        let answered = Some(Settlement::Fulfilled("Oui.".into()));
        assert_eq!((request.settlement, request.category), (answered, None));
        values.remove("settle");
        let request = read(&Zone::utc(), &values).unwrap_or_default();
        assert_eq!(request.settlement, None);
    }

    #[test]
    fn everything_wrong_is_named_at_once() {
        let values = typed(&[("has-reporter", "on"), ("noticed-at", "hier")]);
        let Err(Refusal::Invalid(errors)) = read(&Zone::utc(), &values) else {
            panic!("this must be refused");
        };
        let fields: Vec<Field> = errors.iter().map(|error| error.field).collect();
        assert_eq!(fields, [Field::Affected, Field::Person, Field::NoticedAt]);
    }
}

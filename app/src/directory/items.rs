//! The catalogue: the items that people can request, their description, and their approval.

use crate::directory::entry_form::{EntryForm, Sheet, entry_form, error};
use crate::directory::listing::{Row, listing};
use crate::directory::open_work::Open;
use crate::directory::parts::{
    Options, deciders, description_fields, name_fields, put, put_label, read_label, services,
    teams, tick, tick_box, ticked,
};
use crate::directory::rows::Rows;
use crate::directory::section::Section;
use crate::directory::{approval, item_fields};
use crate::kernel::context::{use_language, use_texts};
use crate::kernel::fields::SelectField;
use crate::kernel::own_form::{OwnForm, Values, checked, number, value};
use crate::queue::address::{name_of, named};
use guichet_domain::directory::approval_policy::ApprovalPolicy;
use guichet_domain::directory::catalogue::Item;
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::whole::Directory;
use guichet_domain::kernel::priority::{Impact, Urgency};
use guichet_domain::kernel::refusal::{Field, Refusal};
use guichet_domain::{ItemId, PersonId, ServiceId, TeamId};
use guichet_locales::words;
use leptos::prelude::*;
use std::sync::Arc;

pub fn list(directory: &Directory) -> AnyView {
    let (language, t) = (use_language(), &use_texts().admin);
    let rows = directory.items.values().map(|item| {
        let team = directory.teams.get(&item.team);
        let team = team.map(|team| team.name.in_language(language).to_owned());
        Row::new(
            format!("{}/{}", Section::Items.href(), item.id),
            item.name.in_language(language),
            vec![
                team.unwrap_or_default(),
                approval::in_words(&item.approval, directory),
            ],
            item.active,
        )
    });
    listing(t.items, vec![t.team, t.approval], rows.collect())
}

fn values(item: &Item) -> Values {
    let mut values = Values::new();
    put_label(&mut values, "name", &item.name);
    put_label(&mut values, "description", &item.description);
    if let Some(service) = item.service {
        put(&mut values, "service", service);
    }
    put(&mut values, "team", item.team);
    item_fields::put_all(&mut values, &item.fields);
    approval::put_policy(&mut values, &item.approval);
    if let Some(impact) = item.impact {
        put(&mut values, "rating-impact", name_of(impact));
    }
    if let Some(urgency) = item.urgency {
        put(&mut values, "rating-urgency", name_of(urgency));
    }
    approval::put_standard(&mut values, item.standard.as_ref());
    tick(&mut values, "active", item.active);
    values
}

fn read(id: ItemId, values: &Values) -> Result<Item, Refusal> {
    let mut errors = Vec::new();
    let item = Item {
        id,
        name: read_label(values, "name"),
        description: read_label(values, "description"),
        service: number(values, "service").map(ServiceId),
        team: number(values, "team").map(TeamId).unwrap_or_default(),
        fields: item_fields::read_all(values, &mut errors),
        approval: approval::read_policy(values),
        impact: named(value(values, "rating-impact").to_owned()),
        urgency: named(value(values, "rating-urgency").to_owned()),
        standard: approval::read_standard(values, &mut errors),
        active: ticked(values, "active"),
    };
    checked(item, errors)
}

/// Options of the form's selects.
#[derive(Clone)]
struct Offers {
    services: Options,
    teams: Options,
    people: Options,
}

/// The form of one item; `None` if there is none with that number.
pub fn form(place: EntryForm, directory: &Directory, id: i64) -> Option<AnyView> {
    let id = ItemId(id);
    let new = Item {
        active: true,
        ..Item::default()
    };
    let item = if id.0 == 0 {
        &new
    } else {
        directory.items.get(&id)?
    };
    let language = use_language();
    let chosen: Vec<PersonId> = match &item.approval {
        ApprovalPolicy::People { people, .. } => people.iter().copied().collect(),
        _ => Vec::new(),
    };
    let offers = Offers {
        services: services(directory, language, item.service),
        teams: teams(directory, language, Some(item.team)),
        people: deciders(directory, &chosen),
    };
    let form = entry_form(
        place,
        directory,
        Sheet {
            values: values(item),
            new: id.0 == 0,
            read: Arc::new(move |values| Ok(Entry::Item(read(id, values)?))),
            fields: Arc::new(move |form| fields(form, offers.clone())),
        },
    );
    let open = (id.0 != 0).then(|| view! { <Open entry=Entry::Item(item.clone())/> });
    Some(view! { {form} {open} }.into_any())
}

fn rated<T: Copy + serde::Serialize>(all: &[T], word: impl Fn(T) -> &'static str) -> Options {
    let named = all.iter().map(|one| (name_of(*one), word(*one).to_owned()));
    named.collect()
}

fn fields(form: OwnForm, offers: Offers) -> AnyView {
    let t = &use_texts().admin;
    let state = form.state.get();
    let questions = Rows::new(item_fields::NAME, &state.values);
    let approvers = Rows::new(approval::NAME, &state.values);
    let chosen = |name| value(&state.values, name).to_owned();
    let l = use_language();
    let impacts = rated(Impact::ALL, |one| words::impact(l, one));
    let urgencies = rated(Urgency::ALL, |one| words::urgency(l, one));
    view! {
        {name_fields(&state)}
        {description_fields(&state)}
        <SelectField name="team" label=t.team options=offers.teams value=chosen("team") required=true
            error=error(&state, Field::Team)/>
        <SelectField name="service" label=t.service options=offers.services value=chosen("service")
            error=error(&state, Field::Service)/>
        <div class="field-row">
            <SelectField name="rating-impact" label=t.item_impact hint=t.item_rating_hint options=impacts value=chosen("rating-impact")
                error=error(&state, Field::Impact)/>
            <SelectField name="rating-urgency" label=t.item_urgency options=urgencies value=chosen("rating-urgency")
                error=error(&state, Field::Urgency)/>
        </div>
        {item_fields::fields(form, questions)}
        {approval::policy_fields(form, approvers, offers.people)}
        {approval::standard_fields(&state)}
        {tick_box(&state, "active", t.active_label)}
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use guichet_domain::directory::catalogue::{FieldKind, ItemField, StandardEvaluation};
    use guichet_domain::kernel::approval_rule::ApprovalRule;
    use guichet_domain::kernel::language::Label;
    use guichet_domain::kernel::money::Cents;
    use std::collections::BTreeSet;

    #[test]
    fn an_item_comes_back_as_it_was() {
        let item = Item {
            id: ItemId(3),
            name: Label::new("Une police", "A font"),
            description: Label::new("Pour le traitement de texte.", "For the word processor."),
            service: Some(ServiceId(2)),
            team: TeamId(1),
            fields: vec![ItemField {
                key: "nom".into(),
                label: Label::new("Laquelle ?", "Which one?"),
                required: true,
                kind: FieldKind::Text,
            }],
            approval: ApprovalPolicy::People {
                people: BTreeSet::from([PersonId(4), PersonId(9)]),
                rule: ApprovalRule::All,
            },
            impact: Some(Impact::Low),
            urgency: Some(Urgency::Medium),
            standard: Some(StandardEvaluation {
                cost: Some(Cents(24_050)),
                impact: "Aucun.".into(),
            }),
            active: true,
        };
        assert_eq!(read(item.id, &values(&item)), Ok(item.clone()));
        let plain = Item {
            approval: ApprovalPolicy::LineManager,
            standard: None,
            ..item
        };
        assert_eq!(read(plain.id, &values(&plain)), Ok(plain));
    }
}

//! The settings: durations, working days, and the team for unassigned tickets.

use crate::directory::entry_form::{EntryForm, Sheet, entry_form, error};
use crate::directory::parts::{Options, put, teams, tick, tick_box, ticked};
use crate::directory::rows::Rows;
use crate::directory::{holidays, mail_senders};
use crate::kernel::context::{use_language, use_texts};
use crate::kernel::fields::{SelectField, TextAreaField, TextField};
use crate::kernel::own_form::{OwnForm, Values, checked, lines, number, several, value, wrong};
use guichet_domain::TeamId;
use guichet_domain::directory::calendar::Calendar;
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::settings::Settings;
use guichet_domain::directory::whole::Directory;
use guichet_domain::kernel::actor::Role;
use guichet_domain::kernel::refusal::{Field, Problem, Refusal};
use guichet_locales::{fill, words};
use leptos::prelude::*;
use std::sync::Arc;

/// Name and maximum in days of the field.
const CLOSE: (&str, u32) = ("close-after", 365);

const REOPEN: (&str, u32) = ("reopen-within", 3650);

const REMIND: (&str, u32) = ("remind-after", 365);

const REMIND_USER: (&str, u32) = ("remind-user-after", 365);

const FEEDBACK: (&str, u32) = ("feedback-every", 365);

const INVITE: (&str, u32) = ("invitation-days", 30);

/// Name of the checkboxes for roles that require a second factor, by the index of the role.
const ROLES: &str = "second-factor";

/// Name of the field of words that mean the same.
const SYNONYMS: &str = "synonyms";

fn place_of(role: Role) -> Option<usize> {
    Role::ALL.iter().position(|one| *one == role)
}

fn values(settings: &Settings) -> Values {
    let mut values = Values::new();
    put(&mut values, CLOSE.0, settings.close_after_working_days);
    put(&mut values, REOPEN.0, settings.reopen_within_days);
    put(&mut values, REMIND.0, settings.remind_after_working_days);
    put(
        &mut values,
        REMIND_USER.0,
        settings.remind_user_after_working_days,
    );
    put(&mut values, FEEDBACK.0, settings.feedback_every_days);
    put(&mut values, INVITE.0, settings.invitation_days);
    put(&mut values, "first-team", settings.first_team);
    let musts = settings
        .second_factor
        .iter()
        .filter_map(|role| place_of(*role));
    put(&mut values, ROLES, lines(musts));
    put(&mut values, SYNONYMS, &settings.synonyms);
    tick(&mut values, "open-articles", settings.open_articles);
    mail_senders::put_all(&mut values, &settings.mail_senders);
    holidays::put_all(&mut values, &settings.calendar.holidays);
    values
}

fn read(before: &Settings, values: &Values) -> Result<Settings, Refusal> {
    let mut errors = Vec::new();
    let mut days = |(name, most): (&str, u32)| {
        let days: Option<u32> = number(values, name);
        if days.is_none_or(|days| days > most) {
            errors.push(wrong(Field::Value, Some(name), Problem::Invalid));
        }
        days.unwrap_or_default()
    };
    let (close, reopen, remind) = (days(CLOSE), days(REOPEN), days(REMIND));
    let (invite, remind_user, feedback) = (days(INVITE), days(REMIND_USER), days(FEEDBACK));
    let first_team = number(values, "first-team").map(TeamId);
    if first_team.is_none() {
        errors.push(wrong(Field::Team, None, Problem::Missing));
    }
    let holidays = holidays::read_all(values, &mut errors);
    let settings = Settings {
        close_after_working_days: close,
        reopen_within_days: reopen,
        remind_after_working_days: remind,
        remind_user_after_working_days: remind_user,
        feedback_every_days: feedback,
        calendar: Calendar { holidays },
        first_team: first_team.unwrap_or(before.first_team),
        matrix: before.matrix.clone(),
        synonyms: value(values, SYNONYMS).to_owned(),
        open_articles: ticked(values, "open-articles"),
        mail_senders: mail_senders::read_all(values),
        invitation_days: invite,
        second_factor: several(values, ROLES)
            .into_iter()
            .filter_map(|place: usize| Role::ALL.get(place).copied())
            .collect(),
    };
    checked(settings, errors)
}

pub fn form(place: EntryForm, directory: &Directory) -> AnyView {
    let settings = directory.settings.clone();
    let teams = teams(directory, use_language(), Some(settings.first_team));
    entry_form(
        place,
        directory,
        Sheet {
            values: values(&settings),
            new: false,
            read: Arc::new(move |values| Ok(Entry::Settings(read(&settings, values)?))),
            fields: Arc::new(move |form| fields(form, teams.clone())),
        },
    )
}

fn fields(form: OwnForm, teams: Options) -> AnyView {
    let (language, t, f) = (use_language(), &use_texts().admin, &use_texts().feedback);
    let between = use_texts().call.between;
    let state = form.state.get();
    let rows = Rows::new(holidays::NAME, &state.values);
    let senders = Rows::new(mail_senders::NAME, &state.values);
    let days = |(name, most): (&'static str, u32), label, hint| {
        let error = state.error(language, Field::Value, Some(name));
        let most = most.to_string();
        let error = error.map(|_| fill(between, &[("min", "0"), ("max", &most)]));
        view! {
            <TextField name=name kind="number" label=label hint=hint value=state.value(name) required=true error/>
        }
    };
    let first = value(&state.values, "first-team").to_owned();
    view! {
        {days(CLOSE, t.close_after, t.close_after_hint)}
        {days(REOPEN, t.reopen_within, t.reopen_within_hint)}
        {days(REMIND, t.remind_after, t.remind_after_hint)}
        {days(REMIND_USER, t.remind_user_after, t.remind_user_after_hint)}
        {days(FEEDBACK, f.every, f.every_hint)}
        {days(INVITE, t.invitation_days, t.invitation_days_hint)}
        <SelectField name="first-team" label=t.first_team hint=t.first_team_hint options=teams value=first
            required=true error=error(&state, Field::Team)/>
        {tick_box(&state, "open-articles", t.open_articles)}
        <TextAreaField name=SYNONYMS label=t.synonyms hint=t.synonyms_hint value=state.value(SYNONYMS) rows=8
            error=error(&state, Field::Keywords)/>
        {role_boxes(&several(&state.values, ROLES))}
        {mail_senders::fields(form, senders)}
        {holidays::fields(form, rows)}
    }
    .into_any()
}

fn role_boxes(chosen: &[usize]) -> AnyView {
    let (l, t) = (use_language(), &use_texts().identity);
    let boxes = Role::ALL.iter().enumerate().map(|(place, role)| {
        let checked = chosen.contains(&place);
        view! {
            <label class="choice">
                <input type="checkbox" name=ROLES value=place.to_string() checked=checked/>
                <span>{words::role(l, *role)}</span>
            </label>
        }
    });
    view! {
        <fieldset class="choices" aria-describedby="field-second-factor-hint">
            <legend>{t.roles_must}</legend>
            <p class="hint" id="field-second-factor-hint">{t.roles_must_hint}</p>
            {boxes.collect_view()}
        </fieldset>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use guichet_domain::directory::mail_sender::MailSender;
    use guichet_domain::kernel::channel::Channel;

    #[test]
    fn the_settings_come_back_as_they_were() {
        let settings = Settings {
            second_factor: [Role::Agent, Role::Administrator].into(),
            open_articles: true,
            mail_senders: vec![MailSender {
                address: "zabbix@exemple.fr".into(),
                channel: Channel::Monitoring,
            }],
            ..Settings::default()
        };
        assert_eq!(read(&settings, &values(&settings)), Ok(settings));
    }

    #[test]
    fn a_time_that_is_no_number_is_named() {
        let mut values = values(&Settings::default());
        put(&mut values, "close-after", "cinq");
        let named = wrong(Field::Value, Some("close-after"), Problem::Invalid);
        assert_eq!(
            read(&Settings::default(), &values),
            Err(Refusal::Invalid(vec![named]))
        );
    }
}

//! Programs whose messages become tickets: their addresses, and how their tickets are said to come.

use crate::directory::parts::put;
use crate::directory::rows::{Rows, Words, row_list};
use crate::kernel::context::{FormState, use_language, use_texts};
use crate::kernel::fields::{SelectField, TextField};
use crate::kernel::own_form::{OwnForm, Values, lines, number, several, value};
use guichet_domain::directory::mail_sender::MailSender;
use guichet_domain::kernel::channel::Channel;
use guichet_domain::kernel::refusal::Field;
use guichet_locales::words;
use leptos::prelude::*;

/// Form value that lists the numbers of the rows.
pub const NAME: &str = "senders";

fn of(number: u32, field: &str) -> String {
    format!("sender-{number}-{field}")
}

fn place_of(channel: Channel) -> usize {
    let place = Channel::ALL.iter().position(|one| *one == channel);
    place.unwrap_or_default()
}

pub fn put_all(values: &mut Values, senders: &[MailSender]) {
    let numbers = 1..=u32::try_from(senders.len()).unwrap_or_default();
    put(values, NAME, lines(numbers.clone()));
    for (n, sender) in numbers.zip(senders) {
        put(values, &of(n, "address"), &sender.address);
        put(values, &of(n, "channel"), place_of(sender.channel));
    }
}

/// The programs of the rows; a row without an address is none.
pub fn read_all(values: &Values) -> Vec<MailSender> {
    let rows = several(values, NAME).into_iter();
    let read = |n: u32| {
        let place: Option<usize> = number(values, &of(n, "channel"));
        let channel = place.and_then(|place| Channel::ALL.get(place).copied());
        MailSender {
            address: value(values, &of(n, "address")).trim().to_owned(),
            channel: channel.unwrap_or(Channel::Monitoring),
        }
    };
    rows.map(read)
        .filter(|sender| !sender.address.is_empty())
        .collect()
}

pub fn fields(form: OwnForm, rows: Rows) -> AnyView {
    let t = &use_texts().admin;
    let words = Words {
        legend: t.sender_n,
        add: t.add_sender,
        movable: false,
    };
    view! {
        <fieldset class="form">
            <legend>{t.senders}</legend>
            <p class="hint">{t.senders_hint}</p>
            {row_list(rows, words, move |n| row(&form.state.get(), n))}
        </fieldset>
    }
    .into_any()
}

fn row(state: &FormState, n: u32) -> AnyView {
    let (language, t) = (use_language(), &use_texts().admin);
    let address = state.value(&of(n, "address"));
    let error = state.error(language, Field::Email, Some(&address));
    let channels = Channel::ALL
        .iter()
        .filter(|one| **one != Channel::Desk)
        .map(|channel| {
            let place = place_of(*channel).to_string();
            (place, words::channel(language, *channel).to_owned())
        });
    let chosen = match state.value(&of(n, "channel")) {
        none if none.is_empty() => place_of(Channel::Monitoring).to_string(),
        chosen => chosen,
    };
    view! {
        <div class="field-row">
            <TextField name=of(n, "address") kind="email" label=t.sender_address value=address required=false error/>
            <SelectField name=of(n, "channel") label=t.sender_channel options=channels.collect() value=chosen
                required=true error=None/>
        </div>
    }
    .into_any()
}

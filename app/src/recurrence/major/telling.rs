//! The form that says how a major incident stands.

use crate::kernel::context::{use_texts, use_zone};
use crate::kernel::fields::ErrorSummary;
use crate::kernel::kept_form::KeepForm;
use crate::kernel::own_form::{OwnForm, SendButton, Values, checked};
use crate::recurrence::api;
use crate::recurrence::major::board::Board;
use crate::recurrence::major::parts::{both, label, moment, next_update};
use guichet_domain::TicketId;
use guichet_domain::kernel::refusal::{Field, Refusal};
use guichet_domain::kernel::time::Zone;
use guichet_domain::recurrence::major::UpdateMajor;
use leptos::prelude::*;

fn read(zone: &Zone, incident: TicketId, values: &Values) -> Result<UpdateMajor, Refusal> {
    let mut errors = Vec::new();
    let read = UpdateMajor {
        incident,
        text: label(values, "text"),
        next_update: moment(zone, values, ("next", Field::NextUpdate), &mut errors),
    };
    checked(read, errors)
}

pub fn form(board: Board) -> AnyView {
    let (t, zone) = (&use_texts().major, use_zone());
    let incident = board.incident();
    let form = OwnForm::new(Values::new(), true);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        board.begin();
        let zone = zone.clone();
        form.send(
            move |values| read(&zone, incident.id, values),
            api::update_major,
            move |()| {
                form.begin_again(Values::new());
                board.done(t.sent);
            },
        );
    };
    let what = format!("update-major-{incident}");
    let fields = move || {
        let state = form.state.get();
        let texts = both(
            &state,
            "text",
            [t.text_fr, t.text_en],
            [t.tell_hint, t.other_hint],
            true,
        );
        view! { <ErrorSummary form=state.clone()/> {texts} {next_update(&state)} }
    };
    view! {
        <section class="card" aria-labelledby="tell-major">
            <h2 id="tell-major">{t.tell}</h2>
            <form class="form" id="update-major" method="post" novalidate node_ref=form.node on:submit=submit>
                <KeepForm form what/>
                {fields}
                <div class="form-foot"><SendButton form label=t.send/></div>
            </form>
        </section>
    }
    .into_any()
}

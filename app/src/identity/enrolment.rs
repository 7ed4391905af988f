//! Setup of an authenticator, during sign-in and on the account page.

use crate::kernel::context::{FormState, use_language, use_texts};
use crate::kernel::fields::TextField;
use guichet_domain::identity::factor::Enrolment;
use guichet_domain::kernel::refusal::Field;
use leptos::prelude::*;

/// Width of the quiet zone around a QR code, in modules (ISO/IEC 18004, 9.1).
const QUIET: usize = 4;

/// The secret as a QR code, and as text to type.
#[component]
pub fn Qr(enrolment: Enrolment) -> impl IntoView {
    let t = &use_texts().identity;
    let side = enrolment.side + 2 * QUIET;
    let shift = format!("translate({QUIET} {QUIET})");
    view! {
        <p>{t.enrol_scan}</p>
        <svg
            class="qr"
            viewBox=format!("0 0 {side} {side}")
            shape-rendering="crispEdges"
            role="img"
            aria-label=t.enrol_qr
        >
            <rect width=side.to_string() height=side.to_string()/>
            <path d=enrolment.path transform=shift/>
        </svg>
        <p class="on-phone"><a class="button" href=enrolment.uri>{t.enrol_open}</a></p>
        <p>{t.enrol_type}</p>
        <p class="secret" translate="no">{enrolment.secret}</p>
        <p>{t.enrol_confirm}</p>
    }
}

/// The field for a code; phones show digits first and offer a received code.
#[component]
pub fn CodeField(form: FormState) -> impl IntoView {
    let (t, language) = (&use_texts().identity, use_language());
    view! {
        <TextField
            name="code"
            label=t.code
            autocomplete="one-time-code"
            error=form.error(language, Field::Code, None)
            required=true
            max=Some(40)
        />
    }
}

/// The recovery codes, which are shown only once.
#[component]
pub fn RecoveryCodes(codes: Vec<String>, next: String) -> impl IntoView {
    let t = &use_texts().identity;
    view! {
        <p class="notice notice-done" role="status">{t.codes_on}</p>
        <h2>{t.codes_title}</h2>
        <p>{t.codes_lead}</p>
        <ul class="recovery-codes" translate="no">
            {codes.into_iter().map(|code| view! { <li>{code}</li> }).collect_view()}
        </ul>
        <p class="actions"><a class="button primary" href=next rel="external">{t.codes_noted}</a></p>
    }
}

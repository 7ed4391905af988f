use crate::identity::code_page::{Next, next_of};
use crate::identity::enrolment::{CodeField, Qr, RecoveryCodes};
use crate::kernel::context::{use_form_state, use_shown, use_texts};
use crate::kernel::fields::FormHead;
use crate::kernel::frame::AuthFrame;
use leptos::prelude::*;
use leptos_meta::Title;

/// The second step of signing in, if the role requires a second factor and none is set up. The
/// answer to its form shows the recovery codes.
#[component]
pub fn EnrolPage() -> impl IntoView {
    let t = &use_texts().identity;
    let form = use_form_state();
    let shown = use_shown();
    let next = Some(next_of(&form)).filter(|next| next.starts_with('/'));
    let content = if shown.recovery_codes.is_empty() {
        view! {
            <p>{t.enrol_must}</p>
            {shown.enrolment.map(|enrolment| view! { <Qr enrolment/> })}
            <form class="form" method="post" action="/sign-in/enrol">
                <FormHead form=form.clone()/>
                <Next form=form.clone()/>
                <CodeField form/>
                <div class="form-foot"><button type="submit" class="button primary">{t.enrol_send}</button></div>
            </form>
            <p><a href="/sign-in" rel="external">{t.code_back}</a></p>
        }
        .into_any()
    } else {
        let next = next.unwrap_or_else(|| "/".to_owned());
        view! { <RecoveryCodes codes=shown.recovery_codes next/> }.into_any()
    };
    view! {
        <Title text=t.factor_title/>
        <AuthFrame>
            <h1>{t.factor_title}</h1>
            {content}
        </AuthFrame>
    }
}

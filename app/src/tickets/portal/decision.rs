//! The three answers of an approver.

use crate::kernel::context::{FormState, use_language, use_texts};
use crate::tickets::portal::form_parts::{Area, Disclosure, Verb, own};
use guichet_domain::kernel::refusal::Field;
use leptos::prelude::*;

/// Forms to approve, to refuse with a reason, or to ask a question.
#[component]
pub fn Decision(
    reference: String,
    form: FormState,
    /// Page to return to, if it is not the ticket's.
    #[prop(optional)]
    back: &'static str,
) -> impl IntoView {
    let (t, language) = (&use_texts().portal, use_language());
    let approve = own(&form, &reference, "approve");
    let refuse = own(&form, &reference, "refuse");
    let ask = own(&form, &reference, "ask_back");
    let approve_with = approve.clone();
    let comment = approve.value("text");
    let comment_error = approve.error(language, Field::Text, None);
    let approving = !comment.is_empty();
    let with = reference.clone();
    let comment_id = format!("text-approve-{reference}");
    let (refusing, asking) = (refuse.failure.is_some(), ask.failure.is_some());
    let (reason, question) = (refuse.value("reason"), ask.value("text"));
    let reason_error = refuse.error(language, Field::Reason, None);
    let question_error = ask.error(language, Field::Text, None);
    let (first, second, third) = (reference.clone(), reference.clone(), reference.clone());
    let (reason_id, question_id) = (
        format!("reason-refuse-{reference}"),
        format!("text-ask_back-{reference}"),
    );
    view! {
        <div class="actions">
            <Verb reference=first action="approve" form=approve back>
                <button type="submit" class="button primary">{t.approve}</button>
            </Verb>
            <Disclosure label=t.approve_with open=approving>
                <Verb reference=with action="approve" form=approve_with back>
                    <Area id=comment_id name="text" label=t.approve_comment value=comment error=comment_error unmarked=true/>
                    <div class="form-foot"><button type="submit" class="button primary">{t.approve}</button></div>
                </Verb>
            </Disclosure>
            <Disclosure label=t.refuse danger=true open=refusing>
                <Verb reference=second action="refuse" form=refuse back>
                    <Area
                        id=reason_id
                        name="reason"
                        label=t.refuse_reason
                        hint=t.refuse_hint
                        value=reason
                        error=reason_error
                        required=true
                    />
                    <div class="form-foot"><button type="submit" class="button danger">{t.refuse_send}</button></div>
                </Verb>
            </Disclosure>
            <Disclosure label=t.ask_back open=asking>
                <Verb reference=third action="ask_back" form=ask back>
                    <Area
                        id=question_id
                        name="text"
                        label=t.ask_back_text
                        hint=t.ask_back_hint
                        value=question
                        error=question_error
                        required=true
                    />
                    <div class="form-foot"><button type="submit" class="button primary">{t.ask_back_send}</button></div>
                </Verb>
            </Disclosure>
        </div>
    }
}

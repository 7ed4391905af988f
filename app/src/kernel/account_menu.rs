//! Small forms in the header of every page. They are ordinary posts and work without JavaScript.

use crate::kernel::context::{use_language, use_texts};
use guichet_domain::kernel::language::Language;
use leptos::prelude::*;

/// Switches to the other language and comes back.
#[component]
pub fn LanguageForm() -> impl IntoView {
    let texts = use_texts();
    let other = match use_language() {
        Language::Fr => Language::En,
        Language::En => Language::Fr,
    };
    view! {
        <form class="lang-form" method="post" action="/language">
            <button class="link" name="language" value=other.code() lang=other.code()>
                {texts.common.other_language}
            </button>
        </form>
    }
}

/// Switches between light, dark and the system's choice.
#[component]
pub fn ThemeForm() -> impl IntoView {
    let texts = use_texts();
    view! {
        <form class="theme-form" method="post" action="/theme">
            <button class="theme-toggle">
                <span class="visually-hidden">{texts.common.theme}</span>
            </button>
        </form>
    }
}

#[component]
pub fn SignOutForm() -> impl IntoView {
    let texts = use_texts();
    view! {
        <form class="sign-out-form" method="post" action="/sign-out">
            <button class="link">{texts.common.sign_out}</button>
        </form>
    }
}

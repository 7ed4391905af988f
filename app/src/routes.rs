//! The addresses of the application.

use crate::context::{provide_me, use_language};
use crate::live::LiveBus;
use crate::pages::{NotFound, NotificationsPage, admin, desk, portal};
use crate::session::Session;
use crate::{drafts, version};
use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::{ParamSegment, SsrMode, StaticSegment};

/// Every page. All are rendered whole by the server, with their data, and work before the browser
/// wakes them up.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_context(use_language());
    provide_me();
    version::follow(LiveBus::provide());
    Session::provide();
    Effect::new(|_| drafts::tidy());
    // From here on buttons answer: styles and tests can tell.
    Effect::new(|_| {
        if let Some(root) = document().document_element() {
            let _ = root.set_attribute("data-awake", "");
        }
    });
    let whole = SsrMode::Async;
    view! {
        <Title formatter=document_title/>
        <Router>
            <Routes fallback=|| view! { <NotFound/> }>
                <Route path=StaticSegment("") view=portal::HomePage ssr=whole.clone()/>
                <Route path=StaticSegment("report") view=portal::ReportPage ssr=whole.clone()/>
                <Route path=StaticSegment("request") view=portal::CataloguePage ssr=whole.clone()/>
                <Route path=(StaticSegment("request"), ParamSegment("item")) view=portal::RequestPage ssr=whole.clone()/>
                <Route path=StaticSegment("tickets") view=portal::TicketsPage ssr=whole.clone()/>
                <Route path=(StaticSegment("tickets"), ParamSegment("reference")) view=portal::TicketPage ssr=whole.clone()/>
                <Route path=StaticSegment("approvals") view=portal::ApprovalsPage ssr=whole.clone()/>
                <Route path=StaticSegment("notifications") view=NotificationsPage ssr=whole.clone()/>
                <Route path=StaticSegment("account") view=portal::AccountPage ssr=whole.clone()/>
                <Route path=(StaticSegment("account"), StaticSegment("email")) view=portal::EmailPage ssr=whole.clone()/>
                <Route path=StaticSegment("forgotten") view=portal::ForgottenPage ssr=whole.clone()/>
                <Route path=(StaticSegment("link"), ParamSegment("token")) view=portal::LinkPage ssr=whole.clone()/>
                <Route path=(StaticSegment("account"), StaticSegment("factor")) view=portal::FactorPage ssr=whole.clone()/>
                <Route path=StaticSegment("sign-in") view=portal::SignInPage ssr=whole.clone()/>
                <Route path=(StaticSegment("sign-in"), StaticSegment("code")) view=portal::CodePage ssr=whole.clone()/>
                <Route path=(StaticSegment("sign-in"), StaticSegment("enrol")) view=portal::EnrolPage ssr=whole.clone()/>
                <Route path=(StaticSegment("setup"), ParamSegment("secret")) view=portal::SetupPage ssr=whole.clone()/>
                <ParentRoute path=StaticSegment("desk") view=desk::DeskPage ssr=whole.clone()>
                    <Route path=StaticSegment("") view=desk::NoTicket/>
                    <Route path=ParamSegment("reference") view=desk::TicketPane/>
                </ParentRoute>
                <Route path=StaticSegment("call") view=desk::CallPage ssr=whole.clone()/>
                <Route path=StaticSegment("disruptions") view=desk::DisruptionsPage ssr=whole.clone()/>
                <Route path=StaticSegment("admin") view=admin::AdminPage ssr=whole.clone()/>
                <Route path=(StaticSegment("admin"), StaticSegment("audit")) view=admin::AuditPage ssr=whole.clone()/>
                <Route path=(StaticSegment("admin"), StaticSegment("letters")) view=admin::LettersPage ssr=whole.clone()/>
                <Route path=(StaticSegment("admin"), StaticSegment("mail")) view=admin::MailPage ssr=whole.clone()/>
                <Route path=(StaticSegment("admin"), ParamSegment("section")) view=admin::AdminPage ssr=whole.clone()/>
                <Route
                    path=(StaticSegment("admin"), ParamSegment("section"), ParamSegment("id"))
                    view=admin::AdminPage
                    ssr=whole
                />
            </Routes>
        </Router>
    }
}

/// The server writes a title as it is: what would end it, or begin an element, is escaped here. In
/// the browser a title is set, not parsed.
fn document_title(title: String) -> String {
    let title = if cfg!(feature = "ssr") {
        title
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;")
    } else {
        title
    };
    if title.is_empty() {
        "Guichet".into()
    } else {
        format!("{title} · Guichet")
    }
}

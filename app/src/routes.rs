//! The addresses of the application.

use crate::kernel::context::{provide_me, use_language};
use crate::kernel::minute::provide_minute;
use crate::kernel::not_found::NotFound;
use crate::kernel::session::Session;
use crate::kernel::{drafts, version};
use crate::live::bus::LiveBus;
use crate::rooms::{Account, Admin, Agents, Followed, Opinions, Portal, Reading, Writing};
use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::{ParamSegment, SsrMode, StaticSegment};

/// Every page. The server renders all of them whole, with their data, and they work before
/// hydration.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_context(use_language());
    provide_me();
    version::follow(LiveBus::provide());
    Session::provide();
    provide_minute();
    Effect::new(|_| drafts::tidy());
    let whole = SsrMode::Async;
    view! {
        // Until a page says its own: a document has a title at every moment (WCAG 2.4.2).
        <Title text="" formatter=document_title/>
        <Router>
            <Routes fallback=|| view! { <NotFound/> }>
                <Route path=StaticSegment("") view=Portal::Home ssr=whole.clone()/>
                <Route path=StaticSegment("report") view=Portal::Report ssr=whole.clone()/>
                <Route path=StaticSegment("request") view=Portal::Catalogue ssr=whole.clone()/>
                <Route path=(StaticSegment("request"), ParamSegment("item")) view=Portal::Request ssr=whole.clone()/>
                <Route path=StaticSegment("me-too") view=Portal::MeToo ssr=whole.clone()/>
                <Route path=StaticSegment("help") view=Reading::Help ssr=whole.clone()/>
                <Route path=(StaticSegment("help"), ParamSegment("article")) view=Reading::Article ssr=whole.clone()/>
                <Route path=StaticSegment("tickets") view=Portal::Tickets ssr=whole.clone()/>
                <Route path=(StaticSegment("tickets"), ParamSegment("reference")) view=Followed::Ticket ssr=whole.clone()/>
                <Route path=(StaticSegment("feedback"), ParamSegment("token")) view=Followed::Feedback ssr=whole.clone()/>
                <Route path=StaticSegment("feedback") view=Opinions::Feedback ssr=whole.clone()/>
                <Route path=StaticSegment("approvals") view=Followed::Approvals ssr=whole.clone()/>
                <Route path=StaticSegment("notifications") view=Account::Notifications ssr=whole.clone()/>
                <Route path=StaticSegment("account") view=Account::Overview ssr=whole.clone()/>
                <Route path=(StaticSegment("account"), StaticSegment("email")) view=Account::Email ssr=whole.clone()/>
                <Route path=(StaticSegment("account"), StaticSegment("absence")) view=Account::Absence ssr=whole.clone()/>
                <Route path=StaticSegment("forgotten") view=Account::Forgotten ssr=whole.clone()/>
                <Route path=(StaticSegment("link"), ParamSegment("token")) view=Account::Link ssr=whole.clone()/>
                <Route path=(StaticSegment("account"), StaticSegment("factor")) view=Account::Factor ssr=whole.clone()/>
                <Route path=StaticSegment("sign-in") view=Account::SignIn ssr=whole.clone()/>
                <Route path=(StaticSegment("sign-in"), StaticSegment("code")) view=Account::Code ssr=whole.clone()/>
                <Route path=(StaticSegment("sign-in"), StaticSegment("enrol")) view=Account::Enrol ssr=whole.clone()/>
                <Route path=(StaticSegment("setup"), ParamSegment("secret")) view=Account::Setup ssr=whole.clone()/>
                <ParentRoute path=StaticSegment("desk") view=Agents::Queue ssr=whole.clone()>
                    <Route path=StaticSegment("") view=Agents::NoTicket/>
                    <Route path=ParamSegment("reference") view=Agents::Ticket/>
                </ParentRoute>
                <Route path=StaticSegment("call") view=Agents::Call ssr=whole.clone()/>
                <Route path=StaticSegment("problem") view=Agents::Problem ssr=whole.clone()/>
                <Route path=StaticSegment("split") view=Agents::Split ssr=whole.clone()/>
                <Route path=StaticSegment("tell") view=Agents::Tell ssr=whole.clone()/>
                <Route path=StaticSegment("major") view=Agents::Major ssr=whole.clone()/>
                <Route path=StaticSegment("majors") view=Agents::Majors ssr=whole.clone()/>
                <Route path=StaticSegment("disruptions") view=Agents::Disruptions ssr=whole.clone()/>
                <Route path=StaticSegment("search") view=Agents::Search ssr=whole.clone()/>
                <Route path=StaticSegment("knowledge") view=Writing::Knowledge ssr=whole.clone()/>
                <Route path=(StaticSegment("knowledge"), StaticSegment("new")) view=Writing::NewArticle ssr=whole.clone()/>
                <Route path=(StaticSegment("knowledge"), StaticSegment("gaps")) view=Writing::Gaps ssr=whole.clone()/>
                <Route path=(StaticSegment("knowledge"), ParamSegment("article")) view=Writing::Workspace ssr=whole.clone()/>
                <Route path=(StaticSegment("knowledge"), ParamSegment("article"), StaticSegment("versions")) view=Writing::Versions ssr=whole.clone()/>
                <Route path=StaticSegment("admin") view=Admin::Directory ssr=whole.clone()/>
                <Route path=(StaticSegment("admin"), StaticSegment("start")) view=Admin::Start ssr=whole.clone()/>
                <Route path=(StaticSegment("admin"), StaticSegment("audit")) view=Admin::Audit ssr=whole.clone()/>
                <Route path=(StaticSegment("admin"), StaticSegment("inbound-messages")) view=Admin::InboundMail ssr=whole.clone()/>
                <Route path=(StaticSegment("admin"), StaticSegment("mail")) view=Admin::Mail ssr=whole.clone()/>
                <Route path=(StaticSegment("admin"), ParamSegment("section")) view=Admin::Directory ssr=whole.clone()/>
                <Route
                    path=(StaticSegment("admin"), ParamSegment("section"), ParamSegment("id"))
                    view=Admin::Directory
                    ssr=whole
                />
            </Routes>
        </Router>
    }
}

/// Escapes a title on the server, which writes it as HTML. In the browser a title is set, not
/// parsed.
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

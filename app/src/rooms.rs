//! The rooms of the application: parts of the client that a browser loads when somebody first opens
//! a page of them. Parts shared by all rooms come with the first page.

use crate::directory::absence_page::AbsencePage;
use crate::directory::admin_page::AdminPage;
use crate::directory::catalogue_page::CataloguePage;
use crate::directory::disruptions_page::DisruptionsPage;
use crate::directory::start_page::StartPage;
use crate::feedback::feedback_page::FeedbackPage;
use crate::feedback::link_page::FeedbackLinkPage;
use crate::governance::audit_page::AuditPage;
use crate::identity::account_page::AccountPage;
use crate::identity::code_page::CodePage;
use crate::identity::email_page::EmailPage;
use crate::identity::enrol_page::EnrolPage;
use crate::identity::factor_page::FactorPage;
use crate::identity::forgotten_page::ForgottenPage;
use crate::identity::link_page::LinkPage;
use crate::identity::setup_page::SetupPage;
use crate::identity::sign_in_page::SignInPage;
use crate::knowledge::article_page::ArticlePage;
use crate::knowledge::help_page::HelpPage;
use crate::knowledge::search_page::SearchPage;
use crate::knowledge::writing::gaps_page::GapsPage;
use crate::knowledge::writing::list_page::KnowledgePage;
use crate::knowledge::writing::new_page::NewArticlePage;
use crate::knowledge::writing::versions_page::VersionsPage;
use crate::knowledge::writing::workspace_page::WorkspacePage;
use crate::mail::inbound_page::InboundMailPage;
use crate::notifications::outbox_page::MailPage;
use crate::notifications::page::NotificationsPage;
use crate::queue::approvals_page::ApprovalsPage;
use crate::queue::desk_page::DeskPage;
use crate::queue::home_page::HomePage;
use crate::queue::no_ticket::NoTicket;
use crate::queue::tickets_page::TicketsPage;
use crate::recurrence::major::list_page::MajorsPage;
use crate::recurrence::major::page::MajorIncidentPage;
use crate::recurrence::me_too_page::MeTooPage;
use crate::recurrence::tell_page::TellPage;
use crate::tickets::call_page::CallPage;
use crate::tickets::problem_page::ProblemPage;
use crate::tickets::report_page::ReportPage;
use crate::tickets::request_page::RequestPage;
use crate::tickets::split_page::SplitPage;
use crate::tickets::ticket_page::TicketPage;
use crate::tickets::ticket_pane::TicketPane;
use leptos::prelude::*;
use leptos_router::ChooseView;

/// Defines a room: its pages, and the function that opens one of them, split into a part of the
/// client.
macro_rules! room {
    ($(#[$doc:meta])* $room:ident, $open:ident, $load:ident { $($page:ident => $view:path),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy)]
        pub enum $room {
            $($page),+
        }

        #[cfg_attr(
            feature = "hydrate",
            leptos::wasm_split::wasm_split(
                $open,
                wasm_split_path = leptos::wasm_split,
                preload($load),
                fallible
            )
        )]
        fn $open(page: $room) -> Result<AnyView, Unreachable> {
            Ok(match page {
                $($room::$page => view! { <$view/> }.into_any()),+
            })
        }

        impl ChooseView for $room {
            async fn choose(self) -> AnyView {
                #[cfg(feature = "ssr")]
                name_parts(stringify!($open));
                #[cfg(feature = "hydrate")]
                let opened = $open(self).await;
                #[cfg(not(feature = "hydrate"))]
                let opened = $open(self);
                opened.unwrap_or_else(|Unreachable| ().into_any())
            }

            /// Loads the room before the router opens a page of it, so that the server's page is
            /// hydrated in one go.
            async fn preload(&self) {
                #[cfg(feature = "hydrate")]
                {
                    let address = browser::address();
                    if $load().await.is_err() {
                        browser::leave_for(address).await;
                    }
                }
            }
        }
    };
}

room! {
    /// Users' pages for beginning, reporting and requesting.
    Portal, portal_room, load_portal {
        Home => HomePage,
        Tickets => TicketsPage,
        Report => ReportPage,
        MeToo => MeTooPage,
        Catalogue => CataloguePage,
        Request => RequestPage,
    }
}

room! {
    /// Finding and reading articles.
    Reading, reading_room, load_reading {
        Help => HelpPage,
        Article => ArticlePage,
    }
}

room! {
    /// One's own account: signing in, its settings, and notifications.
    Account, account_room, load_account {
        SignIn => SignInPage,
        Code => CodePage,
        Enrol => EnrolPage,
        Forgotten => ForgottenPage,
        Link => LinkPage,
        Setup => SetupPage,
        Notifications => NotificationsPage,
        Overview => AccountPage,
        Absence => AbsencePage,
        Email => EmailPage,
        Factor => FactorPage,
    }
}

room! {
    /// One ticket, as users and approvers see it.
    Followed, followed_room, load_followed {
        Ticket => TicketPage,
        Approvals => ApprovalsPage,
        Feedback => FeedbackLinkPage,
    }
}

room! {
    /// The agents' pages.
    Agents, agents_room, load_agents {
        Queue => DeskPage,
        NoTicket => NoTicket,
        Ticket => TicketPane,
        Call => CallPage,
        Problem => ProblemPage,
        Split => SplitPage,
        Tell => TellPage,
        Major => MajorIncidentPage,
        Majors => MajorsPage,
        Disruptions => DisruptionsPage,
        Search => SearchPage,
    }
}

room! {
    /// What users say of how they were served, for those who read it.
    Opinions, opinions_room, load_opinions {
        Feedback => FeedbackPage,
    }
}

room! {
    /// Where agents write articles.
    Writing, writing_room, load_writing {
        Knowledge => KnowledgePage,
        NewArticle => NewArticlePage,
        Gaps => GapsPage,
        Workspace => WorkspacePage,
        Versions => VersionsPage,
    }
}

room! {
    /// The administrators' pages.
    Admin, admin_room, load_admin {
        Directory => AdminPage,
        Start => StartPage,
        Audit => AuditPage,
        InboundMail => InboundMailPage,
        Mail => MailPage,
    }
}

/// Rooms whose parts are already in the head of the page that is being made.
#[cfg(feature = "ssr")]
#[derive(Clone, Default)]
pub struct Named(std::sync::Arc<std::sync::Mutex<std::collections::BTreeSet<&'static str>>>);

/// Puts links to the parts of the room into the head of the page. Leptos does so itself only once
/// the page is made, when the thread may be rendering another page, whose head would get the links.
#[cfg(feature = "ssr")]
fn name_parts(room: &'static str) {
    use leptos_meta::Link;
    let (Some(manifest), Some(Named(named))) = (
        use_context::<leptos::WasmSplitManifest>(),
        use_context::<Named>(),
    ) else {
        return;
    };
    // The router may open a page more than once while it is made.
    if !named.lock().is_ok_and(|mut named| named.insert(room)) {
        return;
    }
    let manifest = manifest.0.read_value();
    let (folder, rooms, loader) = &*manifest;
    for part in rooms.get(room).into_iter().flatten() {
        let href = format!("{folder}/{part}.wasm");
        // To be written is to be noted for the head.
        let _ = view! { <Link rel="preload" href as_="fetch" type_="application/wasm" crossorigin="anonymous"/> }
            .to_html();
    }
    let href = format!("{folder}/{loader}");
    let _ = view! { <Link rel="modulepreload" href crossorigin="anonymous"/> }.to_html();
}

/// A part of the client cannot be loaded: there is no network, or a newer version runs, which has
/// other parts.
#[derive(Clone, Copy, Debug)]
pub struct Unreachable;

#[cfg(feature = "hydrate")]
impl From<leptos::wasm_split::SplitLoaderError> for Unreachable {
    fn from(_: leptos::wasm_split::SplitLoaderError) -> Self {
        Self
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use leptos::prelude::*;
    use leptos_router::hooks::use_location;

    /// Address of the page that is being opened.
    pub fn address() -> String {
        let location = use_location();
        let (path, search) = (location.pathname, location.search);
        let search = search.get_untracked();
        let mark = if search.is_empty() { "" } else { "?" };
        path.get_untracked() + mark + &search
    }

    /// Requests the page itself from the server. If the page has just come from there, the script
    /// that watches its hydration decides: its links and forms work without the client.
    pub async fn leave_for(address: String) {
        let here = window().location();
        let shown = here.pathname().unwrap_or_default() + &here.search().unwrap_or_default();
        if shown != address {
            let _ = here.assign(&address);
        } else {
            let _ = js_sys::Promise::reject(&"a part of the client did not come".into());
        }
        std::future::pending().await
    }
}

//! The rooms of the application. A browser loads the part of the client that belongs to a room
//! when somebody first goes there; what all rooms share comes with the first page.

use crate::pages::{NotificationsPage, admin, desk, portal};
use leptos::prelude::*;
use leptos_router::ChooseView;

/// A room: its pages, and the function that opens one of them, a part of the client by itself.
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

            /// The router loads a room before it opens a page of it: what the server sent is woken
            /// up in one go.
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
    /// Where users begin, report and ask.
    Portal, portal_room, load_portal {
        Home => portal::HomePage,
        Tickets => portal::TicketsPage,
        Report => portal::ReportPage,
        Catalogue => portal::CataloguePage,
        Request => portal::RequestPage,
    }
}

room! {
    /// One's own account: the way in, what belongs to it, and what one was told.
    Account, account_room, load_account {
        SignIn => portal::SignInPage,
        Code => portal::CodePage,
        Enrol => portal::EnrolPage,
        Forgotten => portal::ForgottenPage,
        Link => portal::LinkPage,
        Setup => portal::SetupPage,
        Notifications => NotificationsPage,
        Overview => portal::AccountPage,
        Absence => portal::AbsencePage,
        Email => portal::EmailPage,
        Factor => portal::FactorPage,
    }
}

room! {
    /// One ticket, as users and approvers see it.
    Followed, followed_room, load_followed {
        Ticket => portal::TicketPage,
        Approvals => portal::ApprovalsPage,
    }
}

room! {
    /// Where agents work.
    Desk, desk_room, load_desk {
        Queue => desk::DeskPage,
        NoTicket => desk::NoTicket,
        Ticket => desk::TicketPane,
        Call => desk::CallPage,
        Disruptions => desk::DisruptionsPage,
    }
}

room! {
    /// Where administrators say how the desk works.
    Admin, admin_room, load_admin {
        Directory => admin::AdminPage,
        Audit => admin::AuditPage,
        Letters => admin::LettersPage,
        Mail => admin::MailPage,
    }
}

/// The rooms whose parts stand in the head of the page that is made.
#[cfg(feature = "ssr")]
#[derive(Clone, Default)]
pub struct Named(std::sync::Arc<std::sync::Mutex<std::collections::BTreeSet<&'static str>>>);

/// Says in the head of the page which parts of the client its room is made of. Leptos itself does
/// so once the page is made, when the thread may belong to another page, and that one's head would
/// hold them.
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

/// The part of the client that is wanted does not come: the network is away, or a newer program
/// runs, which has parts of its own.
#[derive(Clone, Copy, Debug)]
struct Unreachable;

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

    /// The address that is being opened.
    pub fn address() -> String {
        let location = use_location();
        let (path, search) = (location.pathname, location.search);
        let search = search.get_untracked();
        let mark = if search.is_empty() { "" } else { "?" };
        path.get_untracked() + mark + &search
    }

    /// Asks the server for the page itself. For a page that came from the server just now, what
    /// watches over its waking up decides: its links and forms do without us.
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

//! Every address that is served, in one table, from which both the router and the list for tests
//! are made.

use crate::directory::{absence, people_import};
use crate::feedback::link as feedback_link;
use crate::governance::personal_data;
use crate::identity::{account, choices, factor, links, second_step, sessions, sign_in};
use crate::kernel::routes::Routes;
use crate::kernel::{monitoring, pages};
use crate::knowledge::{feedback, files as article_files, index};
use crate::live::stream;
use crate::mail::inbound;
use crate::notifications;
use crate::queue::export;
use crate::tickets::{files, me_too, report, request, ticket};
use axum::routing::{get, post};
use guichet_app::App;
use std::collections::BTreeSet;
use std::sync::OnceLock;
use tower_http::limit::RequestBodyLimitLayer;

/// Routes of posted forms.
fn forms() -> Routes {
    let page = || get(pages::page);
    Routes::default()
        .route("/sign-in", page().post(sign_in::sign_in))
        .route(
            "/sign-in/code",
            get(second_step::code_page).post(second_step::code),
        )
        .route(
            "/sign-in/enrol",
            get(second_step::enrol_page).post(second_step::enrol),
        )
        .route("/sign-out", post(sign_in::sign_out))
        .route("/sign-out-everywhere", post(sessions::end_all))
        .route("/setup/{secret}", page().post(sign_in::set_up))
        .route("/account", page().post(account::change_password))
        .route("/account/absence", page().post(absence::choose))
        .route("/account/email", page().post(links::email))
        .route("/forgotten", page().post(links::forgotten))
        .route("/link/{token}", get(links::page).post(links::follow))
        .route("/feedback/{token}", page().post(feedback_link::give))
        .route("/account/factor", page().post(factor::change))
        .route("/account/sessions", post(sessions::end))
        .route("/admin/people/{person}/sessions", post(sessions::end_of))
        .route("/account/notifications", post(notifications::forms::choose))
        .route(
            "/notifications",
            page().post(notifications::forms::mark_read),
        )
        .route("/admin/mail", page().post(notifications::forms::send_again))
        .route("/language", post(choices::language))
        .route("/theme", post(choices::theme))
        .route("/report", page().post(report::report))
        .route("/me-too", page().post(me_too::report))
        .route("/help/{article}", page().post(feedback::judge))
        .route("/request/{item}", page().post(request::request))
        .route("/tickets/{reference}", page().post(ticket::act))
}

/// Routes for people and their browsers, besides the files of the client.
///
/// `form_max` is the maximum size of a call in bytes.
pub fn table(form_max: usize) -> Routes {
    let mut routes = Routes::default()
        .route("/healthz", get(monitoring::alive))
        .route("/readyz", get(monitoring::ready))
        .route("/desk/export.csv", get(export::download))
        .route("/help/index/{language}", get(index::index))
        .route("/help/{article}/files/{file}", get(article_files::download))
        .route("/knowledge/{article}/files", post(article_files::attach))
        .route("/live", get(stream::stream))
        .route("/files/{ticket}/{file}", get(files::download))
        .route("/people-import", post(people_import::import))
        .route("/originals/{ticket}/{command}", get(inbound::of_ticket))
        .route("/account/data.json", post(personal_data::own))
        .route("/admin/people/{person}/data.json", post(personal_data::of))
        .route("/inbound-messages/{message}", post(inbound::act))
        .merge(forms());
    for path in functions() {
        let answers = post(pages::server_function).layer(RequestBodyLimitLayer::new(form_max));
        routes = routes.route(path, answers);
    }
    // A page whose form is posted to its own address is in the table already.
    for path in page_paths() {
        if !routes.has(path) {
            routes = routes.route(path, get(pages::page));
        }
    }
    routes
}

/// Every address of [`table`], in the router's notation (`/tickets/{reference}`).
pub fn listed() -> BTreeSet<String> {
    table(0).paths.into_iter().collect()
}

/// Paths of the server functions, as the application registers them.
fn functions() -> BTreeSet<&'static str> {
    leptos::server_fn::axum::server_fn_paths()
        .map(|(path, _)| path)
        .collect()
}

/// Paths of the pages, as the application's own router names them.
fn page_paths() -> &'static [String] {
    static PATHS: OnceLock<Vec<String>> = OnceLock::new();
    PATHS.get_or_init(|| {
        leptos_axum::generate_route_list(App)
            .iter()
            .map(|listing| listing.path().to_owned())
            .collect()
    })
}

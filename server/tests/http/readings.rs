//! What a page reads from the server is numbered as the page is made, and the browser finds it by
//! those numbers: they are the same each time, however much is going on.

use crate::app::*;
use std::collections::BTreeSet;

/// The numbers under which a page carries what it read.
fn readings(page: &str) -> Vec<String> {
    let found = page.split("__RESOLVED_RESOURCES[").skip(1);
    found
        .filter_map(|rest| Some(rest.split_once(']')?.0.to_owned()))
        .filter(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_page_numbers_what_it_reads_as_the_browser_will() {
    let app = spawn_with(|config| config.limits.requests_per_account = 100_000).await;
    let claire = app.signed_in(CLAIRE).await;
    let reference = app.reported(&claire, &[]).await;
    let (ticket, desk) = (
        format!("/tickets/{reference}"),
        format!("/desk/{reference}"),
    );
    let portal = [
        "/",
        "/report",
        "/request",
        "/request/1",
        "/tickets",
        &ticket,
        "/approvals",
        "/account",
        "/account/factor",
        "/account/email",
        "/notifications",
    ];
    let agents = ["/desk", &desk, "/call", "/disruptions", "/notifications"];
    let admins = [
        "/admin",
        "/admin/people",
        "/admin/people/1",
        "/admin/people/3",
        "/admin/items/1",
        "/admin/settings",
        "/admin/mail",
        "/admin/inbound-messages",
        "/admin/audit",
        "/admin/start",
    ];
    let (nadia, admin) = (app.signed_in(NADIA).await, app.signed_in(ADMIN).await);
    for (browser, pages) in [(&claire, &portal[..]), (&nadia, &agents), (&admin, &admins)] {
        for path in pages {
            let read = async || readings(&browser.get(path).await.text().await.unwrap());
            let all = futures::future::join_all((0..16).map(|_| read())).await;
            assert!(!all[0].is_empty(), "{path} says who is signed in, at least");
            let different: BTreeSet<_> = all.into_iter().collect();
            assert_eq!(different.len(), 1, "{path}: {different:?}");
        }
    }
}

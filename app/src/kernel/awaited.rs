//! Content that waits for what a page reads.

use leptos::prelude::*;
use std::pin::Pin;

type Making = Pin<Box<dyn Future<Output = AnyView> + Send>>;

/// Shows what `make` makes, once what it waits for is there. The server makes it once, and the page
/// goes out whole. In the browser it is made again whenever what it reads is read again; what was
/// there stays until then.
pub fn awaited<Made>(make: impl Fn() -> Made + Send + Sync + 'static) -> AnyView
where
    Made: Future<Output = AnyView> + Send + 'static,
{
    shown(Box::new(move || Box::pin(make())))
}

/// On the server a `Suspense` would make the content a second time, only to learn what it reads.
#[cfg(feature = "ssr")]
fn shown(make: Box<dyn Fn() -> Making + Send + Sync>) -> AnyView {
    use leptos::tachys::reactive_graph::OwnedView;
    Suspend::new(async move { OwnedView::new(make().await) }).into_any()
}

#[cfg(not(feature = "ssr"))]
fn shown(make: Box<dyn Fn() -> Making + Send + Sync>) -> AnyView {
    view! { <Transition>{move || Suspend::new(make())}</Transition> }.into_any()
}

//! Content that is shown once its data has been read.

use leptos::prelude::*;
use std::pin::Pin;

type Making = Pin<Box<dyn Future<Output = AnyView> + Send>>;

/// Shows the result of `make` once its data has been read. The server makes it once, and sends the
/// page whole. The browser makes it again whenever its data is read again, and shows the old
/// content until then.
pub fn awaited<Made>(make: impl Fn() -> Made + Send + Sync + 'static) -> AnyView
where
    Made: Future<Output = AnyView> + Send + 'static,
{
    shown(Box::new(move || Box::pin(make())))
}

/// Shows the content without a `Suspense`, which on the server would make it a second time only to
/// find out what it reads.
#[cfg(feature = "ssr")]
fn shown(make: Box<dyn Fn() -> Making + Send + Sync>) -> AnyView {
    use leptos::tachys::reactive_graph::OwnedView;
    Suspend::new(async move { OwnedView::new(make().await) }).into_any()
}

#[cfg(not(feature = "ssr"))]
fn shown(make: Box<dyn Fn() -> Making + Send + Sync>) -> AnyView {
    view! { <Transition>{move || Suspend::new(make())}</Transition> }.into_any()
}

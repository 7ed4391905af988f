//! The index in the browser: fetched when somebody first types, asked for again while they do, and
//! read by a part of the client that comes with it.

use crate::knowledge::suggest::Suggestion;
use guichet_domain::kernel::language::Language;
use guichet_domain::knowledge::index::Index;
use js_sys::Uint8Array;
use leptos::prelude::window;
use leptos::task::spawn_local;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

/// Milliseconds after which the server is asked whether the index has changed.
const FRESH: f64 = 1000.0;

type Find = Rc<dyn Fn(&str, usize) -> Vec<Suggestion>>;

/// The index that is there.
#[derive(Default)]
struct Kept {
    find: Option<Find>,
    tag: Option<String>,
    language: Language,
    asked_at: f64,
    asking: bool,
}

thread_local! {
    static KEPT: RefCell<Kept> = RefCell::default();
}

/// Articles that may answer, if the index is there. Without it, and while somebody types, the server
/// is asked for the newest; `renewed` is called when it has come.
pub fn find(
    text: &str,
    most: usize,
    language: Language,
    renewed: impl Fn() + 'static,
) -> Vec<Suggestion> {
    KEPT.with_borrow_mut(|kept| {
        if kept.language != language {
            *kept = Kept {
                language,
                ..Kept::default()
            };
        }
        let now = js_sys::Date::now();
        if !kept.asking && now - kept.asked_at > FRESH {
            kept.asking = true;
            kept.asked_at = now;
            spawn_local(renew(language, renewed));
        }
        let find = kept.find.as_ref();
        find.map_or_else(Vec::new, |find| find(text, most))
    })
}

async fn renew(language: Language, renewed: impl Fn()) {
    let before = KEPT.with_borrow(|kept| kept.tag.clone());
    let got = fetched(language, before).await;
    let mut opened = None;
    if let Some((tag, bytes)) = got
        && let Ok(find) = open_index(bytes).await
    {
        opened = find.map(|find| (tag, find));
    }
    let is_new = opened.is_some();
    KEPT.with_borrow_mut(|kept| {
        kept.asking = false;
        if let Some((tag, find)) = opened.filter(|_| kept.language == language) {
            kept.tag = tag;
            kept.find = Some(find);
        }
    });
    if is_new {
        renewed();
    }
}

/// The index, unless it is the one that is there already. The browser keeps it, and asks whether it
/// has changed.
async fn fetched(language: Language, before: Option<String>) -> Option<(Option<String>, Vec<u8>)> {
    let address = format!("/help/index/{}", language.code());
    let response = JsFuture::from(window().fetch_with_str(&address))
        .await
        .ok()?;
    let response: Response = response.dyn_into().ok()?;
    let tag = response.headers().get("etag").ok().flatten();
    if !response.ok() || tag.is_some() && tag == before {
        return None;
    }
    let bytes = JsFuture::from(response.array_buffer().ok()?).await.ok()?;
    Some((tag, Uint8Array::new(&bytes).to_vec()))
}

/// Makes a function of the index. It lives in a part of the client of its own, with all that finds.
#[leptos::wasm_split::wasm_split(open_index, wasm_split_path = leptos::wasm_split, fallible)]
fn open_index(bytes: Vec<u8>) -> Result<Option<Find>, crate::rooms::Unreachable> {
    let Some(index) = Index::read(&bytes) else {
        return Ok(None);
    };
    let find = move |text: &str, most: usize| {
        let hits = index.answers(text, None, most);
        let found = hits.into_iter().map(|hit| Suggestion {
            id: hit.article,
            title: hit.title,
            language: hit.language,
        });
        found.collect()
    };
    Ok(Some(Rc::new(find)))
}

//! Files and pictures of an article: chosen, or pasted and dropped into a text. Before the article is
//! there they wait in the browser, and go with it once it is.

use crate::kernel::context::{use_language, use_texts};
use crate::kernel::own_form::OwnForm;
use crate::knowledge::writing::bench::Bench;
use crate::knowledge::writing::steps::act;
use crate::tickets::attached::AttachedFile;
use guichet_domain::ArticleId;
use guichet_domain::knowledge::command::ArticleCommand;
use guichet_domain::knowledge::files::file_address;
use guichet_domain::tickets::attachment::Attachment;
use guichet_locales::fill;
use leptos::prelude::*;

/// Where the files of a form go.
#[derive(Clone, Copy)]
#[cfg_attr(
    not(feature = "hydrate"),
    expect(dead_code, reason = "files are for browsers")
)]
pub struct Uploads {
    form: OwnForm,
    /// The article, if it is there already.
    bench: Option<Bench>,
    /// Names of files that wait for the article.
    waiting: RwSignal<Vec<String>>,
    /// Name of the field that somebody wrote in last.
    last: RwSignal<Option<String>>,
    /// What was done last.
    said: RwSignal<Option<String>>,
    /// Bumped with every change of the form, for the preview.
    typed: RwSignal<u32>,
}

impl Uploads {
    pub fn new(form: OwnForm, bench: Option<Bench>, typed: RwSignal<u32>) -> Self {
        let uploads = Self {
            form,
            bench,
            waiting: RwSignal::new(Vec::new()),
            last: RwSignal::new(None),
            said: RwSignal::new(None),
            typed,
        };
        #[cfg(feature = "hydrate")]
        match bench {
            Some(bench) => drop(Effect::new(move |_| browser::take_over(uploads, bench))),
            None => on_cleanup(browser::give_up),
        }
        uploads
    }

    /// Files that belong to what is worked on.
    fn files(self) -> Vec<Attachment> {
        let bench = self.bench;
        let files = bench.map(|bench| {
            bench.now.with(|now| {
                let latest = now.article.latest();
                let files = latest.into_iter().flat_map(|one| now.article.files_of(one));
                files.cloned().collect()
            })
        });
        files.unwrap_or_default()
    }

    /// Gives the files that wait to the article that has just been begun.
    pub fn hand_over(self, article: ArticleId) {
        #[cfg(feature = "hydrate")]
        browser::hand_over(article);
        #[cfg(not(feature = "hydrate"))]
        let _ = article;
    }

    /// Attends to files that are pasted or dropped into the form.
    pub fn attend(self) {
        #[cfg(feature = "hydrate")]
        Effect::new(move |_| {
            if let Some(form) = self.form.node.get() {
                browser::attend(self, &form);
            }
        });
    }

    fn insert(self, file: &Attachment) {
        #[cfg(feature = "hydrate")]
        browser::insert_again(self, &file.name, file.is_picture());
        #[cfg(not(feature = "hydrate"))]
        let _ = file;
    }

    fn choose(self, event: &leptos::ev::Event) {
        #[cfg(feature = "hydrate")]
        browser::choose(self, event);
        #[cfg(not(feature = "hydrate"))]
        let _ = event;
    }
}

/// The files there are, and how further ones are added.
pub fn files(uploads: Uploads, is_closed: impl Fn() -> bool + Send + Sync + 'static) -> AnyView {
    let t = &use_texts().writing;
    let rows = move || {
        let files = uploads.files().into_iter();
        files.map(|file| row(uploads, file)).collect_view()
    };
    let waiting = move || {
        let names = uploads.waiting.get().join(", ");
        let said = fill(t.files_wait, &[("names", &names)]);
        (!names.is_empty()).then(|| view! { <p class="notice notice-info">{said}</p> })
    };
    view! {
        <section class="attached" aria-labelledby="files" inert=is_closed>
            <h2 id="files">{t.files}</h2>
            <ul class="files">{rows}</ul>
            {waiting}
            <div class="field">
                <label for="choose-files">{t.choose_files}</label>
                <p class="hint" id="choose-files-hint">{t.files_hint}</p>
                <input
                    id="choose-files"
                    type="file"
                    multiple=true
                    aria-describedby="choose-files-hint"
                    on:change=move |event| uploads.choose(&event)
                />
            </div>
            <p role="status" class="hint">{move || uploads.said.get()}</p>
        </section>
    }
    .into_any()
}

fn row(uploads: Uploads, file: Attachment) -> AnyView {
    let (l, t) = (use_language(), &use_texts().writing);
    let bench = uploads.bench;
    let href = bench.map(|bench| file_address(bench.article(), file.file));
    let named = |label| fill(label, &[("name", &file.name)]);
    let (put, take_out) = (named(t.put_in_text), named(t.remove_file));
    let (id, shown) = (file.file, file.clone());
    let remove = move |_| {
        if let Some(bench) = bench {
            act(bench, ArticleCommand::Detach { file: id });
        }
    };
    view! {
        <li lang=l.code()>
            <AttachedFile href=href.unwrap_or_default() file=shown/>
            <span class="actions">
                <button type="button" class="button" aria-label=put on:click=move |_| uploads.insert(&file)>{t.put_in_short}</button>
                <button type="button" class="button quiet" title=take_out.clone() aria-label=take_out on:click=remove>"×"</button>
            </span>
        </li>
    }
    .into_any()
}

#[cfg(feature = "hydrate")]
mod browser {
    use super::Uploads;
    use crate::kernel::context::{new_command, use_texts};
    use crate::kernel::json;
    use crate::knowledge::writing::bench::Bench;
    use guichet_domain::ArticleId;
    use guichet_domain::kernel::failure::Failure;
    use guichet_domain::knowledge::files::{file_name, free_name};
    use guichet_domain::tickets::attachment::is_picture;
    use guichet_locales::{fill, words};
    use leptos::ev;
    use leptos::prelude::*;
    use std::cell::RefCell;
    use wasm_bindgen::JsCast;
    use web_sys::{
        ClipboardEvent, DataTransfer, DragEvent, Element, Event, EventInit, File, FileList,
        FormData, HtmlFormElement, HtmlInputElement, HtmlTextAreaElement,
    };

    /// Files by the names that they will have.
    type Named = Vec<(String, File)>;

    thread_local! {
        /// Files that wait for their article.
        static WAITING: RefCell<Named> = const { RefCell::new(Vec::new()) };
        /// Files of an article that has just been begun, for its page.
        static HANDED_OVER: RefCell<Option<(ArticleId, Named)>> = const { RefCell::new(None) };
    }

    pub fn hand_over(article: ArticleId) {
        HANDED_OVER.set(Some((article, WAITING.take())));
    }

    /// Files of an article that was given up go nowhere.
    pub fn give_up() {
        WAITING.take();
    }

    /// The page of an article takes over the files that waited for it, and no others.
    pub fn take_over(uploads: Uploads, bench: Bench) {
        match HANDED_OVER.take() {
            Some((article, files)) if article == bench.article() && !files.is_empty() => {
                send(uploads, files);
            }
            Some(_) | None => {}
        }
    }

    pub fn attend(uploads: Uploads, form: &HtmlFormElement) {
        let inside = {
            let form = form.clone();
            move |event: &Event| event.composed_path().includes(&form, 0)
        };
        let (in_paste, in_over, in_drop, in_focus) =
            (inside.clone(), inside.clone(), inside.clone(), inside);
        let paste = window_event_listener(ev::paste, move |event: ClipboardEvent| {
            // Programs put a picture beside what they copy: text is pasted as text.
            let is_text = |data: &DataTransfer| {
                data.get_data("text/plain")
                    .is_ok_and(|text| !text.is_empty())
            };
            let data = event.clipboard_data().filter(|data| !is_text(data));
            let files = data.map(|data| all(&data)).unwrap_or_default();
            if in_paste(&event) && !files.is_empty() {
                event.prevent_default();
                add(uploads, files, area_of(&event));
            }
        });
        let over = window_event_listener(ev::dragover, move |event: DragEvent| {
            let brings = |data: DataTransfer| data.types().includes(&"Files".into(), 0);
            if in_over(&event) && event.data_transfer().is_some_and(brings) {
                event.prevent_default();
            }
        });
        let drop = window_event_listener(ev::drop, move |event: DragEvent| {
            let files = event
                .data_transfer()
                .map(|data| all(&data))
                .unwrap_or_default();
            if in_drop(&event) && !files.is_empty() {
                event.prevent_default();
                add(uploads, files, area_of(&event));
            }
        });
        let focus = window_event_listener(ev::focusin, move |event| {
            if let Some(area) = area_of(&event).filter(|_| in_focus(&event)) {
                uploads.last.try_set(Some(area.name()));
            }
        });
        on_cleanup(move || {
            for handle in [paste, over, drop, focus] {
                handle.remove();
            }
        });
    }

    /// The text that an event happens in.
    fn area_of(event: &Event) -> Option<HtmlTextAreaElement> {
        let target = event.target()?.dyn_into::<Element>().ok()?;
        target.dyn_into().ok()
    }

    fn all(data: &DataTransfer) -> Vec<File> {
        data.files().as_ref().map(list).unwrap_or_default()
    }

    fn list(files: &FileList) -> Vec<File> {
        (0..files.length()).filter_map(|n| files.get(n)).collect()
    }

    pub fn choose(uploads: Uploads, event: &Event) {
        let Some(input) = event
            .target()
            .and_then(|t| t.dyn_into::<HtmlInputElement>().ok())
        else {
            return;
        };
        let files = input.files().as_ref().map(list).unwrap_or_default();
        add(uploads, files, None);
        // The same file may be chosen once more.
        input.set_value("");
    }

    /// Takes files, each under a name of its own, and names them where somebody writes.
    fn add(uploads: Uploads, files: Vec<File>, area: Option<HtmlTextAreaElement>) {
        let mut taken: Vec<String> = uploads.files().into_iter().map(|file| file.name).collect();
        taken.extend(uploads.waiting.get_untracked());
        let mut named = Vec::new();
        for file in files {
            let name = free_name(file_name(&file.name()), |name| {
                taken.iter().any(|other| other == name)
            });
            if let Some(area) = &area {
                insert(area, &name, is_picture(&file.type_()));
            }
            taken.push(name.clone());
            named.push((name, file));
        }
        if uploads.bench.is_some() {
            return send(uploads, named);
        }
        let names = named.iter().map(|(name, _)| name.clone());
        uploads.waiting.update(|waiting| waiting.extend(names));
        WAITING.with_borrow_mut(|waiting| waiting.extend(named));
    }

    /// Puts a file where somebody wrote last, or into the first text there is.
    pub fn insert_again(uploads: Uploads, name: &str, is_picture: bool) {
        let last = uploads.last.get_untracked();
        let find = |what: &str| {
            let form = uploads.form.node.get_untracked()?;
            form.query_selector(what).ok().flatten()?.dyn_into().ok()
        };
        let last = last.and_then(|last| find(&format!("textarea[name='{last}']")));
        let first = || find("[role=tabpanel]:not([hidden]) textarea");
        if let Some(area) = last.or_else(first) {
            insert(&area, name, is_picture);
        }
    }

    /// Writes what names a file in place of what is selected; the words for a picture are selected
    /// then, to be written.
    fn insert(area: &HtmlTextAreaElement, name: &str, is_picture: bool) {
        let words = match is_picture {
            true => use_texts().writing.picture_words,
            false => name,
        };
        // Nobody wrote there: what comes in goes to the end.
        let here = document().active_element();
        if !here.is_some_and(|here| here.is_same_node(Some(area))) {
            let end = u32::try_from(area.value().encode_utf16().count()).unwrap_or_default();
            let _ = area.set_selection_range(end, end);
        }
        let mark = if is_picture { "![" } else { "[" };
        let _ = area.set_range_text(&format!("{mark}{words}]({name})"));
        let _ = area.focus();
        let from = area.selection_start().ok().flatten().unwrap_or_default();
        let from = from + if is_picture { 2 } else { 1 };
        let length = u32::try_from(words.encode_utf16().count()).unwrap_or_default();
        let _ = area.set_selection_range(from, from + length);
        let typed = EventInit::new();
        typed.set_bubbles(true);
        if let Ok(event) = Event::new_with_event_init_dict("input", &typed) {
            let _ = area.dispatch_event(&event);
        }
    }

    fn send(uploads: Uploads, files: Named) {
        let Some(bench) = uploads.bench else {
            return;
        };
        let (l, t) = (crate::kernel::context::use_language(), &use_texts().writing);
        bench.say(None);
        leptos::task::spawn_local(async move {
            for (name, file) in files {
                match sent(bench.article(), &name, &file).await {
                    Ok(()) => {
                        let said = fill(t.file_added, &[("name", &name)]);
                        uploads.said.try_set(Some(said));
                    }
                    Err(failure) => {
                        let why = words::failure(l, &failure);
                        bench.fail(fill(t.file_failed, &[("name", &name), ("why", &why)]));
                    }
                }
            }
            bench.read_again(None).await;
            uploads.typed.try_update(|typed| *typed += 1);
        });
    }

    /// Sends a file to the draft of an article.
    async fn sent(article: ArticleId, name: &str, file: &File) -> Result<(), Failure> {
        let network = |error: gloo_net::Error| Failure::Network(error.to_string());
        let form = FormData::new().map_err(|_| Failure::Internal)?;
        let command = new_command().to_string();
        let put = form.append_with_str("command", &command);
        put.and_then(|()| form.append_with_blob_and_filename("file", file, name))
            .map_err(|_| Failure::Internal)?;
        let request = gloo_net::http::Request::post(&format!("/knowledge/{article}/files"));
        let answer = request
            .body(form)
            .map_err(network)?
            .send()
            .await
            .map_err(network)?;
        if answer.ok() {
            return Ok(());
        }
        let said = answer.text().await.map_err(network)?;
        Err(json::read(&said).unwrap_or(Failure::Network(said)))
    }
}

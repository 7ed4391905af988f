//! How large an index of articles is, and how fast it finds: `make bench`.

mod common;

use guichet_desk::{Caller, Desk, ImportedArticle};
use guichet_domain::kernel::language::Language;
use guichet_domain::knowledge::command::NewArticle;
use guichet_domain::knowledge::content::{ArticleKind, Place, Readership};
use guichet_domain::knowledge::index::Index;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// How often each question is asked.
const TIMES: usize = 20;

const QUESTIONS: &str = include_str!("../tests/questions/known.tsv");

#[tokio::main]
async fn main() -> Outcome<()> {
    println!("| articles | what | figure |\n| ---: | --- | ---: |");
    for articles in [65, 300, 1000] {
        measure(articles).await?;
    }
    Ok(())
}

async fn measure(articles: usize) -> Outcome<()> {
    let folder = tempfile::tempdir_in(".")?;
    let desk = opened(folder.path(), articles).await?;
    // A user of the demonstration.
    let directory = desk.directory().await?;
    let user = directory.person_by_email("claire.dubois@exemple.fr");
    let caller = Caller {
        person: user.map(|user| user.id).ok_or("nobody reads")?,
    };
    let file = desk.article_index(caller, Language::Fr).await?;
    let mut small = Vec::new();
    let mut packer = brotli::CompressorWriter::new(&mut small, 4096, 11, 22);
    packer.write_all(&file.bytes())?;
    packer.flush()?;
    drop(packer);
    let say = |what: &str, figure: String| println!("| {articles} | {what} | {figure} |");
    let kb = |bytes: usize| format!("{:.1} kB", bytes as f64 / 1000.0);
    say("index, French", kb(file.bytes().len()));
    say("index, French, Brotli", kb(small.len()));

    let index = Index::read(&file.bytes()).ok_or("the index cannot be read")?;
    let questions: Vec<&str> = QUESTIONS
        .lines()
        .filter_map(|line| line.split('\t').nth(2))
        .collect();
    // Every key of every question, as it is typed.
    let mut keys = Vec::new();
    for question in &questions {
        for (at, _) in question.char_indices().skip(2) {
            let begun = Instant::now();
            std::hint::black_box(index.answers(&question[..at], None, 3));
            keys.push(begun.elapsed());
        }
    }
    let (p50, p99) = percentiles(keys);
    say(
        "one key, in the index alone, p50 / p99",
        format!("{p50} / {p99}"),
    );
    let mut pages = Vec::new();
    for _ in 0..TIMES {
        for question in &questions {
            let begun = Instant::now();
            desk.help_page(caller, (*question).to_owned(), Language::Fr)
                .await?;
            pages.push(begun.elapsed());
        }
    }
    let (p50, p99) = percentiles(pages);
    say("search over articles, p50 / p99", format!("{p50} / {p99}"));

    let mut found = Vec::new();
    for n in 0..20_u128 {
        let title = format!("Zircon numéro {n}");
        let texts = BTreeMap::from([
            (Place::Title, title.clone()),
            (Place::Answer, "Oui.".to_owned()),
        ]);
        desk.take_in_article(ImportedArticle {
            key: desk.new_command(),
            new: NewArticle {
                kind: ArticleKind::Faq,
                readers: Readership::SignedIn,
                texts: BTreeMap::from([(Language::Fr, texts)]),
                ..NewArticle::default()
            },
            is_published: true,
            files: BTreeMap::new(),
        })
        .await?;
        let begun = Instant::now();
        let page = desk.help_page(caller, title, Language::Fr).await?;
        found.push(begun.elapsed());
        if page.lines.is_empty() {
            return Err("what was published is not found".into());
        }
    }
    let (p50, p99) = percentiles(found);
    say(
        "found after it was published, p50 / p99",
        format!("{p50} / {p99}"),
    );
    Ok(())
}

fn percentiles(mut times: Vec<Duration>) -> (String, String) {
    times.sort_unstable();
    let at = |percent: usize| {
        let time = times.get((times.len().saturating_sub(1)) * percent / 100);
        format!(
            "{:.2} ms",
            time.copied().unwrap_or_default().as_secs_f64() * 1000.0
        )
    };
    (at(50), at(99))
}

async fn opened(folder: &Path, articles: usize) -> Outcome<Desk> {
    let database = format!("sqlite:{}", folder.join("guichet.db").display());
    let desk = common::desk(&database, folder).await?;
    guichet_intake::demo::load_with(&desk, 0, articles, |_| {}).await?;
    Ok(desk)
}

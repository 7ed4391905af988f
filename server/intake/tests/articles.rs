//! Articles as files: what is taken in is given out again, and a second time changes only what
//! changed.

mod common;

use common::desk;
use guichet_desk::Desk;
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::service::{Category, Service};
use guichet_domain::directory::team::Team;
use guichet_domain::kernel::actor::Who;
use guichet_domain::kernel::language::Label;
use guichet_domain::kernel::language::Language;
use guichet_domain::kernel::removed::{REMOVED, Removed};
use guichet_domain::knowledge::content::Place;
use guichet_domain::knowledge::event::{ArticleEnvelope, ArticleEvent};
use guichet_domain::{ArticleId, CategoryId, CommandId, ServiceId, TeamId, Timestamp};
use guichet_intake::articles::{Report, export, import};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// A desk with a service for them.
async fn set_up(desk: &Desk) {
    let name = |fr: &str, en: &str| Label::new(fr, en);
    let entries = vec![
        Entry::Team(Team {
            id: TeamId(1),
            name: name("Messagerie", "Mail"),
            active: true,
        }),
        Entry::Service(Service {
            id: ServiceId(1),
            name: name("Messagerie", "Mail"),
            team: TeamId(1),
            restricted: false,
            active: true,
            ..Service::default()
        }),
        Entry::Category(Category {
            id: CategoryId(10),
            service: ServiceId(1),
            name: name("Boîte pleine", "Mailbox full"),
            active: true,
            asks_cause: true,
        }),
    ];
    desk.set_up_all(entries).await.expect("set up");
}

fn write(folder: &Path, name: &str, text: &str) {
    fs::write(folder.join(name), text).expect("written");
}

const FULL_FR: &str = "+++\nkind = \"solution\"\nreaders = \"everybody\"\nservice = \"Messagerie\"\ncategories = [\"Boîte pleine\"]\nkeywords = \"quota\"\n+++\n# Boîte pleine\n\n## Symptôme\n\nPlus rien n’arrive.\n\n## Correction\n\n1. Videz la corbeille.\n2. Archivez.\n";
const FULL_EN: &str = "+++\nkind = \"solution\"\nreaders = \"everybody\"\nservice = \"Messagerie\"\ncategories = [\"Boîte pleine\"]\n+++\n# Mailbox full\n\n## Symptom\n\nNothing arrives.\n\n## Fix\n\nEmpty the bin.\n";
const FAQ: &str =
    "+++\nkind = \"faq\"\nreaders = \"signed_in\"\n+++\n# Où est l’imprimante ?\n\nAu deuxième.\n";
const KEY: &str = "0badc0de-0000-4000-8000-00000000abcd";
const DRAFT: &str =
    "+++\nkind = \"guide\"\nreaders = \"agents\"\ndraft = true\n+++\n# Bientôt\n\n1. Rien.\n";

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("folder");
    write(folder.path(), "full.fr.md", FULL_FR);
    write(folder.path(), "full.en.md", FULL_EN);
    write(folder.path(), "printer.fr.md", FAQ);
    write(folder.path(), "soon.fr.md", DRAFT);
    folder
}

/// New, changed, the same.
fn sums(report: &Report) -> [usize; 3] {
    assert_eq!(report.wrong, [""; 0]);
    [report.new, report.changed, report.same]
}

fn files(folder: &Path) -> BTreeMap<String, String> {
    let entries = fs::read_dir(folder).expect("folder");
    let read = entries.map(|entry| {
        let entry = entry.expect("entry");
        let text = fs::read_to_string(entry.path()).expect("text");
        (entry.file_name().to_string_lossy().into_owned(), text)
    });
    read.collect()
}

#[tokio::test]
async fn a_second_import_changes_only_what_changed() {
    let house = desk().await;
    set_up(&house.desk).await;
    let folder = folder();
    let take = async || import(&house.desk, folder.path()).await.expect("import");
    assert_eq!(sums(&take().await), [3, 0, 0]);
    assert_eq!(sums(&take().await), [0, 0, 3]);
    let head = async || {
        house
            .desk
            .store()
            .read()
            .await
            .expect("read")
            .head()
            .await
            .expect("head")
    };
    let before = head().await;
    // One word of one language: a change and its publication, and nothing else.
    write(
        folder.path(),
        "full.en.md",
        &FULL_EN.replace("the bin", "the recycle bin"),
    );
    assert_eq!(sums(&take().await), [0, 1, 2]);
    assert_eq!(head().await, before + 2);
    // A language more, a language less, a draft that is ready.
    write(
        folder.path(),
        "printer.en.md",
        "+++\nkind = \"faq\"\nreaders = \"signed_in\"\n+++\n# Where is the printer?\n\nOn the second floor.\n",
    );
    fs::remove_file(folder.path().join("full.en.md")).expect("removed");
    write(
        folder.path(),
        "soon.fr.md",
        &DRAFT.replace("draft = true\n", ""),
    );
    assert_eq!(sums(&take().await), [0, 3, 0]);
    assert_eq!(sums(&take().await), [0, 0, 3]);
    let given = house.desk.give_out_articles().await.expect("articles");
    let languages: Vec<usize> = given.iter().map(|(_, one)| one.new.texts.len()).collect();
    assert_eq!(languages, [1, 2, 1]);
    assert!(given.iter().all(|(_, one)| one.is_published));
    assert_eq!(house.desk.store().check().await.expect("check"), []);
}

#[tokio::test]
async fn what_is_given_out_gives_the_same_articles() {
    let (first, second) = (desk().await, desk().await);
    set_up(&first.desk).await;
    set_up(&second.desk).await;
    import(&first.desk, folder().path()).await.expect("import");
    let out = tempfile::tempdir().expect("folder");
    assert_eq!(export(&first.desk, out.path()).await.expect("export"), 3);
    // What is there already would be taken in with it.
    assert!(export(&first.desk, out.path()).await.is_err());
    // Where they came from they are known, and elsewhere they become the same.
    let back = import(&first.desk, out.path()).await.expect("import");
    assert_eq!(sums(&back), [0, 0, 3]);
    let there = import(&second.desk, out.path()).await.expect("import");
    assert_eq!(sums(&there), [3, 0, 0]);
    let again = tempfile::tempdir().expect("folder");
    export(&second.desk, again.path()).await.expect("export");
    assert_eq!(files(out.path()), files(again.path()));
    assert_eq!(files(out.path()).len(), 4);
    let given = async |desk: &Desk| desk.give_out_articles().await.expect("articles");
    assert_eq!(given(&first.desk).await, given(&second.desk).await);
}

#[tokio::test]
async fn what_is_wrong_is_named_and_keeps_nothing_else_out() {
    let house = desk().await;
    set_up(&house.desk).await;
    let folder = folder();
    let put = |name: &str, text: &str| write(folder.path(), name, text);
    put("README.md", "# Nothing");
    put("apart.en.md", FAQ);
    put("apart.fr.md", &FAQ.replace("signed_in", "agents"));
    put(
        "category.fr.md",
        &FULL_FR.replace("Boîte pleine\"]", "Autre\"]"),
    );
    let keyed = FAQ.replace("kind", &format!("key = \"{KEY}\"\nkind"));
    put("both.fr.md", &keyed);
    put("bother.fr.md", &keyed);
    put("empty.fr.md", "");
    put("key.fr.md", &FAQ.replace("kind", "key = \"x\"\nkind"));
    put("long.fr.md", &FAQ.replace("imprimante", &"x".repeat(300)));
    put(
        "service.fr.md",
        &FULL_FR.replace("\"Messagerie\"", "\"Autre\""),
    );
    put(
        "unfinished.fr.md",
        "+++\nkind = \"solution\"\nreaders = \"agents\"\n+++\n# Titre\n\n## Cause\n\nUne cause.\n",
    );
    fs::write(folder.path().join("latin.fr.md"), b"+++\xe9").expect("written");
    let report = import(&house.desk, folder.path()).await.expect("import");
    assert_eq!(
        (report.new, report.changed, report.same),
        (4, 0, 0),
        "{:#?}",
        report.wrong
    );
    let named: Vec<&str> = report
        .wrong
        .iter()
        .map(|line| line.split([':', '.']).next().unwrap_or_default())
        .collect();
    let expected = [
        "README",
        "apart",
        "bother",
        "category",
        "empty",
        "key",
        "latin",
        "long",
        "service",
        "unfinished",
    ];
    assert_eq!(named, expected, "{:#?}", report.wrong);
    let none = import(&house.desk, &folder.path().join("nowhere")).await;
    assert!(none.is_err());
}

#[tokio::test]
async fn what_people_did_is_left_to_them() {
    let house = desk().await;
    set_up(&house.desk).await;
    let folder = folder();
    let take = async || import(&house.desk, folder.path()).await.expect("import");
    take().await;
    let text = async |place: Place| {
        let given = house
            .desk
            .store()
            .read()
            .await
            .expect("read")
            .articles_after(0)
            .await;
        let mut changed = given.expect("articles").changed.into_iter();
        let article = changed.find(|one| one.id == ArticleId(1)).expect("article");
        let content = article.latest().expect("content").clone();
        (article.id, content.text(Language::Fr, place).expect("text"))
    };
    // A code that stood there was removed for good: the file that still says it does not bring it back.
    let (id, fix) = text(Place::Fix).await;
    let removed = house.desk.store().write(move |txn| {
        Box::pin(async move {
            let article = txn.article(id).await?.expect("article");
            let event = ArticleEvent::Redacted {
                what: Removed::Text(fix),
                reason: None,
            };
            let envelope = ArticleEnvelope {
                article: id,
                at: Timestamp(1),
                by: Who::System,
                command: CommandId(uuid::Uuid::from_u128(77)),
                event,
            };
            txn.append_to_article(article, &[envelope], &[]).await
        })
    });
    removed.await.expect("removed");
    let report = take().await;
    assert_eq!((report.left, report.same), (vec!["full".to_owned()], 2));
    let (_, fix) = text(Place::Fix).await;
    let texts = house
        .desk
        .store()
        .read()
        .await
        .expect("read")
        .texts(id)
        .await;
    assert_eq!(texts.expect("texts")[&fix].body, REMOVED);
}

/// A title with a tab, keywords on several lines, a signed reply address: what is stored is tidied, and
/// is the same as the file all the same.
#[tokio::test]
async fn what_is_tidied_is_no_change() {
    let house = desk().await;
    let folder = tempfile::tempdir().expect("folder");
    let text = "+++\nkind = \"faq\"\nreaders = \"agents\"\nkeywords = \"\"\"\nun\ndeux\"\"\"\n+++\n# Où\testce ?\n\nLà : support+INC-401.ccd4axyn6yr4uena@exemple.fr\u{7}\n";
    write(folder.path(), "tidied.fr.md", text);
    let take = async || import(&house.desk, folder.path()).await.expect("import");
    assert_eq!(sums(&take().await), [1, 0, 0]);
    assert_eq!(sums(&take().await), [0, 0, 1]);
    let given = house.desk.give_out_articles().await.expect("articles");
    let said = format!("{:?}", given[0].1.new.texts);
    assert!(
        said.contains("Où estce ?") && said.contains("un deux") && !said.contains("ccd4"),
        "{said}"
    );
}

const PNG: &[u8] = b"\x89PNG\r\n\x1a\nzircon";
const PICTURED: &str = "+++\nkind = \"faq\"\nreaders = \"signed_in\"\nfiles = [\"forms/Form A.pdf\"]\n+++\n# Où ?\n\n![Le menu](shots/Menu.png) [autre page](https://a.example)\n\n[Le plan](plan.txt) [nulle part](nulle-part)\n";

/// A folder with an article that has pictures and files.
fn pictured() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("folder");
    write(folder.path(), "where.fr.md", PICTURED);
    for below in ["shots", "forms"] {
        fs::create_dir(folder.path().join(below)).expect("folder");
    }
    fs::write(folder.path().join("shots/Menu.png"), PNG).expect("written");
    write(folder.path(), "plan.txt", "Au fond.");
    write(folder.path(), "forms/Form A.pdf", "%PDF-1.4");
    folder
}

/// All files below a folder, by their paths.
fn everything(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("folder") {
        let path = entry.expect("entry").path();
        let name = path
            .file_name()
            .expect("name")
            .to_string_lossy()
            .into_owned();
        if path.is_dir() {
            let below = everything(&path).into_iter();
            all.extend(below.map(|(file, bytes)| (format!("{name}/{file}"), bytes)));
        } else {
            all.insert(name, fs::read(path).expect("bytes"));
        }
    }
    all
}

#[tokio::test]
async fn pictures_and_files_go_in_and_out_with_their_article() {
    let (first, second) = (desk().await, desk().await);
    let folder = pictured();
    let take = async || import(&first.desk, folder.path()).await.expect("import");
    assert_eq!(sums(&take().await), [1, 0, 0]);
    assert_eq!(sums(&take().await), [0, 0, 1]);
    let given = first.desk.give_out_articles().await.expect("articles");
    let (id, article) = &given[0];
    let answer = &article.new.texts[&Language::Fr][&Place::Answer];
    assert_eq!(
        answer,
        "![Le menu](menu.png) [autre page](https://a.example)\n\n[Le plan](plan.txt) [nulle part](nulle-part)"
    );
    let files = first.desk.give_out_files(*id).await.expect("files");
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    assert_eq!(names, ["form-a.pdf", "menu.png", "plan.txt"]);
    assert_eq!(files["menu.png"], PNG);

    // Given out and taken in elsewhere, it is the same; so are the files given out there.
    let out = tempfile::tempdir().expect("folder");
    export(&first.desk, out.path()).await.expect("export");
    let paths: Vec<String> = everything(out.path()).into_keys().collect();
    assert_eq!(
        paths,
        [
            "0001-ou.fr.md",
            "0001-ou/form-a.pdf",
            "0001-ou/menu.png",
            "0001-ou/plan.txt"
        ]
    );
    let there = import(&second.desk, out.path()).await.expect("import");
    assert_eq!(sums(&there), [1, 0, 0]);
    let back = import(&first.desk, out.path()).await.expect("import");
    assert_eq!(sums(&back), [0, 0, 1]);
    let again = tempfile::tempdir().expect("folder");
    export(&second.desk, again.path()).await.expect("export");
    assert_eq!(everything(out.path()), everything(again.path()));

    // Another picture of the same name is a change, and so is one that is no longer named.
    let head = async || {
        let mut conn = first.desk.store().read().await.expect("read");
        conn.head().await.expect("head")
    };
    let before = head().await;
    let other = [PNG, b"2"].concat();
    fs::write(folder.path().join("shots/Menu.png"), &other).expect("written");
    assert_eq!(sums(&take().await), [0, 1, 0]);
    assert_eq!(head().await, before + 3, "out, in, published");
    let files = first.desk.give_out_files(*id).await.expect("files");
    assert_eq!(files["menu.png"], other);
    write(
        folder.path(),
        "where.fr.md",
        &PICTURED.replace("[Le plan](plan.txt) ", ""),
    );
    assert_eq!(sums(&take().await), [0, 1, 0]);
    let files = first.desk.give_out_files(*id).await.expect("files");
    assert_eq!(files.len(), 2);
    for desk in [&first.desk, &second.desk] {
        assert_eq!(desk.store().check().await.expect("check"), []);
    }
}

#[tokio::test]
async fn a_picture_that_is_not_there_or_not_inside_keeps_its_article_out() {
    let house = desk().await;
    let outside = tempfile::tempdir().expect("folder");
    fs::write(outside.path().join("secret.png"), PNG).expect("written");
    for (named, what) in [
        ("![x](rien.png)", "there is no picture rien.png"),
        ("![x](link.png)", "there is no picture link.png"),
        (
            "![x](a/x.png) ![x](b/x.png)",
            "a/x.png would both be called x.png",
        ),
    ] {
        let folder = pictured();
        #[cfg(unix)]
        std::os::unix::fs::symlink(
            outside.path().join("secret.png"),
            folder.path().join("link.png"),
        )
        .expect("link");
        for below in ["a", "b"] {
            fs::create_dir(folder.path().join(below)).expect("folder");
            fs::write(folder.path().join(below).join("x.png"), PNG).expect("written");
        }
        write(
            folder.path(),
            "where.fr.md",
            &PICTURED.replace("![Le menu](shots/Menu.png)", named),
        );
        let report = import(&house.desk, folder.path()).await.expect("import");
        assert_eq!((report.new, report.wrong.len()), (0, 1));
        assert!(report.wrong[0].contains(what), "{:?}", report.wrong);
    }
    // What looks like a path and leads elsewhere is none of ours.
    let folder = pictured();
    let elsewhere = "![x](https://a.example/x.png) [x](../secret.png) ![y](/etc/passwd)";
    write(
        folder.path(),
        "where.fr.md",
        &PICTURED.replace("![Le menu](shots/Menu.png)", elsewhere),
    );
    let report = import(&house.desk, folder.path()).await.expect("import");
    assert_eq!(sums(&report), [1, 0, 0]);
    let (id, _) = house.desk.give_out_articles().await.expect("articles")[0];
    assert_eq!(house.desk.give_out_files(id).await.expect("files").len(), 2);
}

#[tokio::test]
async fn a_file_that_was_removed_does_not_come_back() {
    let house = desk().await;
    let folder = pictured();
    let take = async || import(&house.desk, folder.path()).await.expect("import");
    assert_eq!(sums(&take().await), [1, 0, 0]);
    let (id, _) = house.desk.give_out_articles().await.expect("articles")[0];
    let mut conn = house.desk.store().read().await.expect("read");
    let article = conn.article(id).await.expect("read").expect("article");
    drop(conn);
    let picture = article
        .files
        .iter()
        .find(|file| file.is_picture())
        .expect("picture");
    let event = ArticleEvent::Redacted {
        what: Removed::File(picture.file),
        reason: None,
    };
    let envelope = ArticleEnvelope {
        article: id,
        at: Timestamp(1),
        by: Who::System,
        command: CommandId::default(),
        event,
    };
    house
        .desk
        .store()
        .write(move |txn| {
            let (article, envelope) = (article.clone(), envelope.clone());
            Box::pin(async move {
                txn.append_to_article(article, &[envelope], &[]).await?;
                Ok(())
            })
        })
        .await
        .expect("removed");
    let report = take().await;
    assert_eq!((report.changed, report.left.len()), (0, 1), "{report:?}");
    let files = house.desk.give_out_files(id).await.expect("files");
    assert!(!files.contains_key("menu.png"), "{:?}", files.keys());
}

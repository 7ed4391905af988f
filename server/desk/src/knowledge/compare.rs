//! Versions of an article, compared word by word.

use crate::desk::Desk;
use crate::directory::card::cards;
use crate::kernel::caller::Caller;
use crate::kernel::error::DeskError;
use crate::knowledge::facts::article_facts;
use crate::knowledge::workspace::Opened;
use guichet_domain::kernel::language::Language;
use guichet_domain::knowledge::allowed::allowed_on_article;
use guichet_domain::knowledge::article::Article;
use guichet_domain::knowledge::content::{Content, Place};
use guichet_domain::knowledge::view::people_of;
use guichet_domain::knowledge::workspace::{ComparedText, Comparison, Edition, Run};
use guichet_domain::tickets::attachment::Attachment;
use guichet_domain::{ArticleId, TextId};
use similar::{Algorithm, ChangeTag, TextDiff};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

impl Desk {
    /// How one state of an article's content differs from another, word by word; without `from`,
    /// the later state alone. Without `to`, what is newest against the version before it.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] if the caller is no agent, [`DeskError::NotFound`] if the article is
    /// not theirs to work on or has no such state.
    pub async fn compare_editions(
        &self,
        caller: Caller,
        id: ArticleId,
        from: Option<Edition>,
        to: Option<Edition>,
    ) -> Result<Comparison, DeskError> {
        let Opened {
            mut conn,
            directory,
            actor,
            article,
            ..
        } = self.open_article(caller, id).await?;
        let editions = editions(&article);
        let newest = editions.last().copied().ok_or(DeskError::NotFound)?;
        let before = || editions.len().checked_sub(2).map(|at| editions[at]);
        let (from, to) = match to {
            None => (before(), newest),
            Some(to) => (from, to),
        };
        let content = |edition| content(&article, edition).ok_or(DeskError::NotFound);
        let (earlier, later) = (from.map(content).transpose()?, content(to)?);
        let texts = earlier.into_iter().chain([later]).flat_map(Content::texts);
        let texts: BTreeSet<TextId> = texts.collect();
        let texts = conn.bodies_named(id, texts).await?;
        drop(conn);
        let facts = article_facts(&directory, &actor, BTreeSet::new());
        let pairs = pairs(earlier, later, &texts);
        let files = files(&article, earlier, later);
        let compare = move || pairs.into_iter().map(compared).collect();
        let compared = tokio::task::spawn_blocking(compare).await;
        Ok(Comparison {
            people: cards(people_of(&article), &directory),
            allowed: allowed_on_article(&article, &actor, &facts),
            from,
            to,
            files,
            texts: compared.map_err(|error| DeskError::Io(error.into()))?,
            article,
        })
    }
}

/// The states of an article that can be compared, oldest first.
fn editions(article: &Article) -> Vec<Edition> {
    let versions = article.versions.iter();
    let versions = versions.map(|version| Edition::Version(version.number));
    let draft = article.draft.iter().map(|_| Edition::Draft);
    versions.chain(draft).collect()
}

fn content(article: &Article, edition: Edition) -> Option<&Content> {
    match edition {
        Edition::Draft => article.draft.as_ref().map(|draft| &draft.content),
        Edition::Version(number) => {
            let mut versions = article.versions.iter();
            let version = versions.find(|version| version.number == number);
            version.map(|version| &version.content)
        }
    }
}

/// The names of the files of two states, in the order in which they came.
fn files(article: &Article, earlier: Option<&Content>, later: &Content) -> Vec<Run> {
    let run = |file: &Attachment| {
        let was = earlier.map(|earlier| earlier.files.contains(&file.file));
        let name = file.name.clone();
        Some(match (was, later.files.contains(&file.file)) {
            (Some(true) | None, true) => Run::Kept(name),
            (Some(false), true) => Run::Added(name),
            (Some(true), false) => Run::Removed(name),
            (Some(false) | None, false) => return None,
        })
    };
    article.files.iter().filter_map(run).collect()
}

/// A text of the earlier state, if there is one, and of the later.
type Pair = (Language, Place, Option<String>, String);

fn pairs(
    earlier: Option<&Content>,
    later: &Content,
    texts: &BTreeMap<TextId, String>,
) -> Vec<Pair> {
    let text = |content: &Content, language, place| {
        let text = content.text(language, place)?;
        texts.get(&text).cloned()
    };
    let mut pairs = Vec::new();
    for language in Language::ALL {
        for place in later.kind.places() {
            let before = earlier.map(|content| text(content, *language, *place));
            let after = text(later, *language, *place);
            if after.is_some() || before.as_ref().is_some_and(Option::is_some) {
                let before = before.map(Option::unwrap_or_default);
                pairs.push((*language, *place, before, after.unwrap_or_default()));
            }
        }
    }
    pairs
}

fn compared((language, place, before, after): Pair) -> ComparedText {
    let runs = before.map_or_else(
        || vec![Run::Kept(after.clone())],
        |before| runs(&before, &after),
    );
    ComparedText {
        language,
        place,
        runs,
    }
}

/// How long two texts are compared at most; what is not compared by then is told as changed.
const PATIENCE: Duration = Duration::from_millis(200);

/// What is common to two texts and what is not, by words. Texts without a word of their own take
/// long to compare.
fn runs(before: &str, after: &str) -> Vec<Run> {
    let diff = TextDiff::configure()
        .algorithm(Algorithm::Patience)
        .timeout(PATIENCE)
        .diff_unicode_words(before, after);
    let mut runs = Runs::default();
    for change in diff.iter_all_changes() {
        let words = change.value();
        match change.tag() {
            ChangeTag::Equal => runs.keep(words),
            ChangeTag::Insert => runs.change(words, |runs| &mut runs.added),
            ChangeTag::Delete => runs.change(words, |runs| &mut runs.removed),
        }
    }
    runs.finish()
}

/// Runs so far. Changes with nothing but space between them are one change: words are read, not
/// spaces.
#[derive(Default)]
struct Runs {
    done: Vec<Run>,
    removed: String,
    added: String,
    space: String,
}

impl Runs {
    fn keep(&mut self, words: &str) {
        let changing = !self.removed.is_empty() || !self.added.is_empty();
        if changing && words.trim().is_empty() {
            self.space.push_str(words);
            return;
        }
        self.end_change();
        match self.done.last_mut() {
            Some(Run::Kept(run)) => run.push_str(words),
            _ => self.done.push(Run::Kept(words.to_owned())),
        }
    }

    fn change(&mut self, words: &str, side: impl Fn(&mut Self) -> &mut String) {
        let space = std::mem::take(&mut self.space);
        self.removed.push_str(&space);
        self.added.push_str(&space);
        side(self).push_str(words);
    }

    fn end_change(&mut self) {
        let ended = [&mut self.removed, &mut self.added, &mut self.space].map(std::mem::take);
        let [removed, added, space] = ended;
        let runs = [Run::Removed(removed), Run::Added(added), Run::Kept(space)];
        let says = |run: &Run| match run {
            Run::Removed(words) | Run::Added(words) | Run::Kept(words) => !words.is_empty(),
        };
        self.done.extend(runs.into_iter().filter(says));
    }

    fn finish(mut self) -> Vec<Run> {
        self.end_change();
        self.done
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_the_words_that_differ_are_told_apart() {
        let found = runs(
            "Ouvrez Word sans compléments.",
            "Ouvrez Excel sans compléments !",
        );
        assert_eq!(
            found,
            [
                Run::Kept("Ouvrez ".into()),
                Run::Removed("Word".into()),
                Run::Added("Excel".into()),
                Run::Kept(" sans compléments".into()),
                Run::Removed(".".into()),
                Run::Added(" !".into()),
            ]
        );
    }

    proptest! {
        #[test]
        fn both_texts_can_be_read_from_it(before in "[a-c é\n*]{0,60}", after in "[a-c é\n*]{0,60}") {
            let runs = runs(&before, &after);
            let (mut was, mut is) = (String::new(), String::new());
            for run in &runs {
                match run {
                    Run::Kept(words) => { was.push_str(words); is.push_str(words); }
                    Run::Added(words) => is.push_str(words),
                    Run::Removed(words) => was.push_str(words),
                }
            }
            prop_assert_eq!(was, before);
            prop_assert_eq!(is, after);
        }
    }
}

//! How often the category proposed for a ticket is the right one, beside two plain baselines: five
//! times a fifth of the tickets of a CSV file (text, category) is asked for after the others were
//! learnt. `filing FILE.csv`, or by `make bench FILED=FILE.csv`.

use guichet_domain::recurrence::filing::{Filing, SURE, Words};
use guichet_domain::recurrence::vocabulary::Vocabulary;
use guichet_domain::{CategoryId, TicketId};
use std::collections::{BTreeMap, HashMap};
use std::time::Instant;

type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

const FOLDS: usize = 5;

/// Right and all.
type Tally = (usize, usize);

fn main() -> Outcome<()> {
    let Some(path) = std::env::args().nth(1) else {
        println!("(no CSV file of text and category was named: nothing was filed)");
        return Ok(());
    };
    let mut names: Vec<String> = Vec::new();
    let mut tickets: Vec<(String, usize)> = Vec::new();
    for row in csv::Reader::from_path(&path)?.records() {
        let row = row?;
        let (Some(text), Some(name)) = (row.get(0), row.get(1)) else {
            continue;
        };
        let known = names.iter().position(|known| known == name);
        let class = known.unwrap_or_else(|| {
            names.push(name.to_owned());
            names.len() - 1
        });
        tickets.push((text.to_owned(), class));
    }
    let (mut ours, mut sure, mut commonest, mut bayes) = (
        Tally::default(),
        Tally::default(),
        Tally::default(),
        Tally::default(),
    );
    let mut by_class: BTreeMap<usize, Tally> = BTreeMap::new();
    let vocabulary = Vocabulary::default();
    let words: Vec<Words> = tickets
        .iter()
        .map(|(text, _)| Words::of("", text, &vocabulary))
        .collect();
    let start = Instant::now();
    for fold in 0..FOLDS {
        let is_asked = |n: usize| n % FOLDS == fold;
        let mut filing = Filing::default();
        let mut plain = Plain::default();
        for (n, (text, class)) in tickets.iter().enumerate().filter(|(n, _)| !is_asked(*n)) {
            let category = CategoryId(*class as i64);
            filing.learn(TicketId(n as i64), category, &words[n], true);
            plain.learn(text, *class);
        }
        for (n, (text, class)) in tickets.iter().enumerate().filter(|(n, _)| is_asked(*n)) {
            let category = CategoryId(*class as i64);
            let add = |tally: &mut Tally, is_right: bool| {
                tally.0 += usize::from(is_right);
                tally.1 += 1;
            };
            let is_right = filing.likeliest(&words[n]) == Some(category);
            add(&mut ours, is_right);
            add(by_class.entry(*class).or_default(), is_right);
            add(&mut commonest, plain.commonest() == Some(*class));
            add(&mut bayes, plain.likeliest(text) == Some(*class));
            if let Some(proposed) = filing.propose(&words[n], |_| true) {
                add(&mut sure, proposed.category == category);
            }
        }
    }
    let share = |(right, all): Tally| right as f64 / all.max(1) as f64;
    println!(
        "\n{} tickets of {} categories, {FOLDS} times ({:.1} s)",
        tickets.len(),
        names.len(),
        start.elapsed().as_secs_f64()
    );
    println!(
        "right: {:.3}; the commonest category: {:.3}; plain naive Bayes: {:.3}",
        share(ours),
        share(commonest),
        share(bayes)
    );
    println!(
        "proposed where it is at least {SURE} % sure: {:.3} of all, of which {:.3} are right",
        sure.1 as f64 / ours.1.max(1) as f64,
        share(sure)
    );
    for (class, tally) in by_class {
        println!("  {:24} {:.3} of {}", names[class], share(tally), tally.1);
    }
    Ok(())
}

/// Multinomial naive Bayes over words as they are written, with nothing else.
#[derive(Default)]
struct Plain {
    counts: HashMap<String, BTreeMap<usize, u32>>,
    words: BTreeMap<usize, u32>,
    tickets: BTreeMap<usize, u32>,
}

impl Plain {
    fn learn(&mut self, text: &str, class: usize) {
        for word in text.split_whitespace() {
            let of = self.counts.entry(word.to_owned()).or_default();
            *of.entry(class).or_default() += 1;
            *self.words.entry(class).or_default() += 1;
        }
        *self.tickets.entry(class).or_default() += 1;
    }

    fn commonest(&self) -> Option<usize> {
        let most = self.tickets.iter().max_by_key(|(_, n)| **n)?;
        Some(*most.0)
    }

    fn likeliest(&self, text: &str) -> Option<usize> {
        let score = |class: &usize| {
            let prior = f64::from(self.tickets[class]).ln();
            let all = f64::from(self.words[class]) + self.counts.len() as f64;
            let words = text.split_whitespace();
            let counts = words.filter_map(|word| self.counts.get(word));
            let likely = counts.map(|of| {
                let here = of.get(class).copied().unwrap_or_default();
                ((f64::from(here) + 1.0) / all).ln()
            });
            prior + likely.sum::<f64>()
        };
        let scored = self.tickets.keys().map(|class| (score(class), *class));
        let best = scored.max_by(|(a, _), (b, _)| a.total_cmp(b))?;
        Some(best.1)
    }
}

//! Test that rendering costs are proportional to the length of the text: for the worst shapes of
//! Markdown, memory and HTML grow at most as fast as the text.

use crate::kernel::prose::named::NamedFiles;
use crate::kernel::prose::render;
use allocation_counter::measure;
use guichet_domain::kernel::prose::Text;

fn folded(body: &str) -> String {
    let mut files = NamedFiles::default();
    files.add(
        "a".into(),
        "/help/3/files/0af76519-16cd-43dd-8448-eb211c80319c".into(),
        true,
    );
    files.add(
        "b".into(),
        "/help/3/files/0af76519-16cd-43dd-8448-eb211c80319d".into(),
        false,
    );
    render::folded(&Text::markdown(body), &files)
}

/// Makes a text of this shape, about `n` bytes long.
type Shape = fn(usize) -> String;

fn times(unit: &str, n: usize) -> String {
    unit.repeat((n / unit.len()).max(1))
}

/// Lines with one more mark each, about `n` bytes in all.
fn stairs(unit: &str, n: usize) -> String {
    let steps = (2 * n / unit.len()).isqrt();
    (1..=steps)
        .map(|k| format!("{}x\n", unit.repeat(k)))
        .collect()
}

fn table(columns: usize, row: &str, n: usize) -> String {
    let head = format!("|{}\n|{}\n", "a|".repeat(columns), "-|".repeat(columns));
    let rows = row.repeat(n.saturating_sub(head.len()) / row.len());
    head + &rows
}

const SHAPES: &[(&str, Shape)] = &[
    ("quotations", |n| times(">", n)),
    ("quotations apart", |n| times("> ", n)),
    ("quotations on lines", |n| times(">>>>>>>>>>>>>>>>>\n", n)),
    ("quotations, steeper", |n| stairs(">", n)),
    ("quotations, lazily", |n| {
        times("> ", n / 2) + &times("a\n", n / 2)
    }),
    ("addresses", |n| times("http://a ", n)),
    ("addresses without end", |n| times("http://", n)),
    ("one long address", |n| {
        format!("https://{}", times("a.b/(", n))
    }),
    ("references", |n| times("&", n)),
    ("lists", |n| times("- ", n)),
    ("lists of numbers", |n| times("1. ", n)),
    ("lists in quotations", |n| times("> - ", n)),
    ("lists, steeper", |n| stairs("  ", n).replace('x', "- x")),
    ("lists and blank lines", |n| {
        times("- ", 16) + &times("\n", n)
    }),
    ("many lists", |n| times("* a\n+ b\n", n)),
    ("brackets", |n| times("[", n)),
    ("brackets, closed", |n| {
        times("[", n / 2) + &times("]", n / 2)
    }),
    ("links within links", |n| times("[a](", n)),
    ("links, all of them", |n| times("[a](b)", n)),
    ("images within images", |n| {
        times("![", n / 2) + &times("](a)", n / 2)
    }),
    ("parentheses of a link", |n| {
        "[a](".to_owned() + &times("(", n)
    }),
    ("pointed brackets", |n| times("<", n)),
    ("addresses that do not end", |n| times("<http://a", n)),
    ("comments that do not end", |n| times("<!-- a ", n)),
    ("instructions that do not end", |n| times("<? ", n)),
    ("declarations that do not end", |n| times("<![CDATA[ ", n)),
    ("tags that do not end", |n| times("<a b='", n)),
    ("raw elements", |n| times("<b><i><u>", n)),
    ("raw blocks", |n| times("<div>\n\n", n)),
    ("code", |n| {
        (1..(2 * n).isqrt()).map(|k| "`".repeat(k) + " ").collect()
    }),
    ("code that does not end", |n| times("`a``b```c````", n)),
    ("fences", |n| times("```\n", n)),
    ("fences in quotations", |n| times("> ~~~\n", n)),
    ("stars", |n| times("*", n)),
    ("stars, opened and closed", |n| {
        times("*", n / 2) + "a" + &times("*", n / 2)
    }),
    ("stars and lines", |n| times("*_", n)),
    ("stars around letters", |n| times("*a_ ", n)),
    ("stars that open only", |n| times("*a **b ", n)),
    ("stars that close only", |n| times("a* b** ", n)),
    ("strokes", |n| times("~~a~ ", n)),
    ("references", |n| {
        format!("[a]: {}\n\n{}", times("b", n / 2), times("[a]", n / 2))
    }),
    ("references with titles", |n| {
        format!(
            "[a]: b \"{}\"\n\n{}",
            times("c", n / 2),
            times("[a] ", n / 2)
        )
    }),
    ("definitions", |n| times("[a]: b\n", n)),
    ("definitions that do not end", |n| times("[a]: b \"c\n", n)),
    ("labels", |n| times("[a][", n)),
    ("footnotes", |n| times("[^1]\n\n[^1]: a\n", n)),
    ("tables as wide as high", |n| {
        table((n / 6).isqrt() * 2, "|\n", n)
    }),
    ("wide tables", |n| table(n / 8, "|\n", n)),
    ("narrow tables", |n| table(20, "a\n", n)),
    ("tables in quotations", |n| {
        let wide = (n / 6).isqrt();
        format!("> {}", table(wide, "|\n> ", n).replacen("\n|", "\n> |", 1))
    }),
    ("many tables", |n| {
        times("|a|b|c|d|e|f|g|h|\n|-|-|-|-|-|-|-|-|\n|\n|\n|\n|\n\n", n)
    }),
    ("bars", |n| times("|", n)),
    ("titles", |n| times("# a\n", n)),
    ("underlined titles", |n| times("a\n=\n", n)),
    ("rules", |n| times("***\n", n)),
    ("tasks", |n| times("- [ ] a\n", n)),
    ("backslashes", |n| times("\\", n)),
    ("backslashes at ends", |n| times("a\\\n", n)),
    ("entities", |n| times("&amp;", n)),
    ("entities that do not end", |n| times("&a", n)),
    ("ampersands", |n| times("&", n)),
    ("quotation marks", |n| times("\"", n)),
    ("short lines", |n| times("a\n", n)),
    ("paragraphs", |n| times("a\n\n", n)),
    ("carriage returns", |n| times("a\r", n)),
    ("tabs", |n| times("\t", n) + "a"),
    ("spaces", |n| times(" ", n) + "a"),
    ("no-break spaces", |n| times("\u{a0}", n)),
    ("zeros", |n| times("\0", n)),
    ("what letters fold", |n| times("⸻\n", n)),
    ("quotations that letters fold", |n| {
        format!("a\n⸻\n{}", times(">", n))
    }),
    ("prose", |n| {
        times(
            "**Bonjour**, `ls` ne [répond](https://exemple.fr) _plus_.\n\n",
            n,
        )
    }),
];

/// Maximum bytes of HTML per byte of text, and a minimum for short texts.
const BYTES: (usize, usize) = (8, 20_000);

/// Maximum bytes of memory allocated in total per byte of text, and a minimum for short texts.
const ASKED: (u64, u64) = (3_000, 2_000_000);

const HELD: (u64, u64) = (1_200, 1_000_000);

#[test]
fn worst_shapes_cost_in_proportion_to_their_bytes() {
    // What is made once is made.
    let _ = folded("a");
    let mut excess = Vec::new();
    for (name, shape) in SHAPES {
        for length in (10..=20).map(|power| 1 << power) {
            let text = shape(length);
            let mut html = 0;
            let cost = measure(|| html = folded(&text).len());
            let plain = Text::plain(text.clone());
            let typed =
                measure(|| html = html.max(render::folded(&plain, &NamedFiles::default()).len()));
            let n = text.len();
            let room = |(each, least): (u64, u64)| each * n as u64 + least;
            if html > BYTES.0 * n + BYTES.1
                || cost.bytes_total > room(ASKED)
                || cost.bytes_max > room(HELD)
                || typed.bytes_total > room(ASKED)
            {
                excess.push(format!(
                    "{name}, {n} bytes: {html} of HTML, {} asked for, {} held",
                    cost.bytes_total, cost.bytes_max
                ));
            }
        }
    }
    assert!(excess.is_empty(), "{}", excess.join("\n"));
}

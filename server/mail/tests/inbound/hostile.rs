//! HTML that means harm, and what takes long on purpose.

use crate::corpus::addresses;
use crate::messages::message;
use guichet_mail::inbound::read;
use std::time::{Duration, Instant};

fn text(html: &str) -> String {
    let headers =
        "From: claire@exemple.fr\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8";
    read(message(headers, html), &addresses()).inbound.text
}

#[test]
fn nothing_of_it_is_code() {
    for html in [
        "<script>alert(1)</script>x",
        "<img src=x onerror=alert(1)>x",
        "<a href=\"javascript:alert(1)\">x</a>",
        "<a href=\"data:text/html,<script>\">x</a>",
        "<svg><script>alert(1)</script></svg>x",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></table>x",
        "<iframe src=javascript:alert(1)></iframe>x",
        "<form action=//evil.example><input name=p></form>x",
        "<style>@import '//evil.example'</style>x",
        "<base href=//evil.example>x",
        "<meta http-equiv=refresh content='0;url=//evil.example'>x",
        "<object data=x></object><embed src=x>x",
        "<div style=\"background:url(//evil.example)\">x</div>",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">x",
        "<!--><img src=x onerror=alert(1)>-->x",
        "<title><img src=x onerror=alert(1)></title>x",
    ] {
        let text = text(html);
        // What is written as text is text, and shown as such.
        assert!(text.contains('x'), "{html}: {text}");
        for bad in [
            "<script",
            "<img",
            "<svg",
            "<iframe",
            "<style",
            "](javascript:",
            "](data:",
        ] {
            assert!(!text.replace("\\<", "").contains(bad), "{html}: {text}");
        }
    }
}

#[test]
fn nothing_takes_long() {
    let begun = Instant::now();
    for html in [
        "<div>".repeat(100_000),
        "<b><i>".repeat(50_000),
        "<table><tr><td>".repeat(20_000),
        "<a href='".repeat(50_000),
        "<!--".repeat(100_000),
        "&".repeat(500_000),
        "<p>".repeat(200_000),
        "<blockquote>x".repeat(20_000),
        "<ul><li>".repeat(20_000),
    ] {
        text(&html);
    }
    for body in [
        "> ".repeat(200_000),
        ">\n".repeat(200_000),
        "De : x\n".repeat(50_000),
        "Le 3\n".repeat(50_000),
    ] {
        read(message("From: claire@exemple.fr", &body), &addresses());
    }
    assert!(
        begun.elapsed() < Duration::from_secs(60),
        "{:?}",
        begun.elapsed()
    );
}

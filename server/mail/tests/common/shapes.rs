//! The worst shapes that a message can have, each as large as one likes.

use std::fmt::Write;

/// A name, and what makes a message of about so many bytes.
pub type Shape = (&'static str, fn(usize) -> Vec<u8>);

fn head(more: &str, body: &str) -> Vec<u8> {
    let text = format!("From: claire@exemple.fr\r\nSubject: x\r\n{more}\r\n{body}\r\n");
    text.into_bytes()
}

fn html(body: &str) -> Vec<u8> {
    head(
        "MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n",
        body,
    )
}

fn plain(body: &str) -> Vec<u8> {
    head("", body)
}

/// The same again and again, up to so many bytes.
fn full(size: usize, piece: &str) -> String {
    piece.repeat(size.div_ceil(piece.len()))
}

/// Numbered pieces, up to so many bytes.
fn numbered(size: usize, piece: impl Fn(usize) -> String) -> String {
    let mut all = String::new();
    for n in 0.. {
        if all.len() >= size {
            break;
        }
        all.push_str(&piece(n));
    }
    all
}

fn multipart(size: usize, piece: impl Fn(usize) -> String) -> Vec<u8> {
    let body = numbered(size, piece);
    head(
        "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n",
        &format!("{body}\r\n--b--"),
    )
}

/// Of HTML.
pub const PAGES: &[Shape] = &[
    // What a parser of HTML opens again in every paragraph.
    ("inline elements without end", |n| {
        html(&numbered(n, |i| format!("<p><b id=x{i}><i class=y{i}>a")))
    }),
    ("every kind of inline element without end", |n| {
        html(&full(
            n,
            "<p><b><i><u><s><a href=http://e.fr/a><font color=red><code><em><strong>x",
        ))
    }),
    ("links without end", |n| {
        html(&numbered(n, |i| {
            format!("<a href=https://exemple.fr/{i}><p>x")
        }))
    }),
    ("one long link and many paragraphs", |n| {
        html(&format!(
            "<a href=http://e.fr/{}>{}",
            full(n / 2, "a"),
            full(n / 2, "<p>a")
        ))
    }),
    ("elements in elements", |n| html(&full(n, "<div>"))),
    ("quotes in quotes", |n| html(&full(n, "<blockquote>x"))),
    ("lists in lists", |n| html(&full(n, "<ul><li>x"))),
    ("numbered lists in lists", |n| {
        html(&full(n, "<ol><li>x<br>y"))
    }),
    ("tables in tables", |n| html(&full(n, "<table><tr><td>x"))),
    ("cells", |n| {
        html(&format!("<table><tr>{}", full(n, "<td>x")))
    }),
    ("ends of nothing", |n| {
        html(&full(n, "</b></p></a></ul></blockquote>"))
    }),
    ("attributes", |n| {
        html(&format!("<p {}>x", numbered(n, |i| format!("a{i}=b "))))
    }),
    ("the same attribute", |n| {
        html(&format!("<a {}>x", full(n, "href=http://e.fr ")))
    }),
    ("an attribute without end", |n| {
        html(&format!("x<a href='{}", full(n, "y")))
    }),
    ("entities", |n| {
        html(&full(n, "&eacute;&#8239;&CounterClockwiseContourIntegral;"))
    }),
    ("entities without end", |n| {
        html(&full(n, "&CounterClockwiseContourIntegra"))
    }),
    ("ampersands", |n| html(&full(n, "&"))),
    ("comments without end", |n| html(&full(n, "x<!--"))),
    ("brackets", |n| html(&full(n, "<"))),
    ("scripts without end", |n| {
        html(&full(n, "<script>x</scrip"))
    }),
    ("line breaks", |n| html(&full(n, "<br>"))),
    ("spaces", |n| html(&full(n, " \n\t"))),
    ("preformatted lines", |n| {
        html(&format!("<pre>{}", full(n, "\n")))
    }),
    ("emphasis on and off", |n| {
        html(&full(n, "<b>a</b><i>b</i> "))
    }),
    ("signs of Markdown", |n| html(&full(n, "*_`[]\\"))),
];

/// Of text.
pub const TEXTS: &[Shape] = &[
    ("lines that are quoted", |n| plain(&full(n, ">\r\n"))),
    ("quoted lines with words between", |n| {
        plain(&full(n, "> a\r\nb\r\n"))
    }),
    ("one quoted line and many empty ones", |n| {
        plain(&full(n, "> a\r\n\r\n\r\n\r\n\r\n"))
    }),
    ("quotes in quotes", |n| {
        plain(&numbered(n, |i| format!("{} x\r\n", ">".repeat(i))))
    }),
    ("one line of quotes", |n| plain(&full(n, "> "))),
    ("what comes before a quote", |n| {
        plain(&full(n, "Le 3 mars, Nadia a écrit :\r\n"))
    }),
    ("what begins like it", |n| plain(&full(n, "Le 3\r\n"))),
    ("header lines", |n| plain(&full(n, "De : x\r\n"))),
    ("rules", |n| plain(&full(n, "______\r\n"))),
    ("rules and empty lines", |n| {
        plain(&full(n, "______\r\n\r\n\r\n\r\n"))
    }),
    ("signatures", |n| plain(&full(n, "-- \r\n"))),
    ("empty lines", |n| plain(&full(n, "\r\n"))),
    ("bare carriage returns", |n| plain(&full(n, "a\r"))),
    ("one long line", |n| plain(&full(n, "mot "))),
    ("what folds", |n| plain(&full(n, "⸻\r\n"))),
    ("flowed lines", |n| {
        head(
            "MIME-Version: 1.0\r\nContent-Type: text/plain; format=flowed; delsp=yes\r\n",
            &full(n, "> un mot \r\n"),
        )
    }),
    ("flowed lines of changing depth", |n| {
        head(
            "MIME-Version: 1.0\r\nContent-Type: text/plain; format=flowed\r\n",
            &full(n, "> a \r\n>> b \r\n"),
        )
    }),
    ("quoted-printable", |n| {
        head(
            "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n",
            &full(n, "=E9=\r\n"),
        )
    }),
    ("base64 that is none", |n| {
        head(
            "MIME-Version: 1.0\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n",
            &full(n, "!!é==\r\n"),
        )
    }),
];

/// Of headers and parts.
pub const STRUCTURES: &[Shape] = &[
    ("one long header", |n| {
        head(&format!("X-Long: {}\r\n", full(n, "x")), "x")
    }),
    ("a header of many lines", |n| {
        head(&format!("X-Long: a\r\n{}", full(n, " b\r\n")), "x")
    }),
    ("many headers", |n| {
        head(&numbered(n, |i| format!("X-{i}: y\r\n")), "x")
    }),
    ("many of one header", |n| {
        head(
            &full(n, "Authentication-Results: mx.exemple.fr; dmarc=pass\r\n"),
            "x",
        )
    }),
    ("comments in a header", |n| {
        head(
            &format!("Authentication-Results: {}\r\n", full(n, "(")),
            "x",
        )
    }),
    ("a long subject", |n| {
        format!("From: a@b.fr\r\nSubject: {}\r\n\r\nx", full(n, "é")).into_bytes()
    }),
    ("words of RFC 2047", |n| {
        let words = full(n, "=?utf-8?Q?=C3=A9?=\r\n ");
        format!("From: a@b.fr\r\nSubject: {words}x\r\n\r\nx").into_bytes()
    }),
    ("words of RFC 2047 without end", |n| {
        let words = full(n, "=?utf-8?Q?a=?utf-8?B?");
        format!("From: a@b.fr\r\nSubject: {words}\r\n\r\nx").into_bytes()
    }),
    ("words of RFC 2047 that never end", |n| {
        let words = full(n, "=?aa?Q?x");
        format!("From: a@b.fr\r\nSubject: {words}\r\n\r\nx").into_bytes()
    }),
    ("receivers", |n| {
        head(
            &format!(
                "To: {}x@y.fr\r\n",
                numbered(n, |i| format!("a{i}@exemple.fr,\r\n "))
            ),
            "x",
        )
    }),
    ("groups", |n| {
        head(&format!("To: {};\r\n", full(n, "a@b.fr:")), "x")
    }),
    ("comments in addresses", |n| {
        head(&format!("To: a@b.fr {}\r\n", full(n, "(a")), "x")
    }),
    ("senders", |n| {
        format!("From: {}x@y.fr\r\n\r\nx", full(n, "a@b.fr, ")).into_bytes()
    }),
    ("a sender's name", |n| {
        format!("From: \"{}\" <x@y.fr>\r\n\r\nx", full(n, "@ ")).into_bytes()
    }),
    ("headers From", |n| {
        format!("{}\r\nx", full(n, "From: a@b.fr\r\n")).into_bytes()
    }),
    ("references", |n| {
        head(
            &format!(
                "References: {}\r\n",
                numbered(n, |i| format!("<{i}@b>\r\n "))
            ),
            "x",
        )
    }),
    ("attributes of a type", |n| {
        let more = numbered(n, |i| format!("; a{i}=b"));
        head(
            &format!("MIME-Version: 1.0\r\nContent-Type: text/plain{more}\r\n"),
            "x",
        )
    }),
    ("continuations of RFC 2231", |n| {
        let more = numbered(n, |i| format!(";\r\n a*{i}*=%C3%A9"));
        head(
            &format!("MIME-Version: 1.0\r\nContent-Disposition: attachment{more}\r\n"),
            "x",
        )
    }),
    ("continuations in every part", |n| {
        multipart(n, |_| {
            let more = numbered(300, |i| format!("; filename*{i}*=a"));
            format!("--b\r\nContent-Disposition: attachment{more}\r\n\r\nx\r\n")
        })
    }),
    ("parts", |n| multipart(n, |_| "--b\r\n\r\nx\r\n".into())),
    ("files", |n| {
        multipart(n, |i| {
            format!("--b\r\nContent-Type: image/png; name={i}.png\r\n\r\nx\r\n")
        })
    }),
    ("parts of HTML", |n| {
        multipart(n, |_| {
            "--b\r\nContent-Type: text/html\r\n\r\n<b>x\r\n".into()
        })
    }),
    ("boundaries that never come", |n| {
        multipart(n, |i| {
            format!("--b\r\nContent-Type: multipart/mixed; boundary=never{i}\r\n\r\nx\r\n")
        })
    }),
    ("parts in parts", |n| {
        let mut body = String::new();
        for i in 0.. {
            if body.len() >= n {
                break;
            }
            let _ = write!(
                body,
                "--b{i}\r\nContent-Type: multipart/alternative; boundary=b{}\r\n\r\n",
                i + 1
            );
        }
        head(
            "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b0\r\n",
            &body,
        )
    }),
    ("messages in messages", |n| {
        head(
            "MIME-Version: 1.0\r\nContent-Type: message/rfc822\r\n",
            &full(n, "Content-Type: message/rfc822\r\n\r\n"),
        )
    }),
    ("messages beside messages", |n| {
        multipart(n, |_| {
            "--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: a@b.fr\r\n\r\nx\r\n".into()
        })
    }),
    ("digests", |n| {
        let body = full(n, "--b\r\n\r\nFrom: a@b.fr\r\n\r\nx\r\n");
        head(
            "MIME-Version: 1.0\r\nContent-Type: multipart/digest; boundary=b\r\n",
            &body,
        )
    }),
    ("receivers that were not reached", |n| {
        let groups = full(
            n,
            "Action: failed\r\nFinal-Recipient: rfc822; a@b.fr\r\nStatus: 5.1.1\r\n\r\n",
        );
        let body = format!("--b\r\nContent-Type: message/delivery-status\r\n\r\n{groups}--b--");
        head(
            "MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n",
            &body,
        )
    }),
    ("bytes that mean nothing", |n| {
        (0..n).map(|i| (i * 31 % 251) as u8).collect()
    }),
];

/// All of them.
pub fn all() -> impl Iterator<Item = &'static Shape> {
    PAGES.iter().chain(TEXTS).chain(STRUCTURES)
}

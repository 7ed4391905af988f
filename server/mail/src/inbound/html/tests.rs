//! HTML as people and programs write it, and hostile HTML.

fn from(html: &str) -> String {
    super::text(html, 100_000).0
}

#[test]
fn it_reads_as_it_was_written() {
    let gmail = "<html><head><title>T</title><style>p{}</style></head><body><div dir=ltr>Bonjour,\
        <div><br></div><div>ligne <b>deux</b></div></div><br><div class=gmail_quote><div>Le lun. 3 mars, \
        Nadia a écrit&nbsp;:<br></div><blockquote><div>cité</div></blockquote></div></body></html>";
    assert_eq!(
        from(gmail),
        "Bonjour,\n\nligne deux\n\nLe lun. 3 mars, Nadia a écrit\u{a0}:\n\n> cité"
    );
    let outlook =
        "<div><p><b>De&nbsp;:</b> Nadia<br><b>Objet&nbsp;:</b> x</p></div><p>un<o:p></o:p></p>";
    assert_eq!(from(outlook), "De\u{a0}: Nadia\nObjet\u{a0}: x\n\nun");
    let list = "Voici&#8239;:<ul><li>un<li><i>deux</i><ol><li>a<li>b</ol></ul>après";
    assert_eq!(
        from(list),
        "Voici\u{202f}:\n\n- un\n- deux\n  1. a\n  2. b\n\naprès"
    );
    let table = "<table><tr><th>Nom<th>Étage<tr><td>HP<td>2</table>";
    assert_eq!(from(table), "Nom | Étage\nHP | 2");
    let quotes = "<blockquote>a<blockquote>b<p>c</blockquote>d</blockquote>e";
    assert_eq!(from(quotes), "> a\n>\n> > b\n> >\n> > c\n>\n> d\n\ne");
    let lines = "<pre>un\n  deux\n\ntrois</pre>";
    assert_eq!(from(lines), "un\n  deux\n\ntrois");
    assert_eq!(from("<p>a<b> gras <i>et</i></b> fin"), "a gras et fin");
    assert_eq!(
        from("<a href='https://e.fr/a b?c=(d)&amp;e'>Le <b>site</b></a>."),
        "Le site <https://e.fr/a%20b?c=(d)&e>."
    );
}

#[test]
fn what_would_harm_or_tell_is_gone() {
    let hostile = "<p>a<br>b</p><script>alert(1)</script><a href='javascript:x'>y</a>\
        <img src=http://t.example/p.png onerror=y><svg onload=z></svg><style>@import 'x'</style>";
    assert_eq!(from(hostile), "a\nb\n\ny");
    assert_eq!(from("2*3 <i>&lt;b&gt;</i> a_b _c_"), "2*3 <b> a_b _c_");
}

#[test]
fn lines_and_spaces_that_the_page_keeps_are_kept() {
    for (html, text) in [
        (
            "<p style=\"white-space: pre-wrap;\">Etape 1\r\nEtape 2\r\nEtape 3</p><pre>  a   b\r\n  c</pre>",
            "Etape 1\nEtape 2\nEtape 3\n\n  a   b\n  c",
        ),
        ("<pre>\nun\n\n\ndeux</pre>", "un\n\n\ndeux"),
        (
            "<div style='color:red;WHITE-SPACE:pre-line'>un   mot\ndeux</div>trois\nquatre",
            "un mot\ndeux\ntrois quatre",
        ),
        // What is never closed ends with its paragraph; what is closed within does not end it.
        ("<p style=white-space:pre>a\n  b<p>c\nd", "a\n  b\n\nc d"),
        (
            "<div style=white-space:pre><div>a\nb</div>c\nd</div>e\nf",
            "a\nb\nc\nd\ne f",
        ),
        (
            "<span style=white-space:pre>a\tb  c</span> d\ne",
            "a\tb  c d e",
        ),
        ("a<br>b<br/>c<br><br>d", "a\nb\nc\n\nd"),
    ] {
        assert_eq!(from(html), text, "{html}");
    }
}

#[test]
fn rows_of_tables_keep_their_lines() {
    for (html, text) in [
        (
            "<table>\n<tr>\n<td><p>Poste</p></td>\n<td><p>HP-12</p></td>\n</tr>\n<tr><td>Salle</td><td>B2</td></tr></table>",
            "Poste | HP-12\nSalle | B2",
        ),
        // Several lines in one cell, as newsletters and Outlook lay out whole messages.
        (
            "<table><tr><td><p>Bonjour,</p><p>L’écran est noir.</p></td></tr></table>Merci",
            "Bonjour,\n\nL’écran est noir.\n\nMerci",
        ),
        (
            "<table><tr><td>a<br>b</td><td>c</td></tr></table>",
            "a\nb | c",
        ),
    ] {
        assert_eq!(from(html), text, "{html}");
    }
}

#[test]
fn a_link_says_where_it_leads_once() {
    for (html, text) in [
        ("<a href='https://e.fr/'>https://e.fr</a>", "https://e.fr"),
        ("<a href='mailto:a@e.fr'>a@e.fr</a>", "a@e.fr"),
        (
            "<a href='https://autre.example/x'>https://banque.fr</a>",
            "https://banque.fr <https://autre.example/x>",
        ),
        ("<a href='https://e.fr'><img src=x></a>vu", "vu"),
        (
            "<p><a href='https://e.fr'>ici<p>là</a>",
            "ici <https://e.fr>\n\nlà",
        ),
    ] {
        assert_eq!(from(html), text, "{html}");
    }
}

#[test]
fn what_is_never_closed_is_not_opened_again_and_again() {
    let paragraphs = "<b><i><a href=http://e.fr/x>".to_owned() + &"<p>a".repeat(1_000);
    let text = from(&paragraphs);
    assert_eq!(text.matches("http").count(), 1, "{text:.200}");
    let deep = "<blockquote>".repeat(20_000) + "fond" + &"<p>x".repeat(100);
    assert!(from(&deep).len() < 3_000);
}

#[test]
fn it_ends_where_it_is_cut() {
    let (text, cut) = super::text(&"<p>mot".repeat(10_000), 1_000);
    assert!(cut && text.len() < 1_200);
}

//! Messages as mail programs write them, and as they should not.

/// What must be found again in whatever becomes of a message.
pub const TOKEN: &str = "JETON";

/// A message with these headers (one a line) and this body.
pub fn message(headers: &str, body: &str) -> Vec<u8> {
    let text = format!("{}\n\n{body}\n", headers.trim());
    text.replace('\n', "\r\n").into_bytes()
}

fn from_claire(more: &str, body: &str) -> Vec<u8> {
    let headers = format!(
        "From: Claire Dubois <claire@exemple.fr>\nTo: support@exemple.fr\nSubject: Word\nMessage-ID: <{}@exemple.fr>\n{more}",
        more.len() + body.len() * 31
    );
    message(&headers, body)
}

fn text(charset: &str, encoding: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "MIME-Version: 1.0\nContent-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: {encoding}"
    );
    let mut message = from_claire(&head, "");
    message.extend_from_slice(body);
    message
}

fn mixed(parts: &[&str]) -> Vec<u8> {
    multipart("mixed", parts)
}

fn multipart(kind: &str, parts: &[&str]) -> Vec<u8> {
    let mut body = String::from("préambule");
    for part in parts {
        body.push_str(&format!("\n--b\n{part}"));
    }
    body.push_str("\n--b--\népilogue");
    from_claire(
        &format!("MIME-Version: 1.0\nContent-Type: multipart/{kind}; boundary=b"),
        &body,
    )
}

const PLAIN: &str = "Content-Type: text/plain; charset=utf-8\n\nJETON en texte";
const HTML: &str = "Content-Type: text/html; charset=utf-8\n\n<p>JETON en <b>HTML</b></p>";

/// Awkward, broken and ill-meant messages, each with the token somewhere in what a person reads.
pub fn corpus() -> Vec<(&'static str, Vec<u8>)> {
    let mut all: Vec<(&'static str, Vec<u8>)> = Vec::new();
    // Words.
    all.extend([
        ("plain", from_claire("", "JETON")),
        ("no mime headers, eight bits", from_claire("", "JETON éàü")),
        (
            "latin-1",
            text("iso-8859-1", "8bit", b"JETON d\xe9j\xe0 vu"),
        ),
        (
            "windows-1252",
            text("windows-1252", "8bit", b"JETON \x9cuvre \x80"),
        ),
        (
            "latin-9 as it is often named",
            text("\"ISO_8859-15\"", "8bit", b"JETON \xa4"),
        ),
        (
            "quoted-printable",
            text("utf-8", "quoted-printable", b"JETON d=C3=A9j=C3=A0=\r\n vu"),
        ),
        (
            "quoted-printable cut short",
            text("utf-8", "quoted-printable", b"JETON =C3=A9 ="),
        ),
        (
            "quoted-printable broken",
            text("utf-8", "quoted-printable", b"JETON =ZZ =\xe9"),
        ),
        ("base64", text("utf-8", "base64", b"SkVUT04gZMOpasOg")),
        (
            "base64 that is none",
            text("utf-8", "base64", b"JETON !!! autre chose"),
        ),
        ("utf-7", text("utf-7", "7bit", b"JETON +AOk-")),
        ("utf-16", text("utf-16le", "base64", b"SgBFAFQATwBOAA==")),
        (
            "unknown charset",
            text("x-klingon", "8bit", b"JETON \xff\xfe"),
        ),
        ("unknown encoding", text("utf-8", "rot13", b"JETON")),
        ("shift-jis", text("shift_jis", "8bit", b"JETON \x82\xa0")),
        ("gb18030", text("gb18030", "8bit", b"JETON \xc4\xe3")),
        ("koi8-r", text("koi8-r", "8bit", b"JETON \xd0\xd2")),
        (
            "invalid utf-8",
            text("utf-8", "8bit", b"JETON \xc3\x28 \xe2\x82"),
        ),
        (
            "control characters",
            from_claire("", "JETON\u{7}\u{1b}[31m\u{0}"),
        ),
        ("direction marks", from_claire("", "JETON \u{202e}txt.exe")),
        (
            "format flowed",
            from_claire(
                "MIME-Version: 1.0\nContent-Type: text/plain; format=flowed; delsp=yes",
                "JE \nTON un peu \nplus loin",
            ),
        ),
        (
            "a very long line",
            from_claire("", &format!("JETON {}", "x".repeat(200_000))),
        ),
        (
            "bare line feeds",
            b"From: claire@exemple.fr\nSubject: Word\n\nJETON\nencore".to_vec(),
        ),
        (
            "bare carriage returns",
            b"From: claire@exemple.fr\r\nSubject: Word\r\n\r\nJETON\rencore".to_vec(),
        ),
        ("a dot alone", from_claire("", ".\nJETON\n..")),
        ("mbox escapes", from_claire("", ">From me\nJETON")),
    ]);
    // Headers.
    all.extend([
        ("no date, no id", message("From: claire@exemple.fr", "JETON")),
        ("bad date", from_claire("Date: hier soir", "JETON")),
        ("date far ahead", from_claire("Date: Fri, 31 Dec 9999 23:59:59 +9999", "JETON")),
        ("no subject", message("From: claire@exemple.fr\nTo: x@y", "JETON")),
        ("subject in RFC 2047", message("From: claire@exemple.fr\nSubject: =?utf-8?Q?d=C3=A9j=C3=A0?= =?iso-8859-1?B?6Q==?=", "JETON")),
        ("subject cut in a character", message("From: claire@exemple.fr\nSubject: =?utf-8?B?w6?= =?utf-8?B?kg==?=", "JETON")),
        ("subject broken over lines", message("From: claire@exemple.fr\nSubject: un\n\tdeux\n trois", "JETON")),
        ("subject that injects", message("From: claire@exemple.fr\nSubject: =?utf-8?Q?x=0D=0ABcc:_all@exemple.fr?=", "JETON")),
        ("subject without end", message(&format!("From: claire@exemple.fr\nSubject: {}", "é".repeat(40_000)), "JETON")),
        ("name in RFC 2047", message("From: =?utf-8?Q?Cl=C3=A9?= <claire@exemple.fr>", "JETON")),
        ("name in quotes with a comma", message("From: \"Dubois, Claire\" <claire@exemple.fr>", "JETON")),
        ("several senders", message("From: a@b.fr, claire@exemple.fr\nSender: a@b.fr", "JETON")),
        ("a group as sender", message("From: Amis: claire@exemple.fr, b@c.fr;", "JETON")),
        ("comment in the address", message("From: claire(la vraie)@exemple.fr", "JETON")),
        ("id without brackets", message("From: claire@exemple.fr\nMessage-ID: sans-crochets", "JETON")),
        ("two ids", message("From: claire@exemple.fr\nMessage-ID: <a@b>\nMessage-ID: <c@d>", "JETON")),
        ("thousand references", message(&format!("From: claire@exemple.fr\nReferences: {}", "<x@y> ".repeat(1000)), "JETON")),
        ("headers twice", message("From: claire@exemple.fr\nFrom: b@c.fr\nSubject: a\nSubject: b", "JETON")),
        ("space before the colon", message("From : claire@exemple.fr\nSubject : x", "JETON")),
        ("a line that is no header", message("From: claire@exemple.fr\nceci n’est pas un en-tête\nSubject: x", "JETON")),
    ]);
    // Parts.
    all.extend([
        ("alternative", multipart("alternative", &[PLAIN, HTML])),
        ("alternative, html first", multipart("alternative", &[HTML, PLAIN])),
        ("alternative, empty text", multipart("alternative", &["Content-Type: text/plain\n\n \n", HTML])),
        ("html alone", from_claire("MIME-Version: 1.0\nContent-Type: text/html", "<div>JETON<br></div>")),
        ("html cut short", from_claire("MIME-Version: 1.0\nContent-Type: text/html", "<div><p>JETON <b><a href=")),
        ("related with a picture", multipart("related", &[HTML, "Content-Type: image/png; name=logo.png\nContent-ID: <a>\nContent-Transfer-Encoding: base64\n\niVBORw0KGgoAAAA="])),
        ("text after the file", mixed(&["Content-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\nJVBERi0xLjQ=", PLAIN])),
        ("name in RFC 2231", mixed(&[PLAIN, "Content-Type: application/pdf\nContent-Disposition: attachment; filename*0*=utf-8''r%C3%A9; filename*1*=sum%C3%A9.pdf\nContent-Transfer-Encoding: base64\n\nJVBERi0xLjQ="])),
        ("name in RFC 2047", mixed(&[PLAIN, "Content-Type: application/pdf; name=\"=?utf-8?Q?r=C3=A9sum=C3=A9.pdf?=\"\nContent-Transfer-Encoding: base64\n\nJVBERi0xLjQ="])),
        ("name that is a path", mixed(&[PLAIN, "Content-Type: text/plain\nContent-Disposition: attachment; filename=\"../../etc/passwd\"\n\nroot"])),
        ("name that injects", mixed(&[PLAIN, "Content-Type: text/plain\nContent-Disposition: attachment; filename*=utf-8''a%0D%0AX: y.txt\n\nx"])),
        ("no name at all", mixed(&[PLAIN, "Content-Type: image/jpeg\nContent-Disposition: attachment\nContent-Transfer-Encoding: base64\n\n/9j/4AAQ"])),
        ("an empty file", mixed(&[PLAIN, "Content-Type: text/plain\nContent-Disposition: attachment; filename=vide.txt\n\n"])),
        ("winmail.dat", mixed(&[PLAIN, "Content-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\neJ8+IgEGkAgABAAA"])),
        ("a message inside", mixed(&[PLAIN, "Content-Type: message/rfc822\n\nFrom: b@c.fr\nSubject: dedans\n\nplus loin"])),
        ("messages in messages", mixed(&[PLAIN, &format!("{}From: b@c.fr\n\nfond", "Content-Type: message/rfc822\n\n".repeat(50))])),
        ("an invitation", mixed(&[PLAIN, "Content-Type: text/calendar; method=REQUEST; name=invite.ics\n\nBEGIN:VCALENDAR\nEND:VCALENDAR"])),
        ("signed", multipart("signed; protocol=\"application/pgp-signature\"", &[PLAIN, "Content-Type: application/pgp-signature; name=signature.asc\n\n-----BEGIN"])),
        ("no boundary", from_claire("MIME-Version: 1.0\nContent-Type: multipart/mixed", "--b\n\nJETON")),
        ("boundary that never comes", from_claire("MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=zzz", "JETON")),
        ("boundary that never ends", from_claire("MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b", "--b\n\nJETON")),
        ("the same boundary inside", mixed(&["Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nJETON\n--b--"])),
        ("nested deep", from_claire("MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b0", &deep(100))),
        ("a thousand parts", mixed(&std::iter::once(PLAIN).chain(std::iter::repeat_n("Content-Type: text/plain\nContent-Disposition: attachment; filename=x.txt\n\ny", 1000)).collect::<Vec<_>>())),
        ("parts without headers", mixed(&["\nJETON", "\ndeux"])),
        ("content type that is none", from_claire("MIME-Version: 1.0\nContent-Type: ;;;=", "JETON")),
        ("content type without end", from_claire(&format!("MIME-Version: 1.0\nContent-Type: text/plain; {}", "a=b; ".repeat(2000)), "JETON")),
    ]);
    // What answers look like.
    all.extend([
        ("answered above", from_claire("", "JETON\n\nLe lun. 3 mars 2026 à 09:12, Nadia <n@exemple.fr> a écrit :\n> Depuis quand ?")),
        ("answered below", from_claire("", "On Mon, Mar 3, 2026 at 9:12 AM Nadia wrote:\n> When?\n\nJETON")),
        ("passed on", from_claire("", "-------- Message transféré --------\nDe : b\nSujet : c\nDate : d\n\nJETON")),
        ("nothing but a quote", from_claire("", "> JETON")),
    ]);
    all
}

fn deep(levels: usize) -> String {
    let mut body = String::new();
    for n in 0..levels {
        body.push_str(&format!(
            "--b{n}\nContent-Type: multipart/mixed; boundary=b{}\n\n",
            n + 1
        ));
    }
    body.push_str(&format!(
        "--b{levels}\nContent-Type: text/plain\n\nJETON\n--b{levels}--\n"
    ));
    body
}

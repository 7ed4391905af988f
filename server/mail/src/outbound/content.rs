//! The content of an e-mail, before it is rendered as HTML or plain text.

use guichet_desk::{
    AccountEmail, Addressee, ArticleNews, FeedbackNews, MailedQuestion, TicketNews,
};
use guichet_domain::Ticket;
use guichet_domain::feedback::score::Score;
use guichet_domain::kernel::proof::Proof;
use guichet_domain::kernel::prose::Prose;
use guichet_domain::kernel::reference::Kind;
use guichet_domain::notifications::notice::Notice;
use guichet_domain::tickets::workflow::State;
use guichet_locales::feedback::words as feedback;
use guichet_locales::feedback::words::readers;
use guichet_locales::progress::{Step, progress};
use guichet_locales::{Texts, amount, date_time, fill, notifications, texts_in, told, words};

/// Content of an e-mail, in the language and time zone of its reader.
#[derive(Clone, Debug, Default)]
pub struct Page {
    pub language: &'static str,
    pub hello: String,
    /// The event in one line.
    pub headline: String,
    /// Author and text of a quoted message.
    pub quoted: Option<(String, Prose)>,
    /// Names and values of facts about the ticket.
    pub facts: Vec<(&'static str, String)>,
    pub steps: Vec<Step>,
    /// Remarks below the facts.
    pub notes: Vec<String>,
    /// The question how its reader was served.
    pub question: Option<Asking>,
    /// Label and address of the link.
    pub link: Option<(&'static str, String)>,
    /// Why the reader gets this e-mail, and the address where that can be changed.
    pub why: Option<(&'static str, String)>,
}

/// A question with one link for each answer.
#[derive(Clone, Debug, Default)]
pub struct Asking {
    pub question: &'static str,
    /// Mark, what it means, and address, from the best to the worst.
    pub marks: Vec<(u8, &'static str, String)>,
    /// How it is answered, until when, and who reads it.
    pub notes: Vec<String>,
}

/// Content of an e-mail about a ticket. `base` is the address of the desk, `answers` whether
/// replies by mail are read.
pub fn about_ticket(news: &TicketNews, to: &Addressee, base: &str, answers: bool) -> Page {
    let language = to.language;
    let texts = texts_in(language);
    let t = &texts.notifications;
    let (by, kind) = (news.by.as_deref(), news.reference.kind);
    let place = if news.at_the_desk { "desk" } else { "tickets" };
    let decides = matches!(
        news.notice,
        Notice::ApprovalAsked | Notice::ApprovalReminded
    );
    let mut notes = Vec::new();
    let claimed = news.by_mail == Some(Proof::Claimed);
    if claimed {
        notes.push(t.unproven.to_owned());
    }
    if let Some(ticket) = &news.ticket {
        notes.extend(dates(news.notice, ticket, to, texts));
        notes.extend(way_back(news, ticket, texts));
    }
    if news.notice == Notice::Mentioned && news.quoted.is_none() {
        notes.push(t.internal.to_owned());
    }
    if let Some(ticket) = &news.ticket {
        let answer = match ticket.state {
            _ if !answers => t.no_answer,
            _ if !news.may_answer => t.decide_there,
            State::Resolved | State::Fulfilled | State::Closed => t.answer_over,
            State::Cancelled | State::Refused => t.answer_anew,
            _ => t.answer_here,
        };
        notes.push(answer.to_owned());
    }
    Page {
        language: language.code(),
        hello: fill(t.hello, &[("name", first_name(&to.name))]),
        headline: notifications::notice(language, news.notice, kind, by),
        quoted: news.quoted.clone().map(|prose| {
            let (who, said) = match (&news.described_by, claimed) {
                (Some(who), _) => (who.as_str(), t.described),
                (None, true) => (by.unwrap_or("Guichet"), t.wrote_unproven),
                (None, false) => (by.unwrap_or("Guichet"), t.wrote),
            };
            (fill(said, &[("who", who)]), prose)
        }),
        facts: facts(news, to, texts),
        steps: news
            .ticket
            .as_ref()
            .map(|ticket| progress(texts.language, ticket.kind, ticket.state, ticket.before()))
            .unwrap_or_default(),
        notes,
        link: Some((
            if decides { t.decide } else { t.open_ticket },
            format!("{base}/{place}/{}", news.reference),
        )),
        why: Some((t.why, format!("{base}/account"))),
        question: news.question.as_ref().map(|asked| asking(asked, to, base)),
    }
}

/// The question that goes with an e-mail.
fn asking(asked: &MailedQuestion, to: &Addressee, base: &str) -> Asking {
    let texts = texts_in(to.language);
    let (language, t) = (to.language, &texts.feedback);
    let MailedQuestion { question, path } = asked;
    let until = date_time(language, &to.zone, question.until);
    let marks = Score::ALL.into_iter().rev().map(|score| {
        let address = format!("{base}{path}?score={}", score.number());
        (score.number(), feedback::score(language, score), address)
    });
    Asking {
        question: feedback::question(language, question.occasion, question.reference.kind),
        marks: marks.collect(),
        notes: vec![
            t.mail_ask.to_owned(),
            fill(t.until, &[("date", &until)]),
            readers(texts, question.agent.as_deref(), question.team.as_ref()),
        ],
    }
}

/// Content of an e-mail about what a user said.
pub fn about_feedback(news: &FeedbackNews, to: &Addressee, base: &str) -> Page {
    let texts = texts_in(to.language);
    let (language, t) = (to.language, &texts.notifications);
    let reference = news.reference;
    let mut facts = vec![(t.ticket, format!("{reference} · {}", news.subject))];
    if let Some((score, fault)) = news.said {
        let mark = fill(texts.feedback.mark, &[("n", &score.number().to_string())]);
        let meaning = feedback::score(language, score).to_lowercase();
        let mark = format!("{mark} ({meaning})");
        facts.push((texts.feedback.legend_of, mark));
        let said = fault.map(|fault| feedback::fault(language, fault).to_owned());
        facts.extend(said.map(|said| (texts.feedback.faults, said)));
    }
    let (label, list) = match news.notice {
        Notice::BadMark => (texts.feedback.review, ""),
        _ => (texts.feedback.measure_see, "?view=to_do"),
    };
    Page {
        language: language.code(),
        hello: fill(t.hello, &[("name", first_name(&to.name))]),
        headline: notifications::notice(language, news.notice, reference.kind, None),
        facts,
        notes: vec![t.no_answer.to_owned()],
        link: Some((label, format!("{base}/feedback{list}"))),
        why: Some((t.why, format!("{base}/account"))),
        ..Page::default()
    }
}

/// Content of an e-mail about an article, for somebody who works on it.
pub fn about_article(news: &ArticleNews, to: &Addressee, base: &str) -> Page {
    let texts = texts_in(to.language);
    let t = &texts.notifications;
    Page {
        language: to.language.code(),
        hello: fill(t.hello, &[("name", first_name(&to.name))]),
        headline: notifications::notice(to.language, news.notice, Kind::Incident, None),
        facts: vec![(t.article, news.title.clone())],
        link: Some((t.open_article, format!("{base}/knowledge/{}", news.article))),
        why: Some((t.why_article, format!("{base}/account"))),
        ..Page::default()
    }
}

/// Content of an e-mail about signing in; `path` is where its link leads, which works once.
pub fn about_account(
    outbound: AccountEmail,
    path: Option<&str>,
    to: &Addressee,
    base: &str,
) -> Page {
    let texts = texts_in(to.language);
    let t = &texts.identity;
    let (headline, label, notes) = match outbound {
        AccountEmail::PasswordReset => (
            t.email_reset,
            t.email_reset,
            vec![t.email_reset_text, t.email_reset_not_me],
        ),
        AccountEmail::Invitation => (
            t.email_invitation,
            t.email_invitation_link,
            vec![t.email_invitation_text],
        ),
        AccountEmail::EmailChange => (t.email_email, t.email_email_link, vec![t.email_email_text]),
        AccountEmail::EmailNotice => (
            t.email_notice,
            t.email_notice_link,
            vec![t.email_notice_text],
        ),
        AccountEmail::UnprovenMail => (
            t.email_unproven,
            t.email_notice_link,
            vec![t.email_unproven_text, t.email_unproven_me],
        ),
    };
    Page {
        language: to.language.code(),
        hello: fill(texts.notifications.hello, &[("name", first_name(&to.name))]),
        headline: headline.to_owned(),
        notes: notes.into_iter().map(str::to_owned).collect(),
        link: Some((label, format!("{base}{}", path.unwrap_or("/account")))),
        ..Page::default()
    }
}

/// The name that somebody is greeted by: their first, also where it stands behind a comma.
fn first_name(name: &str) -> &str {
    let given = name.split_once(',').map_or(name, |(_, given)| given);
    given.split_whitespace().next().unwrap_or(name)
}

fn facts(news: &TicketNews, to: &Addressee, texts: &'static Texts) -> Vec<(&'static str, String)> {
    let (t, language) = (&texts.notifications, texts.language);
    let named = |label: &Option<guichet_domain::kernel::language::Label>| {
        label
            .as_ref()
            .map(|label| label.in_language(language).to_owned())
    };
    let evaluated = matches!(
        news.notice,
        Notice::ApprovalAsked | Notice::ApprovalReminded
    );
    let due = news.due.map(|(promise, at)| {
        let name = told::promise(texts, promise);
        format!("{name}, {}", told::with_weekday(language, &to.zone, at))
    });
    let mut facts = vec![(t.ticket, format!("{} · {}", news.reference, news.subject))];
    let more = [
        (t.affected, news.affected.clone()),
        (t.item, named(&news.item)),
        (t.service, named(&news.service)),
        (t.team, named(&news.team)),
        (t.cost, evaluated.then(|| amount(texts, news.cost))),
        (t.impact, news.impact.as_ref().map(|i| i.body.clone())),
        (texts.service_levels.title, due),
        (
            t.state,
            news.ticket
                .as_ref()
                .map(|ticket| words::state(language, ticket.state).to_owned()),
        ),
    ];
    for (name, value) in more {
        facts.extend(value.map(|value| (name, value)));
    }
    facts
}

/// Dates that matter after such an event.
fn dates(notice: Notice, ticket: &Ticket, to: &Addressee, texts: &'static Texts) -> Vec<String> {
    let t = &texts.notifications;
    let date = |at| date_time(to.language, &to.zone, at);
    match notice {
        Notice::Recorded => {
            let clocks = ticket.clocks.as_ref();
            let promised =
                |clocks| told::promised(texts, &to.zone, ticket.recorded_at, clocks, true);
            clocks.and_then(promised).into_iter().collect()
        }
        Notice::Resolved => ticket
            .closes_at
            .map(|at| fill(t.closes, &[("date", &date(at))]))
            .into_iter()
            .collect(),
        Notice::Closed | Notice::FeedbackAsked => ticket
            .reopen_until
            .map(|at| fill(t.reopen, &[("date", &date(at))]))
            .into_iter()
            .collect(),
        Notice::Held => ticket
            .hold
            .as_ref()
            .and_then(|hold| hold.until)
            .map(|at| format!("{} {}", t.until, date(at)))
            .into_iter()
            .collect(),
        _ => Vec::new(),
    }
}

/// Whether an e-mail tells participants that a ticket has ended.
const fn asks_back(notice: Notice) -> bool {
    matches!(notice, Notice::Closed | Notice::FeedbackAsked)
}

/// How a closed ticket can be reopened or followed up, in the words of the button for it.
fn way_back(news: &TicketNews, ticket: &Ticket, texts: &'static Texts) -> Option<String> {
    let is_closed = ticket.state == State::Closed;
    if !(news.notice == Notice::Resolved || is_closed && asks_back(news.notice)) {
        return None;
    }
    let button = match ticket.kind {
        Kind::Request => texts.portal.persist_request,
        _ => texts.portal.persist,
    };
    Some(fill(texts.notifications.to_reopen, &[("button", button)]))
}

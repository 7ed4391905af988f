//! Notification preferences: what, and by which channel.

use crate::kernel::context::{Loading, use_language, use_texts};
use crate::kernel::error::ApiError;
use crate::kernel::frame::Loaded;
use guichet_domain::identity::me::Me;
use guichet_domain::notifications::notice::Notice;
use guichet_domain::notifications::preferences::{Topic, Wishes};
use guichet_locales::notifications::topic;
use leptos::prelude::*;

/// A switch for each kind of notification and each channel. An ordinary post.
#[component]
pub fn WishesForm(me: Me, wishes: Loading<Result<Wishes, ApiError>>) -> impl IntoView {
    let t = &use_texts().notifications;
    let agent = me.actor.role.is_agent();
    let no_address = me.email.is_none();
    view! {
        <h2 id="wishes">{t.wishes_title}</h2>
        <p>{t.wishes_lead}</p>
        {no_address.then(|| view! { <p class="hint">{t.no_address}</p> })}
        <Loaded resource=wishes let:wishes>
            <form class="wishes" method="post" action="/account/notifications">
                <div class="table-wrap"><Table wishes agent/></div>
                <div class="form-foot">
                    <button type="submit" class="button primary">{t.wishes_send}</button>
                </div>
            </form>
        </Loaded>
    }
}

#[component]
fn Table(wishes: Wishes, agent: bool) -> impl IntoView {
    let t = &use_texts().notifications;
    let decides = |topic: &Topic| {
        use Notice::{ApprovalAsked, ApprovalReminded, ApprovalWithdrawn};
        matches!(
            topic,
            Topic::Notice(ApprovalAsked | ApprovalReminded | ApprovalWithdrawn)
        )
    };
    let works = |topic: &Topic| matches!(topic, Topic::Notice(n) if n.is_for_agents());
    let mine = Topic::all().filter(|topic| !decides(topic) && !works(topic));
    let mut groups: Vec<(&str, Vec<Topic>)> = vec![
        (t.mine, mine.collect()),
        (t.decisions, Topic::all().filter(decides).collect()),
    ];
    if agent {
        groups.push((t.work, Topic::all().filter(works).collect()));
    }
    let groups = groups.into_iter().map(|(name, topics)| {
        let rows = topics
            .into_iter()
            .map(|topic| view! { <Row topic wishes=wishes.clone()/> });
        view! {
            <tbody>
                <tr class="table-group"><th scope="colgroup" colspan="3">{name}</th></tr>
                {rows.collect_view()}
            </tbody>
        }
    });
    view! {
        <table class="table">
            <thead>
                <tr><th scope="col">{t.what}</th><th scope="col">{t.in_app}</th><th scope="col">{t.by_mail}</th></tr>
            </thead>
            {groups.collect_view()}
        </table>
    }
}

#[component]
fn Row(topic: Topic, wishes: Wishes) -> impl IntoView {
    let (language, t) = (use_language(), &use_texts().notifications);
    let name = self::topic(language, topic);
    let channels = wishes.channels(topic);
    let switch = |way: &str, label: &str, on: bool| {
        view! {
            <td>
                <label class="choice">
                    <input type="checkbox" name=format!("{way}.{}", topic.name()) checked=on/>
                    <span class="visually-hidden">{format!("{name}, {label}")}</span>
                </label>
            </td>
        }
    };
    view! {
        <tr>
            <th scope="row">
                {name}
                // What the form showed: a topic that is not here keeps what it was.
                <input type="hidden" name=format!("shown.{}", topic.name()) value="1"/>
            </th>
            {switch("app", t.in_app, channels.app)}
            {switch("mail", t.by_mail, channels.mail)}
        </tr>
    }
}

//! The children of a major incident.

use crate::kernel::context::{use_language, use_texts};
use crate::kernel::tags::StateTag;
use crate::recurrence::major::board::Board;
use guichet_domain::recurrence::major::{ChildLine, MajorPage};
use guichet_locales::plural;
use leptos::prelude::*;

pub fn section(board: Board) -> AnyView {
    (move || board.now.with(table)).into_any()
}

fn table(page: &MajorPage) -> AnyView {
    let (l, t) = (use_language(), &use_texts().major);
    let n = i64::try_from(page.children.len()).unwrap_or(i64::MAX);
    let title = match n {
        0 => t.children_none.to_owned(),
        n => plural(l, n, t.children_one, t.children_many),
    };
    let rows = page.children.iter().map(row).collect_view();
    let table = (n > 0).then(|| {
        view! {
            <div class="table-wrap">
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">{t.incident}</th>
                            <th scope="col">{t.affected}</th>
                            <th scope="col">{t.state}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
    });
    view! {
        <section class="card" aria-labelledby="major-children">
            <h2 id="major-children">{title}</h2>
            {table}
        </section>
    }
    .into_any()
}

fn row(child: &ChildLine) -> AnyView {
    let t = &use_texts().major;
    let reference = child.reference.to_string();
    let again = child
        .still_happens
        .then(|| view! { " " <strong class="due is-late">{t.still_happens}</strong> });
    view! {
        <tr>
            <th scope="row"><a class="ref" href=format!("/desk/{reference}")>{reference.clone()}</a> " " {child.subject.clone()}</th>
            <td>{child.affected.clone()}</td>
            <td><StateTag kind=child.reference.kind state=child.state hold=child.hold/> {again}</td>
        </tr>
    }
    .into_any()
}

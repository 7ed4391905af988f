//! Tickets on the portal and at the desk.

pub(crate) mod api;
pub(crate) mod attached;
pub(crate) mod call;
pub(crate) mod call_page;
pub(crate) mod card;
pub(crate) mod chosen_item;
pub(crate) mod desk;
pub(crate) mod forms;
pub(crate) mod history;
pub(crate) mod portal;
pub(crate) mod problem_page;
pub(crate) mod progress;
pub(crate) mod report_page;
pub(crate) mod request_page;
pub(crate) mod split_page;
pub(crate) mod ticket_page;
pub(crate) mod ticket_pane;

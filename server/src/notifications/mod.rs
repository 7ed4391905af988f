//! Forms about notifications.

pub mod forms;

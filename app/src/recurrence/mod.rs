//! Trouble that comes back, as agents see it.

pub mod similar;

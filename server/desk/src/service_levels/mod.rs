//! Promised times: who is told of them, what changed rules move, and why a ticket is due when it is.

mod apply;
mod days;
mod explain;
mod preview;
mod tell;

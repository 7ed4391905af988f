//! Limits how many operations of one kind a visitor may have at once.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;
use std::sync::{Arc, Mutex};
use tokio::sync::Notify;

/// A fixed number of permits for each visitor.
pub struct KeyedLimiter<Who> {
    each: u32,
    taken: Mutex<HashMap<Who, u32>>,
}

/// A permit, given back when it is dropped.
pub struct Permit<Who: Hash + Eq> {
    places: Arc<KeyedLimiter<Who>>,
    who: Who,
}

impl<Who: Hash + Eq + Clone> KeyedLimiter<Who> {
    pub fn new(each: u32) -> Arc<Self> {
        Arc::new(Self {
            each,
            taken: Mutex::default(),
        })
    }

    /// Takes a permit; `None` if none is left.
    pub fn take(self: &Arc<Self>, who: Who) -> Option<Permit<Who>> {
        let mut taken = self.taken.lock().ok()?;
        let n = taken.entry(who.clone()).or_default();
        if *n >= self.each {
            return None;
        }
        *n += 1;
        let places = Arc::clone(self);
        Some(Permit { places, who })
    }
}

impl<Who: Hash + Eq> Drop for Permit<Who> {
    fn drop(&mut self) {
        if let Ok(mut taken) = self.places.taken.lock()
            && let Some(n) = taken.get_mut(&self.who)
        {
            *n -= 1;
            if *n == 0 {
                taken.remove(&self.who);
            }
        }
    }
}

/// A fixed number of slots for each visitor: if all are taken, the oldest one is ended for the new.
pub struct KeyedSlots<Who> {
    each: usize,
    taken: Mutex<HashMap<Who, VecDeque<Arc<Notify>>>>,
}

/// A slot, given back when it is dropped.
pub struct Slot<Who: Hash + Eq> {
    seats: Arc<KeyedSlots<Who>>,
    who: Who,
    given_up: Arc<Notify>,
}

impl<Who: Hash + Eq + Clone> KeyedSlots<Who> {
    pub fn new(each: u32) -> Arc<Self> {
        Arc::new(Self {
            each: each as usize,
            taken: Mutex::default(),
        })
    }

    /// Takes a slot, ending the visitor's oldest one if there are too many. The flag says whether
    /// one was ended.
    pub fn take(self: &Arc<Self>, who: Who) -> Option<(Slot<Who>, bool)> {
        let given_up = Arc::new(Notify::new());
        let mut taken = self.taken.lock().ok()?;
        let sitting = taken.entry(who.clone()).or_default();
        sitting.push_back(Arc::clone(&given_up));
        let oldest = (sitting.len() > self.each).then(|| sitting.pop_front());
        let oldest = oldest.flatten();
        if let Some(oldest) = &oldest {
            oldest.notify_one();
        }
        let seat = Slot {
            seats: Arc::clone(self),
            who,
            given_up,
        };
        Some((seat, oldest.is_some()))
    }
}

impl<Who: Hash + Eq> Slot<Who> {
    /// Waits until this slot is ended for a newer one.
    pub async fn ended(&self) {
        self.given_up.notified().await;
    }
}

impl<Who: Hash + Eq> Drop for Slot<Who> {
    fn drop(&mut self) {
        if let Ok(mut taken) = self.seats.taken.lock()
            && let Some(sitting) = taken.get_mut(&self.who)
        {
            sitting.retain(|other| !Arc::ptr_eq(other, &self.given_up));
            if sitting.is_empty() {
                taken.remove(&self.who);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_oldest_ends_where_there_are_too_many() {
        let seats = KeyedSlots::new(2);
        let ends = |seat: &Slot<&str>| {
            let waker = std::task::Waker::noop();
            let ended = std::pin::pin!(seat.ended());
            ended
                .poll(&mut std::task::Context::from_waker(waker))
                .is_ready()
        };
        let first = seats.take("a").map(|(seat, _)| seat);
        let second = seats.take("a").map(|(seat, _)| seat);
        let other = seats.take("b").map(|(seat, _)| seat);
        let third = seats.take("a");
        assert!(third.as_ref().is_some_and(|(_, ended)| *ended));
        let all = [first.as_ref(), second.as_ref(), other.as_ref()];
        let ended = all.map(|seat| seat.is_some_and(&ends));
        assert_eq!(ended, [true, false, false]);
        drop((first, second, third, other));
        let none = seats.taken.lock().map(|taken| taken.is_empty());
        assert!(none.unwrap_or_default(), "nobody is remembered for nothing");
    }

    #[test]
    fn each_has_as_many_as_there_are_and_no_more() {
        let places = KeyedLimiter::new(2);
        let (first, second) = (places.take("a"), places.take("a"));
        assert!(first.is_some() && second.is_some());
        assert!(places.take("a").is_none());
        assert!(places.take("b").is_some(), "others have their own");
        drop(first);
        assert!(places.take("a").is_some());
        drop(second);
        let none = places.taken.lock().map(|taken| taken.is_empty());
        assert!(none.unwrap_or_default(), "nobody is remembered for nothing");
    }
}

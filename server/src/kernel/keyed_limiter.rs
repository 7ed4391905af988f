//! How many of something one visitor may have going on at once.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;
use std::sync::{Arc, Mutex};
use tokio::sync::Notify;

/// Places for each visitor.
pub struct Places<Who> {
    each: u32,
    taken: Mutex<HashMap<Who, u32>>,
}

/// A place that is taken, until it is dropped.
pub struct Place<Who: Hash + Eq> {
    places: Arc<Places<Who>>,
    who: Who,
}

impl<Who: Hash + Eq + Clone> Places<Who> {
    pub fn new(each: u32) -> Arc<Self> {
        Arc::new(Self {
            each,
            taken: Mutex::default(),
        })
    }

    /// Takes a place, where there is one left.
    pub fn take(self: &Arc<Self>, who: Who) -> Option<Place<Who>> {
        let mut taken = self.taken.lock().ok()?;
        let n = taken.entry(who.clone()).or_default();
        if *n >= self.each {
            return None;
        }
        *n += 1;
        let places = Arc::clone(self);
        Some(Place { places, who })
    }
}

impl<Who: Hash + Eq> Drop for Place<Who> {
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

/// Seats for each visitor: whoever comes when all are taken has the seat of the one who sat longest.
pub struct Seats<Who> {
    each: usize,
    taken: Mutex<HashMap<Who, VecDeque<Arc<Notify>>>>,
}

/// A seat, until it is dropped.
pub struct Seat<Who: Hash + Eq> {
    seats: Arc<Seats<Who>>,
    who: Who,
    given_up: Arc<Notify>,
}

impl<Who: Hash + Eq + Clone> Seats<Who> {
    pub fn new(each: u32) -> Arc<Self> {
        Arc::new(Self {
            each: each as usize,
            taken: Mutex::default(),
        })
    }

    /// Takes a seat; the oldest of this visitor's ends where there are too many. Says whether one
    /// did.
    pub fn take(self: &Arc<Self>, who: Who) -> Option<(Seat<Who>, bool)> {
        let given_up = Arc::new(Notify::new());
        let mut taken = self.taken.lock().ok()?;
        let sitting = taken.entry(who.clone()).or_default();
        sitting.push_back(Arc::clone(&given_up));
        let oldest = (sitting.len() > self.each).then(|| sitting.pop_front());
        let oldest = oldest.flatten();
        if let Some(oldest) = &oldest {
            oldest.notify_one();
        }
        let seat = Seat {
            seats: Arc::clone(self),
            who,
            given_up,
        };
        Some((seat, oldest.is_some()))
    }
}

impl<Who: Hash + Eq> Seat<Who> {
    /// Waits until somebody newer has this seat.
    pub async fn ended(&self) {
        self.given_up.notified().await;
    }
}

impl<Who: Hash + Eq> Drop for Seat<Who> {
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
        let seats = Seats::new(2);
        let ends = |seat: &Seat<&str>| {
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
        let places = Places::new(2);
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

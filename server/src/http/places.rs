//! How many of something one visitor may have going on at once.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex};

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

#[cfg(test)]
mod tests {
    use super::*;

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

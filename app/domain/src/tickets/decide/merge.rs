//! Concurrent edits of the same field.

use crate::kernel::refusal::Field;

/// Merges one field of a form, from what the form showed (`was`, if anything), what it asks for and
/// what stands now. Returns the current value if the form did not change the field, otherwise the
/// new one. Adds a conflict if somebody else has changed it to something else meanwhile.
pub(super) fn merge<T: PartialEq>(
    was: Option<&T>,
    wanted: T,
    current: T,
    field: Field,
    conflicts: &mut Vec<Field>,
) -> T {
    if was == Some(&wanted) {
        return current;
    }
    if was != Some(&current) && current != wanted {
        conflicts.push(field);
    }
    wanted
}

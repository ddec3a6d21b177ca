//! Descriptions as text: the names of types, lists of values, which are abbreviated by a hash, and the width of a text.

use crate::float::Float;
use core::fmt;

/// Returns the name of a type without its path and its type parameters.
pub(crate) fn type_name<T: ?Sized>() -> &'static str {
    let name = core::any::type_name::<T>();
    let name = name.split_once('<').map_or(name, |(name, _)| name);
    name.rsplit_once("::").map_or(name, |(_, name)| name)
}

/// Returns the number of characters of a formatted value.
pub(crate) fn width(shown: impl fmt::Display) -> usize {
    let mut width = Width(0);
    let _ = fmt::write(&mut width, format_args!("{shown}"));
    width.0
}

/// Counts the characters that are written to it.
struct Width(usize);

impl fmt::Write for Width {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 += text.chars().count();
        Ok(())
    }
}

/// A list of values in a description: complete if it is short, else its first values and a checksum of all.
pub(crate) struct Values<'a, T>(pub(crate) &'a [T]);

/// The maximum number of values that are shown.
const SHOWN: usize = 10;

impl<T: Float> fmt::Debug for Values<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(first) = self.0.get(..SHOWN).filter(|_| self.0.len() > SHOWN) else {
            return f.debug_list().entries(self.0).finish();
        };
        let checksum = self.0.iter().fold(FNV_BASIS, |hash, value| fnv_1a(hash, value.to_f64().to_bits()));
        f.debug_list().entries(first).entry(&format_args!("{} values, checksum {checksum:016x}", self.0.len())).finish()
    }
}

/// The offset basis of 64-bit FNV-1a: the hash of the empty input.
pub(crate) const FNV_BASIS: u64 = 0xcbf2_9ce4_8422_2325;

/// Extends the 64-bit FNV-1a hash `hash` by `value`, which is a single byte in the original function.
pub(crate) const fn fnv_1a(hash: u64, value: u64) -> u64 {
    (hash ^ value).wrapping_mul(0x0100_0000_01b3)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Plain;
    struct Generic<T>(T);

    #[test]
    fn strips_paths_and_arguments_of_type_names() {
        assert_eq!(type_name::<Plain>(), "Plain");
        assert_eq!(type_name::<Generic<Plain>>(), "Generic");
    }

    #[cfg(feature = "alloc")]
    #[test]
    fn abbreviates_long_lists_with_a_checksum() {
        let text = |values: &[f32]| alloc::format!("{:?}", Values(values));
        assert_eq!(text(&[1.0, 0.1]), "[1.0, 0.1]");
        let mut long = [0.5_f32; 40];
        let before = text(&long);
        assert!(before.contains("40 values, checksum ") && before.len() < 120, "{before}");
        long[39] = 0.25;
        assert_ne!(text(&long), before);
    }
}

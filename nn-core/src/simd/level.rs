//! Selection of the vector instructions that the kernels use: detected once per process, or fixed by the build without `std`.

use crate::report::debug_by_message;
use core::fmt;
#[cfg(feature = "std")]
use core::sync::atomic::{AtomicU8, Ordering};

/// Evaluates to whether the CPU has all of these features.
#[cfg(all(target_arch = "x86_64", feature = "std"))]
macro_rules! has {
    ($($feature:tt),*) => {
        true $(&& std::arch::is_x86_feature_detected!($feature))*
    };
}
/// Evaluates to whether the build enables all of these features.
#[cfg(not(all(target_arch = "x86_64", feature = "std")))]
macro_rules! has {
    ($($feature:tt),*) => {
        cfg!(all(target_arch = "x86_64", $(target_feature = $feature),*))
    };
}

/// A set of vector instructions that this CPU supports; no value exists for those that it does not support.
///
/// With the feature `std` the CPU is queried; without it, a level is available if the build enables it with `-C target-cpu` or
/// `-C target-feature`. On architectures other than x86-64 only the baseline is available, which the compiler translates to
/// instructions that every CPU of the build's target has, such as NEON.
///
/// ```
/// use nn::simd::Level;
/// assert!(Level::all().any(|level| level == Level::BASELINE));
/// assert_eq!(Level::BASELINE.to_string(), "the baseline");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Level(Instructions);

/// A set of vector instructions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Instructions {
    /// 512 bits, with fused multiply-add.
    Avx512 = 1,
    /// 256 bits, with fused multiply-add.
    Avx2,
    /// The instructions that every CPU of the build's target has.
    Baseline,
}

impl Level {
    /// The instructions that every CPU of the build's target has. Vectors have four `f32` or two `f64` lanes, and products are
    /// rounded before they are added: results are bit-identical on every machine.
    pub const BASELINE: Self = Self(Instructions::Baseline);

    /// Returns AVX2 with FMA: vectors of 256 bits, and products are not rounded before they are added.
    ///
    /// # Errors
    /// Returns [`MissingLevel`] if this CPU does not support it, or a build without `std` does not enable it.
    ///
    /// ```
    /// use nn::simd::Level;
    /// match Level::avx2() {
    ///     Ok(level) => assert_eq!(level.to_string(), "AVX2 with FMA"),
    ///     Err(error) => assert_eq!(error.to_string(), "this CPU has no AVX2 with FMA"),
    /// }
    /// ```
    pub fn avx2() -> Result<Self, MissingLevel> {
        let level = Self(Instructions::Avx2);
        if has!("avx2", "fma") { Ok(level) } else { Err(MissingLevel(level.name())) }
    }

    /// Returns AVX-512: vectors of 512 bits, and products are not rounded before they are added.
    ///
    /// # Errors
    /// Returns [`MissingLevel`] if this CPU does not support it, or a build without `std` does not enable it.
    ///
    /// ```
    /// use nn::simd::Level;
    /// match Level::avx512() {
    ///     Ok(level) => assert_eq!(level.to_string(), "AVX-512"),
    ///     Err(error) => assert_eq!(error.to_string(), "this CPU has no AVX-512"),
    /// }
    /// ```
    pub fn avx512() -> Result<Self, MissingLevel> {
        let level = Self(Instructions::Avx512);
        if has!("avx512f", "avx2", "fma") { Ok(level) } else { Err(MissingLevel(level.name())) }
    }

    /// Returns all levels that this CPU supports, from the widest to the baseline.
    pub fn all() -> impl Iterator<Item = Self> {
        [Self::avx512(), Self::avx2(), Ok(Self::BASELINE)].into_iter().flatten()
    }

    /// Returns whether this is the baseline, which every CPU of the build's target supports.
    #[inline(always)]
    pub(crate) const fn is_baseline(self) -> bool {
        matches!(self.0, Instructions::Baseline)
    }

    /// Returns the instructions, which this CPU supports.
    pub(crate) const fn instructions(self) -> Instructions {
        self.0
    }

    const fn name(self) -> &'static str {
        match self.0 {
            Instructions::Avx512 => "AVX-512",
            Instructions::Avx2 => "AVX2 with FMA",
            Instructions::Baseline => "the baseline",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The error of [`Level::avx2`] and [`Level::avx512`] if the CPU does not support the instructions, or a build without `std` does
/// not enable them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct MissingLevel(&'static str);

impl fmt::Display for MissingLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "this CPU has no {}", self.0)
    }
}

impl core::error::Error for MissingLevel {}

debug_by_message!(MissingLevel);

/// The level that kernels use; 0 until it is first queried or set.
#[cfg(feature = "std")]
static LEVEL: AtomicU8 = AtomicU8::new(0);

/// Returns the level that kernels use: the widest that this CPU supports, unless [`set_level`] has set another.
///
/// ```
/// use nn::simd::{Level, level};
/// assert_eq!(Some(level()), Level::all().next());
/// ```
#[cfg(feature = "std")]
#[inline]
pub fn level() -> Level {
    const AVX512: u8 = Instructions::Avx512 as u8;
    const AVX2: u8 = Instructions::Avx2 as u8;
    const BASELINE: u8 = Instructions::Baseline as u8;
    // Only values of `Level` are ever stored, so the CPU supports whichever is read.
    match LEVEL.load(Ordering::Relaxed) {
        AVX512 => Level(Instructions::Avx512),
        AVX2 => Level(Instructions::Avx2),
        BASELINE => Level::BASELINE,
        _ => widest(),
    }
}

/// Detects the widest level that this CPU supports and stores it as the level that kernels use.
#[cfg(feature = "std")]
#[cold]
fn widest() -> Level {
    let level = Level::all().next().unwrap_or(Level::BASELINE);
    // A level that was set in the meantime is kept.
    _ = LEVEL.compare_exchange(0, level.0 as u8, Ordering::Relaxed, Ordering::Relaxed);
    level
}

/// Returns the level that kernels use: the widest that the build enables.
#[cfg(not(feature = "std"))]
#[inline(always)]
pub const fn level() -> Level {
    match (has!("avx512f", "avx2", "fma"), has!("avx2", "fma")) {
        (true, _) => Level(Instructions::Avx512),
        (false, true) => Level(Instructions::Avx2),
        (false, false) => Level::BASELINE,
    }
}

/// Sets the level that kernels use from now on, in every thread of this process. A kernel that is already running finishes with
/// the level that it started with.
///
/// Levels round differently. With [`Level::BASELINE`] the results of a program are bit-identical on every machine: the same seed
/// and the same data give the same network. The baseline is slower, by a factor that depends on the CPU.
///
/// ```
/// use nn::simd::{Level, level, set_level};
/// set_level(Level::BASELINE);
/// assert_eq!(level(), Level::BASELINE);
/// ```
#[cfg(feature = "std")]
pub fn set_level(level: Level) {
    LEVEL.store(level.0 as u8, Ordering::Relaxed);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A level that is stored in the atomic is read back as the same level.
    #[cfg(feature = "std")]
    #[test]
    fn detection_result_is_cached() {
        let first = level();
        assert_eq!(Some(first), Level::all().next());
        assert_eq!(LEVEL.load(Ordering::Relaxed), first.0 as u8);
        assert_eq!(level(), first);
    }

    /// The widest level comes first, and each level implies those after it.
    #[test]
    fn levels_are_ordered_widest_first() {
        let mut names = ["AVX-512", "AVX2 with FMA", "the baseline"].into_iter();
        for level in Level::all() {
            assert!(names.any(|name| name == level.name()));
        }
        assert_eq!(Level::all().last(), Some(Level::BASELINE));
    }
}

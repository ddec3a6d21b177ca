//! Which vector instructions the kernels use: asked of the CPU once a process, or decided by the build where there is no
//! system to ask.

use crate::report::debug_by_message;
use core::fmt;
#[cfg(feature = "std")]
use core::sync::atomic::{AtomicU8, Ordering};

/// Whether the CPU has all of these features.
#[cfg(all(target_arch = "x86_64", feature = "std"))]
macro_rules! has {
    ($($feature:tt),*) => {
        true $(&& std::arch::is_x86_feature_detected!($feature))*
    };
}
/// Whether the build is made for CPUs that have all of these features.
#[cfg(not(all(target_arch = "x86_64", feature = "std")))]
macro_rules! has {
    ($($feature:tt),*) => {
        cfg!(all(target_arch = "x86_64", $(target_feature = $feature),*))
    };
}

/// Vector instructions that this CPU has: there is no value for those that it has not.
///
/// With the feature `std` the CPU is asked; without it, a level is there if the build is made for it, with
/// `-C target-cpu` or `-C target-feature`. On other CPUs than x86-64 there is the baseline alone, of which the compiler
/// makes what every CPU of the build's target has, such as NEON.
///
/// ```
/// use nn_core::simd::Level;
/// assert!(Level::all().any(|level| level == Level::BASELINE));
/// assert_eq!(Level::BASELINE.to_string(), "the baseline");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Level(Instructions);

/// A kind of vector instructions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Instructions {
    /// 512 bits, with fused multiply-add.
    Avx512 = 1,
    /// 256 bits, with fused multiply-add.
    Avx2,
    /// What every CPU of the build's target has.
    Baseline,
}

impl Level {
    /// What every CPU of the build's target has. Products are rounded before they are added up, four `f32` or two `f64` side
    /// by side: the same bits on every machine.
    pub const BASELINE: Self = Self(Instructions::Baseline);

    /// AVX2 with FMA: 256 bits, and products are not rounded before they are added up.
    ///
    /// # Errors
    /// If this CPU does not have it.
    ///
    /// ```
    /// use nn_core::simd::Level;
    /// match Level::avx2() {
    ///     Ok(level) => assert_eq!(level.to_string(), "AVX2 with FMA"),
    ///     Err(error) => assert_eq!(error.to_string(), "this CPU has no AVX2 with FMA"),
    /// }
    /// ```
    pub fn avx2() -> Result<Self, MissingLevel> {
        let level = Self(Instructions::Avx2);
        if has!("avx2", "fma") { Ok(level) } else { Err(MissingLevel(level.name())) }
    }

    /// AVX-512: 512 bits, and products are not rounded before they are added up.
    ///
    /// # Errors
    /// If this CPU does not have it.
    ///
    /// ```
    /// use nn_core::simd::Level;
    /// match Level::avx512() {
    ///     Ok(level) => assert_eq!(level.to_string(), "AVX-512"),
    ///     Err(error) => assert_eq!(error.to_string(), "this CPU has no AVX-512"),
    /// }
    /// ```
    pub fn avx512() -> Result<Self, MissingLevel> {
        let level = Self(Instructions::Avx512);
        if has!("avx512f", "avx2", "fma") { Ok(level) } else { Err(MissingLevel(level.name())) }
    }

    /// All levels that this CPU has, the widest first; the baseline is the last.
    pub fn all() -> impl Iterator<Item = Self> {
        [Self::avx512(), Self::avx2(), Ok(Self::BASELINE)].into_iter().flatten()
    }

    /// Whether these are no more than what every CPU of the build's target has.
    #[inline(always)]
    pub(crate) const fn is_baseline(self) -> bool {
        matches!(self.0, Instructions::Baseline)
    }

    /// The instructions, which this CPU has.
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

/// What [`Level::avx2`] and [`Level::avx512`] say where the CPU does not have the instructions, or a build without `std` is
/// not made for them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct MissingLevel(&'static str);

impl fmt::Display for MissingLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "this CPU has no {}", self.0)
    }
}

impl core::error::Error for MissingLevel {}

debug_by_message!(MissingLevel);

/// The level that kernels use; 0 while nobody has asked.
#[cfg(feature = "std")]
static LEVEL: AtomicU8 = AtomicU8::new(0);

/// The level that kernels use: the widest that this CPU has, or what [`set_level`] was given.
///
/// ```
/// use nn_core::simd::{Level, level};
/// assert_eq!(Some(level()), Level::all().next());
/// ```
#[cfg(feature = "std")]
#[inline]
pub fn level() -> Level {
    const AVX512: u8 = Instructions::Avx512 as u8;
    const AVX2: u8 = Instructions::Avx2 as u8;
    const BASELINE: u8 = Instructions::Baseline as u8;
    // Only levels are ever stored, so whichever is read is one that the CPU has.
    match LEVEL.load(Ordering::Relaxed) {
        AVX512 => Level(Instructions::Avx512),
        AVX2 => Level(Instructions::Avx2),
        BASELINE => Level::BASELINE,
        _ => widest(),
    }
}

/// The widest level that this CPU has, which kernels use from now on.
#[cfg(feature = "std")]
#[cold]
fn widest() -> Level {
    let level = Level::all().next().unwrap_or(Level::BASELINE);
    // A level that was set in the meantime stays.
    _ = LEVEL.compare_exchange(0, level.0 as u8, Ordering::Relaxed, Ordering::Relaxed);
    level
}

/// The level that kernels use: the widest that the build is made for.
#[cfg(not(feature = "std"))]
#[inline(always)]
pub const fn level() -> Level {
    match (has!("avx512f", "avx2", "fma"), has!("avx2", "fma")) {
        (true, _) => Level(Instructions::Avx512),
        (false, true) => Level(Instructions::Avx2),
        (false, false) => Level::BASELINE,
    }
}

/// Lets all kernels of this process use this level from now on, in every thread; a kernel that runs ends as it began.
///
/// Levels differ in how they round. With [`Level::BASELINE`] a program gives the same bits on every machine: the same
/// network from the same seed and the same data. It is slower, by how much depends on the CPU.
///
/// ```
/// use nn_core::simd::{Level, level, set_level};
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

    /// A level's number in the atomic stands for that level.
    #[cfg(feature = "std")]
    #[test]
    fn decided_once() {
        let first = level();
        assert_eq!(Some(first), Level::all().next());
        assert_eq!(LEVEL.load(Ordering::Relaxed), first.0 as u8);
        assert_eq!(level(), first);
    }

    /// The widest comes first, and each contains those behind it.
    #[test]
    fn widest_first() {
        let mut names = ["AVX-512", "AVX2 with FMA", "the baseline"].into_iter();
        for level in Level::all() {
            assert!(names.any(|name| name == level.name()));
        }
        assert_eq!(Level::all().last(), Some(Level::BASELINE));
    }
}

//! Which vector instructions the CPU has: asked for once a process, decided by the build where there is no system.

/// A kind of vector instructions, the widest first.
#[doc(hidden)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// 512 bits, with fused multiply-add.
    Avx512,
    /// 256 bits, with fused multiply-add.
    Avx2,
    /// What every CPU of the build's target has.
    Baseline,
}

/// All levels, the widest first.
pub(crate) const LEVELS: [Level; 3] = [Level::Avx512, Level::Avx2, Level::Baseline];

impl Level {
    /// Whether this CPU has it. The standard library keeps the answer, so that asking is a load and a test.
    #[inline]
    pub(crate) fn is_available(self) -> bool {
        match self {
            #[cfg(all(target_arch = "x86_64", feature = "std"))]
            Level::Avx512 => std::arch::is_x86_feature_detected!("avx512f") && Level::Avx2.is_available(),
            #[cfg(all(target_arch = "x86_64", feature = "std"))]
            Level::Avx2 => std::arch::is_x86_feature_detected!("avx2") && std::arch::is_x86_feature_detected!("fma"),
            #[cfg(not(all(target_arch = "x86_64", feature = "std")))]
            Level::Avx512 | Level::Avx2 => false,
            Level::Baseline => true,
        }
    }
}

/// The widest level that this CPU has.
#[inline]
pub(crate) fn level() -> Level {
    LEVELS.into_iter().find(|level| level.is_available()).unwrap_or(Level::Baseline)
}

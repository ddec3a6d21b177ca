//! Tests of all initialisers: the moments of their distributions, and the stream of the random number generator.

use super::*;
use crate::float::Float;
use core::f64::consts::SQRT_2;

const FANS: [usize; 2] = [300, 100];

/// The stream equals that of `rand_chacha` 0.10, another implementation of the same definition.
#[test]
fn rng_matches_reference_stream() {
    let mut rng = rng(1);
    assert_eq!([0; 3].map(|_| rng.next_u64()), [7424550030962593201, 1482817706323250795, 11004592982271133285]);
    assert_eq!((0..1000).fold(0, |all: u64, _| all.rotate_left(1) ^ rng.next_u64()), 17061985063055181813);
    assert_eq!((rng.next_u32(), rng.next_u64()), (3822815109, 6755753954302444833));
}

fn draw<T: Float>(rule: &impl Initializer, count: usize, seed: u64) -> alloc::vec::Vec<f64> {
    let mut weights = alloc::vec![T::ZERO; count];
    rule.fill(&mut weights, FANS[0], FANS[1], &mut rng(seed));
    weights.into_iter().map(T::to_f64).collect()
}

/// Checks mean and standard deviation to five standard errors; `kurtosis` is 3 for a normal distribution, 1.8 for a uniform one.
#[track_caller]
fn moments(rule: &impl Initializer, std: f64, kurtosis: f64) {
    let count = 100_000;
    let n = count as f64;
    for seed in 0..3 {
        let weights = draw::<f32>(rule, count, seed);
        let mean = weights.iter().sum::<f64>() / n;
        let found = libm::sqrt(weights.iter().map(|w| (w - mean) * (w - mean)).sum::<f64>() / (n - 1.0));
        assert!(mean.abs() < 5.0 * std / libm::sqrt(n), "seed {seed}: mean {mean}");
        let error = libm::sqrt((kurtosis - 1.0) / (4.0 * n));
        assert!((found / std - 1.0).abs() < 5.0 * error, "seed {seed}: std {found} instead of {std}");
    }
}

#[track_caller]
fn uniform(rule: &impl Initializer, limit: f64) {
    moments(rule, limit / libm::sqrt(3.0), 1.8);
    let weights = draw::<f64>(rule, 100_000, 9);
    let [lowest, highest] = [f64::min, f64::max].map(|pick| weights.iter().copied().fold(0.0, pick));
    assert!(-limit <= lowest && lowest < -0.999 * limit, "{lowest}");
    assert!(0.999 * limit < highest && highest <= limit, "{highest}");
}

#[test]
fn normal_rules_have_expected_moments() {
    moments(&Normal { std: 0.02 }, 0.02, 3.0);
    moments(&XavierNormal, libm::sqrt(2.0 / 400.0), 3.0);
    moments(&XavierNormal.gain(5.0 / 3.0), 5.0 / 3.0 * libm::sqrt(2.0 / 400.0), 3.0);
    moments(&KaimingNormal, libm::sqrt(2.0 / 300.0), 3.0);
    moments(&KaimingNormal.gain(1.0), libm::sqrt(1.0 / 300.0), 3.0);
}

#[test]
fn truncated_normal_has_no_tails() {
    // The standard deviation of a standard normal that is truncated at +-a is sqrt(1 - 2 a phi(a) / (2 Phi(a) - 1)); the
    // kurtosis is about that of a uniform distribution, 1.8, for a small a, and 2.37 for a = 2.
    moments(&TruncatedNormal::new(0.5), 0.5 * 0.879_625_7, 2.37);
    moments(&TruncatedNormal { std: 1.0, limit: 0.5 }, 0.283_882_3, 1.84);
    moments(&TruncatedNormal { std: 1.0, limit: 5.0 }, 1.0, 3.0);
    for rule in [TruncatedNormal::new(0.5), TruncatedNormal { std: 3.0, limit: 0.2 }] {
        let weights = draw::<f64>(&rule, 10_000, 1);
        let largest = weights.iter().fold(0.0_f64, |largest, w| largest.max(w.abs()));
        assert!(0.99 * rule.limit < largest && largest <= rule.limit, "{largest}");
    }
    // Drawing also ends for settings that define no distribution.
    for (std, limit) in [(0.0, 0.0), (0.0, 1.0), (1.0, 0.0)] {
        assert_eq!(draw::<f64>(&TruncatedNormal { std, limit }, 3, 0), [0.0; 3]);
    }
    assert!(draw::<f64>(&TruncatedNormal::new(f64::NAN), 3, 0).iter().all(|w| w.is_nan()));
}

#[test]
fn normal_has_gaussian_tails() {
    let weights = draw::<f64>(&Normal { std: 1.0 }, 100_000, 4);
    for (bound, share) in [(1.0, 0.317_310_5), (2.0, 0.045_500_3), (3.0, 0.002_699_8)] {
        let found = weights.iter().filter(|w| w.abs() > bound).count() as f64 / 1e5;
        assert!((found - share).abs() < 5.0 * libm::sqrt(share * (1.0 - share) / 1e5), "{bound}: {found}");
    }
}

#[test]
fn uniform_rules_have_expected_limits() {
    uniform(&Uniform { limit: 0.3 }, 0.3);
    uniform(&XavierUniform, libm::sqrt(6.0 / 400.0));
    uniform(&XavierUniform.gain(0.5), 0.5 * libm::sqrt(6.0 / 400.0));
    uniform(&KaimingUniform, SQRT_2 * libm::sqrt(3.0 / 300.0));
    uniform(&KaimingUniform.gain(1.0), libm::sqrt(3.0 / 300.0));
}

#[test]
fn f32_and_f64_draw_the_same_values() {
    for (a, b) in draw::<f64>(&XavierNormal, 50, 3).into_iter().zip(draw::<f32>(&XavierNormal, 50, 3)) {
        assert_eq!(f64::from(a as f32), b);
    }
}

#[test]
fn gain_defaults_and_overrides() {
    assert_eq!((XavierNormal::GAIN, XavierUniform::GAIN), (1.0, 1.0));
    assert_eq!((KaimingNormal::GAIN, KaimingUniform::GAIN), (SQRT_2, SQRT_2));
    assert_eq!(XavierNormal.gain(1.5).gain(), 1.5);
    assert_eq!(XavierNormal.gain(1.5).rule(), &XavierNormal);
}

/// Pins the streams of the dependencies: the same seed must initialise a network identically in every release.
#[test]
fn initial_values_are_stable_across_releases() {
    let normal = [0.47798123835102174, 1.3340706102318078, -0.21086668327103028, 0.4763469238088213];
    assert_eq!(draw::<f64>(&Normal { std: 1.0 }, 4, 42), normal);
    let uniform = [0.36379238461334285, 0.900550815344968, -0.1449671942869606, 0.25472104239468063];
    assert_eq!(draw::<f64>(&Uniform { limit: 1.0 }, 4, 42), uniform);
    let mut rng = super::rng(42);
    assert_eq!([rng.next_u64(), rng.next_u64()], [12_578_764_544_318_200_737, 17_529_487_244_874_322_312]);
}

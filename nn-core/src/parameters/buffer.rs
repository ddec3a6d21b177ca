//! The rule by which a step moves buffers, such as running statistics.

use crate::float::Float;

/// The fraction by which a step moves a buffer to the new statistic: running = (1 - 0.1) running + 0.1 new, as in PyTorch's
/// BatchNorm.
pub const BUFFER_MOMENTUM: f64 = 0.1;

fn fractions<T: Float>() -> [T; 2] {
    [1.0 - BUFFER_MOMENTUM, BUFFER_MOMENTUM].map(T::from_f64)
}

/// Returns the buffer after a step, from its value before the step and the statistic that the gradient holds.
pub(crate) fn moved<T: Float>(running: T, statistic: T) -> T {
    // A statistic that equals the running one must not change it, not even by rounding.
    if statistic == running {
        return running;
    }
    let [keep, take] = fractions::<T>();
    keep * running + take * statistic
}

/// Returns the statistic by which a step moves a buffer to `target`, for a layer with a rule of its own: (target - (1 - m) running)
/// / m, where m is [`BUFFER_MOMENTUM`]. It is linear in `target`, so a step of several batches moves the buffer to their mean.
pub(crate) fn statistic_for<T: Float>(running: T, target: T) -> T {
    if target == running {
        return running;
    }
    let [keep, take] = fractions::<T>();
    (target - keep * running) / take
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn step_reaches_the_target() {
        for (running, target) in [(0.0, 1.0), (-3.0, 5e3), (1e-6, 2.0), (7.0, 7.0), (1e5, 1e5 + 1.0)] {
            let reached = moved(running, statistic_for(running, target));
            assert!((reached - target).abs() <= 4.0 * f64::EPSILON * running.abs().max(target), "{running} {target}");
        }
        assert_eq!(moved(0.3_f32, statistic_for(0.3, 0.3)), 0.3);
    }

    #[test]
    fn counter_stays_within_a_rounding_of_integers() {
        let mut count = 0.0_f32;
        for step in 1..=100_000_u32 {
            let integer = libm::roundf(count);
            count = moved(count, statistic_for(count, integer + 1.0));
            assert_eq!(libm::roundf(count) as u32, step);
        }
    }
}

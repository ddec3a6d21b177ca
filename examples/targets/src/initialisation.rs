//! The initialisation rules, from one seed.

use crate::digest::Digest;
use nn::Float;
use nn::init::{Initializer, KaimingNormal, KaimingUniform, Normal, Orthogonal, TruncatedNormal, Uniform, XavierNormal, XavierUniform};

pub(crate) fn report() {
    rule("Normal", &Normal { std: 0.02 });
    rule("TruncatedNormal", &TruncatedNormal::new(0.02));
    rule("TruncatedNormal, narrow bounds", &TruncatedNormal { std: 1.0, limit: 0.5 });
    rule("Uniform", &Uniform { limit: 0.1 });
    rule("XavierNormal", &XavierNormal);
    rule("XavierUniform", &XavierUniform);
    rule("KaimingNormal", &KaimingNormal);
    rule("KaimingUniform", &KaimingUniform);
    rule("Orthogonal", &Orthogonal);
}

fn rule(name: &str, rule: &impl Initializer) {
    of_type::<f32>(name, "f32", rule);
    of_type::<f64>(name, "f64", rule);
}

/// Initialises weights of 60 inputs and 100 outputs: enough for some normal values in the tails, which other functions compute.
fn of_type<T: Float>(name: &str, element: &str, rule: &impl Initializer) {
    let mut weights = [T::ZERO; 60 * 100];
    let mut digest = Digest::new();
    for seed in 0..4 {
        rule.fill(&mut weights, 60, 100, &mut nn::init::rng(seed));
        digest.numbers(&weights);
    }
    digest.print(format_args!("{name}, 24000 weights, {element}"));
}

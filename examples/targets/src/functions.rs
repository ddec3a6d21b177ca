//! Functions of one variable, and activations with their derivatives: over even steps in the range that occurs in networks, and
//! over values of every magnitude and sign.

use crate::digest::Digest;
use nn::Float;
use nn::layers::Activation;

pub(crate) fn report() {
    of_type::<f32>("f32");
    of_type::<f64>("f64");
}

/// Returns the arguments of all functions, in `T`: from -20 to 20, then bit patterns of `f32` in even steps over all of them.
fn arguments<T: Float>() -> impl Iterator<Item = T> {
    let even = (-2000..=2000).map(|i| f64::from(i) / 100.0 + 1e-9 * f64::from(i));
    let all = (0..u32::MAX).step_by(1_048_573).map(|bits| f64::from(f32::from_bits(bits)));
    even.chain(all).map(T::from_f64)
}

type Named<T> = (&'static str, fn(T) -> T);

fn of_type<T: Float>(element: &str) {
    let functions: [Named<T>; 12] = [
        ("exp", T::exp),
        ("exp_m1", T::exp_m1),
        ("ln", T::ln),
        ("ln_1p", T::ln_1p),
        ("tanh", T::tanh),
        ("softplus", T::softplus),
        ("normal distribution", |x| x.normal().0),
        ("normal density", |x| x.normal().1),
        ("square root", T::sqrt),
        ("power", |x| x.abs().powf(T::from_f64(-0.7))),
        ("quotient", |x| T::ONE / x),
        ("remainder of sums", |x| (x + T::from_f64(1.1)) * T::from_f64(0.3) - x),
    ];
    for (name, function) in functions {
        let mut digest = Digest::new();
        arguments::<T>().for_each(|x| digest.number(function(x)));
        digest.print(format_args!("{name}, {element}"));
    }
    activation::<T, nn::layers::Elu>("ELU", element);
    activation::<T, nn::layers::Gelu>("GELU", element);
    activation::<T, nn::layers::GeluTanh>("GELU by tanh", element);
    activation::<T, nn::layers::HardSigmoid>("HardSigmoid", element);
    activation::<T, nn::layers::HardSwish>("HardSwish", element);
    activation::<T, nn::layers::Mish>("Mish", element);
    activation::<T, nn::layers::Selu>("SELU", element);
    activation::<T, nn::layers::Sigmoid>("Sigmoid", element);
    activation::<T, nn::layers::Silu>("SiLU", element);
    activation::<T, nn::layers::Softplus>("Softplus", element);
    activation::<T, nn::layers::Tanh>("Tanh", element);
}

/// Prints the digest of an activation and its derivative for all arguments.
fn activation<T: Float, A: Activation>(name: &str, element: &str) {
    let mut digest = Digest::new();
    for x in arguments::<T>() {
        let y = A::value(x);
        digest.number(y);
        digest.number(A::derivative(x, y));
    }
    digest.print(format_args!("{name} and its slope, {element}"));
}

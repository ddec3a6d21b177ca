//! The sine, from 0 to 2 pi: the usual first network on a microcontroller.

use nn::prelude::*;

network! {
    #[budget(flash <= 1_284, scratch <= 128, macs <= 288)]
    pub struct Sine {
        fc1: Linear<1, 16>,
        fc2: Linear<16, 16>,
        fc3: Linear<16, 1>,
    }
    fn forward(x: Tensor<1>) -> Tensor<1> {
        x.fc1().relu().fc2().relu().fc3()
    }
}

static SINE: &Sine = nn::include_weights!(Sine, "../../tests/weights/sine.safetensors");

type Number = Tensor<shape![1, 1]>;
type Scratch = <Sine as nn::layers::Layer<shape![1]>>::Scratch<dim![1]>;

/// Writes the sine of `x` to `y`; `scratch` may contain anything.
#[unsafe(no_mangle)]
pub extern "C" fn predict(x: &Number, y: &mut Number, scratch: &mut Scratch) {
    SINE.predict(x, y, scratch);
    #[cfg(feature = "indexed")]
    {
        // The index is unknown to the compiler, so its bounds check, which can panic, remains.
        y[[0, 0]] += SINE.fc1.weight[[0, x[[0, 0]] as usize]];
    }
}

//! The trait that initialises the parameters and buffers of a layer.

use rand::Rng;

/// Initialises the parameters and buffers of a layer.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not define its initial parameters",
    note = "implement `Init` for it: `fn init` sets every parameter; all are zero before it runs"
)]
pub trait Init {
    /// Sets every element; all are zero on entry.
    fn init<R: Rng + ?Sized>(&mut self, rng: &mut R);
}

impl<L: Init, const K: usize> Init for [L; K] {
    fn init<R: Rng + ?Sized>(&mut self, rng: &mut R) {
        self.iter_mut().for_each(|layer| layer.init(rng));
    }
}

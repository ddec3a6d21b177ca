// A layer in a box, where the layer itself is expected.

use nn::gradient_check::check_layer;
use nn::layers::Linear;
use nn::prelude::*;

fn main() {
    let mut layer = nn::parameters::zeroed::<Linear<dim![2], dim![3], nn::layers::WithBias, f64>>();
    check_layer::<shape![2], dim![4], _>(&mut layer, 1);
}
//~ fix: 9 |     check_layer::<shape![2], dim![4], _>(&mut *layer, 1);

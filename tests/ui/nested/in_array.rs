use nn::prelude::*;

network! {
    struct Block<D: Dim> {
        fc: Linear<D, D>,
        out: Linear<D, D>,
    }
    fn forward(x: Tensor<D>) -> Tensor<D> {
        x.fc().outt()
    }
}

network! {
    struct Net {
        blocks: [Block<dim![13]>; 2],
    }
    fn forward(x: Tensor<13>) -> Tensor<13> {
        x.blocks()
    }
}

fn main() {
    Net::new(1);
}
//~ fix: 9 |         x.fc().out()

use nn::prelude::*;

type Block = Vec<f32>;

network! {
    struct Net {
        block: Block,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.block().relu()
    }
}

fn main() {
    let network = Net::new(1);
    let y = network.forward(&Tensor::<shape![2, 64]>::zeros());
    let _: &Tensor<shape![2, 10]> = &y;
}
//~ fix: 3 | type Block = nn::layers::Linear<dim![64], dim![10]>;

use nn::prelude::*;

type Fc = nn::Linear<dim![100], dim![10]>;

network! {
    struct Net {
        fc1: Linear<64, 128>,
        fc2: Fc,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc1().relu().fc2()
    }
}

fn main() {
    let network = Net::new(1);
    let y = network.forward(&Tensor::<shape![2, 64]>::zeros());
    let _: &Tensor<shape![2, 10]> = &y;
}
//~ fix: 3 | type Fc = nn::Linear<dim![128], dim![10]>;

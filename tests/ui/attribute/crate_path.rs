use nn::prelude::*;

network! {
    #[nn(path = nn)]
    struct Wrong {
        fc: Linear<2, 3>,
    }
    fn forward(x: Tensor<2>) -> Tensor<3> {
        x.fc()
    }
}

network! {
    #[nn(crate = ::nn)]
    #[nn(crate = nn)]
    struct Twice {
        fc: Linear<2, 3>,
    }
    fn forward(x: Tensor<2>) -> Tensor<3> {
        x.fc()
    }
}

fn main() {
    let _ = (Wrong::new(1), Twice::new(1));
}

//~ fix: 4 | #[nn(crate = ::nn)]
//~ fix: 15 | /// The second attribute is removed.

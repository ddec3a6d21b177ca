// Indices of max pools, and unpooling.

use nn::prelude::*;

network! {
    struct NotBound {
        fc: Linear<_, 4>,
    }
    fn forward(x: Tensor<2, 4, 4>) -> Tensor<4> {
        let h = x.max_pool::<2, return_indices = true>();
        h.flatten().fc()
    }
}

network! {
    struct NotReturned {
        fc: Linear<4, 4>,
    }
    fn forward(x: Tensor<2, 4, 4>) -> Tensor<2, 4, 4> {
        let (h, places) = x.fc().max_pool::<2>();
        max_unpool::<2>(h, places)
    }
}

network! {
    struct OtherSize {
        fc: Linear<7, 7>,
    }
    fn forward(x: Tensor<2, 5, 7>) -> Tensor<2, 5, 7> {
        let (h, places) = x.fc().max_pool::<2, 3, return_indices = true>();
        max_unpool::<2, 3>(h, places)
    }
}

type Height = dim![5];

network! {
    struct OtherNamedSize {
        fc: Linear<4, 4>,
    }
    fn forward(x: Tensor<2, Height, 4>) -> Tensor<2, Height, 4> {
        let (h, places) = x.fc().max_pool::<2, return_indices = true>();
        max_unpool::<2>(h, places)
    }
}

network! {
    struct OtherShape {
        fc: Linear<4, 4>,
    }
    fn forward(x: Tensor<2, 4, 4>) -> Tensor<2, 4, 4> {
        let (h, places) = x.fc().max_pool::<2, return_indices = true>();
        max_unpool::<2>(h.slice::<0, 1..>(), places)
    }
}

network! {
    struct WithoutIndices {
        fc: Linear<2, 2>,
    }
    fn forward(x: Tensor<2, 2, 2>) -> Tensor<2, 4, 4> {
        let h = x.fc();
        max_unpool::<2>(h, h.exp())
    }
}

network! {
    struct WithoutWindow {
        fc: Linear<4, 4>,
    }
    fn forward(x: Tensor<2, 4, 4>) -> Tensor<2, 4, 4> {
        let (h, places) = x.fc().max_pool::<2, return_indices = true>();
        max_unpool(h, places)
    }
}

network! {
    struct Returned {
        fc: Linear<4, 4>,
    }
    fn forward(x: Tensor<2, 4, 4>) -> Tensor<2, 2, 2> {
        let (_h, places) = x.fc().max_pool::<2, return_indices = true>();
        places
    }
}

network! {
    struct OtherAxis {
        fc: Linear<4, 4>,
    }
    fn forward(x: Tensor<2, 4, 4>) -> Tensor<2, 2, 2> {
        let h = x.fc();
        let (_pooled, places) = h.max_pool::<2, return_indices = true>();
        gather(h, places)
    }
}

fn main() {
    println!("{} {} {}", NotBound::summary(), NotReturned::summary(), OtherSize::summary());
    println!("{} {} {}", OtherNamedSize::summary(), OtherShape::summary(), WithoutIndices::summary());
    println!("{} {} {}", WithoutWindow::summary(), Returned::summary(), OtherAxis::summary());
}
//~ fix: 10 |         let (h, _places) = x.max_pool::<2, return_indices = true>();
//~ fix: 20 |         let (h, places) = x.fc().max_pool::<2, return_indices = true>();
//~ fix: 31 |         max_unpool::<2, 3, output_size = (5, 7)>(h, places)
//~ fix: 43 |         max_unpool::<2, output_size = (Height, 4)>(h, places)
//~ fix: 53 |         max_unpool::<2>(h, places)
//~ fix: 63 |         h.upsample::<2>()
//~ fix: 73 |         max_unpool::<2>(h, places)
//~ fix: 83 |         places.one_hot().sum::<3>()
//~ fix: 94 |         gather(h.reshape::<16, 2, 1>().repeat::<2, 2>(), places)

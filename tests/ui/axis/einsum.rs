// Texts of `einsum` without a meaning, and values that do not have the axes that they name.

use nn::prelude::*;

network! {
    struct Sizes {}
    fn forward(x: Tensor<3, 4>, y: Tensor<2, 4>) -> Tensor<3, 2> {
        einsum("ij,jk->ik", x, y)
    }
}

network! {
    struct Rank {}
    fn forward(x: Tensor<3, 4>, y: Tensor<4>) -> Tensor<3> {
        einsum("ij,jk->i", x, y)
    }
}

network! {
    struct Batch {}
    fn forward(x: Tensor<3, 4>, y: Tensor<4, 2>) -> Tensor<3, 2> {
        einsum("bij,bjk->bik", x, y)
    }
}

network! {
    struct Ellipsis {}
    fn forward(x: Tensor<3, 4>, y: Tensor<4, 2>) -> Tensor<3, 2> {
        einsum("...ij,...jk->...ik", x, y)
    }
}

network! {
    struct Diagonal {}
    fn forward(x: Tensor<3, 3>) -> Tensor<3> {
        einsum("ii->i", x)
    }
}

network! {
    struct Repeated {}
    fn forward(x: Tensor<3, 4>) -> Tensor<4, 3> {
        einsum("ij->jj", x)
    }
}

network! {
    struct Absent {}
    fn forward(x: Tensor<3, 4>) -> Tensor<4, 3> {
        einsum("ij->jk", x)
    }
}

network! {
    struct Number {}
    fn forward(x: Tensor<3, 4>) -> Tensor<4, 3> {
        einsum("i2->2i", x)
    }
}

network! {
    struct Arrows {}
    fn forward(x: Tensor<3, 4>) -> Tensor<4, 3> {
        einsum("ij->->ji", x)
    }
}

network! {
    struct One {}
    fn forward(x: Tensor<3, 4>, y: Tensor<4, 2>) -> Tensor<3, 2> {
        einsum("ij->ji", x, y)
    }
}

network! {
    struct Three {}
    fn forward(x: Tensor<3>, y: Tensor<4>, z: Tensor<2>) -> Tensor<3, 4, 2> {
        einsum("i,j,k->ijk", x, y, z)
    }
}

network! {
    struct Missing {}
    fn forward(x: Tensor<3, 4>) -> Tensor<4, 3> {
        einsum("ij,jk->ik", x)
    }
}

network! {
    struct Values {}
    fn forward(x: Tensor<3, 4>, y: Tensor<4, 2>) -> Tensor<3, 2> {
        einsum(x, y)
    }
}

network! {
    struct Method {}
    fn forward(x: Tensor<3, 4>) -> Tensor<4, 3> {
        x.einsum("ij->ji")
    }
}

network! {
    struct Arguments {}
    fn forward(x: Tensor<3, 4>) -> Tensor<4, 3> {
        einsum::<0>("ij->ji", x)
    }
}

network! {
    struct Module {}
    fn forward(x: Tensor<3, 4>, y: Tensor<4, 2>) -> Tensor<3, 2> {
        torch.einsum("bij,bjk->bik", x, y)
    }
}

network! {
    struct Axes {}
    fn forward(x: Tensor<1, 2, 1>, y: Tensor<1, 2, 1>) -> Tensor<1, 2, 1, 1, 2> {
        einsum("abc,def->abcdef", x, y)
    }
}

network! {
    struct Pattern {}
    fn forward(x: Tensor<3, 4>) -> Tensor<4, 3> {
        let (a, _b) = einsum("ij->ji", x); a
    }
}

fn main() {
    println!("{}", Sizes::summary());
    println!("{}", Rank::summary());
    println!("{}", Batch::summary());
    println!("{}", Ellipsis::summary());
    println!("{}", Diagonal::summary());
    println!("{}", Repeated::summary());
    println!("{}", Absent::summary());
    println!("{}", Number::summary());
    println!("{}", Arrows::summary());
    println!("{}", One::summary());
    println!("{}", Three::summary());
    println!("{}", Missing::summary());
    println!("{}", Values::summary());
    println!("{}", Method::summary());
    println!("{}", Arguments::summary());
    println!("{}", Module::summary());
    println!("{}", Axes::summary());
    println!("{}", Pattern::summary());
}
//~ fix: 8 |         einsum("ij,kj->ik", x, y)
//~ fix: 15 |         einsum("ij,j->i", x, y)
//~ fix: 22 |         einsum("ij,jk->ik", x, y)
//~ fix: 29 |         einsum("ij,jk->ik", x, y)
//~ fix: 36 |         einsum("ij->i", x)
//~ fix: 43 |         einsum("ij->ji", x)
//~ fix: 50 |         einsum("ij->ji", x)
//~ fix: 57 |         einsum("ij->ji", x)
//~ fix: 64 |         einsum("ij->ji", x)
//~ fix: 71 |         einsum("ij,jk->ik", x, y)
//~ fix: 78 |         einsum("ij,k->ijk", einsum("i,j->ij", x, y), z)
//~ fix: 85 |         einsum("ij->ji", x)
//~ fix: 92 |         einsum("ij,jk->ik", x, y)
//~ fix: 99 |         einsum("ij->ji", x)
//~ fix: 106 |         einsum("ij->ji", x)
//~ fix: 113 |         einsum("ij,jk->ik", x, y)
//~ fix: 120 |         einsum("abc,def->abcde", x, y)
//~ fix: 127 |         let a = einsum("ij->ji", x); a

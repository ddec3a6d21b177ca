use nn::prelude::*;

type Size = dim![-1];

fn main() {
    println!("{}", <Size as Natural>::SIZE);
}
//~ fix: 3 | type Size = dim![1];

use nn::prelude::*;

type Size = dim![1];

fn main() {
    println!("{}", <Size as Natural>::SIZE);
}

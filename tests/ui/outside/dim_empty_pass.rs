use nn::prelude::*;

type Size = dim![15];

fn main() {
    println!("{}", <Size as Natural>::SIZE);
}

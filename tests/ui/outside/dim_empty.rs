use nn::prelude::*;

type Size = dim![];

fn main() {
    println!("{}", <Size as Natural>::SIZE);
}

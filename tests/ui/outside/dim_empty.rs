use nn::prelude::*;

type Size = dim![];

fn main() {
    println!("{}", <Size as Natural>::SIZE);
}
//~ fix: 3 | type Size = dim![15];

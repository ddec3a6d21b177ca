use nn::{Plain, Zeroable};

struct Count(u32);

unsafe impl Zeroable for Count {}

impl Plain for Count {}

fn main() {
    let _ = |count: Count| count.0;
}
//~ fix: 7 | unsafe impl Plain for Count {}

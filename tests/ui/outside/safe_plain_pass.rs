use nn::{Plain, Zeroable};

struct Count(u32);

unsafe impl Zeroable for Count {}

unsafe impl Plain for Count {}

fn main() {
    let _ = |count: Count| count.0;
}

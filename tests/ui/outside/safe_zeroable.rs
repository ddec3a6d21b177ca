use nn::Zeroable;

struct Count(u32);

impl Zeroable for Count {}

fn main() {
    let _ = |count: Count| count.0;
}
//~ fix: 5 | unsafe impl Zeroable for Count {}

use nn::Zeroable;

struct Count(u32);

unsafe impl Zeroable for Count {}

fn main() {
    let _ = |count: Count| count.0;
}

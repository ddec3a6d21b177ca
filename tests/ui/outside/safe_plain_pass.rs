use nn::Plain;

struct Count(u32);

unsafe impl Plain for Count {}

fn main() {
    let _ = |count: Count| count.0;
}

use nn::parameters::Plain;

struct Count(u32);

impl Plain for Count {}

fn main() {
    let _ = |count: Count| count.0;
}
//~ fix: 5 | unsafe impl Plain for Count {}

use nn::Parameters;

#[derive(Parameters)]
enum Scale {}

fn main() {
    let _ = |scale: Scale| drop(scale);
}

use nn::Parameters;

#[derive(Parameters)]
struct Scale {}

fn main() {
    let _ = |scale: Scale| drop(scale);
}

use nn::Parameters;

#[derive(Parameters)]
enum Scale {}

fn main() {
    let _ = |scale: Scale| drop(scale);
}
//~ fix: 4 | struct Scale {}

use nn::Parameters;

trait Release {
    fn drop(&mut self);
}

#[derive(Parameters)]
struct Square;

impl Drop for Square {
    fn drop(&mut self) {}
}

fn main() {
    let _ = |square: &Square| size_of_val(square);
}
//~ fix: 10 | impl Release for Square {

use nn::Parameters;

#[derive(Parameters)]
#[repr(C)]
union Scale {
    factor: (),
}

fn main() {
    let _ = |scale: &Scale| size_of_val(scale);
}
//~ fix: 5 | struct Scale {

//! Messages of `#[derive(Parameters)]`.

pub(crate) fn derive_on_struct() -> String {
    "`Parameters` can be derived for a struct\nhelp: put the layer's tensors into a struct".into()
}

pub(crate) fn derive_needs_repr() -> String {
    "`Parameters` needs a fixed order of the fields\nhelp: write `#[repr(C)]` above the struct, and no other `repr`"
        .into()
}

pub(crate) fn takes_without_sizes() -> String {
    "`takes` is the shape of one sample that the layer takes\nhelp: write `#[takes(3, 28, 28)]`, without the batch"
        .into()
}

pub(crate) fn wrong_role() -> String {
    "a role is `weight`, `weight, out_in`, `bias`, `norm` or `buffer`\nhelp: write `#[role(bias)]`".into()
}

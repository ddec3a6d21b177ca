//! Weights embedded in the program: checked against the network at compile time, and used in place.

use crate::fingerprint::fingerprint;
use crate::int8::Int8Field;
use crate::network::Network;
use crate::parameters::{Layout, Orientation, Parameters, Plain};
use crate::proof::{Text, equal_dims, starts_with};

/// The bytes of a file, aligned to a cache line (64 bytes).
#[repr(C, align(64))]
pub struct Aligned<Bytes>(pub Bytes);

/// A tensor as described by the header of a file.
pub struct StoredTensor {
    /// The name.
    pub name: &'static str,
    /// The element type, such as `F32`.
    pub dtype: &'static str,
    /// The dimensions.
    pub dims: &'static [usize],
    /// The offset of the first element in the data, in bytes.
    pub offset: usize,
}

/// A network whose weights can be embedded. This is a single bound, so that a type that is not a network causes a single error.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a network",
    note = "a network is declared with `network! {{ struct Name {{ .. }} fn forward(..) -> .. {{ .. }} }}`; one in a `Box` is passed as `&*network`"
)]
pub trait Stored: Plain {
    /// The tensors that a file of the network contains.
    const TENSORS: StoredTensors;
    /// The fingerprint of the network.
    const ARCHITECTURE: u64;
}

#[diagnostic::do_not_recommend]
impl<Net: Network> Stored for Net {
    const TENSORS: StoredTensors =
        StoredTensors::Real { layout: &<Net as Parameters<Net::Elem>>::LAYOUT, element: size_of::<Net::Elem>() };
    const ARCHITECTURE: u64 = fingerprint::<Net>();
}

/// The tensors of a network, as a file stores them.
pub enum StoredTensors {
    /// Floating-point tensors.
    Real {
        /// The names, offsets and dimensions of the tensors.
        layout: &'static Layout,
        /// The size of an element, in bytes.
        element: usize,
    },
    /// The tensors of a quantised network.
    Int8(&'static [Int8Field]),
}

/// Checks that a file has exactly the tensors of the network, at the same offsets, and that it was saved from the same
/// architecture if it records one.
///
/// `is_ours` is whether the file records that `nn` wrote it. If it does not, the shapes of its dense weights must show that they
/// are `[in, out]`: if all of them are square, none may be larger than 1 by 1.
///
/// # Panics
/// Panics at compile time if a check fails; the message names the tensor, what was found and what was expected.
#[track_caller]
pub const fn expect_weights<Net: Stored>(
    path: &str,
    tensors: &[StoredTensor],
    architecture: Option<u64>,
    is_ours: bool,
) {
    let file = File { path, tensors, is_ours };
    match Net::TENSORS {
        StoredTensors::Real { layout, element } => {
            file.has(layout, element, 0, Text::new());
            if !is_ours && !has_oblong(layout) {
                file.has_no_square(layout, Text::new());
            }
        }
        StoredTensors::Int8(fields) => file.has_fields(fields),
    }
    let mut index = 0;
    while index < tensors.len() {
        let is_known = match Net::TENSORS {
            StoredTensors::Real { layout, .. } => knows(layout, Text::new(), tensors[index].name),
            StoredTensors::Int8(fields) => knows_field(fields, tensors[index].name),
        };
        if !is_known {
            let StoredTensor { name, dims, .. } = &tensors[index];
            let text = Text::new().text(path).text(" has a tensor `").text(name).text("` with the shape ").shape(dims);
            panic!("{}", text.text(", expected none of this name").as_str());
        }
        index += 1;
    }
    if let Some(found) = architecture {
        let expected = Net::ARCHITECTURE;
        if found != expected {
            let text = Text::new().text(path).text(" was saved from another architecture, ").hexadecimal(found);
            let text = text.text(", expected ").hexadecimal(expected);
            let text = text.text(": the tensors match, but the operations differ");
            panic!("{}", text.as_str());
        }
    }
}

struct File<'a> {
    path: &'a str,
    tensors: &'a [StoredTensor],
    is_ours: bool,
}

impl File<'_> {
    /// Requires every tensor of the layout, with elements of `element` bytes; `offset` and `name` are those of the layout itself.
    #[track_caller]
    const fn has(&self, layout: &Layout, element: usize, offset: usize, name: Text) {
        match *layout {
            Layout::Tensor { dims, .. } => {
                let dtype = if element == 4 { "F32" } else { "F64" };
                self.has_tensor(dims, dtype, offset * element, name);
            }
            Layout::Fields(fields) => {
                let mut i = 0;
                while i < fields.len() {
                    let field = &fields[i];
                    self.has(field.layout, element, offset + field.offset, name.dotted().text(field.name));
                    i += 1;
                }
            }
            Layout::Repeat { count, stride, part } => {
                let mut i = 0;
                while i < count {
                    self.has(part, element, offset + i * stride, name.dotted().number(i));
                    i += 1;
                }
            }
        }
    }

    /// Requires that no weight is square, since a square could be `[in, out]` or `[out, in]`.
    #[track_caller]
    const fn has_no_square(&self, layout: &Layout, name: Text) {
        match *layout {
            Layout::Tensor { dims: dims @ &[rows, columns], orientation: Some(Orientation::InOut), .. }
                if rows == columns && rows > 1 =>
            {
                let text =
                    Text::new().text(self.path).text(" does not record whether PyTorch or `nn` wrote it: the square ");
                let text = text.text("weight `").text(name.as_str()).text("` ").shape(dims).text(" fits both layouts");
                let text = text.text("\nhelp: load it with `nn::files::pytorch::load` if PyTorch wrote it, else with ");
                let text =
                    text.text("`.source(Source::Nn)` of `nn::files::LoadOptions`, and write it with `nn::files::save`");
                panic!("{}", text.as_str());
            }
            Layout::Tensor { .. } => {}
            Layout::Fields(fields) => {
                let mut i = 0;
                while i < fields.len() {
                    self.has_no_square(fields[i].layout, name.dotted().text(fields[i].name));
                    i += 1;
                }
            }
            Layout::Repeat { count, part, .. } => {
                if count > 0 {
                    self.has_no_square(part, name.dotted().number(0));
                }
            }
        }
    }

    /// Requires every tensor of these layers.
    #[track_caller]
    const fn has_fields(&self, fields: &[Int8Field]) {
        let mut field = 0;
        while field < fields.len() {
            let Int8Field { name, offset, tensors } = fields[field];
            let mut index = 0;
            while index < tensors.len() {
                let tensor = &tensors[index];
                let name = Text::new().text(name).dotted().text(tensor.name);
                self.has_tensor(tensor.dims, tensor.dtype.name(), offset + tensor.offset, name);
                index += 1;
            }
            field += 1;
        }
    }

    /// Requires a tensor of this name with these dimensions, this element type and this offset in bytes.
    #[track_caller]
    const fn has_tensor(&self, dims: &[usize], dtype: &str, offset: usize, name: Text) {
        let mut index = 0;
        while index < self.tensors.len() && !is_equal(self.tensors[index].name, name.as_str()) {
            index += 1;
        }
        if index == self.tensors.len() {
            let text = Text::new().text(self.path).text(" has no tensor `").text(name.as_str());
            let text = text.text("`, expected one of ").text(dtype).text(" with the shape ").shape(dims);
            panic!("{}", text.as_str());
        }
        let found = &self.tensors[index];
        let tensor = Text::new().text("tensor `").text(name.as_str()).text("` of ").text(self.path);
        if !equal_dims(found.dims, dims) {
            let text = tensor.text(" has the shape ").shape(found.dims).text(", expected ").shape(dims);
            let turned = !self.is_ours
                && found.dims.len() == 2
                && dims.len() == 2
                && found.dims[0] == dims[1]
                && found.dims[1] == dims[0];
            let text = if turned {
                text.text("\nhelp: these are PyTorch's `[out, in]`: load them with `nn::files::pytorch::load`, and write them with `nn::files::save`")
            } else {
                text
            };
            panic!("{}", text.as_str());
        }
        if !is_equal(found.dtype, dtype) {
            let text = tensor.text(" has elements of type ").text(found.dtype).text(", expected ").text(dtype);
            panic!("{}", text.as_str());
        }
        if found.offset != offset {
            let text = tensor.text(" begins at byte ").number(found.offset).text(" of the data, expected ");
            let text = text.number(offset);
            let text = text.text(
                "\nhelp: tensors must be in the order of the network's fields: write the file with `nn::files::save`",
            );
            panic!("{}", text.as_str());
        }
    }
}

/// Returns whether a weight of the layout has two axes of different sizes, so that its shape shows its orientation.
const fn has_oblong(layout: &Layout) -> bool {
    match *layout {
        Layout::Tensor { dims: &[rows, columns], orientation: Some(Orientation::InOut), .. } => rows != columns,
        Layout::Tensor { .. } => false,
        Layout::Fields(fields) => {
            let mut i = 0;
            while i < fields.len() {
                if has_oblong(fields[i].layout) {
                    return true;
                }
                i += 1;
            }
            false
        }
        Layout::Repeat { count, part, .. } => count > 0 && has_oblong(part),
    }
}

/// Returns whether the layout has a tensor of this name.
const fn knows(layout: &Layout, name: Text, wanted: &str) -> bool {
    match *layout {
        Layout::Tensor { .. } => is_equal(name.as_str(), wanted),
        Layout::Fields(fields) => {
            let mut i = 0;
            while i < fields.len() {
                if knows(fields[i].layout, name.dotted().text(fields[i].name), wanted) {
                    return true;
                }
                i += 1;
            }
            false
        }
        Layout::Repeat { count, part, .. } => {
            let mut i = 0;
            while i < count {
                if knows(part, name.dotted().number(i), wanted) {
                    return true;
                }
                i += 1;
            }
            false
        }
    }
}

/// Returns whether one of the layers has a tensor of this name.
const fn knows_field(fields: &[Int8Field], wanted: &str) -> bool {
    let mut field = 0;
    while field < fields.len() {
        let mut index = 0;
        while index < fields[field].tensors.len() {
            let name = Text::new().text(fields[field].name).dotted().text(fields[field].tensors[index].name);
            if is_equal(name.as_str(), wanted) {
                return true;
            }
            index += 1;
        }
        field += 1;
    }
    false
}

const fn is_equal(a: &str, b: &str) -> bool {
    a.len() == b.len() && starts_with(a, b)
}

/// Returns the data of a file: its last `BYTES` bytes. The header before them does not become part of the program.
///
/// # Panics
/// Panics at compile time if the file has fewer bytes.
pub const fn data_of<const BYTES: usize>(file: &[u8]) -> Aligned<[u8; BYTES]> {
    match file.last_chunk::<BYTES>() {
        Some(data) => Aligned(*data),
        None => panic!("the file is shorter than its data"),
    }
}

/// Returns the network whose parameters are these bytes, without a copy.
///
/// # Panics
/// Panics at compile time if there are fewer bytes than the network has, if it needs an alignment of more than 64 bytes, or if the
/// target is big-endian and the elements are larger than a byte.
pub const fn weights_of<Net: Plain, const BYTES: usize>(data: &'static Aligned<[u8; BYTES]>) -> &'static Net {
    const {
        assert!(
            cfg!(target_endian = "little") || align_of::<Net>() == 1,
            "files are little-endian, but this target is not"
        )
    };
    assert!(size_of::<Net>() <= BYTES && align_of::<Net>() <= 64);
    // SAFETY: as asserted, there are enough bytes, and 64 bytes are a sufficient alignment; a network is plain data, of which every
    // bit pattern is valid; the data are static and never written.
    unsafe { &*data.0.as_ptr().cast::<Net>() }
}

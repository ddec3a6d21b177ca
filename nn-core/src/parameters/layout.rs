//! The tensors that a layer or a network stores: their names, offsets, dimensions and roles.

use crate::parameters::Plain;
use core::fmt;

/// The purpose of a stored tensor, which optimisers (weight decay, freezing), files and budgets depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Multiplied by the input.
    Weight,
    /// Added to the output.
    Bias,
    /// Scale or shift of a normalisation.
    Norm,
    /// Stored but not trainable, such as a running mean. The gradient carries the new statistic in its place, and a step updates
    /// the buffer as (1 - m) buffer + m statistic with m = [`BUFFER_MOMENTUM`](crate::BUFFER_MOMENTUM). It is not the role of the
    /// layer [`Buffer`](crate::Buffer), whose elements no step changes: that is [`Constant`](Role::Constant).
    Buffer,
    /// Stored, and never changed by training: the elements of the layer [`Buffer`](crate::Buffer).
    Constant,
}

/// The order of the first two axes of a weight: features or channels of the input, then of the output, or the reverse.
///
/// Files depend on it: PyTorch's matrices are [`OutIn`](Orientation::OutIn), so a matrix that is [`InOut`](Orientation::InOut)
/// here is transposed when it is loaded or saved; weights with more axes are stored in PyTorch's order.
///
/// ```
/// use nn::parameters::{Layout, Orientation, Role};
/// let dims = &[3, 2];
/// let orientation = Some(Orientation::InOut);
/// assert_eq!(Layout::weight(dims), Layout::Tensor { dims, role: Role::Weight, orientation });
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Orientation {
    /// `[in, out, ..]`: the weight of a [`Linear`](crate::Linear), of a
    /// [`ConvTranspose2d`](crate::ConvTranspose2d), and of a custom layer unless it declares otherwise.
    InOut,
    /// `[out, in, ..]`: the weight of a convolution, and the rows of an [`Embedding`](crate::Embedding).
    OutIn,
}

/// The tensors of a layer or network and their offsets, as a tree. Offsets are in elements.
///
/// ```
/// use nn::Parameters;
/// use nn::dim::N;
/// use nn::layers::Linear;
/// let layout = <Linear<N<3>, N<2>> as Parameters>::LAYOUT;
/// let mut text = String::new();
/// layout.for_each(|param| text += &format!("{}@{} {:?} ", param.name, param.offset, param.dims));
/// assert_eq!(text, "weight@0 [3, 2] bias@6 [2] ");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// One tensor.
    Tensor {
        /// The dimensions.
        dims: &'static [usize],
        /// The purpose of the tensor.
        role: Role,
        /// The order of the input and output axes; `None` if the tensor is not a weight or has fewer than two axes.
        orientation: Option<Orientation>,
    },
    /// The fields of a struct.
    Fields(&'static [Field]),
    /// An array of equal parts, named 0, 1, 2 and so on.
    Repeat {
        /// The number of parts.
        count: usize,
        /// The distance between the beginnings of consecutive parts, in elements.
        stride: usize,
        /// The layout of each part.
        part: &'static Layout,
    },
}

/// One field of a struct in a [`Layout`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// The name of the field.
    pub name: &'static str,
    /// The offset of the field in the struct, in elements.
    pub offset: usize,
    /// The layout of the field.
    pub layout: &'static Layout,
}

impl Field {
    /// Moves the fields without elements, such as an absent bias, behind the others, whose order is kept.
    pub(crate) const fn stored_first<const K: usize>(fields: [Field; K]) -> [Field; K] {
        let (mut sorted, mut count, mut pass) = (fields, 0, 0);
        while pass < 2 {
            let mut index = 0;
            while index < K {
                if (fields[index].layout.size() == 0) == (pass == 1) {
                    sorted[count] = fields[index];
                    count += 1;
                }
                index += 1;
            }
            pass += 1;
        }
        sorted
    }

    /// Creates the fields of a `repr(C)` struct, whose names and layouts are these: each begins where the one before it ends.
    #[doc(hidden)]
    pub const fn in_order<const K: usize>(fields: [(&'static str, &'static Layout); K]) -> [Field; K] {
        let mut placed = [Field { name: "", offset: 0, layout: &Layout::EMPTY }; K];
        let (mut index, mut offset) = (0, 0);
        while index < K {
            let (name, layout) = fields[index];
            placed[index] = Field { name, offset, layout };
            offset += layout.size();
            index += 1;
        }
        placed
    }
}

/// One stored tensor, as visited by [`Layout::for_each`].
#[derive(Debug, Clone, Copy)]
pub struct Param<'a> {
    /// The path, such as `block1.conv.weight`.
    pub name: Path<'a>,
    /// The offset of the first element in the network's flat slice.
    pub offset: usize,
    /// The dimensions.
    pub dims: &'static [usize],
    /// The purpose of the tensor.
    pub role: Role,
    /// The order of the input and output axes, if the tensor is a weight of at least two axes.
    pub orientation: Option<Orientation>,
}

impl Param<'_> {
    /// Returns the number of elements.
    pub fn size(&self) -> usize {
        self.dims.iter().product()
    }

    /// Returns the range of the tensor in the network's flat slice.
    pub fn range(&self) -> core::ops::Range<usize> {
        self.offset..self.offset + self.size()
    }
}

/// The path of a stored tensor; displayed with dots, such as `block1.conv.weight` or `blocks.3.weight`.
#[derive(Clone, Copy)]
pub struct Path<'a> {
    parent: Option<&'a Path<'a>>,
    part: Part,
}

#[derive(Clone, Copy)]
enum Part {
    Root,
    Name(&'static str),
    Index(usize),
}

impl Path<'_> {
    /// Returns whether this is the root path, which is empty: the path of a layout that is a single tensor.
    pub const fn is_root(&self) -> bool {
        matches!(self.part, Part::Root)
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent {
            parent.fmt(f)?;
            if !matches!(parent.part, Part::Root) {
                f.write_str(".")?;
            }
        }
        match self.part {
            Part::Root => Ok(()),
            Part::Name(name) => f.write_str(name),
            Part::Index(index) => write!(f, "{index}"),
        }
    }
}

impl fmt::Debug for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Layout {
    /// The layout without tensors.
    pub const EMPTY: Layout = Layout::Fields(&[]);
    /// The layout of a network of which only the interface is generated, because of an error or for an editor: a network that
    /// contains it does not compare its own layout with its size.
    #[doc(hidden)]
    pub const UNKNOWN: Layout = Layout::Fields(&[Field { name: "", offset: usize::MAX, layout: &Layout::EMPTY }]);

    /// Creates the layout of a weight with these dimensions, `[in, out, ..]`.
    pub const fn weight(dims: &'static [usize]) -> Layout {
        let orientation = if dims.len() < 2 { None } else { Some(Orientation::InOut) };
        Layout::Tensor { dims, role: Role::Weight, orientation }
    }

    /// Replaces the role if this is the layout of one tensor; any other layout is returned unchanged.
    pub const fn with_role(self, role: Role) -> Layout {
        match (self, role) {
            (Layout::Tensor { dims, .. }, Role::Weight) => Layout::weight(dims),
            (Layout::Tensor { dims, .. }, role) => Layout::Tensor { dims, role, orientation: None },
            (other, _) => other,
        }
    }

    /// Replaces the orientation if this is a weight of at least two axes; any other layout is returned unchanged.
    pub const fn with_orientation(self, to: Orientation) -> Layout {
        match self {
            Layout::Tensor { dims, role, orientation: Some(_) } => Layout::Tensor { dims, role, orientation: Some(to) },
            other => other,
        }
    }

    /// Creates the layout of the fields that have elements; fields without, such as an absent bias, must come last.
    pub(crate) const fn of_stored(fields: &'static [Field]) -> Layout {
        let mut count = fields.len();
        while count > 0 && fields[count - 1].layout.size() == 0 {
            count -= 1;
        }
        Layout::Fields(fields.split_at(count).0)
    }

    /// Returns the offset of the field with this index, in elements.
    pub(crate) const fn offset_of(&self, field: usize) -> usize {
        match self {
            Layout::Fields(fields) => fields[field].offset,
            _ => 0,
        }
    }

    /// Visits every stored tensor in the order of the flat slice.
    pub fn for_each(&self, mut visit: impl FnMut(Param<'_>)) {
        self.walk(&Path { parent: None, part: Part::Root }, 0, &mut visit);
    }

    fn walk(&self, path: &Path<'_>, offset: usize, visit: &mut dyn FnMut(Param<'_>)) {
        match *self {
            Layout::Tensor { dims, role, orientation } => {
                visit(Param { name: *path, offset, dims, role, orientation });
            }
            Layout::Fields(fields) => {
                for field in fields {
                    let path = Path { parent: Some(path), part: Part::Name(field.name) };
                    field.layout.walk(&path, offset + field.offset, visit);
                }
            }
            Layout::Repeat { count, stride, part } => {
                for index in 0..count {
                    let path = Path { parent: Some(path), part: Part::Index(index) };
                    part.walk(&path, offset + index * stride, visit);
                }
            }
        }
    }

    /// Returns the number of stored elements, buffers included.
    pub const fn size(&self) -> usize {
        self.count(true)
    }

    /// Returns the number of trainable parameters: all elements except those of buffers and constants.
    pub const fn trainable(&self) -> usize {
        self.count(false)
    }

    const fn count(&self, buffers: bool) -> usize {
        match *self {
            Layout::Tensor { role: Role::Buffer | Role::Constant, .. } if !buffers => 0,
            Layout::Tensor { dims, .. } => {
                let mut size = 1;
                let mut axis = 0;
                while axis < dims.len() {
                    size *= dims[axis];
                    axis += 1;
                }
                size
            }
            Layout::Fields(fields) => {
                let mut size = 0;
                let mut field = 0;
                while field < fields.len() {
                    size += fields[field].layout.count(buffers);
                    field += 1;
                }
                size
            }
            Layout::Repeat { count, part, .. } => count * part.count(buffers),
        }
    }

    /// Returns the end of the last tensor, in elements; `None` if a part is [`UNKNOWN`](Self::UNKNOWN).
    ///
    /// # Panics
    /// Panics if there is a gap between tensors, or if two of them overlap.
    const fn end(&self) -> Option<usize> {
        match *self {
            Layout::Tensor { .. } => Some(self.size()),
            Layout::Fields([Field { offset: usize::MAX, .. }]) => None,
            Layout::Fields(fields) => {
                let (mut end, mut field) = (0, 0);
                while field < fields.len() {
                    let Some(size) = fields[field].layout.end() else { return None };
                    assert!(fields[field].offset == end, "the tensors of a layout are contiguous and in order");
                    end += size;
                    field += 1;
                }
                Some(end)
            }
            Layout::Repeat { count, stride, part } => {
                let Some(size) = part.end() else { return None };
                assert!(count == 0 || size == stride, "the parts of a layout are contiguous and in order");
                Some(count * stride)
            }
        }
    }

    /// Returns whether any stored tensor is a buffer or a constant.
    pub const fn has_buffers(&self) -> bool {
        self.size() != self.trainable()
    }
}

/// The parameters and buffers of a layer or a network: plain data made of `T`s, with the names and roles of its tensors.
///
/// Implemented by `#[derive(Parameters)]` and by `network!`. A gradient and an optimiser's moment are values of the same type; a
/// saved network is its bytes; an update is one loop over two flat slices.
///
/// # Safety
/// The type consists of [`LEN`](Parameters::LEN) elements of type `T` and nothing else: no padding, no other field.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a layer with parameters of type `{T}`",
    note = "put `#[derive(Parameters)]` on your layer"
)]
pub unsafe trait Parameters<T = f32>: Plain {
    /// The names, offsets, dimensions and roles of the tensors.
    const LAYOUT: Layout;

    /// [`LAYOUT`](Self::LAYOUT) by reference, in the layout of a struct with a field of this type.
    #[doc(hidden)]
    const FIELD_LAYOUT: &'static Layout = &Self::LAYOUT;

    /// The number of stored elements, buffers included.
    const LEN: usize = {
        assert!(size_of::<T>() > 0 && size_of::<Self>().is_multiple_of(size_of::<T>()));
        assert!(size_of::<Self>() == 0 || align_of::<Self>() == align_of::<T>());
        if let Some(end) = Self::LAYOUT.end() {
            assert!(end * size_of::<T>() == size_of::<Self>(), "the layout does not match the type");
        }
        size_of::<Self>() / size_of::<T>()
    };

    /// Returns all elements, in the order of [`LAYOUT`](Self::LAYOUT).
    fn as_slice(&self) -> &[T]
    where
        T: Plain,
    {
        if Self::LEN == 0 {
            // A type without elements may have a smaller alignment than T.
            return &[];
        }
        // SAFETY: the trait guarantees that Self is LEN values of T and nothing else; the slice borrows `self`.
        unsafe { core::slice::from_raw_parts(core::ptr::from_ref(self).cast(), Self::LEN) }
    }

    /// Returns all elements as a mutable slice, in the order of [`LAYOUT`](Self::LAYOUT).
    fn as_mut_slice(&mut self) -> &mut [T]
    where
        T: Plain,
    {
        if Self::LEN == 0 {
            return &mut [];
        }
        // SAFETY: as above; every bit pattern is a valid Self, so nothing written here can make it invalid.
        unsafe { core::slice::from_raw_parts_mut(core::ptr::from_mut(self).cast(), Self::LEN) }
    }
}

// SAFETY: `()` is zero-sized and has no elements.
unsafe impl<T: Plain> Parameters<T> for () {
    const LAYOUT: Layout = Layout::EMPTY;
    const LEN: usize = 0;
}

// SAFETY: an array is its elements, contiguous.
unsafe impl<T, P: Parameters<T>, const K: usize> Parameters<T> for [P; K] {
    const LAYOUT: Layout = Layout::Repeat { count: K, stride: P::LEN, part: &P::LAYOUT };
}

/// Returns the layout of one field of `All`, whose type is inferred from the accessor.
pub(crate) const fn layout_of<All, P: Parameters<T>, T>(_: fn(&All) -> &P) -> Layout {
    P::LAYOUT
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_two_dimensional_weights_have_an_orientation() {
        let orientation = |layout| match layout {
            Layout::Tensor { orientation, .. } => orientation,
            _ => unreachable!("a tensor"),
        };
        let (matrix, vector) = (Layout::weight(&[2, 3]), Layout::weight(&[2]));
        assert_eq!(orientation(matrix.with_orientation(Orientation::OutIn)), Some(Orientation::OutIn));
        assert_eq!(orientation(vector.with_orientation(Orientation::OutIn)), None);
        assert_eq!(orientation(matrix.with_role(Role::Norm).with_orientation(Orientation::OutIn)), None);
    }

    const ONE: Layout = Layout::weight(&[2]);

    #[test]
    fn parts_are_contiguous() {
        let pair = Layout::Repeat { count: 3, stride: 2, part: &ONE };
        assert_eq!([&ONE, &pair, &Layout::EMPTY, &Layout::UNKNOWN].map(Layout::end), [Some(2), Some(6), Some(0), None]);
    }

    #[test]
    #[should_panic(expected = "contiguous and in order")]
    fn rejects_gap_before_field() {
        Layout::Fields(&[Field { name: "a", offset: 1, layout: &ONE }]).end();
    }

    #[test]
    #[should_panic(expected = "contiguous and in order")]
    fn rejects_gap_between_parts() {
        Layout::Repeat { count: 2, stride: 3, part: &ONE }.end();
    }
}

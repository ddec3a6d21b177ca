//! Formatting of tensors: the shape, the element type, and a table that elides the middle of long axes.

use super::Tensor;
use crate::describe::{type_name, width};
use crate::shape::Shape;
use core::fmt::{self, Write};

/// The maximum number of elements that are shown of each of the last two axes.
const MOST: usize = 6;
/// The maximum number of elements that are shown of each of the other axes.
const MOST_OUTER: usize = 2;

/// Writes the shape and the elements on one line; `{:#?}` writes the table of [`Display`](fmt::Display).
///
/// At most six elements of each of the last two axes are shown, and at most two of each of the other axes, with `...` for the
/// rest. A precision applies to every element.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// let x = Tensor::from([[1.0_f32, 2.0], [3.0, 4.0]]);
/// assert_eq!(format!("{x:?}"), "Tensor[2, 2] f32 [[1.0, 2.0], [3.0, 4.0]]");
/// let x = Tensor::<(N<100>,)>::from_fn(|[i]| i as f32);
/// assert_eq!(format!("{x:.0?}"), "Tensor[100] f32 [0, 1, 2, ..., 97, 98, 99]");
/// ```
impl<S: Shape, T: fmt::Debug> fmt::Debug for Tensor<S, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Elided { dims: S::DIMS, elements: self.as_slice() }.fmt(f)
    }
}

/// A tensor whose dimensions are known at run time, with the `Debug` output of a [`Tensor`].
pub(crate) struct Elided<'a, T> {
    pub(crate) dims: &'a [usize],
    pub(crate) elements: &'a [T],
}

impl<T: fmt::Debug> fmt::Debug for Elided<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_elided(f, type_name::<T>(), self.dims, self.elements, T::fmt)
    }
}

/// Writes a tensor as [`Elided`] does, with the given name of the element type and the given format of an element.
pub(crate) fn write_elided<T>(
    f: &mut fmt::Formatter<'_>,
    name: &str,
    dims: &[usize],
    elements: &[T],
    show: Show<T>,
) -> fmt::Result {
    if f.alternate() { write_table(f, name, dims, elements, show) } else { write_line(f, name, dims, elements, show) }
}

/// Writes the shape, and below it the elements in aligned columns. Rows and columns are elided as in
/// [`Debug`](fmt::Debug), and a precision applies to every element.
///
/// ```
/// use nn::Tensor;
/// let x = Tensor::from([[1.0_f32, -20.0], [0.25, 4.0]]);
/// assert_eq!(
///     x.to_string(),
///     "\
/// Tensor[2, 2] f32
/// [[   1,  -20],
///  [0.25,    4]]"
/// );
/// assert_eq!(
///     format!("{x:.1}"),
///     "\
/// Tensor[2, 2] f32
/// [[  1.0, -20.0],
///  [  0.2,   4.0]]"
/// );
/// ```
impl<S: Shape, T: fmt::Display> fmt::Display for Tensor<S, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_table(f, type_name::<T>(), S::DIMS, self.as_slice(), T::fmt)
    }
}

/// A function that writes one element.
pub(crate) type Show<T> = fn(&T, &mut fmt::Formatter<'_>) -> fmt::Result;

fn write_line<T>(f: &mut fmt::Formatter<'_>, name: &str, dims: &[usize], elements: &[T], show: Show<T>) -> fmt::Result {
    write_header(f, name, dims)?;
    f.write_str(" ")?;
    let precision = f.precision();
    let table = Table { show, precision, width: 0, lines: false };
    table.write(f, dims, elements, 0)
}

fn write_table<T>(
    f: &mut fmt::Formatter<'_>,
    name: &str,
    dims: &[usize],
    elements: &[T],
    show: Show<T>,
) -> fmt::Result {
    write_header(f, name, dims)?;
    f.write_str("\n")?;
    let precision = f.precision();
    let mut table = Table { show, precision, width: 0, lines: true };
    table.width = table.widest(dims, elements);
    table.write(f, dims, elements, 0)
}

/// Writes the header, such as `Tensor[2, 3] f32`.
fn write_header(f: &mut fmt::Formatter<'_>, name: &str, dims: &[usize]) -> fmt::Result {
    f.write_str("Tensor[")?;
    for (axis, size) in dims.iter().enumerate() {
        let comma = if axis == 0 { "" } else { ", " };
        write!(f, "{comma}{size}")?;
    }
    write!(f, "] {name}")
}

/// Returns the indices of an axis that are shown, and `None` where some are elided.
fn shown(size: usize, axes_left: usize) -> impl Iterator<Item = Option<usize>> {
    let most = if axes_left <= 2 { MOST } else { MOST_OUTER };
    let (head, tail) = if size <= most { (size, size) } else { (most / 2, size - most / 2) };
    let gap = (head < tail).then_some(None);
    (0..head).map(Some).chain(gap).chain((tail..size).map(Some))
}

struct Table<T> {
    show: Show<T>,
    precision: Option<usize>,
    /// The width to which elements are padded with spaces on the left.
    width: usize,
    /// Whether each row is on a line of its own.
    lines: bool,
}

impl<T> Table<T> {
    fn write_element(&self, out: &mut dyn Write, element: &T) -> fmt::Result {
        let element = Element { element, show: self.show };
        match self.precision {
            Some(precision) => write!(out, "{element:.precision$}"),
            None => write!(out, "{element}"),
        }
    }

    /// Returns the number of characters of an element.
    fn width_of(&self, element: &T) -> usize {
        width(fmt::from_fn(|f| self.write_element(f, element)))
    }

    /// Returns the width of the widest element that is shown.
    fn widest(&self, dims: &[usize], elements: &[T]) -> usize {
        let Some((&size, inner)) = dims.split_first() else {
            return self.width_of(&elements[0]);
        };
        let stride: usize = inner.iter().product();
        let widths = shown(size, dims.len()).flatten().map(|i| self.widest(inner, &elements[i * stride..]));
        widths.max().unwrap_or(0)
    }

    fn write(&self, f: &mut fmt::Formatter<'_>, dims: &[usize], elements: &[T], depth: usize) -> fmt::Result {
        let Some((&size, inner)) = dims.split_first() else {
            let missing = self.width.saturating_sub(self.width_of(&elements[0]));
            write!(f, "{:missing$}", "")?;
            return self.write_element(f, &elements[0]);
        };
        let stride: usize = inner.iter().product();
        f.write_str("[")?;
        for (place, index) in shown(size, dims.len()).enumerate() {
            if place > 0 {
                self.write_separator(f, inner.len(), depth + 1)?;
            }
            match index {
                Some(i) => self.write(f, inner, &elements[i * stride..], depth + 1)?,
                None => f.write_str("...")?,
            }
        }
        f.write_str("]")
    }

    /// Writes a comma, and in a table as many line breaks as there are inner axes.
    fn write_separator(&self, f: &mut fmt::Formatter<'_>, axes_inside: usize, indent: usize) -> fmt::Result {
        if !self.lines || axes_inside == 0 {
            return f.write_str(", ");
        }
        f.write_str(",")?;
        for _ in 0..axes_inside {
            f.write_str("\n")?;
        }
        write!(f, "{:indent$}", "")
    }
}

struct Element<'a, T> {
    element: &'a T,
    show: Show<T>,
}

impl<T> fmt::Display for Element<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (self.show)(self.element, f)
    }
}

#[cfg(all(test, feature = "std"))]
mod tests {
    use crate::dim::N;
    use crate::signal::Class;
    use crate::tensor::Tensor;

    #[test]
    fn shows_scalar_and_row() {
        let x = Tensor::<()>::new(1.5);
        assert_eq!(format!("{x:?}"), "Tensor[] f32 1.5");
        assert_eq!(format!("{x}"), "Tensor[] f32\n1.5");
        let x = Tensor::<(N<3>,), f64>::new([1.0, -0.5, f64::NAN]);
        assert_eq!(format!("{x:?}"), "Tensor[3] f64 [1.0, -0.5, NaN]");
        assert_eq!(format!("{x}"), "Tensor[3] f64\n[   1, -0.5,  NaN]");
    }

    #[test]
    fn long_axes_are_elided() {
        let x = Tensor::<(N<7>, N<100>)>::from_fn(|[i, j]| (100 * i + j) as f32);
        let expected = "\
Tensor[7, 100] f32
[[  0,   1,   2, ...,  97,  98,  99],
 [100, 101, 102, ..., 197, 198, 199],
 [200, 201, 202, ..., 297, 298, 299],
 ...,
 [400, 401, 402, ..., 497, 498, 499],
 [500, 501, 502, ..., 597, 598, 599],
 [600, 601, 602, ..., 697, 698, 699]]";
        assert_eq!(x.to_string(), expected);
        assert_eq!(format!("{x:#.0?}"), expected);
        let x = Tensor::<(N<6>,)>::zeros();
        assert_eq!(format!("{x:?}"), "Tensor[6] f32 [0.0, 0.0, 0.0, 0.0, 0.0, 0.0]");
    }

    #[test]
    fn outer_axes_are_separated_by_blank_lines() {
        let x = Tensor::<(N<3>, N<2>, N<2>)>::from_fn(|[i, j, k]| (4 * i + 2 * j + k) as f32);
        let expected = "\
Tensor[3, 2, 2] f32
[[[ 0,  1],
  [ 2,  3]],

 ...,

 [[ 8,  9],
  [10, 11]]]";
        assert_eq!(x.to_string(), expected);
    }

    #[test]
    fn output_of_six_axes_is_short() {
        let x = Tensor::<(N<9>, N<9>, N<9>, N<9>, N<9>, N<9>), f64>::full(0.125);
        assert!(x.to_string().len() < 8000);
        assert!(format!("{x:?}").starts_with("Tensor[9, 9, 9, 9, 9, 9] f64 [[[[[[0.125, 0.125, 0.125, ..., "));
    }

    #[test]
    fn shows_element_types_of_labels_and_integers() {
        let x = Tensor::<(N<2>,), Class<N<10>>>::new([Class::new(3).unwrap(), Class::default()]);
        assert_eq!(format!("{x:?}"), "Tensor[2] Class [3, 0]");
        assert_eq!(format!("{:?}", Tensor::<(N<2>,), u8>::new([7, 8])), "Tensor[2] u8 [7, 8]");
    }
}

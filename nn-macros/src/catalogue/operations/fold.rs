//! The windows of an image as columns, `unfold2d::<3>()`, and their sum, `fold2d::<3, output_size = (8, 8)>()`.

use super::op::Op;
use super::operation::{Applied, Call, Operation, Rank, Refusal, Requirement};
use super::spatial::{at_least, expects, for_each_axis, window_over};
use crate::catalogue::{Known, Window, axes_of};
use crate::diagnostics::messages;
use crate::shape::{Dim, Shape, Verdict};

const OF_UNFOLD: Known = &[("stride", "stride = 2"), ("padding", "padding = 1"), ("dilation", "dilation = 2")];
const OF_FOLD: Known = &[
    ("output_size", "output_size = (7, 9)"),
    ("stride", "stride = 2"),
    ("padding", "padding = 1"),
    ("dilation", "dilation = 2"),
];

/// The axes of an image after the channels.
const AXES: usize = 2;

/// Parses the window of an operation, and the size of the output if it has one.
fn window(call: &Call<'_>, known: Known, without_kernel: &str) -> syn::Result<(Window, Option<Vec<Dim>>)> {
    let wrong = || syn::Error::new(call.span, without_kernel);
    let mut arguments = call.with_names(known)?;
    let mut window = Window::new(arguments.axis_sizes(without_kernel.into())?);
    for (name, least, numbers) in window.named() {
        if let Some(dims) = arguments.per_any_axis(name, least)? {
            *numbers = dims;
        }
    }
    let size = arguments.per_any_axis("output_size", 1)?;
    if window.parts().into_iter().chain(size.as_deref()).any(|dims| dims.len() > AXES) {
        return Err(wrong());
    }
    Ok((window_over(&window, AXES).map_err(|_| wrong())?, size))
}

/// The error for sizes whose product no size can hold.
fn too_large() -> Refusal {
    Refusal { expects: "a smaller image".into(), help: messages::help_too_large("product") }
}

/// Parses `unfold2d::<3, stride = 2, padding = 1, dilation = 2>()`.
pub(super) fn unfold2d(call: &Call<'_>) -> syn::Result<Operation> {
    let (window, _) = window(call, OF_UNFOLD, &messages::unfold2d_without_kernel())?;
    Ok(Box::new(move |given| {
        let dims = axes_of(given, 1 + AXES).ok_or_else(|| expects(AXES))?;
        let (channels, sizes) = (&dims[0], &dims[1..]);
        let Some(places) = window.places(sizes) else {
            let help = match sizes.iter().filter_map(Dim::literal).min() {
                Some(largest) if largest > 1 => messages::help_smaller_window("unfold2d", largest),
                _ => messages::help_no_window("unfold2d"),
            };
            return Err(Refusal { expects: messages::at_least(window.least(channels, sizes)), help });
        };
        let minimum = window.minimum(sizes);
        let places = window.places(&minimum).unwrap_or(places);
        let rows: Vec<_> = std::iter::once(channels).chain(&window.kernel).cloned().collect();
        let (rows, columns) =
            (Shape::count(&rows).ok_or_else(too_large)?, Shape::count(&places).ok_or_else(too_large)?);
        let requires = at_least(given, &dims, Rank::Known, minimum);
        Ok(Applied {
            op: Op::Unfold2d { window: window.clone() },
            requires,
            gives: vec![Shape::real(vec![rows, columns])],
        })
    }))
}

/// Parses `fold2d::<3, output_size = (8, 8), stride = 2, padding = 1, dilation = 2>()`.
pub(super) fn fold2d(call: &Call<'_>) -> syn::Result<Operation> {
    let without_size = || syn::Error::new(call.span, messages::fold2d_without_size());
    let (window, size) = window(call, OF_FOLD, &messages::fold2d_without_size())?;
    let size = for_each_axis(&size.ok_or_else(without_size)?, AXES).map_err(|_| without_size())?;
    let places = window.places(&size).and_then(|places| Shape::count(&places));
    let columns = places.ok_or_else(|| syn::Error::new(call.span, messages::fold2d_of_no_window()))?;
    Ok(Box::new(move |given| {
        let refusal = |expects, help| Err(Refusal { expects, help });
        let Some(dims) = axes_of(given, 2) else {
            return refusal(messages::rows_and_columns(), messages::help_columns());
        };
        let taps = Shape::count(&window.kernel).ok_or_else(too_large)?;
        let (channels, rows) = match (&dims[0], &taps) {
            (Dim::Literal(rows), Dim::Literal(taps)) if rows % taps == 0 => {
                (Dim::Literal(rows / taps), dims[0].clone())
            }
            (Dim::Literal(_), Dim::Literal(_)) => {
                return refusal(messages::rows_of_windows(&taps), messages::help_rows_of_windows(&taps));
            }
            // The bound of a generic network; a quotient that is rounded down where an item proves that it is not.
            (rows, taps) => {
                let is_generic = rows.is_generic() || taps.is_generic();
                let name = if is_generic { "DividedBy" } else { "DivDim" };
                let channels = Dim::result(name, rows, vec![taps.clone()], rows.formula().over(taps));
                let whole = channels.clone().product(taps.clone()).ok_or_else(too_large)?;
                (channels, if is_generic { rows.clone() } else { whole })
            }
        };
        let takes = Shape::real(vec![rows, columns.clone()]);
        let help = messages::help_fold2d;
        let requires = match takes.compare(given) {
            Verdict::Equal => None,
            Verdict::Different => return refusal(takes.to_string(), help()),
            Verdict::Unknown => Some(Requirement { shape: takes, help: help(), least: None, rank: Rank::Known }),
        };
        let op = Op::Fold2d { size: size.clone(), window: window.clone() };
        Ok(Applied { op, requires, gives: vec![Shape::of_channels(&channels, &size)] })
    }))
}

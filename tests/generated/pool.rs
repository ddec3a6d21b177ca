//! `max_pool::<2>()`, `avg_pool::<3, stride = (2, 1), padding = 1>()`, `global_avg_pool()`.
//!
//! Pools are drawn for images and sequences whose sizes, except for the channels, are literals: nothing is predicted for others.

use crate::architecture::{Call, Turbofish};
use crate::draw::{Drawn, Scope};
use crate::predict::{Value, Walk};
use crate::shape::{Dim, Shape};
use crate::window::{Window, literals};

pub(crate) fn draw_max(scope: &mut Scope<'_>, given: &Drawn) -> Option<(Turbofish, Shape)> {
    draw(scope, given, true)
}

pub(crate) fn draw_avg(scope: &mut Scope<'_>, given: &Drawn) -> Option<(Turbofish, Shape)> {
    draw(scope, given, false)
}

fn draw(scope: &mut Scope<'_>, given: &Drawn, dilates: bool) -> Option<(Turbofish, Shape)> {
    let [channels, sizes @ ..] = given.shape.known()? else { return None };
    let sizes = literals(sizes).filter(|sizes| matches!(sizes.len(), 1 | 2))?;
    // Separate values for height and width.
    let pairs = sizes.len() == 2 && scope.random.percent(25);
    let is_wanted = |window: &Window| !pairs || window.of_pool().contains('(');
    let mut window = (0..8).find_map(|_| Window::draw(scope.random, &sizes, dilates).filter(is_wanted))?;
    if !pairs && scope.random.percent(40) {
        window.stride = window.kernel;
    }
    let places = window.places(&sizes)?;
    Some((Turbofish::Window(window), Shape::Known([std::slice::from_ref(channels), &places[..]].concat())))
}

/// The mean of each channel.
pub(crate) fn draw_global(_: &mut Scope<'_>, given: &Drawn) -> Option<(Turbofish, Shape)> {
    match given.shape.known()? {
        [channels, _] | [channels, _, _] | [channels, _, _, _] => {
            Some((Turbofish::Nothing, Shape::Known(vec![channels.clone()])))
        }
        _ => None,
    }
}

pub(crate) fn take(walk: &mut Walk<'_>, call: &Call, values: &[Value]) -> Option<Value> {
    let Turbofish::Window(window) = &call.turbofish else { unreachable!("a pool is drawn with a window") };
    let Some(dims) = values[0].shape.known().map(<[Dim]>::to_vec) else {
        walk.unclear(call.mark);
        return None;
    };
    // A pair is for an image.
    if !matches!(dims.len(), 2..=4) || dims.len() != 3 && !window.is_square() {
        return walk.refuse(&values[0], call, "[channels, height, width]");
    }
    let Some(sizes) = literals(&dims[1..]) else {
        walk.unclear(call.mark);
        return None;
    };
    let image = |sizes: &[Dim]| [&dims[..1], sizes].concat();
    let Some(places) = window.places(&sizes) else {
        let least = Shape::Known(image(&window.least(&sizes)));
        return walk.refuse(&values[0], call, &format!("at least {least}"));
    };
    let mut halves = window.padding.iter().zip(window.kernel);
    if let Some((_, kernel)) = halves.find(|(padding, kernel)| 2 * **padding > *kernel)
        && window.dilation == [1, 1]
    {
        return walk.refuse(&values[0], call, &format!("a padding of at most {}", kernel / 2));
    }
    Some(walk.reshaped(&values[0], call, Shape::Known(image(&places))))
}

pub(crate) fn take_global(walk: &mut Walk<'_>, call: &Call, values: &[Value]) -> Option<Value> {
    match values[0].shape.known() {
        None => {
            walk.unclear(call.mark);
            None
        }
        Some(dims @ ([_, _] | [_, _, _] | [_, _, _, _])) => {
            let mean = Shape::Known(dims[..1].to_vec());
            Some(walk.reshaped(&values[0], call, mean))
        }
        Some(_) => walk.refuse(&values[0], call, "[channels, height, width]"),
    }
}

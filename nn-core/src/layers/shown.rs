//! Formatting of a layer and its tensors, for the `Debug` output of a network.

use crate::parameters::{Layout, Parameters, Plain};
use crate::tensor::Elided;
use core::fmt;

/// Writes the type of a layer, and the shapes and some elements of its tensors:
/// `Linear<2, 1> { weight: Tensor[2, 1] f32 [[0.5], [-0.5]], bias: Tensor[1] f32 [0.0] }`.
pub fn write_layer<L, T>(layer: &L, f: &mut fmt::Formatter<'_>) -> fmt::Result
where
    L: fmt::Debug + Parameters<T>,
    T: fmt::Debug + Plain,
{
    layer.fmt(f)?;
    if let Layout::Tensor { dims, .. } = L::LAYOUT {
        return f.debug_struct("").field("value", &Elided { dims, elements: layer.as_slice() }).finish();
    }
    let Layout::Fields(fields @ [_, ..]) = L::LAYOUT else { return Ok(()) };
    let elements = layer.as_slice();
    // The name is written already.
    let mut tensors = f.debug_struct("");
    for field in fields {
        if let Layout::Tensor { dims, .. } = *field.layout {
            let elements = &elements[field.offset..][..field.layout.size()];
            tensors.field(field.name, &Elided { dims, elements });
        }
    }
    tensors.finish()
}

/// [`write_layer`] for each layer of an array.
pub fn write_layers<L, T>(layers: &[L], f: &mut fmt::Formatter<'_>) -> fmt::Result
where
    L: fmt::Debug + Parameters<T>,
    T: fmt::Debug + Plain,
{
    f.debug_list().entries(layers.iter().map(|layer| fmt::from_fn(move |f| write_layer(layer, f)))).finish()
}

#[cfg(all(test, feature = "std"))]
mod tests {
    use super::*;
    use crate::dim::N;
    use crate::layers::{Linear, NoBias, Parameter, Relu};
    use crate::parameters::zeroed;

    fn text<L: fmt::Debug + Parameters<f32>>(layer: &L) -> String {
        format!("{:?}", fmt::from_fn(|f| write_layer::<L, f32>(layer, f)))
    }

    #[test]
    fn debug_shows_layers_with_their_tensors() {
        assert_eq!(
            text(&*zeroed::<Linear<N<2>, N<1>>>()),
            "Linear<2, 1> { weight: Tensor[2, 1] f32 [[0.0], [0.0]], bias: Tensor[1] f32 [0.0] }"
        );
        assert_eq!(
            text(&*zeroed::<Linear<N<1>, N<1>, NoBias>>()),
            "Linear<1, 1, bias = false> { weight: Tensor[1, 1] f32 [[0.0]] }"
        );
        assert_eq!(text(&Relu), "Relu");
        assert_eq!(text(&*zeroed::<Parameter<(N<2>,)>>()), "Parameter<2> { value: Tensor[2] f32 [0.0, 0.0] }");
    }

    #[test]
    fn debug_shows_an_array_as_a_list() {
        let layers = zeroed::<[Linear<N<1>, N<1>, NoBias>; 2]>();
        let shown = format!("{:.1?}", fmt::from_fn(|f| write_layers::<_, f32>(&*layers, f)));
        let one = "Linear<1, 1, bias = false> { weight: Tensor[1, 1] f32 [[0.0]] }";
        assert_eq!(shown, format!("[{one}, {one}]"));
    }
}

//! The stages of `network!`, in order.

use crate::diagnostics::Errors;
use crate::graph::Graph;
use crate::syntax::Network;
use crate::{emit, graph, streaming, syntax};
use proc_macro2::TokenStream;

pub(crate) fn network(input: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let (input, second) = syntax::split_networks(input, &mut errors);
    let expansion = one(input, errors);
    if second.is_empty() { expansion } else { expansion.into_iter().chain(network(second)).collect() }
}

/// Expands one network, of which these errors are known.
fn one(input: TokenStream, mut errors: Errors) -> TokenStream {
    let network = syntax::network(input.clone(), &mut errors);
    let graph = network.as_ref().map(|network| graph::build(network, &mut errors));
    let known = network.as_ref().zip(graph.as_ref());
    let shown = emit::is_editor().then(|| emit::shown(&input, known, errors.is_empty()));
    let expansion = match network.zip(graph) {
        Some((network, graph)) => expanded(network, graph, &input, errors),
        None => emit::unreadable(&input, &errors.into_tokens()),
    };
    match shown {
        Some(shown) => emit::in_editor(shown, &input, expansion),
        None => expansion,
    }
}

fn expanded(mut network: Network, graph: Graph, input: &TokenStream, mut errors: Errors) -> TokenStream {
    let is_underivable = graph::report_underivable(&network, &graph, &mut errors);
    let is_misdeclared = graph::report_parameters(&network, &graph, &mut errors);
    let is_declared = network.is_declared && !graph.is_misdeclared && !is_misdeclared;
    if is_underivable || !is_declared && !errors.is_empty() {
        return emit::name_alone(&network, input, &errors.into_tokens());
    }
    let sizes = graph::sizes_of_own_traits(&network, &graph);
    let checks = emit::check_traits_of_sizes(&mut network, &sizes);
    let step = if errors.is_empty() { streaming::steps(&network, &graph, &mut errors) } else { None };
    let mut expansion = match errors.is_empty() {
        true if emit::is_editor() => emit::outline(&network, graph, input),
        true => emit::network(&network, graph, step, input),
        false => emit::skeleton(&network, &graph, input, &errors.into_tokens()),
    };
    expansion.extend(checks);
    expansion
}

#[cfg(test)]
mod tests {
    use super::*;

    /// rustc deduplicates identical errors at the same span, but not in an incremental build.
    #[test]
    fn each_error_is_emitted_once() {
        let count = |input: &str, message: &str| {
            let text = network(input.parse().unwrap()).to_string();
            (text.matches(message).count(), text.matches("compile_error").count())
        };
        let (forward, groups) = ("fn forward(x: Tensor<H>) -> Tensor<H> { x.conv() }", "cannot divide 3 channels");
        let conv = "ConvTranspose2d<H, 3, kernel = 2, groups = 2>";
        for fields in [format!("conv: {conv}"), format!("conv: [{conv}; 2]")] {
            assert_eq!(count(&format!("struct Net<H: Dim> {{ {fields} }} {forward}"), groups), (1, 1));
            assert_eq!(count(&format!("#[int8(NetInt8)] struct Net {{ {fields} }} {forward}"), groups), (1, 1));
            let two = format!("struct Net<H: Dim> {{ {fields}, lost: Linear<0, 3> }} {forward}");
            assert_eq!(count(&two, groups), (1, 2));
            assert_eq!(count(&two, "a size must be at least 1"), (1, 2));
        }
        // Networks that cannot be parsed, with and without a name.
        for head in ["struct Net { fc: Linear<3, 3> }", "struct { fc: Linear<3, 3> }"] {
            let text = network(format!("{head} fn forward(x: Tensor<3>) {{ x.fc() }}").parse().unwrap()).to_string();
            assert_eq!(text.matches("compile_error").count(), 1, "{text}");
        }
        // Traits that are derived twice, or that no layer of `nn` implements; custom layers may implement them.
        let derive = |traits: &str, layer: &str| {
            let body = "fn forward(x: Tensor<3>) -> Tensor<3> { x.layer() }";
            let input = format!("#[derive({traits})] struct Net {{ layer: {layer} }} {body}");
            network(input.parse().unwrap()).to_string().matches("compile_error").count()
        };
        assert_eq!(derive("Clone, std::clone::Clone", "Linear<3, 3>"), 1);
        assert_eq!(derive("Copy, std::cmp::Eq, other::Hash", "Linear<3, 3>"), 2);
        assert_eq!(derive("Copy, Eq", "Own"), 0);
        assert_eq!(derive("Serialize, Deserialize", "Linear<3, 3>"), usize::from(cfg!(not(feature = "serde"))));
        // The channels of the normalisation are not the outputs of a dense layer with several axes.
        let of_rows = |shape: &str, channels: u32| {
            let layers = format!("fc: Linear<4, 4>, norm: BatchNorm1d<{channels}>");
            let input = format!(
                "#[int8(NetInt8)] struct Net {{ {layers} }} fn forward(x: Tensor<{shape}>) -> Tensor<{shape}> {{ x.fc().norm() }}"
            );
            network(input.parse().unwrap()).to_string().contains("`norm` does not directly follow")
        };
        assert_eq!([of_rows("4", 4), of_rows("4, 4", 4), of_rows("3, 4", 3)], [false, true, true]);
        let only_in_integers = "#[int8(NetInt8)] struct Net { table: Embedding<9, 4> } \
                                fn forward(x: Tensor<2, Class<9>>) -> Tensor<2, 4> { x.table() }";
        let text = network(only_in_integers.parse().unwrap()).to_string();
        assert_eq!(text.matches("compile_error").count(), 1, "{text}");
    }
}

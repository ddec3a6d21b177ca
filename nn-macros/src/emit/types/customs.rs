//! Type aliases for custom layers and nested networks, which the macro knows by name alone.

use super::layers::{layer_type, repeated};
use crate::catalogue::Layer;
use crate::emit::names::{accepts, presence, present, written as written_name};
use crate::graph::{Graph, NodeLayer};
use crate::shape::Alias;
use crate::syntax::{Element, Network};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};

/// Emits a type alias for each custom layer, beside the struct, which refers to it: an error in the type is reported there
/// alone.
pub(in crate::emit) fn named_customs(network: &Network, graph: &Graph) -> TokenStream {
    let customs = (0..network.fields.len()).filter_map(|index| {
        let (name, ty) = (name(network, &graph.layers, index)?, graph.layers[index].as_ref()?);
        let (name, ty) = (definition(network, &name), layer_type(ty, network.element));
        Some(quote! {
            #[doc(hidden)]
            #[allow(nonstandard_style, dead_code)]
            type #name = #ty;
        })
    });
    customs.collect()
}

/// The name beside the struct of a field's custom layer.
fn name(network: &Network, layers: &[Option<Layer>], index: usize) -> Option<Alias> {
    let field = &network.fields[index];
    match &layers[index] {
        Some(Layer::Custom(custom)) => {
            let name = format_ident!("__{}_{}", network.name, field.name, span = Span::call_site());
            Some(Alias { name, parameters: custom.alias.parameters.clone() })
        }
        _ => None,
    }
}

/// The name and the generic parameters of an alias, where it is defined.
fn definition(network: &Network, Alias { name, parameters }: &Alias) -> TokenStream {
    let parameters = parameters.iter().map(|name| {
        let mut consts = network.generics.const_params();
        consts
            .find(|parameter| parameter.ident == *name)
            .map_or_else(|| quote!(#name), |syn::ConstParam { ident, ty, .. }| quote!(const #ident: #ty))
    });
    if parameters.len() == 0 { quote!(#name) } else { quote!(#name<#(#parameters),*>) }
}

/// The type of a public field as the documentation shows it, if the struct refers to an alias of it.
pub(in crate::emit) fn documented(network: &Network, layers: &[Option<Layer>], index: usize) -> Option<TokenStream> {
    let is_public = !matches!(network.fields[index].visibility, syn::Visibility::Inherited);
    let layer = layers[index].as_ref().filter(|layer| is_public && matches!(layer, Layer::Custom(_)))?;
    Some(repeated(network, index, layer_type(layer, network.element)))
}

/// The type of a field in the struct: the layer, or an array of it.
pub(in crate::emit) fn field_type(network: &Network, layers: &[Option<Layer>], index: usize) -> Option<TokenStream> {
    Some(repeated(network, index, shown(network, layers, index)?))
}

/// The type of a field's layer as the struct shows it.
fn shown(network: &Network, layers: &[Option<Layer>], index: usize) -> Option<TokenStream> {
    let layer = layers[index].as_ref()?;
    Some(name(network, layers, index).map_or_else(|| layer_type(layer, network.element), |name| quote!(#name)))
}

/// Emits a type alias for each custom layer, so that a missing type is one error, where the user names it. If the network
/// is not generic, the alias is the type only if that is a layer, and a stand-in otherwise, so that the bounds of the
/// generated code hold; items report what is missing.
pub(in crate::emit) fn aliases(network: &Network, graph: &Graph) -> TokenStream {
    let customs = graph.layers.iter().enumerate().filter_map(|(index, layer)| match layer {
        Some(Layer::Custom(custom)) if is_tested(network) => Some(tested(network, graph, index, &custom.alias)),
        Some(Layer::Custom(custom)) => {
            let (alias, ty) = (definition(network, &custom.alias), shown(network, &graph.layers, index));
            Some(quote!(type #alias = #ty;))
        }
        _ => None,
    });
    let customs: TokenStream = customs.collect();
    let imports = (is_tested(network) && !customs.is_empty()).then(|| {
        quote!(
            use __nn::Absent as _;
        )
    });
    quote!(#imports #customs)
}

/// Returns whether custom layers are tested: no constant can refer to generic parameters.
fn is_tested(network: &Network) -> bool {
    network.generics.params.is_empty()
}

fn tested(network: &Network, graph: &Graph, index: usize, alias: &Alias) -> TokenStream {
    let [element, other] = match network.element {
        Element::F32 => [Element::F32, Element::F64],
        Element::F64 => [Element::F64, Element::F32],
    };
    let ty = shown(network, &graph.layers, index);
    let (written, present) = (written_name(alias), present(alias));
    let (presence, accepts) = (presence(alias), accepts(alias));
    let probe = |of: TokenStream, name: &str| {
        let name = Ident::new(name, Span::call_site());
        quote!(__nn::Probe::<#of>::#name)
    };
    let [connects, has_init] = ["CONNECTS", "HAS_INIT"].map(|name| probe(quote!(#written, #element), name));
    let is_initialised = probe(quote!(#present, #element), "HAS_INIT");
    let [has_parameters, has_other_parameters] =
        [element, other].map(|element| probe(quote!(#written, #element), "HAS_PARAMETERS"));
    // The input of the first call.
    let is_this = |layer: &NodeLayer| matches!(layer, NodeLayer::Field(field) if *field == index);
    let given = graph.nodes.iter().find(|node| is_this(&node.layer)).map(|node| graph.signal(&node.inputs));
    let accepts_it = given.map_or_else(
        || quote!(true),
        |given| {
            let input = quote!(<#present as __nn::Connect>::Input<#given>);
            probe(quote!(#present, (#input, #element)), "ACCEPTS")
        },
    );
    quote! {
        type #written = #ty;
        const #presence: __nn::Presence = __nn::Presence {
            connects: #connects,
            has_init: #has_init,
            has_parameters: #has_parameters,
            has_other_parameters: #has_other_parameters,
        };
        type #present =
            <__nn::Either<{ #presence.is_layer() }, #written> as __nn::Chosen>::Layer;
        const #accepts: bool = #accepts_it;
        type #alias = <__nn::Either<{ #accepts && #is_initialised }, #present> as __nn::Chosen>::Layer;
    }
}

/// A custom layer as the user wrote it, layer or not.
pub(in crate::emit) fn written(network: &Network, alias: &Alias) -> TokenStream {
    if is_tested(network) { written_name(alias).to_token_stream() } else { alias.to_token_stream() }
}

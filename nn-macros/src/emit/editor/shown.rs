//! The code for an editor, and its place before the expansion.

use super::calls::calls;
use super::hidden::{Hidden, hide};
use super::menu::Menus;
use super::source::Source;
use super::values::Values;
use crate::graph::Graph;
use crate::syntax::Network;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

/// Returns whether the macro is expanded for an editor.
pub(crate) fn is_editor() -> bool {
    let program = std::env::current_exe().ok();
    program.and_then(|path| Some(path.file_stem()?.to_str()?.contains("rust-analyzer"))).unwrap_or_default()
}

/// Emits the code for an editor; of a network that could not be parsed, only its layers.
pub(crate) fn shown(input: &TokenStream, known: Option<(&Network, &Graph)>, is_correct: bool) -> TokenStream {
    let source = Source::of(input);
    let layers = source.layers();
    let forward = known.map(|(network, graph)| forward(&source, network, graph, is_correct));
    quote! {
        #[doc(hidden)]
        #[allow(warnings)]
        const _: () = {
            #layers
            #forward
        };
    }
}

/// Places the code for an editor before the expansion, which keeps only those of the user's spans that name an item.
pub(crate) fn in_editor(shown: TokenStream, input: &TokenStream, expansion: TokenStream) -> TokenStream {
    let Hidden { expansion, errors } = hide(expansion, Source::of(input).name());
    quote!(#shown #expansion #errors)
}

fn forward(source: &Source, network: &Network, graph: &Graph, is_correct: bool) -> TokenStream {
    let values = Values::new(graph, network.element);
    let inputs = network.forward.inputs.iter().enumerate().map(|(index, input)| {
        let (name, ty) = (&input.name, values.input(index));
        quote!(#name: #ty)
    });
    let stored = values.stored().map(|(field, id)| {
        let (name, ty) = (&network.fields[field].name, values.ty(id));
        quote!(#name: #ty)
    });
    let inputs = inputs.chain(stored);
    let (body, calls) = (source.body(), calls(source, network, &values));
    let Menus { menus, outputs } = if is_correct { Menus::default() } else { Menus::of(source, network, &values) };
    let (types, tensors) = (values.types(), tensors(network));
    quote! {
        fn forward(#(#inputs),*) -> impl ::core::marker::Sized { #body }
        mod shapes { #types #outputs }
        #calls
        #menus
        #tensors
    }
}

/// The types of inputs and outputs, at the user's words.
fn tensors(network: &Network) -> TokenStream {
    let spans = network.forward.inputs.iter().map(|input| input.ty.span);
    let spans = spans.chain(network.forward.outputs.iter().map(|output| output.span));
    let names = spans.map(|span| Ident::new("Tensor", Span::call_site().located_at(span)));
    quote!(fn tensors(#(_: ::nn::__private::#names<()>),*) {})
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Errors;
    use crate::{graph, syntax};

    fn expanded(text: &str) -> String {
        let input: TokenStream = text.parse().unwrap();
        let mut errors = Errors::default();
        let network = syntax::network(input.clone(), &mut errors);
        let graph = network.as_ref().map(|network| graph::build(network, &mut errors));
        shown(&input, network.as_ref().zip(graph.as_ref()), errors.is_empty()).to_string()
    }

    const NET: &str = "struct Net { conv: Conv2d<1, 8, kernel = 3, padding = 1>, fc: [Linear<6272, 6272>; 2] } \
                       fn forward(x: Tensor<1, 28, 28>, y: Tensor<6272>) -> Tensor<6272> { \
                       let h: Tensor<6272> = x.conv().relu().flatten(); let (a, b) = split::<1>(fc(h) + y); concat(a, b) }";

    #[test]
    fn code_before_the_cursor_does_not_depend_on_what_follows() {
        assert!(expanded(NET).contains("shapes :: value_0 :: Tensor < 1 , 28 , 28 >"), "{}", expanded(NET));
        let check = |before: &str, word: &str, rest: &str| {
            let (without, with) = (expanded(&format!("{before}{rest}")), expanded(&format!("{before}{word}{rest}")));
            let (expected, _) = with.split_once("marker").unwrap();
            assert!(without.starts_with(expected), "{before}|{rest}: {expected}\n\n{without}");
        };
        for end in ["x.", "conv().", "relu()."] {
            let (before, rest) = NET.split_at(NET.find(end).unwrap() + end.len());
            for rest in [rest, " }", "; h }", " h.relu(); h }"] {
                check(before, "marker", rest);
            }
        }
        let (before, rest) = NET.split_at(NET.find(" + y").unwrap());
        check(&format!("{before}."), "marker", rest);
        for end in ["Conv2d<1, 8, ", "kernel = 3, "] {
            let (before, rest) = NET.split_at(NET.find(end).unwrap() + end.len());
            check(before, "marker, ", rest);
        }
    }

    /// A variable has one type, whatever a loop assigns to it.
    #[test]
    fn loops_are_blocks_with_one_call_of_each_layer() {
        let text = expanded(
            "struct Net { stem: Linear<3, 4>, blocks: [Linear<4, 4>; 3], head: Linear<4, 2> } \
             fn forward(x: Tensor<3>) -> Tensor<2> { \
             let mut h: Tensor<4> = x.stem(); for block in blocks { let t: Tensor<4> = block(h); h = t.relu(); } h.head() }",
        );
        let body = "let mut h = x . stem () ; { let t = (h) . block () ; h = t . relu () ; } h . head () }";
        assert!(text.contains(body), "{text}");
        assert_eq!(["stem", "block", "head"].map(|name| text.matches(&format!("fn {name} (self)")).count()), [1; 3]);
        let of_variable = "impl shapes :: value_1 :: Tensor < 4 >";
        assert_eq!(text.matches(of_variable).count(), 2, "{text}");
        assert!(text.contains("\"blocks: [Linear<4, 4>; 3]\""), "{text}");
    }

    #[test]
    fn errors_are_items_at_the_end() {
        let input: TokenStream =
            "struct Net { fc: Linear<3, 3> } fn forward(x: Tensor<3>) -> Tensor<3> { x.fd() }".parse().unwrap();
        let error: TokenStream = "::core::compile_error!{ \"wrong\" }".parse().unwrap();
        let expansion = quote! {
            const MISTAKES: usize = { #error #error };
            const _: () = expect_equal();
            pub struct Net { fc: Linear }
            const _: () = { impl Net { fn forward(&self) -> [u8; { 3 }] { self.fc() } } };
        };
        let text = in_editor(TokenStream::new(), &input, expansion).to_string();
        let expected = quote! {
            const MISTAKES: usize = { 0 };
            pub struct Net { fc: Linear }
            const _: () = { impl Net { fn forward(&self) -> [u8; { 3 }] { loop {} } } };
            #error #error
        };
        assert_eq!(text, expected.to_string());
    }
}

//! Emits the items by which the compiler proves what the macro cannot.

use super::names::{accepts, presence, written};
use super::spans::respan;
use crate::graph::{Claim, Graph, InputFixes, Item, ItemId, LayerTexts, Obligation, Report, ScanNames, TraitTexts};
use crate::shape::{Opaque, Signal};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use std::collections::HashSet;

/// An item of a network.
pub(super) struct EmittedItem {
    /// Whether it proves that a custom type is a layer, which needs no proof where that is reported already.
    pub(super) is_about_layer: bool,
    pub(super) tokens: TokenStream,
}

/// Emits the items of a network.
pub(super) fn items(graph: &Graph) -> Vec<EmittedItem> {
    let needed = needed(graph);
    let items = graph.items.iter().enumerate().filter_map(|(id, item)| match item {
        Item::Prove(obligation, report) => Some(EmittedItem {
            is_about_layer: matches!(obligation.claim, Claim::Layer(_) | Claim::Accepts(..)),
            tokens: prove(graph, obligation, report),
        }),
        Item::Ask(obligation) => {
            let tokens = || ask(graph, id, obligation);
            needed.contains(&id).then(|| EmittedItem { is_about_layer: false, tokens: tokens() })
        }
        Item::Name { signal, span } => Some(EmittedItem { is_about_layer: false, tokens: name(id, signal, *span) }),
    });
    items.collect()
}

/// The items that others depend on: each depends on items before it.
fn needed(graph: &Graph) -> HashSet<ItemId> {
    let mut needed = HashSet::new();
    for (id, item) in graph.items.iter().enumerate().rev() {
        match item {
            Item::Prove(obligation, _) => needed.extend(&obligation.after),
            Item::Ask(obligation) if needed.contains(&id) => needed.extend(&obligation.after),
            _ => {}
        }
    }
    needed
}

/// Emits a constant that fails with the report.
fn prove(graph: &Graph, obligation: &Obligation, report: &Report) -> TokenStream {
    let ((name, dims), span) = (parts(&obligation.claim), obligation.span);
    let (dims, after) = (respan(dims, span), after(graph, obligation));
    let name = if matches!(report, Report::Scan(_)) { "scan" } else { name };
    let expect = format_ident!("expect_{name}", span = span);
    let proof = quote_spanned!(span=> __nn::#expect(#dims, #report));
    match after.as_slice() {
        [] => quote_spanned!(span=> const _: () = #proof;),
        after => quote_spanned!(span=> const _: () = if true #(&& #after)* { #proof };),
    }
}

/// Emits a `bool` constant: whether a claim holds.
fn ask(graph: &Graph, id: ItemId, obligation: &Obligation) -> TokenStream {
    let ((name, dims), span) = (parts(&obligation.claim), obligation.span);
    let (dims, after) = (respan(dims, span), after(graph, obligation));
    let (holds, answer) = (format_ident!("is_{name}", span = span), answer_name(id, span));
    quote_spanned!(span=> const #answer: bool = __nn::#holds(#dims) #(&& #after)*;)
}

fn name(id: ItemId, signal: &Opaque, span: Span) -> TokenStream {
    let name = signal_name(id, span);
    let item = quote! {
        struct #name;
        impl __nn::Named for #name {
            type Signal = #signal;
        }
    };
    respan(item, span)
}

pub(super) fn signal_name(id: ItemId, span: Span) -> Ident {
    format_ident!("__Gives{}", id, span = span)
}

fn answer_name(id: ItemId, span: Span) -> Ident {
    format_ident!("__HOLDS_{}", id, span = span)
}

/// The constants that an obligation depends on.
fn after(graph: &Graph, obligation: &Obligation) -> Vec<Ident> {
    let answer = |&id: &ItemId| match &graph.items[id] {
        Item::Ask(asked) => Some(answer_name(id, asked.span)),
        _ => None,
    };
    obligation.after.iter().filter_map(answer).collect()
}

/// Returns the suffix of the names of the two functions for a claim, `expect_..` and `is_..`, and their arguments.
fn parts(claim: &Claim) -> (&'static str, TokenStream) {
    let dims = |signal: &dyn ToTokens| quote!(<#signal as __nn::Signal>::DIMS);
    let all = |signal: &dyn ToTokens| quote!(<#signal as __nn::Signal>::DIMS, <#signal as __nn::Signal>::INDICES);
    match claim {
        Claim::Layer(of) => {
            let presence = presence(of);
            ("layer", quote!(&#presence))
        }
        Claim::Accepts(of, input) => {
            let (accepts, presence, input) = (accepts(of), presence(of), all(input));
            ("accepts", quote!(#accepts, &#presence, #input))
        }
        Claim::Equal(a, b) => {
            let (a, b) = (dims(a), dims(b));
            ("equal", quote!(#a, #b))
        }
        Claim::Rank(a, b) => {
            let (a, b) = (dims(a), dims(b));
            ("rank", quote!(#a, #b))
        }
        Claim::Input(a, b) => {
            let (a, b): (_, TokenStream) = (all(a), all(b as &Signal));
            ("input", quote!(#a, #b))
        }
        Claim::Count(a, b) => {
            let (a, b) = (dims(a), dims(b));
            ("count", quote!(#a, #b))
        }
        Claim::Joinable(a, b, axis) => {
            let (a, b) = (dims(a), dims(b));
            ("joinable", quote!(#a, #b, #axis))
        }
        Claim::Values(count, signal) => {
            let dims = dims(signal);
            ("values", quote!(#count, #dims))
        }
        Claim::Shared(numbers) => ("shared", dims(numbers)),
    }
}

impl ToTokens for Report {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(match self {
            Report::Text(text) => quote!(#text),
            Report::Shapes { text, other_rank } => quote!(#text, #other_rank),
            Report::Layer(LayerTexts { none, unconnected, element }) => quote! {
                &__nn::LayerTexts { none: #none, unconnected: #unconnected, element: #element }
            },
            Report::Traits(TraitTexts { layer, init, both }) => {
                quote!(&__nn::TraitTexts { layer: #layer, init: #init, both: #both })
            }
            Report::Scan(ScanNames { alias, layer, cell, sequence, state }) => {
                let written = written(alias);
                quote! {
                    {
                        use __nn::NoCell as _;
                        __nn::Probe::<#written, ()>::CELL
                    },
                    &__nn::ScanNames { layer: #layer, cell: #cell, sequence: #sequence, state: #state }
                }
            }
            Report::Input { text, fixes } => {
                let InputFixes { flatten, reshape, one_axis, other, swap, number, several, embed, indices } = &**fixes;
                quote! {
                    #text,
                    &__nn::InputFixes {
                        flatten: #flatten,
                        reshape: #reshape,
                        one_axis: #one_axis,
                        other: #other,
                        swap: #swap,
                        number: #number,
                        several: #several,
                        embed: #embed,
                        indices: #indices,
                    }
                }
            }
        });
    }
}

//! What the compiler is to prove where a size is a name.
//!
//! Each proof is an item: a constant that compares two shapes, and fails with a text in which `{a}` and `{b}` stand for
//! them (see `nn_core`'s `check.rs`). A value is in doubt if a proof that it rests on may fail; what is then said of it
//! would only follow from the first mistake, so each proof first asks whether the proofs before it hold.

use super::*;

/// What an item is to compare: signals, as types.
pub(super) enum Claim {
    /// The two are equal.
    Equal(TokenStream, TokenStream),
    /// A layer that takes the first is given the second.
    Input(TokenStream, TokenStream),
    /// The two can be joined along this axis.
    Joinable(TokenStream, TokenStream, usize),
    /// The two have as many elements.
    Count(TokenStream, TokenStream),
    /// The signal has so many tensors.
    Values(usize, TokenStream),
}

impl Claim {
    pub(super) fn equal(a: &impl ToTokens, b: &impl ToTokens) -> Claim {
        Claim::Equal(a.to_token_stream(), b.to_token_stream())
    }

    /// The end of the names of the two functions, and what both are given.
    fn parts(&self) -> (&'static str, TokenStream) {
        let dims = |signal: &TokenStream| quote!(<#signal as ::nn::__private::Signal>::DIMS);
        let both = |a: &TokenStream, b: &TokenStream| {
            let (a, b) = (dims(a), dims(b));
            quote!(#a, #b)
        };
        match self {
            Claim::Equal(a, b) => ("equal", both(a, b)),
            Claim::Input(a, b) => ("input", both(a, b)),
            Claim::Count(a, b) => ("count", both(a, b)),
            Claim::Joinable(a, b, axis) => {
                let both = both(a, b);
                ("joinable", quote!(#both, #axis))
            }
            Claim::Values(count, signal) => {
                let dims = dims(signal);
                ("values", quote!(#count, #dims))
            }
        }
    }
}

impl Walk<'_> {
    /// The same value under a shape that an item proves to be the same. Where generic parameters are in the way, which an
    /// item cannot name, the compiler proves it where the value is used.
    pub(super) fn connect(&mut self, id: ValueId, expected: Shape, texts: Texts, span: Span) -> ValueId {
        if expected.is_generic() || self.graph.values[id].shape.is_generic() {
            return id;
        }
        self.connect_as(id, expected, texts, &self.roots(&[id]), span)
    }

    /// As [`connect`](Self::connect), of shapes that an item can name. `who` is what the claim is about.
    pub(super) fn connect_as(
        &mut self,
        id: ValueId,
        expected: Shape,
        texts: Texts,
        who: &str,
        span: Span,
    ) -> ValueId {
        let Value { name, shape, origin, doubts, .. } = &self.graph.values[id];
        let (name, origin) = (name.clone(), origin.clone());
        let (claim, doubts) = (Claim::equal(&expected, shape), doubts.clone());
        self.prove(claim, who, &doubts, texts.arguments(), span);
        self.value(&name, expected, &origin, Place::View(id, Proof::Item), span)
    }

    /// The values that these are views of, for [`prove`](Self::prove).
    pub(super) fn roots(&self, values: &[ValueId]) -> String {
        let values: Vec<_> = values.iter().map(|&id| self.graph.root(id)).collect();
        format!("{values:?}")
    }

    /// Adds the item that proves a claim about values, which may be in doubt. The arguments are what it says otherwise.
    /// What is claimed twice of `who`, the same values or the same layer, is one mistake.
    pub(super) fn prove(
        &mut self,
        claim: Claim,
        who: &str,
        doubts: &[Ident],
        arguments: TokenStream,
        span: Span,
    ) {
        let (name, dims) = claim.parts();
        if !self.claimed.insert(format!("{name} {dims} {who}")) {
            return;
        }
        let dims = crate::expand::respan(dims, span);
        let expect = format_ident!("expect_{name}", span = span);
        let proof = quote_spanned!(span=> ::nn::__private::#expect(#dims, #arguments));
        self.graph.checks.push(match doubts {
            [] => quote_spanned!(span=> const _: () = #proof;),
            _ => quote_spanned!(span=> const _: () = if true #(&& #doubts)* { #proof };),
        });
    }

    /// Whether a value rests on a proof, so that what is wrong with it may follow from another mistake: an item is to say
    /// it then.
    pub(super) fn is_doubtful(&self, id: ValueId, expected: &Shape) -> bool {
        let value = &self.graph.values[id];
        !value.doubts.is_empty() && !value.shape.is_generic() && !expected.is_generic()
    }

    /// What the macro can say of a value that is to be of a shape.
    pub(super) fn verdict(&self, id: ValueId, expected: &Shape) -> Verdict {
        match expected.compare(&self.graph.values[id].shape) {
            Verdict::Different if self.is_doubtful(id, expected) => Verdict::Unknown,
            verdict => verdict,
        }
    }

    /// A name for whether a claim holds, and all that it rests on: the new doubt of the values that rest on it.
    pub(super) fn doubt(&mut self, claim: &Claim, doubts: &[Ident], span: Span) -> Ident {
        let (name, dims) = claim.parts();
        let dims = crate::expand::respan(dims, span);
        let holds = format_ident!("is_{name}", span = span);
        let doubt = format_ident!("__HOLDS_{}", self.graph.checks.len(), span = span);
        self.graph.checks.push(quote_spanned! {span=>
            const #doubt: bool = ::nn::__private::#holds(#dims) #(&& #doubts)*;
        });
        doubt
    }
}

/// What an item says if two shapes differ: in sizes, or in the number of axes.
pub(super) struct Texts {
    pub(super) text: String,
    pub(super) other_rank: String,
}

impl Texts {
    pub(super) fn arguments(&self) -> TokenStream {
        let Texts { text, other_rank } = self;
        quote!(#text, #other_rank)
    }
}

impl From<String> for Texts {
    fn from(text: String) -> Self {
        Texts { other_rank: text.clone(), text }
    }
}

//! What the compiler is to prove where a size is a name.
//!
//! Each proof is an item: a constant that compares two shapes, and fails with a text in which `{a}` and `{b}` stand for
//! them (see `nn_core`'s `check.rs`). A value is in doubt if a proof that it rests on may fail; what is then said of it
//! would only follow from the first mistake, so each proof first asks whether the proofs before it hold.

use super::*;

/// What an item is to compare: signals, as types.
#[derive(Clone)]
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
    /// The sizes but for the first, which are channels, can be shared among so many groups.
    Shared(TokenStream),
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
            Claim::Input(a, b) => {
                let all = |signal: &TokenStream| quote!(<#signal as ::nn::__private::Signal>::DIMS, <#signal as ::nn::__private::Signal>::INDICES);
                let (a, b) = (all(a), all(b));
                ("input", quote!(#a, #b))
            }
            Claim::Count(a, b) => ("count", both(a, b)),
            Claim::Joinable(a, b, axis) => {
                let both = both(a, b);
                ("joinable", quote!(#both, #axis))
            }
            Claim::Values(count, signal) => {
                let dims = dims(signal);
                ("values", quote!(#count, #dims))
            }
            Claim::Shared(numbers) => ("shared", dims(numbers)),
        }
    }
}

/// Two shapes that are to be equal, as an item can compare them.
pub(super) struct Comparison {
    pub(super) claim: Claim,
    /// What the two are in a text, where that is not the shapes that the item compares.
    words: Option<(Words, Words)>,
}

/// A signal in an item's text.
struct Words {
    whole: String,
    /// Between the `<>` of a declaration.
    sizes: String,
}

impl Words {
    fn of(sizes: &[String]) -> Words {
        let sizes = sizes.join(", ");
        Words { whole: format!("[{sizes}]"), sizes }
    }
}

impl Comparison {
    /// An item cannot name generic parameters: an axis with them is left out where it is the same in both shapes. `None`
    /// where it is not, or where only the compiler knows the axes.
    pub(super) fn of(a: &Shape, b: &Shape) -> Option<Comparison> {
        if let (Some(a), Some(b)) = (a.indices(), b.indices()) {
            return Self::of_indices(a, b);
        }
        if !a.is_generic() && !b.is_generic() {
            return Some(Comparison { claim: Claim::equal(a, b), words: None });
        }
        Self::of_known(a.known()?, b.known()?, None)
    }

    /// Indices that are to be those which a table is for, whatever their shape.
    fn of_indices(takes: &Indices, given: &Indices) -> Option<Comparison> {
        let (claim, takes, mut given) = Self::axis_by_axis(&takes.all(), &given.all(), None)?;
        let below = given.pop()?;
        let given = declared(&given, &below);
        let given = Words { whole: format!("indices [{given}]"), sizes: below };
        let takes = takes.last()?;
        let takes = Words { whole: messages::indices_below(takes), sizes: takes.clone() };
        Some(Comparison { claim, words: Some((takes, given)) })
    }

    /// Two shapes that are to be equal but for this axis, along which they are joined.
    pub(super) fn of_joined(a: &Shape, b: &Shape, axis: usize) -> Option<Comparison> {
        if !a.is_generic() && !b.is_generic() {
            let claim = Claim::Joinable(a.to_token_stream(), b.to_token_stream(), axis);
            return Some(Comparison { claim, words: None });
        }
        Self::of_known(a.known()?, b.known()?, Some(axis))
    }

    fn of_known(a: &[Dim], b: &[Dim], but: Option<usize>) -> Option<Comparison> {
        let (claim, a, b) = Self::axis_by_axis(a, b, but)?;
        Some(Comparison { claim, words: Some((Words::of(&a), Words::of(&b))) })
    }

    /// What an item compares, and each size of the two in its text.
    fn axis_by_axis(a: &[Dim], b: &[Dim], but: Option<usize>) -> Option<(Claim, Vec<String>, Vec<String>)> {
        let (mut all_a, mut all_b, mut words_a, mut words_b) = (vec![], vec![], vec![], vec![]);
        for (axis, (a, b)) in a.iter().zip(b).enumerate() {
            if Some(axis) == but {
                // What need not be equal is compared with itself, so that the text can say what it is.
                for (dim, words, shape) in [(a, &mut words_a, "a"), (b, &mut words_b, "b")] {
                    if dim.is_generic() {
                        words.push(dim.to_string());
                    } else {
                        words.push(format!("{{{shape}{}}}", all_a.len()));
                        all_a.push(dim.clone());
                        all_b.push(dim.clone());
                    }
                }
            } else if !a.is_generic() && !b.is_generic() {
                words_a.push(format!("{{a{}}}", all_a.len()));
                words_b.push(format!("{{b{}}}", all_b.len()));
                all_a.push(a.clone());
                all_b.push(b.clone());
            } else if a.compare(b) == Verdict::Equal {
                words_a.push(a.to_string());
                words_b.push(b.to_string());
            } else {
                return None;
            }
        }
        let claim = Claim::equal(&Shape::Known(all_a), &Shape::Known(all_b));
        (a.len() == b.len()).then_some((claim, words_a, words_b))
    }

    /// Two shapes that are to have as many elements.
    pub(super) fn count(to: &Shape, from: &Shape) -> Comparison {
        Comparison { claim: Claim::Count(to.to_token_stream(), from.to_token_stream()), words: None }
    }

    /// Two shapes that are to have as many elements, where generic parameters are among them: the same ones, so that an item
    /// can compare what is left. `None` where they are not the same.
    pub(super) fn of_counts(to: &Shape, from: &Shape) -> Option<Counts> {
        let (to, from) = (Factors::of(to.known()?, "a"), Factors::of(from.known()?, "b"));
        let keys = |factors: &Factors| {
            let mut keys: Vec<_> = factors.generic.iter().map(Dim::key).collect();
            keys.sort();
            keys
        };
        if keys(&to) != keys(&from) {
            return None;
        }
        let product = |factors: &Factors| Shape::count(&factors.named);
        let verdict = product(&to)?.compare(&product(&from)?);
        let claim = Claim::Count(Shape::Known(to.named).to_token_stream(), Shape::Known(from.named).to_token_stream());
        let comparison = Comparison { claim, words: Some((Words::of(&to.words), Words::of(&from.words))) };
        Some(Counts { comparison, verdict, to: to.count, from: from.count })
    }

    /// The arguments of the item.
    pub(super) fn arguments(&self, texts: Texts) -> TokenStream {
        let texts = self.texts(texts);
        match self.claim {
            Claim::Joinable(..) | Claim::Count(..) => texts.text.to_token_stream(),
            _ => texts.arguments(),
        }
    }

    /// What the item says if the two differ.
    fn texts(&self, texts: Texts) -> Texts {
        let Some((a, b)) = &self.words else { return texts };
        let words = |text: String| {
            let text = text.replace("{a}", &a.whole).replace("{b}", &b.whole);
            text.replace("{a,}", &a.sizes).replace("{b,}", &b.sizes)
        };
        Texts { text: words(texts.text), other_rank: words(texts.other_rank) }
    }
}

/// How two shapes with generic parameters are compared by their elements.
pub(super) struct Counts {
    pub(super) comparison: Comparison,
    /// What can be said without the compiler.
    pub(super) verdict: Verdict,
    /// How many elements there are, in the item's text.
    pub(super) to: String,
    pub(super) from: String,
}

/// The sizes of a shape, those inside of products one by one.
struct Factors {
    /// Those that an item can name: first the axes that are no products.
    named: Vec<Dim>,
    generic: Vec<Dim>,
    /// The axes in the item's text.
    words: Vec<String>,
    /// The elements in the item's text.
    count: String,
}

impl Factors {
    /// `shape` is how the item's text calls the shape.
    fn of(dims: &[Dim], shape: &str) -> Factors {
        let (mut named, mut generic, mut inside, mut words) = (vec![], vec![], vec![], vec![]);
        for dim in dims {
            if dim.is_generic() {
                words.push(dim.to_string());
                let (parameters, others): (Vec<_>, Vec<_>) =
                    dim.factors().into_iter().partition(|dim| dim.is_generic());
                generic.extend(parameters.into_iter().cloned());
                inside.extend(others.into_iter().cloned());
            } else {
                words.push(format!("{{{shape}{}}}", named.len()));
                named.push(dim.clone());
            }
        }
        let mut count: Vec<_> = generic.iter().map(Dim::to_string).collect();
        if !named.is_empty() || !inside.is_empty() {
            count.insert(0, format!("{{#{shape}}}"));
        }
        if !inside.is_empty() {
            named.extend(Shape::count(&inside));
        }
        Factors { named, generic, words, count: count.join(" * ") }
    }
}

impl Walk<'_> {
    /// The same value under a shape that an item proves to be the same. Where no item can, the compiler proves it where the
    /// value is used.
    pub(super) fn connect(&mut self, id: ValueId, expected: Shape, texts: Texts, span: Span) -> ValueId {
        let (who, doubts) = (self.roots(&[id]), self.doubts(&[id]));
        self.connect_as(id, expected, texts, &who, &doubts, span)
    }

    /// As [`connect`](Self::connect), of a claim about `who` that rests on these doubts.
    pub(super) fn connect_as(
        &mut self,
        id: ValueId,
        expected: Shape,
        texts: Texts,
        who: &str,
        doubts: &[Ident],
        span: Span,
    ) -> ValueId {
        let Value { name, shape, origin, .. } = &self.graph.values[id];
        let (name, origin) = (name.clone(), origin.clone());
        if expected.compare(shape) == Verdict::Equal {
            return id;
        }
        let Some(comparison) = Comparison::of(&expected, shape) else { return id };
        let texts = comparison.arguments(texts);
        self.prove(comparison.claim, who, doubts, texts, span);
        self.value(&name, expected, &origin, Place::View(id, Proof::Item), span)
    }

    /// The values that these are views of, for [`prove`](Self::prove).
    pub(super) fn roots(&self, values: &[ValueId]) -> String {
        let values: Vec<_> = values.iter().map(|&id| self.graph.root(id)).collect();
        format!("{values:?}")
    }

    /// Adds the item that proves a claim about values, which may be in doubt. The arguments are what it says otherwise.
    /// What is claimed twice of `who`, the same values or the same layer, is one mistake.
    pub(super) fn prove(&mut self, claim: Claim, who: &str, doubts: &[Ident], arguments: TokenStream, span: Span) {
        let (name, dims) = claim.parts();
        if !self.claimed.insert(format!("{name} {dims} {who}")) {
            return;
        }
        let dims = crate::emit::respan(dims, span);
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
        !value.doubts.is_empty() && Comparison::of(&value.shape, expected).is_some()
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
        let dims = crate::emit::respan(dims, span);
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

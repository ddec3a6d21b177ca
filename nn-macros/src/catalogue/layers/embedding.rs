//! `Embedding<indices, features, padding_idx = 0, init = ..>`.

use super::arguments::{Arguments, Known};
use super::notation::example;
use super::signature::{Array, Describe, Fit, Numbers, Signature, declaration};
use crate::catalogue::bounds::Bound;
use crate::diagnostics::{Origin, messages};
use crate::shape::{Dim, Indices, Scope, Shape, Verdict};
use crate::syntax::{LayerType, declared};
use proc_macro2::{Span, TokenStream};

#[derive(Clone)]
pub(crate) struct Embedding {
    /// The exclusive upper bound of the indices; `None` until the first use determines it.
    pub(crate) below: Option<Dim>,
    pub(crate) features: Dim,
    /// The row without a gradient.
    pub(crate) padding_idx: Option<u64>,
    init: Option<TokenStream>,
    pub(crate) span: Span,
}

impl Embedding {
    pub(super) fn declare(ty: &LayerType, scope: &Scope) -> syn::Result<Embedding> {
        const NAMED: Known = &[("padding_idx", "padding_idx = 0"), ("init", "init = nn::init::Zeros")];
        let mut arguments = Arguments::read("Embedding", ty.span, &ty.arguments, NAMED, scope)?;
        let form = example("Embedding", ty, scope, "Embedding<1000, 32>");
        let wrong = |found| messages::wrong_sizes("Embedding", found, &form);
        let (below, features) = arguments.inputs_and_outputs(wrong)?;
        let padding_idx = arguments.index("padding_idx")?;
        if let (Some((index, span)), Some(Dim::Literal(below))) = (padding_idx, &below)
            && index >= *below
        {
            return Err(syn::Error::new(span, messages::padding_idx_not_below(index, below, below - 1)));
        }
        let padding_idx = padding_idx.map(|(index, _)| index);
        Ok(Embedding { below, features, padding_idx, init: arguments.init()?, span: ty.span })
    }

    /// Formats the type with this bound.
    fn written(&self, below: &str) -> String {
        format!("Embedding<{below}, {}{}{}>", self.features, self.padding_words(), self.init_words())
    }

    fn padding_words(&self) -> String {
        self.padding_idx.map(|index| format!(", padding_idx = {index}")).unwrap_or_default()
    }
}

impl Signature for Embedding {
    fn take(&mut self, given: &Shape, name: &str, array: Option<Array<'_>>, origin: &Origin) -> Fit {
        // The walk rejects floating-point inputs before this call.
        let Some(Indices { dims, below: found }) = given.indices() else {
            let help = messages::help_give_indices(name, declared(["16"], "1000"));
            return Fit::Misfit { expects: messages::INDICES.into(), takes: None, help, gives: None };
        };
        let gives = Shape::real(dims.iter().chain([&self.features]).cloned().collect());
        let Some(below) = &self.below else {
            self.below = Some(found.clone());
            return Fit::Gives(gives);
        };
        let help = |written: &str, below: &str| {
            let fix = declaration(name, &self.written(written), array);
            messages::help_table(fix, origin, declared(dims, below))
        };
        if let (Dim::Literal(rows), Dim::Literal(features), Dim::Literal(classes)) = (below, &self.features, found)
            && rows != classes
            && features == classes
        {
            let written = format!("Embedding<{classes}, {rows}{}{}>", self.padding_words(), self.init_words());
            let help = messages::help_swapped_table(declaration(name, &written, array));
            let gives = Shape::real(dims.iter().chain([below]).cloned().collect());
            return Fit::Misfit { expects: messages::indices_below(below), takes: None, help, gives: Some(gives) };
        }
        match below.compare(found) {
            Verdict::Equal => Fit::Gives(gives),
            Verdict::Different => {
                let (expects, help) = (messages::indices_below(below), help(&found.to_string(), &below.to_string()));
                Fit::Misfit { expects, takes: None, help, gives: Some(gives) }
            }
            Verdict::Unknown => {
                let takes = Shape::index(dims.to_vec(), below.clone());
                let help = help("{b,}", "{a,}");
                Fit::Expects { takes, gives, help_rank: help.clone(), help }
            }
        }
    }

    fn table(&self) -> Option<Option<&Dim>> {
        Some(self.below.as_ref())
    }

    fn numbers(&self, _: &Shape) -> Option<Numbers> {
        let (Some(Dim::Literal(below)), Dim::Literal(features)) = (&self.below, &self.features) else { return None };
        // A lookup copies a row, without multiplications.
        Some(Numbers { parameters: below.checked_mul(*features)?, macs: 0 })
    }

    fn bounds(&self, bounds: &mut Vec<Bound>) {
        self.below.iter().chain([&self.features]).for_each(|dim| Bound::of(dim, bounds));
    }
}

impl Describe for Embedding {
    fn another(&self, name: &str) -> String {
        format!("{name}_2: {}", self.written("_"))
    }

    fn text(&self) -> String {
        let below = self.below.as_ref().map_or("_".into(), Dim::to_string);
        format!("Embedding<{below}, {}{}>", self.features, self.padding_words())
    }

    fn init(&self) -> Option<&TokenStream> {
        self.init.as_ref()
    }
}

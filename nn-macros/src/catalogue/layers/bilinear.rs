//! `Bilinear<first, second, outputs, bias = false, init = ..>`, which maps the last axes of two values.

use super::arguments::{Arguments, Known};
use super::signature::{Array, Describe, Fit, Numbers, Signature};
use super::window::product;
use crate::catalogue::bounds::Bound;
use crate::diagnostics::{Origin, messages};
use crate::shape::{Dim, Scope, Shape, Verdict};
use crate::syntax::LayerType;
use proc_macro2::{Span, TokenStream};

/// The most axes of an input: the scratch has two more, with the batch.
const MOST_AXES: usize = 4;

#[derive(Clone)]
pub(crate) struct Bilinear {
    /// The sizes of the two inputs; `None` until the first use determines them.
    pub(crate) inputs: [Option<Dim>; 2],
    pub(crate) output: Dim,
    pub(crate) bias: bool,
    init: Option<TokenStream>,
    pub(crate) span: Span,
}

impl Bilinear {
    pub(super) fn declare(ty: &LayerType, scope: &Scope) -> syn::Result<Bilinear> {
        const NAMED: Known = &[("bias", "bias = false"), ("init", "init = nn::init::Zeros")];
        let mut arguments = Arguments::read("Bilinear", ty.span, &ty.arguments, NAMED, scope)?;
        let sizes = arguments.all_sizes();
        let count = sizes.len();
        let Ok([(first, _), (second, _), (output, span)]) = <[_; 3]>::try_from(sizes) else {
            return Err(syn::Error::new(ty.span, messages::wrong_sizes("Bilinear", count, "Bilinear<20, 30, 40>")));
        };
        let output = output.ok_or_else(|| syn::Error::new(span, messages::bilinear_not_inferred()))?;
        let (bias, init) = (arguments.bias()?, arguments.init()?);
        Ok(Bilinear { inputs: [first, second], output, bias, init, span: ty.span })
    }

    /// Formats the type with these input sizes.
    fn written(&self, [first, second]: [String; 2], init: &str) -> String {
        let bias = if self.bias { "" } else { ", bias = false" };
        format!("Bilinear<{first}, {second}, {}{bias}{init}>", self.output)
    }

    fn words(&self) -> [String; 2] {
        self.inputs.each_ref().map(|size| size.as_ref().map_or("_".into(), Dim::to_string))
    }

    /// The shape of the output for these axes before the last one.
    pub(crate) fn gives(&self, leading: &[Dim]) -> Shape {
        Shape::real(leading.iter().chain([&self.output]).cloned().collect())
    }

    /// Compares an input with what the layer expects, if the axes before the last one are these. The first use determines the sizes
    /// that are to be inferred.
    pub(crate) fn take_one(
        &mut self,
        index: usize,
        leading: &[Dim],
        given: &Shape,
        name: &str,
        origin: &Origin,
    ) -> Fit {
        if leading.len() >= MOST_AXES {
            let (expects, help) = (messages::most_axes(MOST_AXES), messages::help_reshape_before(name));
            return Fit::Misfit { expects, takes: None, help, gives: None };
        }
        let found = given.known().and_then(<[Dim]>::last).filter(|found| !found.is_opaque());
        let Some(size) = self.inputs[index].clone().or_else(|| found.cloned()) else {
            return Fit::NotInferred { help: messages::help_size_not_known(name) };
        };
        self.inputs[index] = Some(size.clone());
        let takes = Shape::real(leading.iter().chain([&size]).cloned().collect());
        let mut sizes = self.words();
        sizes[index] = found.map_or("_".into(), Dim::written);
        let same_rank = given.known().is_none_or(|dims| dims.len() == leading.len() + 1);
        let is_other = found.is_none_or(|found| size.compare(found) != Verdict::Equal);
        let help = match same_rank && is_other {
            true => {
                messages::help_write(&format!("{name}: {}", self.written(sizes, &self.init_words())), &takes, origin)
            }
            false => messages::help_same_axes(name),
        };
        Fit::of(takes, self.gives(leading), given, [help, messages::help_same_axes(name)])
    }
}

impl Signature for Bilinear {
    /// The layer has two inputs, which the walk compares one by one.
    fn take(&mut self, given: &Shape, name: &str, _: Option<Array<'_>>, origin: &Origin) -> Fit {
        let leading = given.known().and_then(<[Dim]>::split_last).map_or(&[][..], |(_, leading)| leading);
        self.take_one(0, leading, given, name, origin)
    }

    fn needs_scratch(&self) -> bool {
        true
    }

    fn numbers(&self, given: &Shape) -> Option<Numbers> {
        let [Some(first), Some(second)] = &self.inputs else { return None };
        let pairs = product(&[first.clone(), second.clone()])?;
        let output = self.output.literal()?;
        let weights = pairs.checked_mul(output)?;
        let rows = given.known().and_then(<[Dim]>::split_last).map_or(Some(1), |(_, leading)| product(leading))?;
        let parameters = weights.checked_add(if self.bias { output } else { 0 })?;
        Some(Numbers { parameters, macs: weights.checked_add(pairs)?.checked_mul(rows)? })
    }

    fn bounds(&self, bounds: &mut Vec<Bound>) {
        self.inputs.iter().flatten().chain([&self.output]).for_each(|dim| Bound::of(dim, bounds));
    }
}

impl Describe for Bilinear {
    fn another(&self, name: &str) -> String {
        format!("{name}_2: {}", self.written(["_".into(), "_".into()], ""))
    }

    fn text(&self) -> String {
        self.written(self.words(), "")
    }

    fn init(&self) -> Option<&TokenStream> {
        self.init.as_ref()
    }
}

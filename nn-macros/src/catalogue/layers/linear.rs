//! `Linear<inputs, outputs, bias = false, init = ..>`, which maps the last axis.

use super::arguments::{Arguments, Known};
use super::notation::example;
use super::signature::{Array, Describe, Fit, Numbers, Signature, declaration};
use super::window::product;
use crate::catalogue::bounds::Bound;
use crate::diagnostics::{A, LAST, Origin, messages};
use crate::shape::{Dim, Scope, Shape, Verdict};
use crate::syntax::LayerType;
use proc_macro2::{Span, TokenStream};

#[derive(Clone)]
pub(crate) struct Linear {
    /// `None` until the first use determines it.
    pub(crate) input: Option<Dim>,
    /// Whether the input is written as `_`.
    infers: bool,
    pub(crate) output: Dim,
    pub(crate) bias: bool,
    init: Option<TokenStream>,
    pub(crate) span: Span,
}

impl Linear {
    pub(super) fn declare(ty: &LayerType, scope: &Scope) -> syn::Result<Linear> {
        const NAMED: Known = &[("bias", "bias = false"), ("init", "init = nn::init::Zeros")];
        let mut arguments = Arguments::read("Linear", ty.span, &ty.arguments, NAMED, scope)?;
        let form = example("Linear", ty, scope, "Linear<64, 10>");
        let wrong = |found| messages::wrong_count("Linear", found, &form);
        let (input, output) = arguments.inputs_and_outputs(wrong)?;
        let infers = input.is_none();
        Ok(Linear { input, infers, output, bias: arguments.bias()?, init: arguments.init()?, span: ty.span })
    }

    /// Formats the type with these sizes.
    fn written(&self, input: &str, output: &str) -> String {
        let bias = if self.bias { "" } else { ", bias = false" };
        format!("Linear<{input}, {output}{bias}{}>", self.init_words())
    }

    /// The fix for a value whose last axis has another size.
    fn help(&self, given: &Shape, name: &str, array: Option<Array<'_>>, origin: &Origin) -> String {
        let (Some(input), dims) = (&self.input, given.known().unwrap_or_default()) else { return String::new() };
        let write = |found: String| {
            // The output of a repeated layer has the shape of its input.
            let keeps = |array: Array<'_>| array.is_whole || input.compare(&self.output) == Verdict::Equal;
            let output = if array.is_some_and(keeps) { found.clone() } else { self.output.to_string() };
            declaration(name, &self.written(&found, &output), array)
        };
        let found = dims.last();
        // A name may be the declared number.
        let is_other = found.is_some_and(|found| input.compare(found) == Verdict::Different);
        let all = Shape::count(dims).filter(|_| dims.len() > 1 && is_other);
        match all {
            Some(all) if input.compare(&all) != Verdict::Different => messages::help_flatten(name),
            // The axes of an image.
            Some(all) if dims.len() > 2 => messages::help_flatten_and_write(name, write(all.written())),
            _ => {
                let expects = match dims.len() {
                    0 | 1 => input.to_string(),
                    _ => messages::last_axis(input),
                };
                messages::help_write(&write(found.map_or("{b,}".into(), Dim::written)), expects, origin)
            }
        }
    }

    /// The fix for an output with more axes than the network declares: to map all elements at once.
    pub(crate) fn help_all_elements(&self, given: &Shape, name: &str) -> Option<String> {
        let dims = given.known().filter(|dims| dims.len() > 1)?;
        if self.infers {
            return Some(messages::or_flatten(name));
        }
        let layer = self.written(&Shape::count(dims)?.written(), &self.output.to_string());
        Some(messages::or_flatten_and_write(name, declaration(name, &layer, None)))
    }
}

impl Signature for Linear {
    fn take(&mut self, given: &Shape, name: &str, array: Option<Array<'_>>, origin: &Origin) -> Fit {
        // An opaque value is assumed to have one axis.
        let (leading, found) = match given.known().map(<[Dim]>::split_last) {
            None => (&[][..], None),
            Some(Some((found, leading))) => (leading, Some(found)),
            Some(None) => {
                let expects = self.input.as_ref().map_or("[features]".into(), |input| format!("[{input}]"));
                let help = messages::help_axis(name);
                return Fit::Misfit { expects, takes: None, help, gives: None };
            }
        };
        let with_last = |last: &Dim| Shape::real(leading.iter().chain([last]).cloned().collect());
        let gives = with_last(&self.output);
        let Some(input) = &self.input else {
            let Some(found) = found.filter(|found| !found.is_opaque()) else {
                return Fit::NotInferred { help: messages::help_size_not_known(name) };
            };
            self.input = Some(found.clone());
            return Fit::Gives(gives);
        };
        let help = self.help(given, name, array, origin);
        let helps = [help.clone(), if found.is_some() { help } else { messages::help_rows(name) }];
        match Fit::of(with_last(input), gives, given, helps) {
            Fit::Misfit { takes, help, gives, .. } if !leading.is_empty() => {
                Fit::Misfit { expects: messages::last_axis(input), takes, help, gives }
            }
            fit => fit,
        }
    }

    fn expected(&self, given: &Shape) -> String {
        match given.known() {
            Some([_, _, ..]) => messages::last_axis(LAST),
            _ => A.into(),
        }
    }

    fn keeps_axes(&self, given: &Shape) -> bool {
        given.known().is_some_and(|dims| dims.len() > 1)
    }

    fn give_what_it_takes(&mut self) {
        if let Some(input) = &self.input {
            self.output = input.clone();
        }
    }

    fn numbers(&self, given: &Shape) -> Option<Numbers> {
        let (Some(Dim::Literal(input)), Dim::Literal(output)) = (&self.input, &self.output) else { return None };
        let weights = input.checked_mul(*output)?;
        let rows = match given.known().and_then(<[Dim]>::split_last) {
            Some((_, leading)) => product(leading)?,
            None => 1,
        };
        let parameters = weights.checked_add(if self.bias { *output } else { 0 })?;
        Some(Numbers { parameters, macs: weights.checked_mul(rows)? })
    }

    fn bounds(&self, bounds: &mut Vec<Bound>) {
        self.input.iter().chain([&self.output]).for_each(|dim| Bound::of(dim, bounds));
    }
}

impl Describe for Linear {
    fn another(&self, name: &str) -> String {
        format!("{name}_2: Linear<_, {}>", self.output)
    }

    fn giving(&self, name: &str, shape: &Shape) -> Option<String> {
        let own = Shape::real(vec![self.output.clone()]);
        (own.compare(shape) == Verdict::Equal).then(|| {
            let input = self.input.as_ref().map_or("_".into(), Dim::to_string);
            format!("{name}: {}", self.written(&input, "{a,}"))
        })
    }

    fn text(&self) -> String {
        let input = self.input.as_ref().map_or("_".into(), Dim::to_string);
        format!("Linear<{input}, {}{}>", self.output, if self.bias { "" } else { ", bias = false" })
    }

    fn init(&self) -> Option<&TokenStream> {
        self.init.as_ref()
    }
}

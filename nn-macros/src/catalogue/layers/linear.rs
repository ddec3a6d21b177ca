//! `Linear<inputs, outputs, bias = false, init = ..>`.

use super::arguments::{Arguments, Known};
use super::notation::example;
use super::signature::{Describe, Fit, Numbers, Signature, declaration};
use crate::catalogue::bounds::Bound;
use crate::diagnostics::{Origin, messages};
use crate::shape::{Dim, Scope, Shape, Verdict};
use crate::syntax::LayerType;
use proc_macro2::{Span, TokenStream};

pub(crate) struct Linear {
    /// `None` until the first use determines it.
    pub(crate) input: Option<Dim>,
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
        Ok(Linear { input, output, bias: arguments.bias()?, init: arguments.init()?, span: ty.span })
    }

    /// Formats the type with these sizes.
    fn written(&self, input: &str, output: &str) -> String {
        let bias = if self.bias { "" } else { ", bias = false" };
        format!("Linear<{input}, {output}{bias}{}>", self.init_words())
    }

    /// The fix for a value of several axes: to flatten it, and to declare the number of its elements.
    fn help_flatten(&self, dims: &[Dim], name: &str, repeated: Option<usize>) -> String {
        match (&self.input, Shape::count(dims)) {
            (Some(input), Some(count)) if input.compare(&count) == Verdict::Different => {
                let (input, output) = (count.written(), self.output.to_string());
                // The output of a repeated layer has the shape of its input.
                let output = if repeated.is_some() { &input } else { &output };
                messages::help_flatten_and_write(name, declaration(name, &self.written(&input, output), repeated))
            }
            _ => messages::help_flatten(name),
        }
    }
}

impl Signature for Linear {
    fn take(&mut self, given: &Shape, name: &str, count: Option<usize>, origin: &Origin) -> Fit {
        let gives = Shape::real(vec![self.output.clone()]);
        let found = match given.known() {
            None => None,
            Some([found]) => Some(found),
            Some(dims) => {
                let takes = self.input.clone().map(|input| Shape::real(vec![input]));
                let expects = takes.as_ref().map_or("[features]".into(), Shape::to_string);
                let help = self.help_flatten(dims, name, count);
                return Fit::Misfit { expects, takes, help, gives: Some(gives) };
            }
        };
        let output = self.output.to_string();
        let Some(input) = &self.input else {
            let Some(found) = found.filter(|found| !found.is_opaque()) else {
                return Fit::NotInferred { help: messages::help_size_not_known(name, self.written("64", &output)) };
            };
            self.input = Some(found.clone());
            return Fit::Gives(gives);
        };
        let found = found.map_or("{b,}".into(), Dim::written);
        // The output of a repeated layer has the shape of its input.
        let output = if count.is_some() { &found } else { &output };
        let fix = declaration(name, &self.written(&found, output), count);
        let helps = [messages::help_write(&fix, input, origin), messages::help_flatten(name)];
        Fit::of(Shape::real(vec![input.clone()]), gives, given, helps)
    }

    fn give_what_it_takes(&mut self) {
        if let Some(input) = &self.input {
            self.output = input.clone();
        }
    }

    fn numbers(&self, _: &Shape) -> Option<Numbers> {
        let (Some(Dim::Literal(input)), Dim::Literal(output)) = (&self.input, &self.output) else { return None };
        let macs = input.checked_mul(*output)?;
        Some(Numbers { parameters: macs.checked_add(if self.bias { *output } else { 0 })?, macs })
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

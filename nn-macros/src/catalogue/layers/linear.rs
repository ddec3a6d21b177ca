//! `Linear<inputs, outputs, bias = false, init = ..>`.

use super::arguments::Arguments;
use super::signature::{Describe, Fit, Numbers, Signature, declaration};
use crate::catalogue::bounds::Bound;
use crate::diagnostics::messages::{self, Origin};
use crate::shape::{Dim, Scope, Shape, Verdict};
use crate::syntax::{LayerType, compact};
use proc_macro2::{Span, TokenStream};

pub(crate) struct Linear {
    /// `None` until the first use tells.
    pub(crate) input: Option<Dim>,
    pub(crate) output: Dim,
    pub(crate) bias: bool,
    init: Option<TokenStream>,
    pub(crate) span: Span,
}

impl Linear {
    pub(super) fn declare(ty: &LayerType, scope: &Scope) -> syn::Result<Linear> {
        const NAMED: &[(&str, &str)] = &[("bias", "bias = false"), ("init", "init = nn::init::Zeros")];
        let mut arguments = Arguments::read("Linear", ty.span, &ty.arguments, NAMED, scope)?;
        let wrong = |found| messages::wrong_count("Linear", found, "Linear<64, 10, bias = false>");
        let (input, output) = arguments.inputs_and_outputs(wrong)?;
        Ok(Linear { input, output, bias: arguments.bias()?, init: arguments.init()?, span: ty.span })
    }

    /// The type in the user's words, with these sizes.
    fn written(&self, input: &str, output: &str) -> String {
        let bias = if self.bias { "" } else { ", bias = false" };
        let init = self.init.as_ref().map(|init| format!(", init = {}", compact(init))).unwrap_or_default();
        format!("Linear<{input}, {output}{bias}{init}>")
    }
}

impl Signature for Linear {
    fn take(&mut self, given: &Shape, name: &str, count: Option<usize>, origin: &Origin) -> Fit {
        let output = &self.output;
        let expected = self.input.as_ref().map_or("features".to_string(), Dim::to_string);
        let not_inferred =
            || Fit::NotInferred { help: messages::help_size_not_known(name, &self.written("64", &output.to_string())) };
        // A repeated layer produces what it expects.
        let fix = |input: &str| {
            let output = if count.is_some() { input.into() } else { output.to_string() };
            declaration(name, &self.written(input, &output), count)
        };
        let Some(dims) = given.known() else {
            return match &self.input {
                Some(input) => Fit::Expects {
                    takes: Shape::real(vec![input.clone()]),
                    gives: Shape::real(vec![output.clone()]),
                    help: messages::help_write(&fix("{b,}"), &input.to_string(), origin),
                    help_rank: messages::help_flatten(name),
                },
                None => not_inferred(),
            };
        };
        let [found] = dims else {
            let help = messages::help_flatten(name);
            let (takes, gives) = (self.input.clone(), Some(Shape::real(vec![output.clone()])));
            let takes = takes.map(|input| Shape::real(vec![input]));
            return Fit::Misfit { expects: format!("[{expected}]"), takes, help, gives };
        };
        let Some(input) = &self.input else {
            if found.is_opaque() {
                return not_inferred();
            }
            self.input = Some(found.clone());
            return Fit::Gives(Shape::real(vec![output.clone()]));
        };
        let expected = Shape::real(vec![input.clone()]);
        match expected.compare(given) {
            Verdict::Equal => Fit::Gives(Shape::real(vec![output.clone()])),
            verdict => {
                // Arithmetic on generic parameters can only be inferred.
                let found = match found {
                    Dim::Literal(_) | Dim::Named { .. } => found.to_string(),
                    _ => "_".into(),
                };
                let help = messages::help_write(&fix(&found), &input.to_string(), origin);
                match verdict {
                    Verdict::Unknown => Fit::Expects {
                        takes: expected,
                        gives: Shape::real(vec![output.clone()]),
                        help,
                        help_rank: messages::help_flatten(name),
                    },
                    _ => {
                        let gives = Some(Shape::real(vec![output.clone()]));
                        Fit::Misfit { expects: expected.to_string(), takes: Some(expected), help, gives }
                    }
                }
            }
        }
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

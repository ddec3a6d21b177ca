//! `Parameter<16, 64, role = bias, init = ..>` and `Buffer<16, 64, init = ..>`: stored tensors, whose names are values of
//! `forward`.

use super::arguments::{Arguments, Known};
use super::signature::{Array, Describe, Fit, Numbers, Signature};
use super::window::product;
use crate::catalogue::bounds::Bound;
use crate::diagnostics::{Origin, messages};
use crate::shape::{Dim, Scope, Shape, Verdict};
use crate::syntax::{Argument, LayerType};
use proc_macro2::{Span, TokenStream};

/// The role of a stored tensor.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum StoredRole {
    Weight,
    Bias,
    Norm,
    /// A `Buffer`.
    Constant,
}

#[derive(Clone)]
pub(crate) struct Stored {
    pub(crate) dims: Vec<Dim>,
    pub(crate) role: StoredRole,
    init: Option<TokenStream>,
    pub(crate) span: Span,
}

impl Stored {
    pub(super) fn declare(name: &'static str, ty: &LayerType, scope: &Scope) -> syn::Result<Stored> {
        const NAMED: Known = &[("init", "init = nn::init::Ones"), ("role", "role = bias")];
        let is_trained = name == "Parameter";
        let named = if is_trained { NAMED } else { &NAMED[..1] };
        if is_trained && let Some(error) = frozen(ty, scope) {
            return Err(error);
        }
        let mut arguments = Arguments::read(name, ty.span, &ty.arguments, named, scope)?;
        let form = format!("{name}<16, 64>");
        let sizes = arguments.all_sizes();
        if !(1..=5).contains(&sizes.len()) {
            return Err(syn::Error::new(ty.span, messages::wrong_sizes(name, sizes.len(), &form)));
        }
        let size = |(size, span): (Option<Dim>, Span)| {
            size.ok_or_else(|| syn::Error::new(span, messages::stored_not_inferred(name, &form)))
        };
        let dims = sizes.into_iter().map(size).collect::<syn::Result<_>>()?;
        let role = match is_trained {
            true => match arguments.word("role", &["weight", "bias", "norm"])? {
                None | Some(0) => StoredRole::Weight,
                Some(1) => StoredRole::Bias,
                Some(_) => StoredRole::Norm,
            },
            false => StoredRole::Constant,
        };
        Ok(Stored { dims, role, init: arguments.init()?, span: ty.span })
    }

    pub(crate) fn name(&self) -> &'static str {
        if self.role == StoredRole::Constant { "Buffer" } else { "Parameter" }
    }

    pub(crate) fn shape(&self) -> Shape {
        Shape::real(self.dims.clone())
    }

    /// The input and output sizes of a layer with this weight, if it is a trained matrix.
    pub(crate) fn matrix(&self) -> Option<[Dim; 2]> {
        match &self.dims[..] {
            [output, input] if self.role != StoredRole::Constant => Some([input.clone(), output.clone()]),
            _ => None,
        }
    }

    /// Formats the type with these sizes.
    fn with_sizes(&self, sizes: &str, init: &str) -> String {
        let role = match self.role {
            StoredRole::Weight | StoredRole::Constant => "",
            StoredRole::Bias => ", role = bias",
            StoredRole::Norm => ", role = norm",
        };
        format!("{}<{sizes}{role}{init}>", self.name())
    }

    /// The declaration with another shape, if it can be written.
    pub(crate) fn with_shape(&self, name: &str, shape: &Shape) -> Option<String> {
        Some(format!("{name}: {}", self.with_sizes(&shape.declaration()?, &self.init_words())))
    }

    fn sizes(&self) -> String {
        self.dims.iter().map(Dim::to_string).collect::<Vec<_>>().join(", ")
    }
}

/// The error for a parameter with `requires_grad = false`.
fn frozen(ty: &LayerType, scope: &Scope) -> Option<syn::Error> {
    let is_frozen = |argument: &&Argument| matches!(argument, Argument::Named(name, value) if name == "requires_grad" && value.text().to_lowercase() == "false");
    let Argument::Named(name, _) = ty.arguments.iter().find(is_frozen)? else { return None };
    let size = |argument: &Argument| match argument {
        Argument::Size(size) => Some(scope.dim(size).to_string()),
        _ => None,
    };
    let sizes: Vec<_> = ty.arguments.iter().filter_map(size).collect();
    Some(syn::Error::new(name.span(), messages::frozen_parameter(sizes.join(", "))))
}

impl Signature for Stored {
    /// It has no input: the walk rejects calls before this.
    fn take(&mut self, _: &Shape, name: &str, _: Option<Array<'_>>, _: &Origin) -> Fit {
        let help = messages::stored_called(name);
        Fit::Misfit { expects: "no input".into(), takes: None, help, gives: None }
    }

    fn numbers(&self, _: &Shape) -> Option<Numbers> {
        let parameters = if self.role == StoredRole::Constant { 0 } else { product(&self.dims)? };
        Some(Numbers { parameters, macs: 0 })
    }

    fn bounds(&self, bounds: &mut Vec<Bound>) {
        self.dims.iter().for_each(|dim| Bound::of(dim, bounds));
    }
}

impl Describe for Stored {
    fn another(&self, name: &str) -> String {
        format!("{name}_2: {}", self.text())
    }

    fn giving(&self, name: &str, shape: &Shape) -> Option<String> {
        (self.shape().compare(shape) == Verdict::Equal)
            .then(|| format!("{name}: {}", self.with_sizes("{a,}", &self.init_words())))
    }

    fn text(&self) -> String {
        self.with_sizes(&self.sizes(), "")
    }

    fn init(&self) -> Option<&TokenStream> {
        self.init.as_ref()
    }
}

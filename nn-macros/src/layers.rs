//! What the macro knows of each layer: its arguments, the shapes it takes and gives, its type.
//!
//! A layer that is not here is the user's own, or a network: its type is taken as written, and the compiler says what it
//! gives.

use crate::ast::{Argument, Element, LayerType, Value};
use crate::dims::Size;
use crate::error::Spanned;
use crate::messages::{self, Origin};
use crate::shape::{Dim, Shape, Verdict};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote, quote_spanned};

/// A declared layer with its arguments understood.
pub(crate) enum Layer {
    Linear(Linear),
    Custom(Custom),
}

/// A layer of the user's own, or a network.
pub(crate) struct Custom {
    ty: TokenStream,
    /// The type in the user's words.
    text: String,
    /// The name that the generated code gives it.
    name: Ident,
    /// The parameters of the network that the type mentions.
    parameters: TokenStream,
}

impl Custom {
    /// `type __block<H> = Block<H>;`
    pub(crate) fn declaration(&self) -> TokenStream {
        let Custom { ty, name, parameters, .. } = self;
        quote!(type #name #parameters = #ty;)
    }

    /// The type in the user's words.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Whether it depends on a parameter of the network.
    pub(crate) fn is_generic(&self) -> bool {
        !self.parameters.is_empty()
    }

    /// The type as code names it.
    pub(crate) fn alias(&self) -> TokenStream {
        let Custom { name, parameters, .. } = self;
        quote!(#name #parameters)
    }
}

pub(crate) struct Linear {
    /// `None` until the first use tells.
    input: Option<Dim>,
    output: Dim,
    bias: bool,
    init: Option<TokenStream>,
    span: Span,
}

/// What a layer says of the shape that it is given.
pub(crate) enum Fit {
    /// It fits, and this comes out.
    Gives(Shape),
    /// It may fit, if the compiler finds this shape to be that which is given. The fixes are for other sizes, and for
    /// another number of axes.
    Expects { takes: Shape, gives: Shape, help: String, help_rank: String },
    /// It cannot fit: the shape that is expected, as text, as a shape if it is settled, the fix,
    /// and what comes out nevertheless.
    Misfit { expects: String, takes: Option<Shape>, help: String, gives: Shape },
    /// Its inputs were to be inferred from what only the compiler knows.
    NotInferred { help: String },
}

/// Turns a size of the user's into a dim.
pub(crate) fn dim(size: &Size, is_generic: &dyn Fn(&TokenStream) -> bool) -> Dim {
    match size {
        Size::Literal(value, _) => Dim::Literal(*value),
        Size::Type(ty) => {
            let tokens = ty.to_token_stream();
            Dim::Named { text: compact(&tokens), generic: is_generic(&tokens), tokens }
        }
    }
}

/// Whether an identifier of this kind stands somewhere in the tokens.
pub(crate) fn mentions(tokens: &TokenStream, name: &dyn Fn(&str) -> bool) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        TokenTree::Ident(ident) => name(&ident.to_string()),
        TokenTree::Group(group) => mentions(&group.stream(), name),
        _ => false,
    })
}

/// Tokens as people write them.
pub(crate) fn compact(tokens: &TokenStream) -> String {
    let text = tokens.to_string();
    let mut compact = text.replace(" :: ", "::").replace(" <", "<").replace("< ", "<").replace(" >", ">");
    for (from, to) in [(" ,", ","), (" ;", ";"), (" !", "!"), ("[ ", "["), (" ]", "]"), ("! [", "![")] {
        compact = compact.replace(from, to);
    }
    compact
}

impl Layer {
    /// Understands the arguments of a declared layer.
    pub(crate) fn declare(
        field: &Ident,
        ty: &LayerType,
        network: &[Ident],
        is_generic: &dyn Fn(&TokenStream) -> bool,
    ) -> syn::Result<Layer> {
        if ty.path.is_ident("Linear") {
            return Linear::declare(ty, is_generic).map(Layer::Linear);
        }
        let path = &ty.path;
        let written = compact(&quote!(#path));
        let (mut arguments, mut words) = (Vec::new(), Vec::new());
        for argument in &ty.arguments {
            let tokens = match argument {
                Argument::Infer(span) => {
                    return Err(syn::Error::new(*span, messages::infer_in_custom(&written)));
                }
                Argument::Named(name, _) => {
                    return Err(syn::Error::new(name.span(), messages::named_in_custom(&written)));
                }
                Argument::Size(size) => {
                    let dim = dim(size, is_generic);
                    words.push(dim.to_string());
                    arguments.push(dim.to_token_stream());
                    continue;
                }
                Argument::Const(value) => value.to_token_stream(),
                Argument::Lifetime(lifetime) => lifetime.to_token_stream(),
            };
            words.push(compact(&tokens));
            arguments.push(tokens);
        }
        let text = if words.is_empty() { written } else { format!("{written}<{}>", words.join(", ")) };
        let ty = if arguments.is_empty() { quote!(#path) } else { quote!(#path<#(#arguments),*>) };
        let mentioned = network.iter().filter(|parameter| mentions(&ty, &|name| *parameter == name));
        let mentioned: Vec<_> = mentioned.collect();
        let parameters = if mentioned.is_empty() { TokenStream::new() } else { quote!(<#(#mentioned),*>) };
        let name = format_ident!("__{}", field, span = Span::call_site());
        Ok(Layer::Custom(Custom { ty, text, name, parameters }))
    }

    /// What comes out for an input of this shape. The first use of a layer settles what it leaves to be inferred.
    /// `count` is how often the layer is repeated, if it is. `None` where only the compiler knows.
    pub(crate) fn take(&mut self, given: &Shape, name: &str, count: Option<usize>, origin: &Origin) -> Option<Fit> {
        match self {
            Layer::Linear(linear) => Some(linear.take(given, name, count, origin)),
            Layer::Custom(_) => None,
        }
    }

    /// The declaration that gives what a check finds to be needed, if it gives this shape now.
    pub(crate) fn giving(&self, name: &str, shape: &Shape) -> Option<String> {
        match self {
            Layer::Linear(linear) => {
                let own = Shape::Known(vec![linear.output.clone()]);
                (own.compare(shape) == Verdict::Equal).then(|| {
                    let input = linear.input.as_ref().map_or("_".into(), Dim::to_string);
                    format!("{name}: {}", linear.written(&input, "{a,}"))
                })
            }
            Layer::Custom(_) => None,
        }
    }

    /// The declaration of another layer that gives the same.
    pub(crate) fn another(&self, name: &str) -> Option<String> {
        match self {
            Layer::Linear(linear) => Some(format!("{name}_2: Linear<_, {}>", linear.output)),
            Layer::Custom(_) => None,
        }
    }

    /// Its outputs are proven to be its inputs: from now on by type.
    pub(crate) fn give_what_it_takes(&mut self) {
        if let Layer::Linear(Linear { input: Some(input), output, .. }) = self {
            *output = input.clone();
        }
    }

    /// The type, for numbers of this kind. A size that was never inferred is 1.
    pub(crate) fn tokens(&self, element: Element) -> TokenStream {
        match self {
            Layer::Linear(Linear { input, output, bias, span, .. }) => {
                let input = input.clone().unwrap_or(Dim::Literal(1));
                let bias = if *bias { quote!(WithBias) } else { quote!(NoBias) };
                let linear = quote_spanned!(*span=> Linear);
                match (element, bias.to_string() == "WithBias") {
                    (Element::F32, true) => quote!(::nn::__private::#linear<#input, #output>),
                    (Element::F32, false) => quote!(::nn::__private::#linear<#input, #output, ::nn::__private::#bias>),
                    (Element::F64, _) => quote!(::nn::__private::#linear<#input, #output, ::nn::__private::#bias, f64>),
                }
            }
            Layer::Custom(custom) => custom.ty.clone(),
        }
    }

    /// The initialiser that the user chose, as an expression.
    pub(crate) fn init(&self) -> Option<&TokenStream> {
        match self {
            Layer::Linear(linear) => linear.init.as_ref(),
            Layer::Custom(_) => None,
        }
    }

    /// The type as the summary shows it.
    pub(crate) fn text(&self) -> String {
        match self {
            Layer::Linear(Linear { input, output, bias, .. }) => {
                let input = input.as_ref().map_or("_".into(), Dim::to_string);
                format!("Linear<{input}, {output}{}>", if *bias { "" } else { ", bias = false" })
            }
            Layer::Custom(custom) => custom.text.clone(),
        }
    }

    /// How many numbers are learned and how many multiply-accumulates a sample takes, where literals tell.
    pub(crate) fn cost(&self) -> Option<(u64, u64)> {
        match self {
            Layer::Linear(Linear { input: Some(Dim::Literal(input)), output: Dim::Literal(output), bias, .. }) => {
                let products = input.checked_mul(*output)?;
                Some((products.checked_add(if *bias { *output } else { 0 })?, products))
            }
            _ => None,
        }
    }

    /// The bounds that the type needs.
    pub(crate) fn bounds(&self, bounds: &mut Vec<TokenStream>) {
        if let Layer::Linear(Linear { input, output, .. }) = self {
            input.iter().for_each(|input| input.bounds(bounds));
            output.bounds(bounds);
        }
    }
}

impl Linear {
    const FORM: &'static str = "Linear<64, 10, bias = false>";
    /// The named arguments, each with an example.
    const ARGUMENTS: &'static [(&'static str, &'static str)] =
        &[("bias", "bias = false"), ("init", "init = nn::init::Zeros")];

    fn declare(ty: &LayerType, is_generic: &dyn Fn(&TokenStream) -> bool) -> syn::Result<Linear> {
        let mut sizes = Vec::new();
        let (mut bias, mut init) = (true, None);
        for argument in &ty.arguments {
            match argument {
                Argument::Infer(span) => sizes.push((None, *span)),
                Argument::Size(size) => sizes.push((Some(dim(size, is_generic)), ty.span)),
                Argument::Named(name, Value::Literal(syn::Lit::Bool(value))) if name == "bias" => bias = value.value,
                Argument::Named(name, Value::Type(value)) if name == "init" => init = Some(value.to_token_stream()),
                Argument::Named(name, _) => {
                    let text = name.to_string();
                    return Err(syn::Error::new(
                        name.span(),
                        messages::unknown_argument("Linear", &text, Self::ARGUMENTS),
                    ));
                }
                Argument::Const(value) => {
                    let text = value.to_token_stream().to_string();
                    return Err(syn::Error::new(value.span(), messages::not_a_size(&text)));
                }
                Argument::Lifetime(lifetime) => {
                    return Err(syn::Error::new(lifetime.span(), messages::not_a_size(&lifetime.to_string())));
                }
            }
        }
        match <[_; 2]>::try_from(sizes) {
            Ok([(input, _), (Some(output), _)]) => Ok(Linear { input, output, bias, init, span: ty.span }),
            Ok([_, (None, span)]) => Err(syn::Error::new(span, messages::output_not_inferred("Linear"))),
            Err(sizes) => Err(syn::Error::new(ty.span, messages::wrong_count("Linear", 2, sizes.len(), Self::FORM))),
        }
    }

    /// The type in the user's words, with these sizes.
    fn written(&self, input: &str, output: &str) -> String {
        let bias = if self.bias { "" } else { ", bias = false" };
        let init = self.init.as_ref().map(|init| format!(", init = {}", compact(init))).unwrap_or_default();
        format!("Linear<{input}, {output}{bias}{init}>")
    }

    fn take(&mut self, given: &Shape, name: &str, count: Option<usize>, origin: &Origin) -> Fit {
        let output = &self.output;
        let expected = self.input.as_ref().map_or("features".to_string(), Dim::to_string);
        let Some(dims) = given.known() else {
            return match &self.input {
                Some(input) => {
                    let fix = format!("{name}: {}", self.written("{b,}", &output.to_string()));
                    Fit::Expects {
                        takes: Shape::Known(vec![input.clone()]),
                        gives: Shape::Known(vec![output.clone()]),
                        help: messages::help_write(&fix, &input.to_string(), origin),
                        help_rank: messages::help_flatten(name),
                    }
                }
                None => Fit::NotInferred { help: messages::help_size_not_known(name, &output.to_string()) },
            };
        };
        let [found] = dims else {
            let help = messages::help_flatten(name);
            let (takes, gives) = (self.input.clone(), Shape::Known(vec![output.clone()]));
            let takes = takes.map(|input| Shape::Known(vec![input]));
            return Fit::Misfit { expects: format!("[{expected}]"), takes, help, gives };
        };
        let Some(input) = &self.input else {
            self.input = Some(found.clone());
            return Fit::Gives(Shape::Known(vec![output.clone()]));
        };
        let expected = Shape::Known(vec![input.clone()]);
        match expected.compare(given) {
            Verdict::Equal => Fit::Gives(Shape::Known(vec![output.clone()])),
            verdict => {
                // Arithmetic on generic parameters can only be inferred.
                let found = match found {
                    Dim::Literal(_) | Dim::Named { .. } => found.to_string(),
                    Dim::Sum(..) | Dim::Product(..) => "_".into(),
                };
                let fix = match count {
                    None => format!("{name}: {}", self.written(&found, &output.to_string())),
                    Some(count) => format!("{name}: [{}; {count}]", self.written(&found, &found)),
                };
                let help = messages::help_write(&fix, &input.to_string(), origin);
                match verdict {
                    Verdict::Unknown => Fit::Expects {
                        takes: expected,
                        gives: Shape::Known(vec![output.clone()]),
                        help,
                        help_rank: messages::help_flatten(name),
                    },
                    _ => {
                        let gives = Shape::Known(vec![output.clone()]);
                        Fit::Misfit { expects: expected.to_string(), takes: Some(expected), help, gives }
                    }
                }
            }
        }
    }
}

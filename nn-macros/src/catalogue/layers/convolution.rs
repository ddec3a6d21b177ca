//! `Conv2d<inputs, outputs, kernel = 3, stride = 1, padding = 0, dilation = 1, groups = 1, bias = false, init = ..>`,
//! and its transposed variants, over one, two and three axes.

use super::arguments::{Arguments, Known};
use super::groups::{Grouping, Groups};
use super::notation::example;
use super::signature::{Array, Describe, Fit, Numbers, Signature, declaration};
use super::window::{Window, axes, axes_of, help_image, product};
use crate::catalogue::bounds::Bound;
use crate::diagnostics::{Origin, messages};
use crate::shape::{Dim, Scope, Shape, Verdict};
use crate::syntax::LayerType;
use proc_macro2::{Span, TokenStream};

/// The variant of a convolution.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Conv1d,
    Conv2d,
    Conv3d,
    ConvTranspose1d,
    ConvTranspose2d,
    ConvTranspose3d,
}

impl Kind {
    const ALL: [Kind; 6] =
        [Kind::Conv1d, Kind::Conv2d, Kind::Conv3d, Kind::ConvTranspose1d, Kind::ConvTranspose2d, Kind::ConvTranspose3d];

    /// Returns the kind of this name.
    pub(super) fn of(name: &str) -> Option<Kind> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Kind::Conv1d => "Conv1d",
            Kind::Conv2d => "Conv2d",
            Kind::Conv3d => "Conv3d",
            Kind::ConvTranspose1d => "ConvTranspose1d",
            Kind::ConvTranspose2d => "ConvTranspose2d",
            Kind::ConvTranspose3d => "ConvTranspose3d",
        }
    }

    pub(crate) fn is_transposed(self) -> bool {
        matches!(self, Kind::ConvTranspose1d | Kind::ConvTranspose2d | Kind::ConvTranspose3d)
    }

    /// Returns the number of axes of the window.
    fn axes(self) -> usize {
        match self {
            Kind::Conv1d | Kind::ConvTranspose1d => 1,
            Kind::Conv2d | Kind::ConvTranspose2d => 2,
            Kind::Conv3d | Kind::ConvTranspose3d => 3,
        }
    }

    /// Returns the convolution over another number of axes.
    fn over(self, axes: usize) -> Option<Kind> {
        Self::ALL.into_iter().find(|kind| kind.axes() == axes && kind.is_transposed() == self.is_transposed())
    }
}

#[derive(Clone)]
pub(crate) struct Convolution {
    pub(crate) kind: Kind,
    /// `None` until the first use determines it.
    pub(crate) input: Option<Dim>,
    pub(crate) output: Dim,
    pub(crate) window: Window,
    /// The output padding of a transposed convolution.
    pub(crate) transposed: Option<Vec<Dim>>,
    groups: Option<(Dim, Span)>,
    pub(crate) bias: bool,
    init: Option<TokenStream>,
    pub(crate) span: Span,
}

impl Convolution {
    pub(super) fn declare(kind: Kind, ty: &LayerType, scope: &Scope) -> syn::Result<Convolution> {
        const TRANSPOSED: Known = &[
            ("kernel", "kernel = 3"),
            ("stride", "stride = 2"),
            ("padding", "padding = 1"),
            ("dilation", "dilation = 2"),
            ("groups", "groups = 4"),
            ("bias", "bias = false"),
            ("init", "init = nn::init::KaimingNormal"),
            ("output_padding", "output_padding = 1"),
        ];
        let (name, is_transposed) = (kind.name(), kind.is_transposed());
        let named = if is_transposed { TRANSPOSED } else { &TRANSPOSED[..TRANSPOSED.len() - 1] };
        let axes = kind.axes();
        let mut arguments = Arguments::read(name, ty.span, &ty.arguments, named, scope)?;
        let form = example(name, ty, scope, &format!("{name}<1, 8, kernel = 3>"));
        let (input, output) = arguments.inputs_and_outputs(|found| messages::wrong_count(name, found, &form))?;
        let Some((kernel, _)) = arguments.per_axis("kernel", axes, 1)? else {
            return Err(syn::Error::new(ty.span, messages::missing_argument(name, "kernel", form)));
        };
        let mut window = Window::new(kernel);
        for (name, least, numbers) in window.named() {
            if let Some((written, _)) = arguments.per_axis(name, axes, least)? {
                *numbers = written;
            }
        }
        let mut transposed = is_transposed.then(|| vec![Dim::Literal(0); axes]);
        if is_transposed && let Some((padding, span)) = arguments.per_axis("output_padding", axes, 0)? {
            for (padding, stride) in padding.iter().zip(&window.stride) {
                if let (Dim::Literal(padding), Dim::Literal(stride)) = (padding, stride)
                    && padding >= stride
                {
                    return Err(syn::Error::new(span, messages::output_padding(*padding, *stride)));
                }
            }
            transposed = Some(padding);
        }
        let groups = arguments.per_axis("groups", 1, 1)?.map(|(groups, span)| (groups[0].clone(), span));
        let (bias, init) = (arguments.bias()?, arguments.init()?);
        Ok(Convolution { kind, input, output, window, transposed, groups, bias, init, span: ty.span })
    }

    /// Formats the type with these input channels and this window.
    fn written(&self, input: &str, window: &Window) -> String {
        self.with_init(input, window, &self.init_words())
    }

    fn with_init(&self, input: &str, window: &Window, init: &str) -> String {
        self.declared(self.kind, input, window, init)
    }

    fn declared(&self, kind: Kind, input: &str, window: &Window, init: &str) -> String {
        let (name, output, window) = (kind.name(), &self.output, window.words());
        let padding = match &self.transposed {
            Some(padding) if axes(padding) != "0" => format!(", output_padding = {}", axes(padding)),
            _ => String::new(),
        };
        let groups = self.groups.as_ref().map(|(groups, _)| format!(", groups = {groups}")).unwrap_or_default();
        let bias = if self.bias { "" } else { ", bias = false" };
        format!("{name}<{input}, {output}{window}{padding}{groups}{bias}{init}>")
    }

    /// The fix for a value of another rank: the layer for that rank, if the value has the expected channels, or a reshape.
    fn help_rank(&self, given: &Shape, name: &str, array: Option<Array<'_>>) -> String {
        let axes = self.window.kernel.len();
        let over = |dims: &'_ [Dim]| dims.len().checked_sub(1).and_then(|axes| self.kind.over(axes));
        let other = given.known().filter(|_| self.transposed.is_none()).and_then(|dims| Some((over(dims)?, dims)));
        if let (Some((kind, dims)), Some(input)) = (other, &self.input)
            && input.compare(&dims[0]) == Verdict::Equal
            && let Some(window) = self.window.over(dims.len() - 1)
            && window.places(&dims[1..]).is_some()
        {
            let layer = self.declared(kind, &input.to_string(), &window, &self.init_words());
            return messages::help_declare_layer(declaration(name, &layer, array));
        }
        help_image(name, given, self.input.as_ref(), axes, &|sizes| self.places(sizes).is_some())
    }

    fn input_or(&self, unknown: &str) -> String {
        self.input.as_ref().map_or(unknown.into(), Dim::to_string)
    }

    /// Returns the output size along each axis; `None` if it would be empty.
    fn places(&self, sizes: &[Dim]) -> Option<Vec<Dim>> {
        match &self.transposed {
            None => self.window.places(sizes),
            Some(padding) => self.window.spread(sizes, padding),
        }
    }

    /// Returns axis sizes that the window fits; a transposed convolution accepts any size.
    fn minimum_axes(&self, sizes: &[Dim]) -> Vec<Dim> {
        match self.transposed {
            None => self.window.minimum(sizes),
            Some(_) => sizes.to_vec(),
        }
    }

    /// The grouping of the channels.
    pub(crate) fn grouping(&self) -> Grouping {
        let depthwise = |groups: &Dim| {
            let is = |channels: &Dim| channels.compare(groups) == Verdict::Equal;
            self.input.as_ref().is_some_and(is) && is(&self.output)
        };
        // If the input channels were never inferred, another error has been reported.
        match self.groups().filter(|_| self.input.is_some()) {
            None => Grouping::Ungrouped,
            Some(groups) if depthwise(groups.groups) => Grouping::Depthwise,
            Some(groups) => Grouping::Groups(groups.number()),
        }
    }
}

/// The axes of an image with its channels first, if they are last: as few as those of colours, behind larger axes.
fn channels_last(dims: &[Dim], channels: &Dim) -> Option<Vec<Dim>> {
    let literals: Vec<u64> = dims.iter().map(Dim::literal).collect::<Option<_>>()?;
    let (&last, others) = literals.split_last()?;
    let is_last =
        others.len() == 2 && channels.literal() == Some(last) && last <= 4 && others.iter().all(|&size| size > 4);
    is_last.then(|| dims.last().into_iter().chain(&dims[..dims.len() - 1]).cloned().collect())
}

impl Signature for Convolution {
    fn take(&mut self, given: &Shape, name: &str, array: Option<Array<'_>>, origin: &Origin) -> Fit {
        let axes = self.window.kernel.len();
        let Some(dims) = axes_of(given, 1 + axes) else {
            let expects = messages::channels_first(&self.input_or("channels"), axes);
            let help = self.help_rank(given, name, array);
            return Fit::Misfit { expects, takes: None, help, gives: None };
        };
        let (channels, sizes) = (&dims[0], &dims[1..]);
        let Some(input) = self.input.clone() else {
            if channels.is_opaque() {
                return Fit::NotInferred { help: messages::help_size_not_known(name) };
            }
            self.input = Some(channels.clone());
            return self.take(given, name, array, origin);
        };
        if let Some(rotated) = channels_last(&dims, &input).filter(|_| origin.is_input) {
            let takes = Shape::real(rotated.clone());
            let gives = self.places(&rotated[1..]).map(|places| Shape::of_channels(&self.output, &places));
            let help = messages::help_channels_first(&origin.name, takes.declaration().unwrap_or_default());
            return Fit::Misfit { expects: takes.to_string(), takes: None, help, gives };
        }
        let takes = Shape::of_channels(&input, sizes);
        let found = given.known().map_or("{b0}".into(), |_| channels.written());
        let fix = |input: &str, window: &Window| declaration(name, &self.written(input, window), array);
        let Some(places) = self.places(sizes) else {
            if self.transposed.is_some() {
                let help = messages::help_nothing_left();
                return Fit::Misfit { expects: messages::more_than_padding(), takes: None, help, gives: None };
            }
            let least = self.window.least(&input, sizes);
            let padding = self.window.enough_padding(sizes).unwrap_or(1);
            let padding = vec![Dim::Literal(padding); axes];
            let channels = if input.compare(channels) == Verdict::Different { found } else { input.to_string() };
            let fix = fix(&channels, &Window { padding, ..self.window.clone() });
            let help = messages::help_write(&fix, &least, origin);
            return Fit::Misfit { expects: messages::at_least(&least), takes: None, help, gives: None };
        };
        // If only the compiler knows the sizes, an item proves that the window fits.
        let places = self.places(&self.minimum_axes(sizes)).unwrap_or(places);
        let gives = Shape::of_channels(&self.output, &places);
        let help = messages::help_write_channels(&fix(&found, &self.window), &input.to_string(), origin);
        Fit::of(takes, gives, given, [help, messages::help_image(axes)])
    }

    fn groups(&self) -> Option<Groups<'_>> {
        let (groups, span) = self.groups.as_ref()?;
        let channels = self.input.iter().chain([&self.output]).collect();
        Some(Groups { name: self.kind.name(), groups, span: *span, channels })
    }

    fn keeps_sizes(&self) -> bool {
        true
    }

    fn needs_scratch(&self) -> bool {
        true
    }

    fn minimum_input(&self, given: &Shape) -> Option<Shape> {
        let (channels, sizes) = given.known()?.split_first()?;
        Some(Shape::of_channels(channels, &self.minimum_axes(sizes)))
    }

    fn give_what_it_takes(&mut self) {
        if let Some(input) = &self.input {
            self.output = input.clone();
        }
    }

    fn numbers(&self, given: &Shape) -> Option<Numbers> {
        let (Some(Dim::Literal(input)), Dim::Literal(output)) = (&self.input, &self.output) else { return None };
        let groups = match &self.groups {
            None => 1,
            Some((groups, _)) => groups.literal()?,
        };
        let weights = product(&self.window.kernel)?.checked_mul(input / groups)?.checked_mul(*output)?;
        let sizes = given.known()?.get(1..)?;
        let places = match self.transposed {
            None => product(&self.window.places(sizes)?)?,
            Some(_) => product(sizes)?,
        };
        let parameters = weights.checked_add(if self.bias { *output } else { 0 })?;
        Some(Numbers { parameters, macs: weights.checked_mul(places)? })
    }

    fn window(&self) -> Option<&Window> {
        self.transposed.is_none().then_some(&self.window)
    }

    fn bounds(&self, bounds: &mut Vec<Bound>) {
        let channels: Vec<_> = self.input.iter().chain([&self.output]).cloned().collect();
        channels.iter().for_each(|dim| Bound::of(dim, bounds));
        self.window.bounds(bounds);
        // The bound for groups of a generic number of channels.
        if let Some((groups, _)) = &self.groups
            && (channels.iter().any(Dim::is_generic) || groups.is_generic())
        {
            bounds.push(Bound::Channels { grouping: self.grouping(), channels });
        }
    }
}

impl Describe for Convolution {
    fn another(&self, name: &str) -> String {
        format!("{name}_2: {}", self.written("_", &self.window))
    }

    fn text(&self) -> String {
        self.with_init(&self.input_or("_"), &self.window, "")
    }

    fn init(&self) -> Option<&TokenStream> {
        self.init.as_ref()
    }
}

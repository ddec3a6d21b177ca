//! `Conv2d<3, 8, kernel = 3, stride = 2, padding = 1, groups = 2, bias = false>`, and the same over a sequence, `Conv1d`, or
//! transposed, `ConvTranspose2d<8, 3, kernel = 2, stride = 2, output_padding = 1>`.
//!
//! Its channels are sizes of any kind. It is drawn for values whose other sizes are literals: of others nothing is predicted.

use crate::architecture::Size;
use crate::draw::Scope;
use crate::groups::Groups;
use crate::layers::{Fit, Given, Help, Kind, Misfit};
use crate::linear::INITS;
use crate::shape::{Dim, Names, Shape, Verdict, list};
use crate::window::{Window, help_image, literals};

#[derive(Clone, Debug)]
pub(crate) struct Convolution {
    form: Form,
    /// `None` for `_`.
    input: Option<Size>,
    output: Size,
    pub(crate) window: Window,
    /// Of a transposed one, less than its strides.
    output_padding: u64,
    pub(crate) groups: u64,
    pub(crate) bias: bool,
    init: Option<&'static str>,
    /// What `_` turned out to be.
    inferred: Option<Dim>,
    /// What a row of these layers gives, which is what it takes.
    gives: Option<Dim>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Conv1d,
    Conv2d,
    ConvTranspose2d,
}

/// The most numbers of an image that is drawn: each derivative is checked.
pub(crate) const LARGEST: u64 = 64;

impl Convolution {
    pub(crate) fn draw(scope: &mut Scope<'_>, given: &Shape) -> Option<Kind> {
        let Shape::Known(dims) = given else { return None };
        let [channels, sizes @ ..] = &dims[..] else { return None };
        let sizes = literals(sizes)?;
        let form = match sizes.len() {
            1 => Form::Conv1d,
            2 if scope.chance.percent(25) => Form::ConvTranspose2d,
            2 => Form::Conv2d,
            _ => return None,
        };
        let window = Window::draw(scope.chance, &sizes, true)?;
        let stride = *window.stride.iter().min().expect("there are two");
        let output_padding = if form == Form::ConvTranspose2d { scope.chance.below(stride as usize) as u64 } else { 0 };
        let written = scope.write(channels);
        let infers = channels.is_known() && (written.is_none() || scope.chance.percent(35));
        let input = if infers { None } else { Some(written?) };
        let places = match form {
            Form::ConvTranspose2d => {
                window.spread(&sizes, output_padding).filter(|spread| window.spreads_all(&sizes, spread))?
            }
            _ => window.places(&sizes)?,
        };
        let places: u64 = places.iter().filter_map(Dim::value).product();
        let few = |dim: Dim| places * dim.value().unwrap_or(6) <= LARGEST;
        let output = Some(scope.output()).filter(|output| few(scope.names.dim(output)));
        let output = output.unwrap_or_else(|| Size::Number(scope.chance.between(1, 3) as u64));
        let mut groups = 1;
        if let (Some(inputs), Some(outputs)) = (channels.value(), scope.names.dim(&output).value())
            && scope.chance.percent(35)
        {
            let divides = |groups: &u64| inputs.is_multiple_of(*groups) && outputs.is_multiple_of(*groups);
            let divisors: Vec<_> = (1..=inputs).filter(divides).collect();
            groups = *scope.chance.one_of(&divisors);
        }
        let bias = scope.chance.percent(75);
        let init = scope.chance.percent(15).then(|| *scope.chance.one_of(INITS));
        let (inferred, gives) = (None, None);
        let drawn = Convolution { form, input, output, window, output_padding, groups, bias, init, inferred, gives };
        Some(Kind::Convolution(drawn))
    }

    /// A layer that gives what it takes.
    pub(crate) fn draw_row(scope: &mut Scope<'_>, given: &Shape) -> Option<Kind> {
        let Kind::Convolution(drawn) = Self::draw(scope, given)? else { return None };
        let form = if drawn.form == Form::Conv1d { Form::Conv1d } else { Form::Conv2d };
        let (output, window) = (scope.write(&given.dims()[0])?, Window::of_the_same_size(scope.chance));
        Some(Kind::Convolution(Convolution { form, output, window, output_padding: 0, groups: 1, ..drawn }))
    }

    pub(crate) fn into_written(self) -> Self {
        Convolution { inferred: None, gives: None, ..self }
    }

    pub(crate) fn text(&self) -> String {
        self.written(&self.input.as_ref().map_or("_".into(), Size::to_string), &self.output.to_string(), &self.window)
    }

    /// The type with these channels and this window.
    fn written(&self, input: &str, output: &str, window: &Window) -> String {
        let groups = if self.groups > 1 { format!(", groups = {}", self.groups) } else { String::new() };
        let bias = if self.bias { "" } else { ", bias = false" };
        let init = self.init.map(|init| format!(", init = {init}")).unwrap_or_default();
        let padding = match self.output_padding {
            0 => String::new(),
            padding => format!(", output_padding = {padding}"),
        };
        format!("{:?}<{input}, {output}{}{padding}{groups}{bias}{init}>", self.form, window.of_convolution())
    }

    /// The axes that its window slides along.
    pub(crate) fn axes(&self) -> usize {
        if self.form == Form::Conv1d { 1 } else { 2 }
    }

    fn places(&self, sizes: &[u64]) -> Option<Vec<Dim>> {
        match self.form {
            Form::ConvTranspose2d => self.window.spread(sizes, self.output_padding),
            _ => self.window.places(sizes),
        }
    }

    pub(crate) fn sizes_mut(&mut self) -> Vec<&mut Size> {
        self.input.iter_mut().chain([&mut self.output]).collect()
    }

    pub(crate) fn another(&self, name: &str, names: &Names) -> String {
        format!("{name}: {}", self.written("_", &self.output(names).to_string(), &self.window))
    }

    pub(crate) fn give_what_it_takes(&mut self, names: &Names) {
        self.gives = self.input(names);
    }

    fn input(&self, names: &Names) -> Option<Dim> {
        self.input.as_ref().map(|input| names.dim(input)).or_else(|| self.inferred.clone())
    }

    fn output(&self, names: &Names) -> Dim {
        self.gives.clone().unwrap_or_else(|| names.dim(&self.output))
    }

    pub(crate) fn mentions(&self, parameter: &str, names: &Names) -> bool {
        let mentions = |dim: Dim| dim.with(&[(parameter.into(), Dim::Number(1))]) != dim;
        self.input(names).into_iter().chain([self.output(names)]).any(mentions)
    }

    pub(crate) fn groups(&self, names: &Names) -> Groups {
        let channels = self.input(names).into_iter().chain([self.output(names)]).collect();
        Groups { name: format!("{:?}", self.form), number: self.groups, channels }
    }

    pub(crate) fn take(&mut self, given: &Given<'_>) -> Fit {
        let (output, input) = (self.output(given.names), self.input(given.names));
        let Shape::Known(dims) = given.shape else { return Fit::Unpredicted };
        let padded = self.form == Form::ConvTranspose2d && self.window.stride.iter().any(|&s| s <= self.output_padding);
        if padded {
            return Fit::Unpredicted;
        }
        let output_text = output.to_string();
        let axes = self.axes();
        let [channels, sizes @ ..] = &dims[..] else { return Fit::Unpredicted };
        if sizes.len() != axes {
            let expects = input.as_ref().map_or("channels".into(), Dim::to_string);
            let help = Help::Text(image_of(dims, input.as_ref(), given.layer, axes));
            let axes = if axes == 1 { "length" } else { "height, width" };
            return Fit::Misfit(Misfit::without_result(format!("[{expects}, {axes}]"), help));
        }
        if input.is_none() && !channels.is_known() {
            return Fit::NotInferred(format!(
                "write the number of inputs in place of `_`, as in `{}: {}`",
                given.layer,
                self.written("8", &output_text, &self.window)
            ));
        }
        let Some(numbers) = literals(sizes) else { return Fit::Unpredicted };
        let input = input.unwrap_or_else(|| channels.clone());
        self.inferred = Some(input.clone());
        let image = |channels: &Dim, sizes: &[Dim]| [std::slice::from_ref(channels), sizes].concat();
        let verb = |code: String, size: String| Help::Write { code, size };
        let Some(places) = self.places(&numbers) else {
            if self.form == Form::ConvTranspose2d {
                let expects = "an image of which its padding leaves something".into();
                return Fit::Misfit(Misfit::without_result(expects, Help::Text("write a smaller `padding`".into())));
            }
            let least = format!("[{}]", list(&image(&input, &self.window.least(&numbers))));
            let fix = self.written(&input.to_string(), &output_text, &self.window.padded(&numbers));
            let help = verb(format!("{}: {fix}", given.layer), least.clone());
            return Fit::Misfit(Misfit::without_result(format!("at least {least}"), help));
        };
        let (takes, gives) = (image(&input, sizes), image(&output, &places));
        let verdict = crate::shape::compare(&takes, dims);
        if verdict == Verdict::Equal {
            return Fit::Gives(gives);
        }
        let found = if channels.is_written() { channels.to_string() } else { "_".into() };
        let fix = self.written(&found, &output_text, &self.window);
        let code = match given.count {
            None => format!("{}: {fix}", given.layer),
            Some(count) => format!("{}: [{fix}; {count}]", given.layer),
        };
        let plural = if input == Dim::Number(1) { "channel" } else { "channels" };
        let help = verb(code, format!("{input} {plural}"));
        let misfit = Misfit {
            expects: format!("[{}]", list(&takes)),
            takes: Some(takes.clone()),
            help_rank: Help::Text(help_image(axes).into()),
            help,
            gives: Some(gives),
        };
        match verdict {
            Verdict::Different => Fit::Misfit(misfit),
            _ => Fit::Claims(takes, misfit),
        }
    }
}

/// How a value that is no image becomes a square one, or a sequence, if it has as many numbers.
fn image_of(dims: &[Dim], channels: Option<&Dim>, layer: &str, axes: usize) -> String {
    if let (Some(numbers), Some(Dim::Number(channels))) = (literals(dims), channels) {
        let count: u64 = numbers.iter().product();
        let (places, side) = (count / channels, (count / channels).isqrt());
        if count.is_multiple_of(*channels) && axes == 1 {
            return format!("write `.reshape::<{channels}, {places}>().{layer}()`");
        }
        if count.is_multiple_of(*channels) && side * side == places {
            return format!("write `.reshape::<{channels}, {side}, {side}>().{layer}()`");
        }
    }
    help_image(axes).into()
}

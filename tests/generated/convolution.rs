//! `Conv2d<3, 8, kernel = 3, stride = 2, padding = 1, groups = 2, bias = false>`, `Conv1d` over a sequence, `Conv3d` over a volume,
//! and the transposed `ConvTranspose2d<8, 3, kernel = 2, stride = 2, output_padding = 1>`, over a sequence and a volume, too.
//!
//! Channels are sizes of any kind. The other sizes of the input are literals: nothing is predicted for others.

use crate::architecture::Size;
use crate::draw::Scope;
use crate::groups::Groups;
use crate::layers::{Fit, Kind, Misfit, Rules};
use crate::linear::INITS;
use crate::shape::{self, Dim, Names, Shape, Verdict, list};
use crate::sides::Sides;
use crate::window::{Window, literals};

#[derive(Clone, Debug)]
pub(crate) struct Convolution {
    form: Form,
    sides: Sides,
    window: Window,
    /// Of a transposed convolution; less than its strides.
    output_padding: u64,
    groups: u64,
    pub(crate) bias: bool,
    init: Option<&'static str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Conv1d,
    Conv2d,
    Conv3d,
    ConvTranspose1d,
    ConvTranspose2d,
    ConvTranspose3d,
}

impl Form {
    fn new(axes: usize, is_transposed: bool) -> Option<Self> {
        Some(match (axes, is_transposed) {
            (1, false) => Form::Conv1d,
            (2, false) => Form::Conv2d,
            (3, false) => Form::Conv3d,
            (1, true) => Form::ConvTranspose1d,
            (2, true) => Form::ConvTranspose2d,
            (3, true) => Form::ConvTranspose3d,
            _ => return None,
        })
    }

    fn is_transposed(self) -> bool {
        matches!(self, Form::ConvTranspose1d | Form::ConvTranspose2d | Form::ConvTranspose3d)
    }
}

/// The maximum number of elements of an image, since each derivative is checked.
pub(crate) const LARGEST: u64 = 64;

impl Convolution {
    pub(crate) fn draw(scope: &mut Scope<'_>, given: &Shape) -> Option<Kind> {
        let Shape::Known(dims) = given else { return None };
        let [channels, sizes @ ..] = &dims[..] else { return None };
        let sizes = literals(sizes)?;
        let form = Form::new(sizes.len(), scope.random.percent(25))?;
        let window = Window::draw(scope.random, &sizes, true)?;
        let stride = *window.stride.iter().min().expect("a window has two strides");
        let output_padding = if form.is_transposed() { scope.random.below(stride as usize) as u64 } else { 0 };
        let written = scope.write(channels);
        let infers = channels.is_known() && (written.is_none() || scope.random.percent(35));
        let input = if infers { None } else { Some(written?) };
        let places = match form.is_transposed() {
            true => window.spread(&sizes, output_padding).filter(|spread| window.spreads_all(&sizes, spread))?,
            false => window.places(&sizes)?,
        };
        let places: u64 = places.iter().filter_map(Dim::value).product();
        let few = |dim: Dim| places * dim.value().unwrap_or(6) <= LARGEST;
        let output = Some(scope.output()).filter(|output| few(scope.names.dim(output)));
        let output = output.unwrap_or_else(|| Size::Number(scope.random.between(1, 3) as u64));
        let mut groups = 1;
        if let (Some(inputs), Some(outputs)) = (channels.value(), scope.names.dim(&output).value())
            && scope.random.percent(35)
        {
            let divides = |groups: &u64| inputs.is_multiple_of(*groups) && outputs.is_multiple_of(*groups);
            let divisors: Vec<_> = (1..=inputs).filter(divides).collect();
            groups = *scope.random.one_of(&divisors);
        }
        let bias = scope.random.percent(75);
        let init = scope.random.percent(15).then(|| *scope.random.one_of(INITS));
        let sides = Sides::new(input, output);
        Some(Kind::Convolution(Convolution { form, sides, window, output_padding, groups, bias, init }))
    }

    /// Draws a layer whose output has the shape of its input.
    pub(crate) fn draw_row(scope: &mut Scope<'_>, given: &Shape) -> Option<Kind> {
        let Kind::Convolution(mut drawn) = Self::draw(scope, given)? else { return None };
        let form = Form::new(drawn.axes(), false)?;
        drawn.sides.output = scope.write(&given.dims()[0])?;
        let window = Window::of_the_same_size(scope.random);
        Some(Kind::Convolution(Convolution { form, window, output_padding: 0, groups: 1, ..drawn }))
    }

    /// The axes that its window slides along.
    fn axes(&self) -> usize {
        match self.form {
            Form::Conv1d | Form::ConvTranspose1d => 1,
            Form::Conv2d | Form::ConvTranspose2d => 2,
            Form::Conv3d | Form::ConvTranspose3d => 3,
        }
    }

    fn places(&self, sizes: &[u64]) -> Option<Vec<Dim>> {
        match self.form.is_transposed() {
            true => self.window.spread(sizes, self.output_padding),
            false => self.window.places(sizes),
        }
    }

    /// Checks the shape of an image or a sequence.
    fn fit(&mut self, dims: &[Dim], names: &Names) -> Fit {
        let (output, input) = (self.sides.output(names), self.sides.input(names));
        let padded = self.form.is_transposed() && self.window.stride.iter().any(|&s| s <= self.output_padding);
        if padded {
            return Fit::Unpredicted;
        }
        let [channels, sizes @ ..] = dims else { return Fit::Unpredicted };
        if sizes.len() != self.axes() {
            let expects = input.as_ref().map_or("channels".into(), Dim::to_string);
            let axes = ["length", "height, width", "depth, height, width"][self.axes() - 1];
            return Fit::Misfit(Misfit::without_result(format!("[{expects}, {axes}]")));
        }
        if input.is_none() && !channels.is_known() {
            return Fit::NotInferred;
        }
        let Some(numbers) = literals(sizes) else { return Fit::Unpredicted };
        let input = input.unwrap_or_else(|| channels.clone());
        self.sides.inferred = Some(input.clone());
        let image = |channels: &Dim, sizes: &[Dim]| [std::slice::from_ref(channels), sizes].concat();
        let Some(places) = self.places(&numbers) else {
            let expects = match self.form.is_transposed() {
                true => "an image that exceeds its padding".into(),
                false => format!("at least [{}]", list(&image(&input, &self.window.least(&numbers)))),
            };
            return Fit::Misfit(Misfit::without_result(expects));
        };
        // On other axes than the first ones, a dilated window may read only padding, so that nothing before it has a gradient.
        if !self.form.is_transposed() && !self.window.meets(&numbers) {
            return Fit::Unpredicted;
        }
        let (takes, gives) = (image(&input, sizes), image(&output, &places));
        match shape::compare(&takes, dims) {
            Verdict::Equal => Fit::Gives(gives),
            Verdict::Different => {
                Fit::Misfit(Misfit { expects: format!("[{}]", list(&takes)), takes: Some(takes), gives: Some(gives) })
            }
            Verdict::Unknown => Fit::Claims(takes, gives),
        }
    }
}

impl Rules for Convolution {
    fn text(&self) -> String {
        let groups = if self.groups > 1 { format!(", groups = {}", self.groups) } else { String::new() };
        let bias = if self.bias { "" } else { ", bias = false" };
        let init = self.init.map(|init| format!(", init = {init}")).unwrap_or_default();
        let padding = match self.output_padding {
            0 => String::new(),
            padding => format!(", output_padding = {padding}"),
        };
        let (sides, window) = (self.sides.text(), self.window.of_convolution());
        format!("{:?}<{sides}{window}{padding}{groups}{bias}{init}>", self.form)
    }

    fn sizes_mut(&mut self) -> Vec<&mut Size> {
        self.sides.sizes_mut()
    }

    fn settled(&self, names: &Names) -> Vec<Dim> {
        self.sides.settled(names)
    }

    fn forget(&mut self) {
        self.sides.forget();
    }

    fn set_bias(&mut self, bias: bool) {
        self.bias = bias;
    }

    fn groups(&self, names: &Names) -> Option<Groups> {
        Some(Groups { name: format!("{:?}", self.form), number: self.groups, channels: self.settled(names) })
    }

    fn groups_mut(&mut self) -> Option<&mut u64> {
        Some(&mut self.groups)
    }

    fn groups_word(&self) -> Option<(usize, String)> {
        Some((self.text().find("groups")?, "groups".into()))
    }

    fn window_mut(&mut self) -> Option<(&mut Window, usize)> {
        let axes = self.axes();
        Some((&mut self.window, axes))
    }

    fn take(&mut self, given: &Shape, names: &Names) -> Option<Fit> {
        Some(given.known().map_or(Fit::Unpredicted, |dims| self.fit(dims, names)))
    }

    fn keeps_sizes(&self) -> bool {
        true
    }

    fn give_what_it_takes(&mut self, names: &Names) {
        self.sides.give_what_it_takes(names);
    }
}

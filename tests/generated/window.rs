//! Windows that slide along the axes of an image or a sequence: of convolutions and pools. Their numbers are literals.

use crate::chance::Chance;
use crate::shape::Dim;

/// A number for height and one for width; of a sequence, both are its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Window {
    pub(crate) kernel: [u64; 2],
    pub(crate) stride: [u64; 2],
    pub(crate) padding: [u64; 2],
    pub(crate) dilation: [u64; 2],
}

impl Window {
    /// A window that has a place along each of these axes. Its padding is at most half of it, so that each of its
    /// numbers meets something but padding somewhere.
    pub(crate) fn draw(chance: &mut Chance, sizes: &[u64], dilates: bool) -> Option<Self> {
        let pair = |chance: &mut Chance, first: usize, last: [usize; 2]| {
            let one = chance.between(first, last[0].min(last[1])) as u64;
            match sizes.len() > 1 && chance.percent(25) {
                true => [one, chance.between(first, last[1]) as u64],
                false => [one, one],
            }
        };
        let kernel = pair(chance, 1, [3, 3]);
        let stride = if chance.percent(60) { [1, 1] } else { pair(chance, 1, [3, 3]) };
        let padding = match chance.percent(40) {
            true => pair(chance, 0, kernel.map(|kernel| kernel as usize / 2)),
            false => [0, 0],
        };
        let dilation = if dilates && chance.percent(15) { pair(chance, 1, [2, 2]) } else { [1, 1] };
        let window = Window { kernel, stride, padding, dilation };
        window.places(sizes)?;
        Some(window)
    }

    /// What it covers of an axis.
    fn reach(&self, axis: usize) -> u64 {
        self.dilation[axis] * (self.kernel[axis] - 1) + 1
    }

    /// Its places along each axis; `None` if it is larger than a padded axis.
    pub(crate) fn places(&self, sizes: &[u64]) -> Option<Vec<Dim>> {
        let places = |(axis, size): (usize, &u64)| {
            let way = (size + 2 * self.padding[axis]).checked_sub(self.reach(axis))?;
            Some(Dim::Number(way / self.stride[axis] + 1))
        };
        sizes.iter().enumerate().map(places).collect()
    }

    /// The least sizes on which it has a place, where these are too small.
    pub(crate) fn least(&self, sizes: &[u64]) -> Vec<Dim> {
        let least = |(axis, &size): (usize, &u64)| {
            Dim::Number(self.reach(axis).saturating_sub(2 * self.padding[axis]).max(size))
        };
        sizes.iter().enumerate().map(least).collect()
    }

    /// The same with a padding with which it has a place.
    pub(crate) fn padded(&self, sizes: &[u64]) -> Self {
        let padding =
            |(axis, &size): (usize, &u64)| self.reach(axis).saturating_sub(size).div_ceil(2).max(self.padding[axis]);
        let padding = sizes.iter().enumerate().map(padding).max().unwrap_or(1);
        Window { padding: [padding; 2], ..self.clone() }
    }

    /// Whether it is written with one number for all axes.
    pub(crate) fn is_square(&self) -> bool {
        [self.kernel, self.stride, self.padding, self.dilation].iter().all(|[first, second]| first == second)
    }

    /// Whether a pool's arguments can say it: two numbers are written for its kernel alone.
    pub(crate) fn is_of_pool(&self) -> bool {
        let is_one = |[first, second]: [u64; 2]| first == second;
        (is_one(self.stride) || self.stride == self.kernel) && is_one(self.padding) && is_one(self.dilation)
    }

    /// The arguments of a convolution: `, kernel = 3, padding = (1, 0)`.
    pub(crate) fn of_convolution(&self) -> String {
        format!(", kernel = {}{}", written(self.kernel), self.others([1, 1]))
    }

    /// The arguments of a pool: `2, 3, stride = 2`. Without a stride, it is the kernel.
    pub(crate) fn of_pool(&self) -> String {
        let kernel = match self.kernel {
            [height, width] if height == width => height.to_string(),
            [height, width] => format!("{height}, {width}"),
        };
        kernel + &self.others(self.kernel)
    }

    fn others(&self, stride: [u64; 2]) -> String {
        let others =
            [("stride", self.stride, stride), ("padding", self.padding, [0, 0]), ("dilation", self.dilation, [1, 1])];
        let differs = others.into_iter().filter(|(_, numbers, usual)| numbers != usual);
        differs.map(|(name, numbers, _)| format!(", {name} = {}", written(numbers))).collect()
    }

    /// Changes one of its numbers.
    pub(crate) fn change(&mut self, chance: &mut Chance) {
        let (numbers, least) = match chance.below(7) {
            0..=2 => (&mut self.kernel, 1),
            3 | 4 => (&mut self.stride, 1),
            5 => (&mut self.padding, 0),
            _ => (&mut self.dilation, 1),
        };
        let more = chance.percent(60);
        let other = |number: u64| if more || number == least { number + 1 } else { number - 1 };
        match chance.below(3) {
            0 => numbers[chance.below(2)] = other(numbers[0]),
            _ => *numbers = numbers.map(other),
        }
    }
}

fn written([first, second]: [u64; 2]) -> String {
    if first == second { first.to_string() } else { format!("({first}, {second})") }
}

/// Sizes that are literals.
pub(crate) fn literals(dims: &[Dim]) -> Option<Vec<u64>> {
    let literal = |dim: &Dim| if let Dim::Number(number) = dim { Some(*number) } else { None };
    dims.iter().map(literal).collect()
}

/// How a value becomes an image, or a sequence.
pub(crate) fn help_image(axes: usize) -> &'static str {
    match axes {
        1 => "give it [channels, length], as `.reshape::<1, 64>()` makes it",
        _ => "give it [channels, height, width], as `.reshape::<1, 28, 28>()` makes it",
    }
}

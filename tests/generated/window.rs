//! The windows of convolutions and pools, which slide along the axes of a volume, an image or a sequence. Their attributes are
//! literals.

use crate::random::Random;
use crate::shape::Dim;

/// One number for height and one for width; for a sequence or a volume, both are the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Window {
    pub(crate) kernel: [u64; 2],
    pub(crate) stride: [u64; 2],
    pub(crate) padding: [u64; 2],
    pub(crate) dilation: [u64; 2],
}

impl Window {
    /// Draws a window that fits on each of these axes, and that covers every element at one of its positions: an element that it
    /// does not cover would receive no gradient, and a window over padding only would have none.
    pub(crate) fn draw(random: &mut Random, sizes: &[u64], dilates: bool) -> Option<Self> {
        (0..4).find_map(|_| Self::any(random, sizes, dilates))
    }

    fn any(random: &mut Random, sizes: &[u64], dilates: bool) -> Option<Self> {
        let pair = |random: &mut Random, first: usize, last: [usize; 2]| {
            let one = random.between(first, last[0].min(last[1])) as u64;
            match sizes.len() == 2 && random.percent(35) {
                true => [one, random.between(first, last[1]) as u64],
                false => [one, one],
            }
        };
        let kernel = pair(random, 1, [3, 3]);
        let stride = if random.percent(60) { [1, 1] } else { pair(random, 1, [3, 3]) };
        let padding = match random.percent(40) {
            true => pair(random, 0, kernel.map(|kernel| kernel as usize / 2)),
            false => [0, 0],
        };
        let dilation = if dilates && random.percent(15) { pair(random, 1, [2, 2]) } else { [1, 1] };
        let window = Window { kernel, stride, padding, dilation };
        window.places(sizes)?;
        sizes.iter().enumerate().all(|(axis, &size)| window.covers(axis, size)).then_some(window)
    }

    /// The output sizes of a transposed convolution; `None` if padding leaves no elements.
    pub(crate) fn spread(&self, sizes: &[u64], output_padding: u64) -> Option<Vec<Dim>> {
        let spread = |(axis, size): (usize, &u64)| {
            let [_, stride, padding, _] = self.along(axis);
            let uncut = (size - 1) * stride + self.reach(axis) + output_padding;
            uncut.checked_sub(2 * padding).filter(|&size| size > 0).map(Dim::Number)
        };
        sizes.iter().enumerate().map(spread).collect()
    }

    /// Whether every element of an axis contributes to the output of a transposed convolution.
    pub(crate) fn spreads_all(&self, sizes: &[u64], spread: &[Dim]) -> bool {
        let mut axes = sizes.iter().zip(spread.iter().filter_map(Dim::value)).enumerate();
        axes.all(|(axis, (&size, given))| {
            let [kernel, stride, padding, dilation] = self.along(axis);
            let place = |number: u64, tap: u64| number * stride + tap * dilation;
            (0..size).all(|number| (0..kernel).any(|tap| (padding..padding + given).contains(&place(number, tap))))
        })
    }

    /// Draws a window that preserves the sizes.
    pub(crate) fn of_the_same_size(random: &mut Random) -> Self {
        let kernel = *random.one_of(&[1, 3]);
        Window { kernel: [kernel; 2], stride: [1, 1], padding: [kernel / 2; 2], dilation: [1, 1] }
    }

    /// Whether it covers every element of an axis.
    fn covers(&self, axis: usize, size: u64) -> bool {
        self.covered(axis, size).all(|is_covered| is_covered)
    }

    /// Whether it covers an element of each of these axes: otherwise it reads nothing but padding.
    pub(crate) fn meets(&self, sizes: &[u64]) -> bool {
        sizes.iter().enumerate().all(|(axis, &size)| self.covered(axis, size).any(|is_covered| is_covered))
    }

    /// Whether it covers each element of an axis at one of its positions.
    fn covered(&self, axis: usize, size: u64) -> impl Iterator<Item = bool> {
        let [kernel, stride, padding, dilation] = self.along(axis);
        // It covers nothing if it is larger than the padded axis.
        let last = (size + 2 * padding).checked_sub(self.reach(axis));
        (0..size).map(move |number| {
            let mut places = last.into_iter().flat_map(|last| (0..=last).step_by(stride as usize));
            places.any(|place| (0..kernel).any(|tap| place + tap * dilation == number + padding))
        })
    }

    /// Kernel, stride, padding and dilation along an axis.
    fn along(&self, axis: usize) -> [u64; 4] {
        [self.kernel, self.stride, self.padding, self.dilation].map(|numbers| numbers[axis.min(1)])
    }

    /// Its extent along an axis.
    fn reach(&self, axis: usize) -> u64 {
        let [kernel, _, _, dilation] = self.along(axis);
        dilation * (kernel - 1) + 1
    }

    /// The number of its positions along each axis; `None` if it is larger than a padded axis.
    pub(crate) fn places(&self, sizes: &[u64]) -> Option<Vec<Dim>> {
        let places = |(axis, size): (usize, &u64)| {
            let [_, stride, padding, _] = self.along(axis);
            let way = (size + 2 * padding).checked_sub(self.reach(axis))?;
            Some(Dim::Number(way / stride + 1))
        };
        sizes.iter().enumerate().map(places).collect()
    }

    /// The minimum sizes on which it fits, for axes that are too small.
    pub(crate) fn least(&self, sizes: &[u64]) -> Vec<Dim> {
        let least = |(axis, &size): (usize, &u64)| {
            Dim::Number(self.reach(axis).saturating_sub(2 * self.along(axis)[2]).max(size))
        };
        sizes.iter().enumerate().map(least).collect()
    }

    /// Whether it is written with one number for all axes.
    pub(crate) fn is_square(&self) -> bool {
        [self.kernel, self.stride, self.padding, self.dilation].iter().all(|[first, second]| first == second)
    }

    /// The arguments of a convolution: `, kernel = 3, padding = (1, 0)`.
    pub(crate) fn of_convolution(&self) -> String {
        format!(", kernel = {}{}", written(self.kernel), self.others([1, 1]))
    }

    /// The arguments of a pool: `2, 3, stride = (2, 1)`. Without a stride, it is the kernel.
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

    /// Changes one of its numbers, or both of a pair, as for a sequence.
    pub(crate) fn change(&mut self, random: &mut Random, alike: bool) {
        let (numbers, least) = match random.below(7) {
            0..=2 => (&mut self.kernel, 1),
            3 | 4 => (&mut self.stride, 1),
            5 => (&mut self.padding, 0),
            _ => (&mut self.dilation, 1),
        };
        let more = random.percent(60);
        let other = |number: u64| if more || number == least { number + 1 } else { number - 1 };
        match random.below(3) {
            0 if !alike => numbers[random.below(2)] = other(numbers[0]),
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

#[test]
fn dilated_window_may_read_only_padding() {
    let window = |dilation: u64| Window { kernel: [2; 2], stride: [1; 2], padding: [1; 2], dilation: [dilation; 2] };
    // On one element, the two taps of a window of dilation 2 are on the two sides of it.
    assert_eq!(window(2).places(&[2, 1]), Some(vec![Dim::Number(2), Dim::Number(1)]));
    assert!(!window(2).meets(&[2, 1]) && window(2).meets(&[2, 2]) && window(1).meets(&[2, 1]));
}

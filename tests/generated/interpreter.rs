//! Executes the graph of a network with plain loops in f64, one sample at a time. The generated programs include this file, too.

use nn::graph::{
    AxisWindow, Binary, Function, Graph, Interpolation, NormStatistics, Op, Operand, PadMode, Pool, RecurrentCell,
    Scalar, Step,
};
use nn::layers::Layer;
use nn::parameters::{Layout, Role, zeroed};
use nn::signal::{Elements, Signal};
use nn::{Dim, Network, gradient_check};

/// The tolerance relative to the largest output, for rounding and for sums in another order.
const TOLERANCE: f64 = 1e-12;

/// One sample of a value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Real(Vec<f64>),
    Indices(Vec<usize>),
}

impl Value {
    fn real(&self) -> &[f64] {
        match self {
            Value::Real(elements) => elements,
            Value::Indices(_) => panic!("a floating-point operation received indices"),
        }
    }

    fn len(&self) -> usize {
        match self {
            Value::Real(elements) => elements.len(),
            Value::Indices(indices) => indices.len(),
        }
    }
}

/// The outputs of a network.
type Out<Net> = <Net as Layer<<Net as Network>::In, <Net as Network>::Elem>>::Out;

/// Compares the outputs of a network for random parameters and inputs with those computed from its graph.
pub(crate) fn compare<B: Dim, Net: Network<Elem = f64>>(seed: u64) -> Result<(), String> {
    let mut rng = nn::init::rng(seed);
    let (mut net, mut y) = (zeroed::<Net>(), zeroed::<<Out<Net> as Signal>::Owned<B, f64>>());
    gradient_check::fill(net.as_mut_slice(), &mut rng);
    let mut parameters = net.as_mut_slice().to_vec();
    Net::LAYOUT.for_each(|param| {
        // A variance is positive.
        if param.role == Role::Buffer {
            parameters[param.range()].iter_mut().for_each(|number| *number = number.abs());
        }
    });
    net.as_mut_slice().copy_from_slice(&parameters);
    let x = gradient_check::random::<Net::In, B>(&mut rng);
    let mut scratch = zeroed::<<Net as Layer<Net::In, Net::Elem>>::Scratch<B>>();
    net.forward(Net::In::by_ref(&x), Out::<Net>::by_mut(&mut y), &mut scratch);

    let graph = &Net::GRAPH;
    let inputs: Vec<_> = Net::In::to_parts::<B, f64>(Net::In::by_ref(&x)).into_iter().flatten().collect();
    let outputs = Out::<Net>::to_parts::<B, f64>(Out::<Net>::by_ref(&y)).into_iter().flatten();
    let outputs: Vec<_> = outputs.map(|output| output.floats().expect("outputs are floating point")).collect();
    for row in 0..B::SIZE {
        let sample = |input: &Elements<&[f64], &[u32]>| match input {
            Elements::Floats(all) => Value::Real(part(all, row, B::SIZE).to_vec()),
            Elements::Indices(all) => Value::Indices(part(all, row, B::SIZE).iter().map(|&i| i as usize).collect()),
        };
        let found = run(graph, &parameters, inputs.iter().map(sample).collect());
        if found.len() != outputs.len() {
            return Err(format!("its graph has {} outputs of {}", found.len(), outputs.len()));
        }
        for (output, (found, expected)) in found.iter().zip(&outputs).enumerate() {
            let (found, expected) = (found.real(), part(expected, row, B::SIZE));
            let largest = expected.iter().fold(1.0_f64, |largest, y| largest.max(y.abs()));
            let are_near = |(found, expected): (&f64, &f64)| (found - expected).abs() <= TOLERANCE * largest;
            if found.len() != expected.len() || !found.iter().zip(expected).all(are_near) {
                return Err(format!("output {output} is {expected:?}, that of its graph {found:?}"));
            }
        }
    }
    Ok(())
}

/// Returns the elements of one sample.
fn part<T>(all: &[T], row: usize, rows: usize) -> &[T] {
    let size = all.len() / rows;
    &all[row * size..][..size]
}

/// Computes the outputs of a graph.
pub(crate) fn run(graph: &Graph, parameters: &[f64], inputs: Vec<Value>) -> Vec<Value> {
    assert_eq!(inputs.len(), graph.inputs.len());
    let mut values: Vec<Vec<Value>> = Vec::new();
    let read = |values: &[Vec<Value>], source: &Operand| match *source {
        Operand::Input(input) => inputs[input].clone(),
        Operand::Node(node, output) => values[node][output].clone(),
    };
    for node in graph.nodes {
        let operands: Vec<_> = node.inputs.iter().map(|source| read(&values, source)).collect();
        let call = Call {
            input_dims: node.input_dims,
            output_dims: node.output_dims,
            parameters: &parameters[node.offset..],
            layout: node.layout,
            element_bytes: graph.element_bytes,
        };
        let outputs = call.apply(&node.op, operands);
        for (value, dims) in outputs.iter().zip(node.output_dims) {
            assert_eq!(value.len(), dims.iter().product::<usize>(), "{node:?}");
        }
        values.push(outputs);
    }
    graph.outputs.iter().map(|source| read(&values, source)).collect()
}

/// One call of an operation: everything it depends on except its operands.
struct Call<'a> {
    input_dims: &'a [&'a [usize]],
    output_dims: &'a [&'a [usize]],
    /// The parameters, starting with those of the operation.
    parameters: &'a [f64],
    layout: &'a Layout,
    element_bytes: usize,
}

impl<'a> Call<'a> {
    /// The parameters with this name; empty if there are none.
    fn parameter(&self, name: &str) -> &[f64] {
        let mut found = &[][..];
        self.layout.for_each(|param| {
            if param.name.to_string() == name {
                found = &self.parameters[param.range()];
            }
        });
        found
    }

    fn apply(&self, op: &Op, operands: Vec<Value>) -> Vec<Value> {
        match *op {
            Op::Subgraph(graph) => return run(graph, self.parameters, operands),
            Op::Repeat { count, op } => {
                let Layout::Repeat { count: parts, stride, part } = *self.layout else {
                    panic!("an array has the parameters of its layers in turn")
                };
                assert_eq!(count, parts);
                return (0..count).fold(operands, |operands, index| {
                    let parameters = &self.parameters[index * stride..];
                    Call { parameters, layout: part, ..*self }.apply(op, operands)
                });
            }
            Op::Scan { op } => {
                let (x, mut state) = (operands[0].real(), operands[1].clone());
                let mut y = Vec::new();
                let of_step = |all: &[&'a [usize]]| [&all[0][1..], all[1]];
                let (input_dims, output_dims) = (of_step(self.input_dims), of_step(self.output_dims));
                for x in x.chunks(input_dims[0].iter().product()) {
                    let call = Call { input_dims: &input_dims, output_dims: &output_dims, ..*self };
                    let mut outputs = call.apply(op, vec![Value::Real(x.to_vec()), state]);
                    state = outputs.remove(1);
                    y.extend(outputs[0].real());
                }
                return vec![Value::Real(y), state];
            }
            Op::Lookup { rows, width } => {
                let (table, Value::Indices(indices)) = (self.parameter("weight"), &operands[0]) else {
                    panic!("an embedding expects indices")
                };
                assert_eq!(table.len(), rows * width);
                return vec![Value::Real(
                    indices.iter().flat_map(|&row| table[row * width..][..width].to_vec()).collect(),
                )];
            }
            Op::Stored => {
                let stored = self.parameters[..self.layout.size()].to_vec();
                return vec![Value::Real(stored)];
            }
            Op::OneHot { classes } => {
                let Value::Indices(indices) = &operands[0] else { panic!("one-hot vectors are those of indices") };
                let hot = |&index: &usize| (0..classes).map(move |i| f64::from(u8::from(i == index)));
                return vec![Value::Real(indices.iter().flat_map(hot).collect())];
            }
            Op::SequenceMask { steps } => {
                let Value::Indices(lengths) = &operands[0] else { panic!("a mask is that of lengths") };
                let mask = |&length: &usize| (0..steps).map(move |i| f64::from(u8::from(i < length)));
                return vec![Value::Real(lengths.iter().flat_map(mask).collect())];
            }
            Op::IndexSelect { axis } => {
                let (x, Value::Indices(indices)) = (operands[0].real(), &operands[1]) else {
                    panic!("a selection is made by indices")
                };
                let dims = self.input_dims[0];
                let inner: usize = dims[axis + 1..].iter().product();
                let of_row = |row: &[f64]| -> Vec<f64> {
                    indices.iter().flat_map(|&index| row[index * inner..][..inner].to_vec()).collect()
                };
                return vec![Value::Real(x.chunks_exact(dims[axis] * inner).flat_map(of_row).collect())];
            }
            Op::ArgMax { axis } | Op::ArgMin { axis } => {
                let (x, dims) = (operands[0].real(), self.input_dims[0]);
                let sign = if matches!(op, Op::ArgMax { .. }) { 1.0 } else { -1.0 };
                let of_column = |place: Vec<usize>| {
                    let element = |i: usize| {
                        let mut spot = place.clone();
                        spot.insert(axis, i);
                        sign * x[flat(&spot, dims)]
                    };
                    (1..dims[axis]).fold(0, |best, i| if element(i) > element(best) { i } else { best })
                };
                return vec![Value::Indices(indices(self.output_dims[0]).map(of_column).collect())];
            }
            Op::ArgMaxPool { windows, ceil_mode } => {
                let (x, dims, output) = (operands[0].real(), self.input_dims[0], self.output_dims[0]);
                let kernel = slid(windows, dims, output, ceil_mode);
                let of_window = |place: Vec<usize>| {
                    let spots = indices(&kernel).filter_map(|tap| seen(windows, dims, &place[1..], &tap));
                    let element = |spot: &[usize]| x[flat(&[&place[..1], spot].concat(), dims)];
                    let first_largest = |best: Vec<usize>, spot: Vec<usize>| {
                        if element(&spot) > element(&best) { spot } else { best }
                    };
                    spots.reduce(first_largest).map_or(0, |spot| flat(&spot, &dims[1..]))
                };
                return vec![Value::Indices(indices(output).map(of_window).collect())];
            }
            Op::MaxUnpool => {
                let (x, Value::Indices(at)) = (operands[0].real(), &operands[1]) else {
                    panic!("elements are unpooled to indices")
                };
                let (dims, output) = (self.input_dims[0], self.output_dims[0]);
                let [from, to] = [dims, output].map(|dims| dims[1..].iter().product::<usize>());
                let mut y = vec![0.0; output[0] * to];
                for (i, (x, at)) in x.iter().zip(at).enumerate() {
                    y[i / from * to + at] = *x;
                }
                return vec![Value::Real(y)];
            }
            Op::Gather { axis } => {
                let (x, Value::Indices(at)) = (operands[0].real(), &operands[1]) else {
                    panic!("elements are gathered by indices")
                };
                let (dims, output) = (self.input_dims[0], self.output_dims[0]);
                let of_index = |(mut spot, &index): (Vec<usize>, &usize)| {
                    spot[axis] = index;
                    x[flat(&spot, dims)]
                };
                return vec![Value::Real(indices(output).zip(at).map(of_index).collect())];
            }
            Op::Recurrence { lengths, .. } => {
                let (length, operands) = match &operands[..] {
                    [Value::Indices(length), operands @ ..] if lengths => (Some(length[0]), operands),
                    operands => (None, operands),
                };
                let operands: Vec<_> = operands.iter().map(Value::real).collect();
                return self.recurrence(op, length, &operands).into_iter().map(Value::Real).collect();
            }
            Op::SplitAt { axis, at } => {
                let (x, dims) = (operands[0].real(), self.input_dims[0]);
                let inner: usize = dims[axis + 1..].iter().product();
                let rows = x.chunks_exact(dims[axis] * inner).map(|row| row.split_at(at * inner));
                let (first, second): (Vec<_>, Vec<_>) = rows.unzip();
                return vec![Value::Real(first.concat()), Value::Real(second.concat())];
            }
            _ => {}
        }
        if let (Op::Attention { .. }, [q, k, v, mask @ .., Value::Indices(length)]) = (op, &operands[..]) {
            // A mask that hides the keys from the length on.
            let (queries, keys) = (self.input_dims[0][0], self.input_dims[1][0]);
            let mut hidden = mask.first().map_or(vec![0.0; queries * keys], |mask| mask.real().to_vec());
            let of_padding = hidden.iter_mut().enumerate().filter(|(at, _)| at % keys >= length[0]);
            of_padding.for_each(|(_, mask)| *mask = f64::NEG_INFINITY);
            return vec![Value::Real(self.one(op, &[q.real(), k.real(), v.real(), &hidden]))];
        }
        let operands: Vec<_> = operands.iter().map(Value::real).collect();
        vec![Value::Real(self.one(op, &operands))]
    }

    /// The outputs of a recurrent layer: the hidden states of all steps, then the final states if it receives the initial ones.
    /// Steps from `length` on have outputs of 0.
    fn recurrence(&self, op: &Op, length: Option<usize>, operands: &[&[f64]]) -> Vec<Vec<f64>> {
        let &Op::Recurrence { cell, inputs, units, projection, layers, directions, bias, states, lengths, .. } = op
        else {
            panic!("`{op:?}` is no recurrent layer")
        };
        let sizes = [projection.unwrap_or(units), units];
        let (dims, width) = (self.input_dims[usize::from(lengths)], directions * sizes[0]);
        let steps = length.unwrap_or(dims[0]);
        assert_eq!((dims[1], self.output_dims[0]), (inputs, &[dims[0], width][..]));
        let mut all = vec![operands[0][..steps * inputs].to_vec()];
        all.resize(operands.len(), Vec::new());
        assert_eq!(
            all.len(),
            if !states {
                1
            } else if cell == RecurrentCell::Lstm {
                3
            } else {
                2
            }
        );
        for layer in 0..layers {
            let mut each = Vec::new();
            for direction in 0..directions {
                let number = layer * directions + direction;
                let mut carried: Vec<_> = (1..3)
                    .zip(sizes)
                    .map(|(state, size)| {
                        operands.get(state).map_or(vec![0.0; size], |given| given[number * size..][..size].to_vec())
                    })
                    .collect();
                each.push(self.hidden_states(cell, &all[0], steps, [layer, direction], bias, &mut carried));
                all[1..].iter_mut().zip(carried).for_each(|(all, last)| all.extend(last));
            }
            all[0] = (0..steps).flat_map(|step| each.iter().flat_map(move |states| states[step].clone())).collect();
        }
        all[0].resize(dims[0] * width, 0.0);
        all
    }

    /// The hidden states of one direction of one layer of a recurrent layer, for an input of this many steps. `carried` are the
    /// hidden state and the cell state, the initial ones and then the final ones.
    fn hidden_states(
        &self,
        cell: RecurrentCell,
        x: &[f64],
        steps: usize,
        [layer, direction]: [usize; 2],
        has_bias: bool,
        carried: &mut [Vec<f64>],
    ) -> Vec<Vec<f64>> {
        let direction_name = ["", "_reverse"][direction];
        let named = |name: &str| self.parameter(&format!("{name}_l{layer}{direction_name}"));
        let (weight_ih, weight_hh) = (named("weight_ih"), named("weight_hh"));
        let (bias_ih, bias_hh, weight_hr) = (named("bias_ih"), named("bias_hh"), named("weight_hr"));
        let columns = weight_hh.len() / carried[0].len();
        let gates = match cell {
            RecurrentCell::Lstm => 4,
            RecurrentCell::Gru => 3,
            _ => 1,
        };
        let units = columns / gates;
        assert_eq!([bias_ih.len(), bias_hh.len()], [if has_bias { columns } else { 0 }; 2]);
        let affine = |x: &[f64], weight: &[f64], bias: &[f64]| -> Vec<f64> {
            let sum = |j: usize| x.iter().enumerate().map(|(i, x)| x * weight[i * columns + j]).sum::<f64>();
            (0..columns).map(|j| sum(j) + bias.get(j).unwrap_or(&0.0)).collect()
        };
        let sigmoid = |x: f64| 1.0 / (1.0 + (-x).exp());
        let [state, c] = carried else { panic!("a hidden state and a cell state") };
        let mut h = if weight_hr.is_empty() { state.clone() } else { vec![0.0; units] };
        let mut states = vec![Vec::new(); steps];
        for index in 0..steps {
            let step = if direction == 1 { steps - 1 - index } else { index };
            let inputs = weight_ih.len() / columns;
            let row = &x[inputs * step..][..inputs];
            let (a, b) = (affine(row, weight_ih, bias_ih), affine(state, weight_hh, bias_hh));
            for j in 0..units {
                let gate = |k: usize| a[k * units + j] + b[k * units + j];
                match cell {
                    RecurrentCell::Lstm => {
                        c[j] = sigmoid(gate(1)) * c[j] + sigmoid(gate(0)) * gate(2).tanh();
                        h[j] = sigmoid(gate(3)) * c[j].tanh();
                    }
                    RecurrentCell::Gru => {
                        let (r, z) = (sigmoid(gate(0)), sigmoid(gate(1)));
                        let n = (a[2 * units + j] + r * b[2 * units + j]).tanh();
                        h[j] = (1.0 - z) * n + z * h[j];
                    }
                    RecurrentCell::Elman(Function::HyperbolicTangent) => h[j] = gate(0).tanh(),
                    RecurrentCell::Elman(Function::ReLU) => h[j] = gate(0).max(0.0),
                    other => panic!("`{other:?}` is unknown"),
                }
            }
            *state = match state.len() {
                _ if weight_hr.is_empty() => h.clone(),
                size => {
                    (0..size).map(|p| h.iter().enumerate().map(|(j, h)| h * weight_hr[j * size + p]).sum()).collect()
                }
            };
            states[step] = state.clone();
        }
        states
    }

    /// The only output of an operation on floating point.
    fn one(&self, op: &Op, operands: &[&[f64]]) -> Vec<f64> {
        let (x, dims, output) = (operands[0], self.input_dims[0], self.output_dims[0]);
        let (weight, bias) = (self.parameter("weight"), self.parameter("bias"));
        let of_channel = |index: usize| index / (x.len() / dims[0]);
        // A factor and a shift, which a normalisation may not have.
        let affine = |has_weight: bool, has_bias: bool, count: usize| {
            assert_eq!((weight.len(), bias.len()), (count * usize::from(has_weight), count * usize::from(has_bias)));
            move |x: f64, c: usize| x * weight.get(c).unwrap_or(&1.0) + bias.get(c).unwrap_or(&0.0)
        };
        let running = |eps: f64| {
            let (mean, variance) = (self.parameter("running_mean"), self.parameter("running_var"));
            move |x: f64, c: usize| (x - mean[c]) / (variance[c] + eps).sqrt()
        };
        match *op {
            Op::FullyConnected { inputs, outputs, bias: has_bias } => {
                assert_eq!((dims.last(), bias.len()), (Some(&inputs), if has_bias { outputs } else { 0 }));
                let sum = |x: &[f64], j| (0..inputs).map(|i| x[i] * weight[i * outputs + j]).sum::<f64>();
                let row = |x| (0..outputs).map(move |j| sum(x, j) + bias.get(j).unwrap_or(&0.0));
                x.chunks_exact(inputs).flat_map(row).collect()
            }
            Op::FullyConnectedTransposed { inputs, outputs } => {
                assert_eq!((dims.last(), output.last()), (Some(&inputs), Some(&outputs)));
                // A stored tensor has no name of its own.
                let weight = if weight.is_empty() { &self.parameters[..self.layout.size()] } else { weight };
                let sum = |x: &[f64], j| (0..inputs).map(|i| x[i] * weight[j * inputs + i]).sum::<f64>();
                let row = |x| (0..outputs).map(move |j| sum(x, j));
                x.chunks_exact(inputs).flat_map(row).collect()
            }
            Op::BilinearForm { first, second, outputs, bias: has_bias } => {
                assert_eq!(bias.len(), if has_bias { outputs } else { 0 });
                let sum = |a: &[f64], b: &[f64], o: usize| {
                    let of_pair = |i: usize, j: usize| a[i] * weight[(o * first + i) * second + j] * b[j];
                    (0..first).flat_map(|i| (0..second).map(move |j| (i, j))).map(|(i, j)| of_pair(i, j)).sum::<f64>()
                };
                let row = |(a, b)| (0..outputs).map(move |o| sum(a, b, o) + bias.get(o).unwrap_or(&0.0));
                x.chunks_exact(first).zip(operands[1].chunks_exact(second)).flat_map(row).collect()
            }
            Op::Conv { inputs, outputs, windows, groups, bias: has_bias } => {
                assert_eq!((dims[0], output[0], !bias.is_empty()), (inputs, outputs, has_bias));
                let kernel = slid(windows, dims, output, false);
                let (inputs, outputs) = (inputs / groups, outputs / groups);
                let weights = [&[output[0], inputs][..], &kernel].concat();
                let at = |place: &[usize]| {
                    let mut sum = bias.get(place[0]).copied().unwrap_or(0.0);
                    for tap in indices(&weights[1..]) {
                        let channel = place[0] / outputs * inputs + tap[0];
                        if let Some(spot) = seen(windows, dims, &place[1..], &tap[1..]) {
                            let weight = weight[flat(&[&place[..1], &tap].concat(), &weights)];
                            sum += weight * x[flat(&[&[channel], &spot[..]].concat(), dims)];
                        }
                    }
                    sum
                };
                indices(output).map(|place| at(&place)).collect()
            }
            Op::ConvTranspose { inputs, outputs, windows, output_padding, groups, bias: has_bias } => {
                assert_eq!((dims[0], output[0], !bias.is_empty()), (inputs, outputs, has_bias));
                for (axis, AxisWindow { kernel, stride, padding, dilation }) in windows.iter().enumerate() {
                    let length = (dims[axis + 1] - 1) * stride + dilation * (kernel - 1) + output_padding[axis] + 1;
                    assert_eq!(length - 2 * padding, output[axis + 1]);
                }
                let (inputs, outputs) = (inputs / groups, outputs / groups);
                let weights: Vec<_> = [dims[0], outputs].into_iter().chain(windows.iter().map(|w| w.kernel)).collect();
                let mut y: Vec<f64> = indices(output).map(|place| bias.get(place[0]).copied().unwrap_or(0.0)).collect();
                for (x, place) in x.iter().zip(indices(dims)) {
                    for tap in indices(&weights[1..]) {
                        let channel = place[0] / inputs * outputs + tap[0];
                        if let Some(spot) = seen(windows, output, &place[1..], &tap[1..]) {
                            let weight = weight[flat(&[&place[..1], &tap].concat(), &weights)];
                            y[flat(&[&[channel], &spot[..]].concat(), output)] += x * weight;
                        }
                    }
                }
                y
            }
            Op::Pool { kind, windows, ceil_mode } => {
                let kernel = slid(windows, dims, output, ceil_mode);
                let covered = |place: &[usize]| -> usize {
                    let along = |(axis, window): (usize, &AxisWindow)| {
                        let padded = dims[axis + 1] + 2 * window.padding;
                        window.kernel.min(padded - place[axis + 1] * window.stride)
                    };
                    windows.iter().enumerate().map(along).product()
                };
                let at = |place: &[usize]| {
                    let spots = indices(&kernel).filter_map(|tap| seen(windows, dims, &place[1..], &tap));
                    let values: Vec<_> = spots.map(|spot| x[flat(&[&place[..1], &spot].concat(), dims)]).collect();
                    let sum: f64 = values.iter().sum();
                    match kind {
                        Pool::Max => values.iter().copied().fold(f64::NEG_INFINITY, f64::max),
                        Pool::Average => sum / covered(place) as f64,
                        Pool::AverageInside => sum / values.len() as f64,
                        Pool::Quotient { divisor } => sum / divisor as f64,
                        Pool::Norm { p } => {
                            let weight = kernel.iter().product::<usize>() as f64 / covered(place) as f64;
                            let powers = values.iter().map(|x| x.powi(p as i32)).sum::<f64>() * weight;
                            powers.powf(1.0 / p as f64)
                        }
                        _ => panic!("{kind:?} is not supported"),
                    }
                };
                indices(output).map(|place| at(&place)).collect()
            }
            Op::AdaptivePool { kind } => {
                let at = |place: &[usize]| {
                    let spans = (1..dims.len()).map(|axis| {
                        let end = ((place[axis] + 1) * dims[axis]).div_ceil(output[axis]);
                        place[axis] * dims[axis] / output[axis]..end
                    });
                    let spans: Vec<_> = spans.collect();
                    let lengths: Vec<_> = spans.iter().map(|span| span.len()).collect();
                    let values = indices(&lengths).map(|tap| {
                        let spot = tap.iter().zip(&spans).map(|(at, span)| span.start + at);
                        x[flat(&[place[0]].into_iter().chain(spot).collect::<Vec<_>>(), dims)]
                    });
                    match kind {
                        Pool::Max => values.fold(f64::NEG_INFINITY, f64::max),
                        Pool::Average => values.sum::<f64>() / lengths.iter().product::<usize>() as f64,
                        _ => panic!("{kind:?} is not supported"),
                    }
                };
                indices(output).map(|place| at(&place)).collect()
            }
            Op::GlobalAveragePool => x.chunks_exact(x.len() / dims[0]).map(mean).collect(),
            Op::ResizeNearest { factors } => {
                let from = |place: Vec<usize>| {
                    let spot = place[1..].iter().zip(factors).map(|(at, factor)| at / factor);
                    x[flat(&[place[0]].into_iter().chain(spot).collect::<Vec<_>>(), dims)]
                };
                indices(output).map(from).collect()
            }
            Op::Resize { interpolation, align_corners } => {
                let along = |axis: usize, o: usize| -> Vec<(usize, f64)> {
                    let (input, output) = (dims[axis] as f64, output[axis] as f64);
                    let s = match align_corners {
                        true if output == 1.0 => 0.0,
                        true => o as f64 * (input - 1.0) / (output - 1.0),
                        false => (o as f64 + 0.5) * input / output - 0.5,
                    };
                    let is_cubic = interpolation == Interpolation::Cubic;
                    let s = if is_cubic { s } else { s.max(0.0) };
                    let neighbours = (-1..=2).map(|offset| s.floor() + f64::from(offset));
                    let weight = |at: f64| if is_cubic { cubic(s - at) } else { (1.0 - (s - at).abs()).max(0.0) };
                    neighbours.map(|at| (at.clamp(0.0, input - 1.0) as usize, weight(at))).collect()
                };
                let at = |place: &[usize]| -> f64 {
                    let weights: Vec<_> = (1..dims.len()).map(|axis| along(axis, place[axis])).collect();
                    let four = vec![4; weights.len()];
                    let taps = indices(&four).map(|tap| {
                        let spots: Vec<_> = tap.iter().zip(&weights).map(|(&tap, weights)| weights[tap]).collect();
                        let spot: Vec<_> = [place[0]].into_iter().chain(spots.iter().map(|(at, _)| *at)).collect();
                        spots.iter().map(|(_, weight)| weight).product::<f64>() * x[flat(&spot, dims)]
                    });
                    taps.sum()
                };
                indices(output).map(|place| at(&place)).collect()
            }
            Op::Pad { mode, borders } => {
                let from = |axis: usize, o: usize| {
                    let ([before, after], size) = (borders[axis - 1], dims[axis] as isize);
                    assert_eq!(size + before + after, output[axis] as isize);
                    let (first, last) = ((-before).max(0), size - 1 - (-after).max(0));
                    let at = o as isize - before;
                    let at = match mode {
                        PadMode::Constant(_) => at,
                        PadMode::Reflect if at < 0 => -at,
                        PadMode::Reflect if at >= size => 2 * (size - 1) - at,
                        PadMode::Replicate => at.clamp(0, size - 1),
                        PadMode::Circular => first + (at - first).rem_euclid(last - first + 1),
                        _ => at,
                    };
                    (0..size).contains(&at).then_some(at as usize)
                };
                let at = |place: Vec<usize>| {
                    let spot: Option<Vec<_>> = (1..dims.len()).map(|axis| from(axis, place[axis])).collect();
                    match (spot, mode) {
                        (Some(spot), _) => x[flat(&[&place[..1], &spot].concat(), dims)],
                        (None, PadMode::Constant(value)) => value.get(),
                        (None, mode) => panic!("{mode:?} has a value for each element"),
                    }
                };
                indices(output).map(at).collect()
            }
            Op::DepthToSpace { factor: r } => {
                let from = |place: Vec<usize>| {
                    let [c, h, w] = place[..] else { panic!("an image has three axes") };
                    x[flat(&[(c * r + h % r) * r + w % r, h / r, w / r], dims)]
                };
                indices(output).map(from).collect()
            }
            Op::SpaceToDepth { factor: r } => {
                let from = |place: Vec<usize>| {
                    let [c, h, w] = place[..] else { panic!("an image has three axes") };
                    x[flat(&[c / r / r, h * r + c / r % r, w * r + c % r], dims)]
                };
                indices(output).map(from).collect()
            }
            Op::ShuffleChannels { groups } => {
                let of_channel = x.len() / dims[0];
                let from = |c: usize| &x[(c % groups * (dims[0] / groups) + c / groups) * of_channel..][..of_channel];
                (0..dims[0]).flat_map(|c| from(c).to_vec()).collect()
            }
            Op::Elementwise(function) => x.iter().map(|&x| value(function, x)).collect(),
            Op::Fused { steps, dims: whole, mean } => fused(steps, whole, mean, operands, self.input_dims, output),
            Op::ParametricRelu { slopes, by_channel } => {
                assert_eq!(weight.len(), slopes);
                let slope = |index| weight[if by_channel { of_channel(index) } else { 0 }];
                x.iter().enumerate().map(|(index, &x)| if x > 0.0 { x } else { slope(index) * x }).collect()
            }
            Op::SoftMax { axis } => along(x, dims, axis, |row| {
                let largest = row.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                let sum: f64 = row.iter().map(|x| (x - largest).exp()).sum();
                row.iter().map(|x| (x - largest).exp() / sum).collect()
            }),
            Op::LogSoftMax { axis } => along(x, dims, axis, |row| {
                let largest = row.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                let sum: f64 = row.iter().map(|x| (x - largest).exp()).sum();
                row.iter().map(|x| x - largest - sum.ln()).collect()
            }),
            Op::SoftMin { axis } => along(x, dims, axis, |row| {
                let smallest = row.iter().copied().fold(f64::INFINITY, f64::min);
                let sum: f64 = row.iter().map(|x| (smallest - x).exp()).sum();
                row.iter().map(|x| (smallest - x).exp() / sum).collect()
            }),
            Op::Gate { axis } => {
                let half = dims[axis] / 2;
                let other = |place: &[usize]| {
                    let mut place = place.to_vec();
                    place[axis] += half;
                    x[flat(&place, dims)]
                };
                indices(output).map(|place| x[flat(&place, dims)] / (1.0 + (-other(&place)).exp())).collect()
            }
            Op::LocalResponseNormalization { size, alpha, beta, k } => {
                let each = x.len() / dims[0];
                let squares = |index: usize| {
                    let (c, position) = (of_channel(index), index % each);
                    let window = c.saturating_sub(size / 2)..(c + (size - 1) / 2 + 1).min(dims[0]);
                    window.map(|c| x[c * each + position].powi(2)).sum::<f64>()
                };
                let divisor = |index: usize| (k.get() + alpha.get() / size as f64 * squares(index)).powf(beta.get());
                x.iter().enumerate().map(|(index, x)| x / divisor(index)).collect()
            }
            Op::BatchNormalization { channels, eps, weight, bias, statistics } => {
                assert_eq!(dims[0], channels);
                assert_ne!(statistics, NormStatistics::Untracked, "a sample has no batch");
                let (normalised, affine) = (running(eps.get()), affine(weight, bias, channels));
                let all = x.iter().enumerate().map(|(index, &x)| (x, of_channel(index)));
                all.map(|(x, c)| affine(normalised(x, c), c)).collect()
            }
            Op::InstanceNormalization { channels, eps, weight, bias, statistics } => {
                assert_eq!(dims[0], channels);
                let affine = affine(weight, bias, channels);
                if statistics != NormStatistics::Untracked {
                    let normalised = running(eps.get());
                    let all = x.iter().enumerate().map(|(index, &x)| (x, of_channel(index)));
                    return all.map(|(x, c)| affine(normalised(x, c), c)).collect();
                }
                let all = x.chunks_exact(x.len() / channels).flat_map(|channel| standardised(channel, eps.get()));
                all.enumerate().map(|(index, x)| affine(x, of_channel(index))).collect()
            }
            Op::LayerNormalization { dims: last, eps, weight, bias } => {
                let size = last.iter().product();
                let affine = affine(weight, bias, size);
                let rows = x.chunks_exact(size).map(|row| standardised(row, eps.get()));
                rows.flat_map(|row| (0..size).map(|j| affine(row[j], j)).collect::<Vec<_>>()).collect()
            }
            Op::GroupNormalization { groups, channels, eps, weight, bias } => {
                assert_eq!(dims[0], channels);
                let affine = affine(weight, bias, channels);
                let all = x.chunks_exact(x.len() / groups).flat_map(|group| standardised(group, eps.get()));
                all.enumerate().map(|(index, x)| affine(x, of_channel(index))).collect()
            }
            Op::RmsNormalization { dims: last, eps, weight } => {
                let epsilon = if self.element_bytes == 4 { f32::EPSILON.into() } else { f64::EPSILON };
                let (eps, size) = (eps.map_or(epsilon, |eps| eps.get()), last.iter().product());
                let affine = affine(weight, false, size);
                let row = |row: &[f64]| {
                    let scale = 1.0 / (row.iter().map(|x| x * x).sum::<f64>() / size as f64 + eps).sqrt();
                    (0..size).map(|j| affine(row[j] * scale, j)).collect::<Vec<_>>()
                };
                x.chunks_exact(size).flat_map(row).collect()
            }
            Op::DropOut { .. } | Op::NoOp => x.to_vec(),
            Op::NormalNoise => vec![0.0; x.len()],
            Op::Addition => x.iter().zip(operands[1]).map(|(a, b)| a + b).collect(),
            Op::Multiplication => x.iter().zip(operands[1]).map(|(a, b)| a * b).collect(),
            Op::Concatenation { axis } => {
                let rows = |operand: usize| {
                    let dims = self.input_dims[operand];
                    operands[operand].chunks_exact(dims[axis..].iter().product())
                };
                rows(0).zip(rows(1)).flat_map(|(a, b)| [a, b].concat()).collect()
            }
            Op::PermuteAxes { axes } => {
                let from = |place: Vec<usize>| {
                    let mut spot = vec![0; dims.len()];
                    place.iter().zip(axes).for_each(|(&at, &axis)| spot[axis] = at);
                    x[flat(&spot, dims)]
                };
                indices(output).map(from).collect()
            }
            Op::SliceAxis { axis, start, count, step } => {
                moved(x, dims, axis, &(0..count).map(|i| start + i * step).collect::<Vec<_>>())
            }
            Op::FlipAxis { axis } => moved(x, dims, axis, &(0..dims[axis]).rev().collect::<Vec<_>>()),
            Op::RollAxis { axis, shift } => {
                let size = dims[axis] as isize;
                let from = |i: isize| (i - shift).rem_euclid(size) as usize;
                moved(x, dims, axis, &(0..size).map(from).collect::<Vec<_>>())
            }
            Op::RepeatAxis { axis, times } => {
                moved(x, dims, axis, &(0..times).flat_map(|_| 0..dims[axis]).collect::<Vec<_>>())
            }
            Op::UnfoldAxis { axis, step, .. } => {
                let from = |place: Vec<usize>| {
                    let (window, before) = place.split_last().unwrap();
                    let mut spot = before.to_vec();
                    spot[axis] = spot[axis] * step + window;
                    x[flat(&spot, dims)]
                };
                indices(output).map(from).collect()
            }
            Op::UnfoldWindows { windows } => {
                // By channel, element of the window, and position.
                let of_window = |place: Vec<usize>| {
                    let ([c, tap @ ..], at) = place.split_at(1 + windows.len()) else { unreachable!("a channel") };
                    seen(windows, dims, at, tap).map_or(0.0, |spot| x[flat(&[&[*c], &spot[..]].concat(), dims)])
                };
                indices(&columns(windows, dims)).map(of_window).collect()
            }
            Op::FoldWindows { windows } => {
                let mut y = vec![0.0; output.iter().product()];
                for (x, place) in x.iter().zip(indices(&columns(windows, output))) {
                    let ([c, tap @ ..], at) = place.split_at(1 + windows.len()) else { unreachable!("a channel") };
                    if let Some(spot) = seen(windows, output, at, tap) {
                        y[flat(&[&[*c], &spot[..]].concat(), output)] += x;
                    }
                }
                y
            }
            Op::LargestAlong { axis } => reduced(x, dims, axis, f64::max),
            Op::SmallestAlong { axis } => reduced(x, dims, axis, f64::min),
            Op::LogSumExp { axis } => reduced(x, dims, axis, |a, b| a.max(b) + (-(a - b).abs()).exp().ln_1p()),
            Op::CumulativeSum { axis } => along(x, dims, axis, |row| {
                row.iter()
                    .scan(0.0, |sum, x| {
                        *sum += x;
                        Some(*sum)
                    })
                    .collect()
            }),
            Op::Rotary { heads, theta, interleaved } => {
                let (rows, each) = (dims[0], dims[1] / heads);
                let mut y = x.to_vec();
                for (row, head, i) in (0..rows * heads * each / 2)
                    .map(|n| (n / (heads * each / 2), n / (each / 2) % heads, n % (each / 2)))
                {
                    let [a, b] = if interleaved { [2 * i, 2 * i + 1] } else { [i, i + each / 2] };
                    let [a, b] = [a, b].map(|place| (row * heads + head) * each + place);
                    let (sine, cosine) = (row as f64 * theta.get().powf(-2.0 * i as f64 / each as f64)).sin_cos();
                    (y[a], y[b]) = (x[a] * cosine - x[b] * sine, x[a] * sine + x[b] * cosine);
                }
                y
            }
            Op::MatrixProduct => {
                let (a, b) = (operands[0], operands[1]);
                let [.., m, k] = *dims else { panic!("a matrix has two axes") };
                let n = output[output.len() - 1];
                let product = |place: usize| {
                    let (matrix, i, j) = (place / (m * n), place / n % m, place % n);
                    (0..k).map(|p| a[(matrix * m + i) * k + p] * b[(matrix * k + p) * n + j]).sum::<f64>()
                };
                (0..output.iter().product()).map(product).collect()
            }
            Op::Attention { heads, kv_heads, causal, window, scale, alibi, dropout: _ } => {
                let ([l, d], [s, dv]) = ([dims[0], dims[1]], [self.input_dims[1][0], output[1]]);
                let (shared, each, of_value) = (heads / kv_heads, d / heads, dv / heads);
                let scale = scale.map_or(((d / heads) as f64).sqrt().recip(), Scalar::get);
                let (q, k, v, mask) = (operands[0], operands[1], operands[2], operands.get(3));
                let mut y = vec![0.0; l * dv];
                for (i, head) in (0..l).flat_map(|i| (0..heads).map(move |head| (i, head))) {
                    let slope = if alibi { (-8.0 * (head + 1) as f64 / heads as f64).exp2() } else { 0.0 };
                    let weight = |j: usize| {
                        let after_start = i + s + 1;
                        let is_hidden = causal && j + l >= after_start;
                        if is_hidden || window.is_some_and(|window| j + l + window < after_start) {
                            return 0.0;
                        }
                        let of_key = (j * kv_heads + head / shared) * each;
                        let dot: f64 = (0..each).map(|e| q[i * d + head * each + e] * k[of_key + e]).sum();
                        let distance = (i + s) as f64 - (l + j) as f64;
                        (scale * dot + mask.map_or(0.0, |mask| mask[i * s + j]) - slope * distance).exp()
                    };
                    let weights: Vec<f64> = (0..s).map(weight).collect();
                    let total = weights.iter().sum::<f64>();
                    for (j, weight) in weights.iter().enumerate().filter(|_| total > 0.0) {
                        let of_v = (j * kv_heads + head / shared) * of_value;
                        let add = |e: usize| y[i * dv + head * of_value + e] += weight / total * v[of_v + e];
                        (0..of_value).for_each(add);
                    }
                }
                y
            }
            _ => panic!("{op:?} is not supported"),
        }
    }
}

/// An expression for each element of `whole`; results are added, or averaged, where the output has fewer elements.
fn fused(
    steps: &[Step],
    whole: &[usize],
    mean: bool,
    operands: &[&[f64]],
    dims: &[&[usize]],
    output: &[usize],
) -> Vec<f64> {
    // The index in an array that is aligned with the last axes of the whole.
    let index = |place: &[usize], sizes: &[usize]| {
        let own = &place[place.len() - sizes.len()..];
        flat(&own.iter().zip(sizes).map(|(at, size)| at % size).collect::<Vec<_>>(), sizes)
    };
    let mut y = vec![0.0; output.iter().product()];
    for place in indices(whole) {
        let mut results: Vec<f64> = Vec::new();
        for step in steps {
            let of = |step: usize| results[step];
            let as_number = |holds: bool| f64::from(u8::from(holds));
            results.push(match *step {
                Step::Operand(operand) => operands[operand][index(&place, dims[operand])],
                Step::Number(number) => number.get(),
                Step::Unary(function, x) => value(function, of(x)),
                Step::Binary(operator, a, b) => {
                    let (a, b) = (of(a), of(b));
                    match operator {
                        Binary::Add => a + b,
                        Binary::Subtract => a - b,
                        Binary::Multiply => a * b,
                        Binary::Divide => a / b,
                        Binary::Power => a.powf(b),
                        Binary::Minimum => a.min(b),
                        Binary::Maximum => a.max(b),
                        Binary::Equal => as_number(a == b),
                        Binary::NotEqual => as_number(a != b),
                        Binary::Greater => as_number(a > b),
                        Binary::GreaterOrEqual => as_number(a >= b),
                        _ => panic!("{operator:?} is not supported"),
                    }
                }
                Step::Select(mask, a, b) => of(if of(mask) != 0.0 { a } else { b }),
                Step::Clamp(x, low, high) => of(x).max(of(low)).min(of(high)),
                _ => panic!("{step:?} is not supported"),
            });
        }
        y[index(&place, output)] += results[steps.len() - 1];
    }
    let count = (whole.iter().product::<usize>() / y.len()) as f64;
    y.iter().map(|y| if mean { y / count } else { *y }).collect()
}

/// The elements of x at these indices along an axis.
fn moved(x: &[f64], dims: &[usize], axis: usize, from: &[usize]) -> Vec<f64> {
    let inner: usize = dims[axis + 1..].iter().product();
    let of_row = |row: &[f64]| -> Vec<f64> { from.iter().flat_map(|&i| row[i * inner..][..inner].to_vec()).collect() };
    x.chunks_exact(dims[axis] * inner).flat_map(of_row).collect()
}

/// The elements of x, combined along an axis, which is removed.
fn reduced(x: &[f64], dims: &[usize], axis: usize, f: fn(f64, f64) -> f64) -> Vec<f64> {
    let rest: Vec<_> = [&dims[..axis], &dims[axis + 1..]].concat();
    let of_column = |place: Vec<usize>| {
        let element = |i: usize| {
            let mut spot = place.clone();
            spot.insert(axis, i);
            x[flat(&spot, dims)]
        };
        (0..dims[axis]).map(element).reduce(f).unwrap()
    };
    indices(&rest).map(of_column).collect()
}

/// All indices into an array of these sizes, the last one changing fastest.
fn indices(dims: &[usize]) -> impl Iterator<Item = Vec<usize>> {
    let dims = dims.to_vec();
    (0..dims.iter().product::<usize>()).map(move |mut index| {
        let mut place = vec![0; dims.len()];
        for (at, size) in place.iter_mut().zip(&dims).rev() {
            (*at, index) = (index % size, index / size);
        }
        place
    })
}

/// The offset of an element of an array.
fn flat(place: &[usize], dims: &[usize]) -> usize {
    assert_eq!(place.len(), dims.len());
    place.iter().zip(dims).fold(0, |index, (at, size)| index * size + at)
}

/// The sizes of the kernel, for windows that map the input sizes to the output sizes.
fn slid(windows: &[AxisWindow], input: &[usize], output: &[usize], ceil_mode: bool) -> Vec<usize> {
    for (axis, AxisWindow { kernel, stride, padding, dilation }) in windows.iter().enumerate() {
        let way = input[axis + 1] + 2 * padding - dilation * (kernel - 1) - 1;
        let mut length = if ceil_mode { way.div_ceil(*stride) } else { way / stride } + 1;
        if ceil_mode && (length - 1) * stride >= input[axis + 1] + padding {
            length -= 1;
        }
        assert_eq!(length, output[axis + 1]);
    }
    windows.iter().map(|window| window.kernel).collect()
}

/// The channels of an image, the sizes of the kernel, and the number of positions along each axis.
fn columns(windows: &[AxisWindow], image: &[usize]) -> Vec<usize> {
    let positions = windows.iter().zip(&image[1..]).map(|(window, size)| {
        (size + 2 * window.padding - window.dilation * (window.kernel - 1) - 1) / window.stride + 1
    });
    image[..1].iter().copied().chain(windows.iter().map(|window| window.kernel)).chain(positions).collect()
}

/// The position that element `tap` of a window at this position reads, without the channel; `None` for padding.
fn seen(windows: &[AxisWindow], dims: &[usize], place: &[usize], tap: &[usize]) -> Option<Vec<usize>> {
    let spot = windows.iter().enumerate().map(|(axis, window)| {
        let from_border = place[axis] * window.stride + tap[axis] * window.dilation;
        from_border.checked_sub(window.padding).filter(|&at| at < dims[axis + 1])
    });
    spot.collect()
}

/// The weight of cubic convolution at a distance, with a = -3/4.
fn cubic(x: f64) -> f64 {
    match x.abs() {
        x if x <= 1.0 => 1.25 * x.powi(3) - 2.25 * x.powi(2) + 1.0,
        x if x < 2.0 => -0.75 * x.powi(3) + 3.75 * x.powi(2) - 6.0 * x + 3.0,
        _ => 0.0,
    }
}

fn mean(of: &[f64]) -> f64 {
    of.iter().sum::<f64>() / of.len() as f64
}

fn standardised(row: &[f64], eps: f64) -> Vec<f64> {
    let mean = mean(row);
    let variance = row.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / row.len() as f64;
    row.iter().map(|x| (x - mean) / (variance + eps).sqrt()).collect()
}

/// A function of each row along an axis.
fn along(x: &[f64], dims: &[usize], axis: usize, function: impl Fn(&[f64]) -> Vec<f64>) -> Vec<f64> {
    let inner: usize = dims[axis + 1..].iter().product();
    let mut y = vec![0.0; x.len()];
    for start in (0..x.len()).filter(|index| (index / inner).is_multiple_of(dims[axis])) {
        let row: Vec<_> = (0..dims[axis]).map(|i| x[start + i * inner]).collect();
        function(&row).into_iter().enumerate().for_each(|(i, value)| y[start + i * inner] = value);
    }
    y
}

fn value(function: Function, x: f64) -> f64 {
    let sigmoid = |x: f64| 1.0 / (1.0 + (-x).exp());
    match function {
        Function::ReLU => x.max(0.0),
        Function::LeakyReLU { slope } => {
            if x > 0.0 {
                x
            } else {
                slope.get() * x
            }
        }
        Function::ELU { alpha } => {
            if x > 0.0 {
                x
            } else {
                alpha.get() * x.exp_m1()
            }
        }
        Function::SELU { scale, alpha } => scale.get() * if x > 0.0 { x } else { alpha.get() * x.exp_m1() },
        Function::GELU => x * (1.0 + erf(x / 2.0_f64.sqrt())) / 2.0,
        Function::GELUTanh => {
            let inner = (2.0 / std::f64::consts::PI).sqrt() * (x + 0.044715 * x.powi(3));
            x * (1.0 + inner.tanh()) / 2.0
        }
        Function::SiLU => x * sigmoid(x),
        Function::TanhSoftPlus => x * (x.max(0.0) + (-x.abs()).exp().ln_1p()).tanh(),
        Function::Logistic => sigmoid(x),
        Function::HardLogistic => (x + 3.0).clamp(0.0, 6.0) / 6.0,
        Function::HyperbolicTangent => x.tanh(),
        Function::HardSiLU => x * (x + 3.0).clamp(0.0, 6.0) / 6.0,
        Function::SoftPlus { beta, threshold } => {
            let scaled = beta.get() * x;
            if scaled > threshold.get() { x } else { (scaled.max(0.0) + (-scaled.abs()).exp().ln_1p()) / beta.get() }
        }
        Function::Exponential => x.exp(),
        Function::ExponentialMinusOne => x.exp_m1(),
        Function::Logarithm => x.ln(),
        Function::LogarithmOfOnePlus => x.ln_1p(),
        Function::Square => x * x,
        Function::SquareRoot => x.sqrt(),
        Function::ReciprocalSquareRoot => 1.0 / x.sqrt(),
        Function::Reciprocal => 1.0 / x,
        Function::Sine => x.sin(),
        Function::Cosine => x.cos(),
        Function::Absolute => x.abs(),
        Function::Sign => {
            if x == 0.0 {
                0.0
            } else {
                x.signum()
            }
        }
        Function::Negation => -x,
        Function::Floor => x.floor(),
        Function::ErrorFunction => erf(x),
        Function::StopGradient => x,
        Function::Clip { low, high } => x.clamp(low.get(), high.get()),
        Function::LogLogistic => -((-x).max(0.0) + (-x.abs()).exp().ln_1p()),
        Function::SoftSign => x / (1.0 + x.abs()),
        Function::CELU { alpha } => {
            if x > 0.0 {
                x
            } else {
                alpha.get() * (x / alpha.get()).exp_m1()
            }
        }
        Function::Threshold { threshold, value } => {
            if x > threshold.get() {
                x
            } else {
                value.get()
            }
        }
        Function::SoftShrink { lambda } => x.signum() * (x.abs() - lambda.get()).max(0.0),
        Function::HardShrink { lambda } => {
            if x.abs() > lambda.get() {
                x
            } else {
                0.0
            }
        }
        Function::TanhShrink => x - x.tanh(),
        _ => panic!("{function:?} is not supported"),
    }
}

/// The error function, by a series whose terms have one sign.
fn erf(x: f64) -> f64 {
    if x.abs() > 6.0 {
        return x.signum();
    }
    let (mut term, mut sum, mut n) = (x, x, 1.0);
    while term.abs() > 1e-18 * sum.abs() {
        term *= 2.0 * x * x / (2.0 * n + 1.0);
        sum += term;
        n += 1.0;
    }
    2.0 / std::f64::consts::PI.sqrt() * (-x * x).exp() * sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use nn::prelude::*;

    network! {
        #[dtype(f64)]
        struct Block {
            fc: Linear<6, 6, bias = false>,
        }
        fn forward(x: Tensor<6>) -> Tensor<6> {
            x + x.fc().gelu()
        }
    }

    #[test]
    fn error_function_matches_published_table() {
        // Abramowitz, Stegun: Table 7.1.
        for (x, expected) in [(0.0, 0.0), (0.5, 0.5204998778), (-1.0, -0.8427007929), (2.0, 0.9953222650)] {
            assert!((erf(x) - expected).abs() < 1e-10, "{x}");
        }
    }

    #[test]
    fn interpreter_notices_changed_attributes() {
        let graph = &Block::GRAPH;
        let x = vec![0.5, -1.0, 2.0, 0.25, -0.125, 1.5];
        let weight: Vec<_> = (0..36).map(|i| f64::from(i) / 18.0 - 1.0).collect();
        let right = run(graph, &weight, vec![Value::Real(x.clone())]);
        assert_eq!(right, run(graph, &weight, vec![Value::Real(x.clone())]));
        let call = Call {
            input_dims: &[&[6]],
            output_dims: &[&[6]],
            parameters: &[],
            layout: &Layout::EMPTY,
            element_bytes: 8,
        };
        let of = |function| call.apply(&Op::Elementwise(function), vec![Value::Real(x.clone())]);
        assert_ne!(of(Function::GELU), of(Function::GELUTanh));
    }
}

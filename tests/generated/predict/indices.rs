//! Predicts the errors about inputs of indices, and about the layers that accept them.

use super::*;
use crate::embedding::Embedding;

/// `indices [16, Class<1000>]`.
fn indices(dims: &str, below: &str) -> String {
    let comma = if dims.is_empty() { "" } else { ", " };
    format!("indices [{dims}{comma}Class<{below}>]")
}

impl Walk<'_> {
    /// Reports an error and returns `None` if any of the values that `taker` expects as floating point are indices.
    pub(super) fn numbers(&mut self, taker: &str, values: &[&Value], mark: Mark) -> Option<()> {
        let Some((value, below)) = values.iter().find_map(|value| Some((value, value.below.as_ref()?))) else {
            return Some(());
        };
        let found = indices(&list(value.shape.dims()), &below.to_string());
        let text = format!("{taker} expects floating point but receives {found} from `{}`", value.origin.name);
        if self.reported.insert(format!("{} is not numbers", value.root)) {
            self.complain(text, &[], mark, Stage::Text);
        }
        None
    }

    /// Reports indices that are declared as floating point.
    pub(super) fn annotated_indices(&mut self, value: &Value, below: &Dim, declared: &TensorType) {
        let found = indices(&list(value.shape.dims()), &below.to_string());
        let declared_words = words(&self.names.dims(&declared.sizes), Stage::Text);
        let text = format!("this value is declared as {declared_words} but is {found} from `{}`", value.origin.name);
        self.complain(text, &[], declared.mark, Stage::Text);
    }

    /// Reports indices as an output of the network.
    pub(super) fn output_of_indices(&mut self, value: &Value, below: &Dim, declared: &TensorType) {
        let found = indices(&list(value.shape.dims()), &below.to_string());
        let (origin, declared_words) = (&value.origin.name, words(&self.names.dims(&declared.sizes), Stage::Text));
        let text = format!("`forward` declares the output {declared_words} but returns {found} from `{origin}`");
        if self.reported.insert(format!("{} is not numbers", value.root)) {
            self.complain(text, &[], declared.mark, Stage::Text);
        }
    }

    /// Indices as vectors.
    pub(super) fn one_hot(&mut self, call: &Call, value: &Value) -> Option<Value> {
        let Some(below) = &value.below else { return self.refuse(value, call, "indices") };
        let shape = Shape::Known([value.shape.dims(), std::slice::from_ref(below)].concat());
        Some(self.combined("one_hot", call.mark, shape, &[value]))
    }

    /// The elements of a value at the indices of an input.
    pub(super) fn index_select(&mut self, call: &Call, values: &[Value]) -> Option<Value> {
        let axis = if let Turbofish::Axis(axis) = call.turbofish { axis } else { 0 };
        let (value, indices) = (&values[0], &values[1]);
        let (Some(dims), Some(below), None) = (value.shape.known(), &indices.below, &value.below) else {
            self.unclear(call.mark);
            return None;
        };
        if axis >= dims.len() || dims[axis].compare(below) != Verdict::Equal {
            self.unclear(call.mark);
            return None;
        }
        let mut dims = dims.to_vec();
        match indices.shape.dims() {
            [] => drop(dims.remove(axis)),
            [count] => dims[axis] = count.clone(),
            _ => {
                self.unclear(call.mark);
                return None;
            }
        }
        Some(self.combined("index_select", call.mark, Shape::Known(dims), &[value]))
    }

    /// The element of a value at each index of an input.
    pub(super) fn gather(&mut self, call: &Call, values: &[Value]) -> Option<Value> {
        let axis = if let Turbofish::Axis(axis) = call.turbofish { axis } else { 0 };
        let (value, indices) = (&values[0], &values[1]);
        let takes = indices.below.as_ref().filter(|_| axis < indices.shape.dims().len()).map(|below| {
            let mut dims = indices.shape.dims().to_vec();
            dims[axis] = below.clone();
            Shape::Known(dims)
        });
        if value.below.is_some() || takes.is_none_or(|takes| value.shape.compare(&takes) != Verdict::Equal) {
            self.unclear(call.mark);
            return None;
        }
        Some(self.combined("gather", call.mark, indices.shape.clone(), &[value]))
    }

    /// A layer of indices.
    pub(super) fn look_up(&mut self, index: usize, value: &Value, mark: Mark) -> Option<Value> {
        let Kind::Embedding(embedding) = self.layers[index].clone() else { return None };
        let Some(found) = &value.below else {
            self.numbers_to_look_up(index, &embedding, value, mark);
            return None;
        };
        let name = self.network.layers[index].name.clone();
        let mut dims = value.shape.dims().to_vec();
        let (given, written) = (dims.clone(), list(&dims));
        dims.push(self.names.dim(&embedding.features));
        let gives = Shape::Known(dims);
        let called_before = self.called.contains(&index);
        let Some(own) = embedding.below(&self.names) else {
            let mut settled = embedding;
            settled.inferred = Some(found.clone());
            self.layers[index] = Kind::Embedding(settled);
            self.called.insert(index);
            return Some(self.produced(&name, mark, gives, &[value]));
        };
        let origin = &value.origin;
        let text = |own: &str, shown: &str| {
            format!("layer `{name}` expects indices below {own} but receives {shown} from `{}`", origin.name)
        };
        let (mut doubtful, mut broken) = (false, false);
        let mut misfits = Vec::new();
        match own.compare(found) {
            Verdict::Equal => {}
            Verdict::Different => {
                let (own, found) = (own.to_string(), found.to_string());
                let shown = indices(&written, &found);
                let text = text(&own, &shown);
                let of_value = self.reported.insert(format!("{} is not indices below {own}", value.root));
                let of_layer = self.reported.insert(format!("{name} does not take {shown}"));
                if of_value && of_layer {
                    self.complain(text, &[], mark, Stage::Text);
                }
                if called_before {
                    return None;
                }
                misfits.push(shown);
            }
            Verdict::Unknown => {
                let holds = own.is(found);
                let key = format!("layer {index} looks up {written} below {found}");
                let (own, found) = (numbers(&[own]), numbers(std::slice::from_ref(found)));
                let text = text(&own, &indices(&numbers(&given), &found));
                self.claim(holds, false, key, text, &[], mark);
                (doubtful, broken) = (called_before, called_before && !holds);
            }
        }
        self.called.insert(index);
        let result = self.produced(&name, mark, gives, &[value]);
        Some(Value { doubtful, broken, misfits, ..result })
    }

    /// Reports a floating-point input of a layer of indices.
    fn numbers_to_look_up(&mut self, index: usize, embedding: &Embedding, value: &Value, mark: Mark) {
        let name = self.network.layers[index].name.clone();
        let (below, origin) = (embedding.below(&self.names), value.origin.clone());
        let expects = below.map_or("indices".into(), |below| format!("indices below {below}"));
        let found = value.shape.known().map_or("floating point".into(), |dims| words(dims, Stage::Text));
        let text = format!("layer `{name}` expects {expects} but receives {found} from `{}`", origin.name);
        if self.reported.insert(format!("{} is not {expects}", value.root)) {
            self.complain(text, &[&origin], mark, Stage::Text);
        }
    }

    /// Reports indices as the input of an array of layers.
    pub(super) fn row_of_indices(&mut self, name: &str, count: usize, value: &Value, below: &Dim, mark: Mark) {
        let found = indices(&list(value.shape.dims()), &below.to_string());
        let receives = format!("receives {found} from `{}`, and no layer returns indices", value.origin.name);
        let text = format!("layer `{name}` is repeated {count} times, but {receives}");
        self.complain(text, &[], mark, Stage::Text);
    }
}

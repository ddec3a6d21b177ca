//! What is said of inputs of indices, and of layers that take them.

use super::*;
use crate::embedding::Embedding;

/// `indices [16, Class<1000>]`, and what is between the brackets.
fn indices(dims: &str, below: &str) -> (String, String) {
    let comma = if dims.is_empty() { "" } else { ", " };
    let all = format!("{dims}{comma}Class<{below}>");
    (format!("indices [{all}]"), all)
}

impl Walk<'_> {
    /// `None`, and an error, if there are indices among values that are to be numbers for `taker`.
    pub(super) fn numbers(&mut self, taker: &str, values: &[&Value], mark: Mark) -> Option<()> {
        let Some((value, below)) = values.iter().find_map(|value| Some((value, value.below.as_ref()?))) else {
            return Some(());
        };
        let found = indices(&list(value.shape.dims()), &below.to_string()).0;
        let (origin, help) = (&value.origin.name, self.help_embed(below, &value.origin.name));
        let text = format!("{taker} expects numbers but receives {found} from `{origin}`\nhelp: {help}");
        if self.said.insert(format!("{} is not numbers", value.root)) {
            self.complain(text, &[], mark, Stage::Text);
        }
        None
    }

    /// The layer that makes numbers of indices, or one that could.
    fn help_embed(&self, below: &Dim, input: &str) -> String {
        let looks_up = |kind: &Kind| match kind {
            Kind::Embedding(own) => own.below(&self.names).is_none_or(|own| own.compare(below) == Verdict::Equal),
            _ => false,
        };
        if let Some(index) = self.layers.iter().position(looks_up) {
            return format!("write `{input}.{}()`, which makes numbers of them", self.network.layers[index].name);
        }
        let mut name = "embed".to_string();
        let mut number = 1;
        while self.network.layer(&name).is_some() {
            number += 1;
            name = format!("embed{number}");
        }
        format!(
            "declare a layer that makes numbers of them, such as `{name}: Embedding<{below}, 32>`, and write `{input}.{name}()`"
        )
    }

    /// Indices that are claimed to be numbers of a shape.
    pub(super) fn annotated_indices(&mut self, value: &Value, below: &Dim, declared: &TensorType) {
        let found = indices(&list(value.shape.dims()), &below.to_string()).0;
        let text = format!(
            "this value is declared as {} but is {found} from `{}`\nhelp: remove the `Tensor<..>`: what an input is made of is declared with the input",
            words(&self.names.dims(&declared.sizes), Stage::Text),
            value.origin.name
        );
        self.complain(text, &[], declared.mark, Stage::Text);
    }

    /// Indices that are to leave the network.
    pub(super) fn output_of_indices(&mut self, value: &Value, below: &Dim, declared: &TensorType) {
        let found = indices(&list(value.shape.dims()), &below.to_string()).0;
        let (origin, help) = (&value.origin.name, self.help_embed(below, &value.origin.name));
        let declared_words = words(&self.names.dims(&declared.sizes), Stage::Text);
        let text =
            format!("`forward` declares the output {declared_words} but gives {found} from `{origin}`\nhelp: {help}");
        if self.said.insert(format!("{} is not numbers", value.root)) {
            self.complain(text, &[], declared.mark, Stage::Text);
        }
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
        let text = |own: &str, found: &str, shown: String| {
            let help = match called_before {
                true => format!(
                    "declare another layer for this call, as in `{name}_2: {}`: the first one fixed what `{name}` takes",
                    embedding.written("_")
                ),
                false => format!(
                    "write `{name}: {}`, or `{}: Tensor<{}>`",
                    embedding.written(found),
                    origin.name,
                    indices(&written, own).1
                ),
            };
            format!(
                "layer `{name}` expects indices below {own} but receives {shown} from `{}`\nhelp: {help}",
                origin.name
            )
        };
        let (mut doubtful, mut broken) = (false, false);
        let mut misfits = Vec::new();
        match own.compare(found) {
            Verdict::Equal => {}
            Verdict::Different => {
                let (own, found) = (own.to_string(), found.to_string());
                let shown = indices(&written, &found).0;
                let text = text(&own, &found, shown.clone());
                let of_value = self.said.insert(format!("{} is not indices below {own}", value.root));
                let of_layer = self.said.insert(format!("{name} does not take {shown}"));
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
                let text = text(&own, &found, indices(&numbers(&given), &found).0);
                self.claim(holds, false, key, text, &[], mark);
                (doubtful, broken) = (called_before, called_before && !holds);
            }
        }
        self.called.insert(index);
        let result = self.produced(&name, mark, gives, &[value]);
        Some(Value { doubtful, broken, misfits, ..result })
    }

    /// Numbers for a layer of indices.
    fn numbers_to_look_up(&mut self, index: usize, embedding: &Embedding, value: &Value, mark: Mark) {
        let name = self.network.layers[index].name.clone();
        let (below, origin) = (embedding.below(&self.names), value.origin.clone());
        let expects = below.as_ref().map_or("indices".into(), |below| format!("indices below {below}"));
        let below = below.map_or("1000".into(), |below| below.to_string());
        let known = value.shape.known();
        let found = known.map_or("numbers".into(), |dims| words(dims, Stage::Text));
        let help = match known {
            Some(dims) if origin.call.is_none() && value.as_produced => {
                format!("write `{}: Tensor<{}>`", origin.name, indices(&list(dims), &below).1)
            }
            _ => format!("give `{name}` an input of indices, such as `words: Tensor<{}>`", indices("16", &below).1),
        };
        let text =
            format!("layer `{name}` expects {expects} but receives {found} from `{}`\nhelp: {help}", origin.name);
        if self.said.insert(format!("{} is not {expects}", value.root)) {
            self.complain(text, &[&origin], mark, Stage::Text);
        }
    }

    /// Indices for layers in a row.
    pub(super) fn row_of_indices(&mut self, name: &str, count: usize, value: &Value, below: &Dim, mark: Mark) {
        let found = indices(&list(value.shape.dims()), &below.to_string()).0;
        let text = format!(
            "layer `{name}` is repeated {count} times, but receives {found} from `{}`, and no layer gives indices\nhelp: declare one layer, and repeat those behind it",
            value.origin.name
        );
        self.complain(text, &[], mark, Stage::Text);
    }
}

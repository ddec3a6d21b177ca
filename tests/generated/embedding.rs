//! `Embedding<10, 4>`: a vector for each index of an input.

use crate::architecture::{Call, Expression, Form, Size, Turbofish};
use crate::draw::Scope;
use crate::layers::Rules;
use crate::linear::INITS;
use crate::shape::{Dim, Names};

#[derive(Clone, Debug)]
pub(crate) struct Embedding {
    /// The bound of the indices; `None` for `_`.
    pub(crate) below: Option<Size>,
    pub(crate) features: Size,
    init: Option<&'static str>,
    /// The size inferred for `_`.
    pub(crate) inferred: Option<Dim>,
}

/// An input of indices, while a network is drawn.
pub(crate) struct Indices {
    pub(crate) dims: Vec<Size>,
    pub(crate) below: Size,
}

impl Indices {
    /// Draws a small shape of indices below a size of any kind.
    pub(crate) fn draw(scope: &mut Scope<'_>) -> Self {
        let axes = scope.random.below(3);
        let dims = (0..axes).map(|_| Size::Number(scope.random.between(1, 3) as u64)).collect();
        // With a single index, all samples are equal, and a batch normalisation of them is constant.
        let below = Some(scope.size()).filter(|below| scope.names.dim(below).value() != Some(1));
        Indices { dims, below: below.unwrap_or(Size::Number(2)) }
    }
}

impl Embedding {
    /// Draws a layer for these indices.
    pub(crate) fn draw(scope: &mut Scope<'_>, of: &Indices) -> Option<Self> {
        let below = scope.names.dim(&of.below);
        let below = if scope.random.percent(30) { None } else { Some(scope.write(&below)?) };
        let features = scope.output();
        let init = scope.random.percent(20).then(|| *scope.random.one_of(INITS));
        Some(Embedding { below, features, init, inferred: None })
    }

    /// The bound of the indices, if it is known.
    pub(crate) fn below(&self, names: &Names) -> Option<Dim> {
        self.below.as_ref().map(|below| names.dim(below)).or_else(|| self.inferred.clone())
    }
}

impl Rules for Embedding {
    fn text(&self) -> String {
        let below = self.below.as_ref().map_or("_".into(), Size::to_string);
        let init = self.init.map(|init| format!(", init = {init}")).unwrap_or_default();
        format!("Embedding<{below}, {}{init}>", self.features)
    }

    fn sizes_mut(&mut self) -> Vec<&mut Size> {
        self.below.iter_mut().chain([&mut self.features]).collect()
    }

    fn settled(&self, names: &Names) -> Vec<Dim> {
        self.below(names).into_iter().chain([names.dim(&self.features)]).collect()
    }

    fn forget(&mut self) {
        self.inferred = None;
    }
}

/// `words.embed()`.
pub(crate) fn call(layer: &str, input: &str, mark: crate::architecture::Mark) -> Expression {
    let values = vec![Expression::Value(input.into())];
    Expression::Call(Call { name: layer.into(), form: Form::Method, turbofish: Turbofish::Nothing, values, mark })
}

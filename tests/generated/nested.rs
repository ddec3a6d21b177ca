//! A network as a layer of another one: `Block<4>`.

use crate::architecture::{Module, Network, Size};
use crate::layers::Rules;
use crate::shape::{Dim, Names};

#[derive(Clone, Debug)]
pub(crate) struct Nested {
    pub(crate) network: String,
    pub(crate) arguments: Vec<Size>,
}

impl Nested {
    /// The arguments for its parameters, by name.
    fn values(&self, network: &Network, names: &Names) -> Vec<(String, Dim)> {
        network.parameters.iter().cloned().zip(names.dims(&self.arguments)).collect()
    }

    /// The input and output shapes, in the sizes of the outer network.
    pub(crate) fn signature(&self, module: &Module, names: &Names) -> (Vec<Vec<Dim>>, Vec<Vec<Dim>>) {
        let network = module.network(&self.network);
        let (own, values) = (Names::of(module, network), self.values(network, names));
        let shape = |sizes: &[Size]| own.dims(sizes).iter().map(|dim| dim.with(&values)).collect();
        let takes = network.inputs.iter().map(|input| shape(&input.ty.sizes)).collect();
        (takes, network.outputs.iter().map(|output| shape(&output.sizes)).collect())
    }
}

impl Rules for Nested {
    fn text(&self) -> String {
        if self.arguments.is_empty() {
            return self.network.clone();
        }
        let arguments: Vec<_> = self.arguments.iter().map(Size::to_string).collect();
        format!("{}<{}>", self.network, arguments.join(", "))
    }

    fn sizes_mut(&mut self) -> Vec<&mut Size> {
        self.arguments.iter_mut().collect()
    }

    fn settled(&self, names: &Names) -> Vec<Dim> {
        names.dims(&self.arguments)
    }
}

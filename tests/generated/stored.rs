//! `Parameter<4, 8>` and `Buffer<8>`: tensors that are values of `forward`. Each is added to a value of its shape, or multiplied by
//! one: alone it is the same for each sample, so that a normalisation over the batch would leave nothing of it.

use crate::architecture::Size;
use crate::draw::Scope;
use crate::layers::{Kind, Rules};
use crate::linear::INITS;
use crate::shape::{Dim, Names, Shape};

#[derive(Clone, Debug)]
pub(crate) struct Stored {
    name: &'static str,
    sizes: Vec<Size>,
    role: Option<&'static str>,
    init: Option<&'static str>,
}

impl Stored {
    /// Draws a tensor with the shape of a value.
    pub(crate) fn draw(scope: &mut Scope<'_>, given: &Shape) -> Option<Kind> {
        let sizes = given.known()?.iter().map(|dim| scope.write(dim)).collect::<Option<_>>()?;
        let name = if scope.random.percent(70) { "Parameter" } else { "Buffer" };
        let roles = ["weight", "bias", "norm"];
        let role = (name == "Parameter" && scope.random.percent(40)).then(|| *scope.random.one_of(&roles));
        let init = scope.random.percent(30).then(|| *scope.random.one_of(INITS));
        Some(Kind::Stored(Stored { name, sizes, role, init }))
    }

    /// The input and output size of a layer with this weight, if it is a trained matrix.
    pub(crate) fn matrix(&self, names: &Names) -> Option<[Dim; 2]> {
        match &names.dims(&self.sizes)[..] {
            [output, input] if self.name == "Parameter" => Some([input.clone(), output.clone()]),
            _ => None,
        }
    }

    pub(crate) fn shape(&self, names: &Names) -> Shape {
        Shape::Known(names.dims(&self.sizes))
    }
}

impl Rules for Stored {
    fn text(&self) -> String {
        let sizes = self.sizes.iter().map(Size::to_string);
        let role = self.role.map(|role| format!("role = {role}"));
        let init = self.init.map(|init| format!("init = {init}"));
        format!("{}<{}>", self.name, sizes.chain(role).chain(init).collect::<Vec<_>>().join(", "))
    }

    fn sizes_mut(&mut self) -> Vec<&mut Size> {
        self.sizes.iter_mut().collect()
    }

    fn settled(&self, names: &Names) -> Vec<Dim> {
        names.dims(&self.sizes)
    }
}

//! What the compiler is to prove where a size is a name.

use super::*;

impl Walk<'_> {
    /// Whether items outside the functions can compare these shapes: they cannot name generic parameters.
    pub(super) fn can_prove(&self, a: &Shape, b: &Shape) -> bool {
        let concrete = |shape: &Shape| shape.known().is_some_and(|dims| !dims.iter().any(Dim::is_generic));
        self.concrete || concrete(a) && concrete(b)
    }

    /// The same value under a shape that an item proves to be the same. Where generic parameters are in the way, the
    /// compiler proves it where the value is used.
    pub(super) fn connect(&mut self, id: ValueId, expected: Shape, what: &str, help: &str, span: Span) -> ValueId {
        if !self.can_prove(&expected, &self.graph.values[id].shape) {
            return id;
        }
        self.check(&expected, id, what, help, span);
        let Value { name, origin, .. } = &self.graph.values[id];
        let (name, origin) = (name.clone(), origin.clone());
        self.value(&name, expected, &origin, Place::View(id, Proof::Item), span)
    }

    pub(super) fn check(&mut self, expected: &Shape, id: ValueId, what: &str, help: &str, span: Span) {
        let Value { shape, origin, .. } = &self.graph.values[id];
        let (shape, origin) = (shape.clone(), origin.clone());
        self.check_shape(expected, &shape, &origin, what, help, span);
    }

    pub(super) fn check_shape(
        &mut self,
        expected: &Shape,
        shape: &Shape,
        origin: &str,
        what: &str,
        help: &str,
        span: Span,
    ) {
        let signal = quote!(::nn::__private::Signal);
        let help = help.trim_start_matches("help: ");
        self.graph.checks.push(quote_spanned! {span=>
            const _: () = ::nn::__private::expect_shape(
                #what,
                <#expected as #signal>::DIMS,
                <#shape as #signal>::DIMS,
                #origin,
                #help,
            );
        });
    }
}

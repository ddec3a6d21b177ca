//! A macro for pools: layers without parameters that reduce each window to one element.

/// Implements a pool over one axis or two as a layer, from its type parameters with their bounds and the kernels of its passes.
///
/// `backward` is called with the window, x, dy, a flag, and dx. The flag states that x is the output of ReLU, and dx the gradient
/// with respect to the input of ReLU; it is false unless `passes_relu`.
macro_rules! pool {
    (
        $pool:ident<$($parameter:ident: $bound:path),+> over $axes:ident [$($axis:ident: $slide:path),+] by $window:ty
        where $padding:ident: $fits:path, kind $kind:ident, forward $forward:ident, backward $backward:expr, passes_relu $passes_relu:literal
    ) => {
        stateless_by_type!($pool<$($parameter: $bound),+>);

        impl<Channels, Element, $($axis,)+ $($parameter),+> Layer<(Channels, $($axis),+), Element>
            for $pool<$($parameter),+>
        where
            Channels: Dim,
            $($axis: $slide,)+
            $($parameter: $bound,)+
            $padding: $fits,
            Element: Float,
        {
            type Out = (Channels, $($axis::Output),+);
            type Saved<B: Dim> = ();
            type Scratch<B: Dim> = ();
            const OP: Op = Op::Pool { kind: Pool::$kind, windows: &$axes::windows::<$window>() };

            #[cfg_attr(not(feature = "std"), inline(never))]
            fn forward<B: Dim>(
                &self,
                x: &Tensor<(B, Channels, $($axis),+), Element>,
                y: &mut Tensor<(B, Channels, $($axis::Output),+), Element>,
                _: &mut (),
            ) {
                let window = const { $axes::sliding::<$window, $($axis),+>() };
                if small_batch::is_small(B::SIZE) {
                    return small_batch::$forward(&window, x.as_slice(), y.as_mut_slice());
                }
                kernels::$forward(&window, x.as_slice(), y.as_mut_slice());
            }

            same_in_training!((Channels, $($axis),+), Element);

            fn backward<B: Dim>(
                &self,
                Pass { x, dy, .. }: Pass<'_, Self, (Channels, $($axis),+), B, Element>,
                dx: Option<Gradient<'_, Tensor<(B, Channels, $($axis),+), Element>>>,
                _: Gradient<'_, Self>,
                _: StepContext,
            ) {
                let Some(dx) = dx else { return };
                let window = $axes::sliding::<$window, $($axis),+>();
                $backward(&window, x.as_slice(), dy.as_slice(), false, dx.target());
            }

            fn backward_through_relu<B: Dim>(
                &self,
                Pass { x, dy, .. }: Pass<'_, Self, (Channels, $($axis),+), B, Element>,
                dx: Option<Gradient<'_, Tensor<(B, Channels, $($axis),+), Element>>>,
                _: Gradient<'_, Self>,
                _: StepContext,
            ) {
                let Some(dx) = dx.map(|dx| dx.into_inner().as_mut_slice()) else { return };
                let (window, x) = ($axes::sliding::<$window, $($axis),+>(), x.as_slice());
                $backward(&window, x, dy.as_slice(), $passes_relu, Target::set(dx));
                if !$passes_relu {
                    map_backward_in_place::<Relu, Element>(x, dx);
                }
            }
        }

        impl<$($parameter: $bound),+> fmt::Debug for $pool<$($parameter),+> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($pool), "<"))?;
                $axes::write_window::<$window>(f, true)?;
                f.write_str(">")
            }
        }
    };
}
pub(super) use pool;

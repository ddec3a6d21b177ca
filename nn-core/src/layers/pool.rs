//! What pools over windows have in common: layers without parameters that reduce each window to one element.

/// Writes a pool over one axis or two as a layer: its parameters with their bounds, and the kernels of its passes.
///
/// `backward` is called with the window, x, dy, whether x is what ReLU gave and dx is the gradient by what ReLU was given, and
/// dx. It is never asked for ReLU where `passes_relu` is false.
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
                if thin::is_thin(B::SIZE) {
                    return thin::$forward(&window, x.as_slice(), y.as_mut_slice());
                }
                kernels::$forward(&window, x.as_slice(), y.as_mut_slice());
            }

            fn forward_train<B: Dim>(
                &self,
                x: &Tensor<(B, Channels, $($axis),+), Element>,
                y: &mut Tensor<(B, Channels, $($axis::Output),+), Element>,
                _: &mut (),
                _: Context,
            ) {
                Layer::<(Channels, $($axis),+), Element>::forward::<B>(self, x, y, &mut ());
            }

            fn backward<B: Dim>(
                &self,
                x: &Tensor<(B, Channels, $($axis),+), Element>,
                _: &Tensor<(B, Channels, $($axis::Output),+), Element>,
                _: &mut (),
                dy: &Tensor<(B, Channels, $($axis::Output),+), Element>,
                dx: Option<Gradient<'_, Tensor<(B, Channels, $($axis),+), Element>>>,
                _: Gradient<'_, Self>,
                _: Context,
            ) {
                let Some(dx) = dx else { return };
                let window = $axes::sliding::<$window, $($axis),+>();
                $backward(&window, x.as_slice(), dy.as_slice(), false, dx.target());
            }

            fn backward_through<A: Activation, B: Dim>(
                &self,
                x: &Tensor<(B, Channels, $($axis),+), Element>,
                _: &Tensor<(B, Channels, $($axis::Output),+), Element>,
                _: &mut (),
                dy: &Tensor<(B, Channels, $($axis::Output),+), Element>,
                dx: Option<Gradient<'_, Tensor<(B, Channels, $($axis),+), Element>>>,
                _: Gradient<'_, Self>,
                _: Context,
            ) {
                let Some(dx) = dx.map(|dx| dx.into_inner().as_mut_slice()) else { return };
                let (x, through_relu) = (x.as_slice(), $passes_relu && A::IS_RELU);
                let window = $axes::sliding::<$window, $($axis),+>();
                $backward(&window, x, dy.as_slice(), through_relu, Target::set(dx));
                if !through_relu {
                    map_backward_in_place::<A, Element>(x, dx);
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

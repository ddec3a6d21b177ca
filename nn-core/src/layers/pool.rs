//! A macro for pools: layers without parameters that reduce each window to one element.

/// Implements a pool over some axes as a layer, from its type parameters with their bounds and the kernels of its passes.
///
/// `forward` and `small`, the one for small batches, are called with the window, x and y; `backward` with the window, x, y, dy, a
/// flag, and dx. The flag states that x is the output of ReLU, and dx the gradient with respect to the input of ReLU; it is false
/// unless `passes_relu`. `options` writes the arguments after those of the window.
macro_rules! pool {
    (
        $pool:ident<$($parameter:ident: $bound:path),+> over $axes:ident [$($axis:ident: $slide:path),+]
        by $window:ty, rounded by $rounding:ident where $padding:ident: $fits:path, kind $kind:expr, options $options:expr,
        forward $forward:expr, small $small:expr, backward $backward:expr, passes_relu $passes_relu:literal
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
            const OP: Op =
                Op::Pool { kind: $kind, windows: &$axes::windows::<$window>(), ceil_mode: $rounding::CEIL_MODE };

            #[cfg_attr(not(feature = "std"), inline(never))]
            fn forward<B: Dim>(
                &self,
                x: &Tensor<(B, Channels, $($axis),+), Element>,
                y: &mut Tensor<(B, Channels, $($axis::Output),+), Element>,
                _: &mut (),
            ) {
                let window =
                    const { Sliding { ceil_mode: $rounding::CEIL_MODE, ..$axes::sliding::<$window, $($axis),+>() } };
                if small_batch::is_small(B::SIZE) {
                    return $small(&window, x.as_slice(), y.as_mut_slice());
                }
                $forward(&window, x.as_slice(), y.as_mut_slice());
            }

            same_in_training!((Channels, $($axis),+), Element);

            fn backward<B: Dim>(
                &self,
                Pass { x, y, dy, .. }: Pass<'_, Self, (Channels, $($axis),+), B, Element>,
                dx: Option<Gradient<'_, Tensor<(B, Channels, $($axis),+), Element>>>,
                _: Gradient<'_, Self>,
                _: StepContext,
            ) {
                let Some(dx) = dx else { return };
                let window = Sliding { ceil_mode: $rounding::CEIL_MODE, ..$axes::sliding::<$window, $($axis),+>() };
                $backward(&window, [x.as_slice(), y.as_slice(), dy.as_slice()], false, dx.target());
            }

            fn backward_through_relu<B: Dim>(
                &self,
                Pass { x, y, dy, .. }: Pass<'_, Self, (Channels, $($axis),+), B, Element>,
                dx: Option<Gradient<'_, Tensor<(B, Channels, $($axis),+), Element>>>,
                _: Gradient<'_, Self>,
                _: StepContext,
            ) {
                let Some(dx) = dx.map(|dx| dx.into_inner().as_mut_slice()) else { return };
                let window = Sliding { ceil_mode: $rounding::CEIL_MODE, ..$axes::sliding::<$window, $($axis),+>() };
                let passes = [x.as_slice(), y.as_slice(), dy.as_slice()];
                $backward(&window, passes, $passes_relu, Target::set(dx));
                if !$passes_relu {
                    map_backward_in_place::<Relu, Element>(x.as_slice(), dx);
                }
            }
        }

        debug_of_pool!($pool<$($parameter: $bound),+> over $axes by $window, rounded by $rounding, options $options);
    };
}
pub(super) use pool;

/// Implements `Debug` for a layer with the window of a pool; `options` writes the arguments after those of the window.
macro_rules! debug_of_pool {
    (
        $pool:ident<$($parameter:ident: $bound:path),+> over $axes:ident by $window:ty, rounded by $rounding:ident,
        options $options:expr
    ) => {
        impl<$($parameter: $bound),+> fmt::Debug for $pool<$($parameter),+> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($pool), "<"))?;
                $axes::write_window::<$window>(f, true)?;
                if $rounding::CEIL_MODE {
                    f.write_str(", ceil_mode = true")?;
                }
                $options(f)?;
                f.write_str(">")
            }
        }
    };
}
pub(super) use debug_of_pool;

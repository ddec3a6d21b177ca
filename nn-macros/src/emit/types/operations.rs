//! Operations as types, and as values of these types.

use super::functions::{function_name, with_parameters};
use super::shapes::per_axis;
use crate::catalogue::{Divisor, Op, PoolKind, UpsampleMode};
use crate::shape::Dim;
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{format_ident, quote};

/// The type of an operation's layer.
pub(in crate::emit) fn operation_type(op: &Op) -> TokenStream {
    match op {
        Op::Add => quote!(__nn::Add),
        Op::Multiply => quote!(__nn::ProductLayer),
        Op::Concat { axis } => quote!(__nn::Concat::<#axis>),
        Op::Split { left, axis } => quote!(__nn::Split<#left, #axis>),
        Op::Copy => quote!(__nn::Identity),
        Op::Map(function, parameters) => with_parameters(function_name(*function), parameters.as_deref()),
        Op::Fused(fused) => super::expressions::fused_type(fused),
        Op::Softmax { is_logarithm: false } => quote!(__nn::Softmax),
        Op::Softmax { is_logarithm: true } => quote!(__nn::LogSoftmax),
        Op::Softmin => quote!(__nn::Softmin),
        Op::Softmax2d => quote!(__nn::Softmax2d),
        Op::Glu { axis } => quote!(__nn::Glu::<#axis>),
        Op::LocalResponseNorm { size, numbers } => {
            let numbers = numbers.iter().copied().map(Literal::u64_unsuffixed);
            let size = Literal::u64_unsuffixed(*size);
            quote!(__nn::LocalResponseNorm::<#size, #(#numbers),*>)
        }
        Op::Dropout { of_channels: false, millionths } => with_parameter("Dropout", *millionths),
        Op::Dropout { of_channels: true, millionths } => with_parameter("Dropout2d", *millionths),
        Op::Noise => quote!(__nn::NormalNoise),
        Op::Pool { kind, window } => {
            let name = match kind {
                PoolKind::Max => "MaxPool",
                PoolKind::Average(_) => "AvgPool",
                PoolKind::Norm(_) => "LpPool",
            };
            let layer = format_ident!("{name}{}d", window.kernel.len());
            let [kernel, stride, padding, dilation] = window.parts().map(per_axis);
            let rounding = if window.ceil_mode { quote!(__nn::RoundUp) } else { quote!(__nn::RoundDown) };
            match kind {
                PoolKind::Max => {
                    let rounding = window.ceil_mode.then(|| quote!(, #rounding));
                    quote!(__nn::#layer<#kernel, #stride, #padding, #dilation #rounding>)
                }
                PoolKind::Average(Divisor::Window) if !window.ceil_mode => {
                    quote!(__nn::#layer<#kernel, #stride, #padding,>)
                }
                PoolKind::Average(divisor) => {
                    let divisor = match divisor {
                        Divisor::Window => quote!(__nn::CountPadding),
                        Divisor::Inside => quote!(__nn::IgnorePadding),
                        Divisor::Number(number) => quote!(__nn::DivideBy<#number>),
                    };
                    quote!(__nn::#layer<#kernel, #stride, #padding, #rounding, #divisor>)
                }
                PoolKind::Norm(p) => quote!(__nn::#layer<#p, #kernel, #stride, #rounding>),
            }
        }
        Op::ArgMaxPool { window } => {
            let layer = format_ident!("ArgMaxPool{}d", window.kernel.len());
            let [kernel, stride, padding, dilation] = window.parts().map(per_axis);
            let rounding = window.ceil_mode.then(|| quote!(, __nn::RoundUp));
            quote!(__nn::#layer<#kernel, #stride, #padding, #dilation #rounding>)
        }
        Op::MaxUnpool { size } => {
            let size = per_axis(size);
            quote!(__nn::MaxUnpool<#size>)
        }
        Op::AdaptivePool { is_max, size } => {
            let layer = format_ident!("{}", if *is_max { "AdaptiveMaxPool" } else { "AdaptiveAvgPool" });
            let size = per_axis(size);
            quote!(__nn::#layer<#size>)
        }
        Op::GlobalAvgPool => quote!(__nn::GlobalAvgPool),
        Op::Upsample { scale, mode } => {
            let scale = per_axis(scale);
            match mode {
                UpsampleMode::Nearest => quote!(__nn::Upsample<#scale>),
                UpsampleMode::Linear { align_corners } => {
                    quote!(__nn::Upsample<#scale, __nn::LinearMode<#align_corners>>)
                }
                UpsampleMode::Cubic { align_corners } => {
                    quote!(__nn::Upsample<#scale, __nn::CubicMode<#align_corners>>)
                }
            }
        }
        Op::Pad { mode, sides } => {
            let layer = format_ident!("Pad{}d", sides.len() / 2);
            quote!(__nn::#layer<#mode, #(#sides),*>)
        }
        Op::PixelShuffle { factor } => quote!(__nn::PixelShuffle<#factor>),
        Op::PixelUnshuffle { factor } => quote!(__nn::PixelUnshuffle<#factor>),
        Op::ChannelShuffle { groups } => quote!(__nn::ChannelShuffle<#groups>),
        Op::Permute { order } => {
            let order = order.iter().map(|&axis| Dim::Literal(axis as u64));
            quote!(__nn::Permute<(#(#order),*)>)
        }
        Op::Slice { axis, start, count, step, .. } => quote!(__nn::Slice<#start, #count, #step, #axis>),
        Op::Flip { axis } => quote!(__nn::Flip::<#axis>),
        Op::Roll { axis, shift } => {
            let (sign, distance) = ((*shift < 0).then(|| quote!(-)), Literal::u64_unsuffixed(shift.unsigned_abs()));
            quote!(__nn::Roll::<#axis, #sign #distance>)
        }
        Op::Repeat { axis, times } => quote!(__nn::Repeat<#times, #axis>),
        Op::Unfold { axis, size, step } => quote!(__nn::Unfold<#size, #step, #axis>),
        Op::Unfold2d { window } => quote!(__nn::Unfold2d<#window>),
        Op::Fold2d { size, window } => {
            let size = per_axis(size);
            quote!(__nn::Fold2d<#size, #window>)
        }
        Op::Extremum { is_max: true, axis, .. } => quote!(__nn::MaxOver::<#axis>),
        Op::Extremum { is_max: false, axis, .. } => quote!(__nn::MinOver::<#axis>),
        Op::ExtremumIndex { is_max: true, axis, .. } => quote!(__nn::ArgMax::<#axis>),
        Op::ExtremumIndex { is_max: false, axis, .. } => quote!(__nn::ArgMin::<#axis>),
        Op::LogSumExp { axis } => quote!(__nn::LogSumExp::<#axis>),
        Op::CumSum { axis } => quote!(__nn::CumSum::<#axis>),
        Op::SoftmaxOver { is_logarithm: false, axis } => quote!(__nn::SoftmaxOver::<#axis>),
        Op::SoftminOver { axis } => quote!(__nn::SoftminOver::<#axis>),
        Op::SoftmaxOver { is_logarithm: true, axis } => quote!(__nn::LogSoftmaxOver::<#axis>),
        Op::OneHot => quote!(__nn::OneHot),
        Op::SequenceMask { steps } => quote!(__nn::SequenceMask<#steps>),
        Op::IndexSelect { axis } => quote!(__nn::IndexSelect::<#axis>),
        Op::Gather { axis } => quote!(__nn::Gather::<#axis>),
        Op::MatMul => quote!(__nn::MatMul),
        Op::Rotary { heads, theta: None, is_interleaved: true } => quote!(__nn::Rotary<#heads>),
        Op::Rotary { heads, theta, is_interleaved } => {
            let pairs = if *is_interleaved { quote!(__nn::InterleavedPairs) } else { quote!(__nn::HalvedPairs) };
            let theta = theta.map(|bits| {
                let bits = Literal::u64_unsuffixed(bits);
                quote!(, #bits)
            });
            quote!(__nn::Rotary<#heads, #pairs #theta>)
        }
        Op::Attention { heads, kv_heads, is_causal, window, scale, has_alibi, dropout } => {
            let heads = match kv_heads {
                None => quote!(#heads),
                Some(shared) => quote!(__nn::GroupedQueries<#heads, #shared>),
            };
            let keys = match (is_causal, window) {
                (false, _) => quote!(__nn::AllKeys),
                (true, None) => quote!(__nn::Causal),
                (true, Some(window)) => quote!(__nn::CausalWindow<#window>),
            };
            let keys = if *has_alibi { quote!(__nn::Alibi<#keys>) } else { keys };
            let scale = scale.map(|bits| {
                let bits = Literal::u64_unsuffixed(bits);
                quote!(, __nn::ScaleBy<#bits>)
            });
            let weights = dropout.map(|millionths| {
                let millionths = Literal::u32_unsuffixed(millionths);
                let default = scale.is_none().then(|| quote!(, __nn::InverseRoot));
                quote!(#default, __nn::DropWeights<#millionths>)
            });
            quote!(__nn::Attention<#heads, #keys #scale #weights>)
        }
    }
}

/// The value of an operation's layer, which has this type.
pub(in crate::emit) fn operation_value(op: &Op, ty: &TokenStream) -> TokenStream {
    match op {
        Op::Fused(_)
        | Op::Attention { .. }
        | Op::Rotary { .. }
        | Op::SequenceMask { .. }
        | Op::Slice { .. }
        | Op::Repeat { .. }
        | Op::Unfold { .. }
        | Op::Unfold2d { .. }
        | Op::Fold2d { .. }
        | Op::Split { .. }
        | Op::Pool { .. }
        | Op::ArgMaxPool { .. }
        | Op::MaxUnpool { .. }
        | Op::AdaptivePool { .. }
        | Op::Upsample { .. }
        | Op::Pad { .. }
        | Op::PixelShuffle { .. }
        | Op::PixelUnshuffle { .. }
        | Op::ChannelShuffle { .. }
        | Op::Permute { .. } => quote!(<#ty>::new()),
        _ => operation_type(op),
    }
}

pub(super) fn with_parameter(layer: &str, parameter: Option<u32>) -> TokenStream {
    let (layer, parameter) = (Ident::new(layer, Span::call_site()), parameter.into_iter());
    quote!(__nn::#layer #(::<#parameter>)*)
}

//! Sums: the gradient of a term shares the slot of the sum's gradient, unless the backward pass still reads one of them.

use crate::check;
use nn::gradient_check::check_training;
use nn::layers::Layer;
use nn::parameters::zeroed;
use nn::prelude::*;

network! {
    /// Two terms that are only read, in addition to the one that is accumulated into.
    #[dtype(f64)]
    struct Residual {
        fc1: Linear<4, 5>,
        fc2: Linear<5, 6>,
        fc3: Linear<6, 5>,
        fc4: Linear<5, 3>,
    }
    fn forward(x: Tensor<4>) -> Tensor<3> {
        let h = x.fc1();
        let h = h.fc2().tanh().fc3() + h;
        let h = (h + h.fc2().tanh().fc3()).tanh();
        (h.fc2().sigmoid().fc3() + h).fc4()
    }
}

network! {
    /// In-place activations of one term, of the other, of both, and of the sum.
    #[dtype(f64)]
    struct Functions {
        a: Linear<4, 5>,
        b: Linear<4, 5>,
        c: Linear<5, 5>,
        d: Linear<5, 5>,
        out: Linear<5, 2>,
    }
    fn forward(x: Tensor<4>) -> Tensor<2> {
        let h = x.a().tanh() + x.b();
        let h = h.c() + h.d().leaky_relu();
        let h = (h.c().sigmoid() + h.d().tanh()).tanh();
        let h = h.c().gelu() + h.d().tanh().sigmoid();
        h.out()
    }
}

network! {
    /// Sums of sums, and a term of several sums.
    #[dtype(f64)]
    struct Repeated {
        a: Linear<4, 5>,
        b: Linear<4, 5>,
        c: Linear<5, 5>,
        out: Linear<5, 2>,
    }
    fn forward(x: Tensor<4>) -> (Tensor<2>, Tensor<5>) {
        let (a, b) = (x.a(), x.b().tanh());
        let c = a.c();
        let s = a + b + c + b.c().tanh();
        let t = (a + s) + (b + a.c()) * c;
        let u = t + t + (t + s) + (a + a);
        (u.out(), s.c() + c)
    }
}

network! {
    /// Sums of inputs, and outputs that are sums: their gradients are the caller's.
    #[dtype(f64)]
    struct SumsOfInputs {
        a: Linear<3, 3>,
        b: Linear<3, 3>,
    }
    fn forward(x: Tensor<3>, y: Tensor<3>) -> (Tensor<3>, Tensor<3>, Tensor<3>, Tensor<3>) {
        let h = x + y;
        let f = h.a();
        let g = f.b().tanh() + y;
        (f.b() + g.a(), x.a() + h, (f + x) + h.b(), g)
    }
}

network! {
    /// An output that is a sum, a term of a sum, and read by a layer.
    #[dtype(f64)]
    struct ReadAgain {
        a: Linear<3, 3>,
        b: Linear<3, 3>,
    }
    fn forward(x: Tensor<3>) -> (Tensor<3>, Tensor<3>, Tensor<3>) {
        let h = x.a();
        let s = h + h.b();
        let t = s + s.a().tanh();
        (t + t.b(), s, t)
    }
}

network! {
    /// Terms that are reshaped: flattened, with a named size, and with a size that only the compiler knows.
    #[dtype(f64)]
    struct Reshaped {
        conv: Conv2d<1, 2, kernel = 2>,
        fc: Linear<Eight, 8>,
        block: Block<8>,
        blocks: [Block<Eight>; 2],
        out: Linear<8, 2>,
    }
    fn forward(x: Tensor<1, 3, 3>) -> (Tensor<2>, Tensor<2, 4>) {
        let image = x.conv();
        let flat = image.flatten();
        let h = flat.fc() + image.reshape::<8>();
        let h = h + h.block();
        let h = h.blocks() + h + h.block().tanh();
        (h.out(), h.block().reshape::<2, 4>() + flat.fc().reshape::<2, 4>())
    }
}

type Eight = dim![8];

network! {
    #[dtype(f64)]
    struct Block<D: Dim> {
        fc1: Linear<D, 3>,
        fc2: Linear<3, D>,
    }
    fn forward(x: Tensor<D>) -> Tensor<D> {
        let h = x + x.fc1().tanh().fc2();
        h.fc1().sigmoid().fc2() + h
    }
}

network! {
    /// The same in a network of any width.
    #[dtype(f64)]
    struct Generic<D: Dim> {
        block: Block<D>,
        blocks: [Block<D>; 2],
        fc: Linear<D, D>,
    }
    fn forward(x: Tensor<D>) -> Tensor<D> {
        let h = x.block() + x;
        let h: Tensor<D> = h.blocks() + h.fc().tanh() + h.block();
        h.block() + h.fc()
    }
}

network! {
    /// Terms that are arguments of the same call.
    #[dtype(f64)]
    struct SameCall {
        a: Linear<3, 4>,
        b: Linear<3, 4>,
        out: Linear<8, 2>,
        part: Linear<2, 4>,
    }
    fn forward(x: Tensor<3>) -> (Tensor<2>, Tensor<4>) {
        let (a, b) = (x.a(), x.b());
        let s = a + b;
        let joined = concat(a, b) + concat(b, s);
        let (left, right) = split::<4>(joined);
        let (first, _) = split::<2>(s);
        (joined.out(), left + right * a + first.part())
    }
}

network! {
    /// In-place dropout of one term, of the other, of both, and of the sum.
    #[dtype(f64)]
    struct Dropped {
        a: Linear<3, 4>,
        b: Linear<4, 4>,
    }
    fn forward(x: Tensor<3>) -> Tensor<4> {
        let h = x.a().dropout::<0.2>();
        let h = h + h.b().dropout::<0.3>();
        let h = (h.b().dropout::<0.1>() + h).dropout::<0.2>();
        let h = h.b().relu().dropout::<0.1>() + h.b().tanh().dropout();
        h.b().dropout::<0.2>() + h.b().dropout::<0.2>()
    }
}

#[test]
fn sums() {
    check::<shape![4], dim![3], Residual>(0..20);
    check::<shape![4], dim![3], Functions>(0..20);
    check::<shape![4], dim![2], Repeated>(0..20);
    check::<Tuple<(shape![3], shape![3])>, dim![2], SumsOfInputs>(0..20);
    check::<shape![3], dim![4], ReadAgain>(0..20);
    check::<shape![1, 3, 3], dim![2], Reshaped>(0..20);
    check::<shape![5], dim![3], Block<dim![5]>>(0..20);
    check::<shape![5], dim![3], Generic<dim![5]>>(0..20);
    check::<shape![3], dim![3], SameCall>(0..20);
    for seed in 0..20 {
        check_training::<shape![3], dim![4], _>(&mut *zeroed::<Dropped>(), seed);
    }
}

network! {
    struct Plain {
        fc1: Linear<7, 9>,
        fc2: Linear<9, 9>,
        fc3: Linear<9, 9>,
        fc4: Linear<9, 2>,
    }
    fn forward(x: Tensor<7>) -> Tensor<2> {
        x.fc1().fc2().relu().fc3().fc4()
    }
}

network! {
    struct WithResidual {
        fc1: Linear<7, 9>,
        fc2: Linear<9, 9>,
        fc3: Linear<9, 9>,
        fc4: Linear<9, 2>,
    }
    fn forward(x: Tensor<7>) -> Tensor<2> {
        let h = x.fc1();
        (h + h.fc2().relu().fc3()).fc4()
    }
}

network! {
    struct SumAsOutput {
        fc1: Linear<7, 9>,
        fc2: Linear<9, 7>,
    }
    fn forward(x: Tensor<7>) -> Tensor<7> {
        x + x.fc1().relu().fc2()
    }
}

/// A residual connection around two layers adds only its sum to a workspace, and no gradient. If the sum is the output, the caller
/// stores its gradient: the workspace has one for the value between the layers, and none for the output of the second one.
#[test]
fn residual_connection_adds_no_gradient_buffer() {
    type Saved<Net> = <Net as Layer<shape![7]>>::Saved<dim![5]>;
    let (wide, narrow) = (size_of::<Tensor<shape![5, 9]>>(), size_of::<Tensor<shape![5, 7]>>());
    assert_eq!(size_of::<Saved<WithResidual>>(), size_of::<Saved<Plain>>() + wide);
    assert_eq!(size_of::<Saved<SumAsOutput>>(), 2 * wide + narrow);
}

network! {
    #[dtype(f64)]
    struct Spread {
        shift: Parameter<3>,
    }
    fn forward(x: Tensor<3>) -> Tensor<2> {
        let h = x + shift;
        concat(h.std::<0>(), h.norm::<0>())
    }
}

/// As in PyTorch: the gradients of the deviation of equal values and of the norm of zeros are 0, not NaN.
#[test]
fn deviations_and_norms_of_zero_have_gradients_of_zero() {
    let target = Tensor::<shape![1, 2], f64>::new([[1.0, 1.0]]);
    let gradient = |x: [f64; 3]| {
        let mut session = Session::<Spread, Sgd, dim![1]>::new(Sgd::new(0.1), 1);
        session.network.shift.value.fill(0.0);
        session.gradients(&Tensor::new([x]), &Mse, &target);
        session.gradient.shift.value.clone()
    };
    assert_eq!(gradient([0.0; 3]).as_slice(), [0.0; 3]);
    // The norm of twos, 2 sqrt(3), has the gradient 2 (norm - 1) / 2 times 1 / sqrt(3); their deviation none.
    let expected = (12.0_f64.sqrt() - 1.0) / 3.0_f64.sqrt();
    for &element in gradient([2.0; 3]).as_slice() {
        assert!((element - expected).abs() < 1e-12, "{element} {expected}");
    }
}

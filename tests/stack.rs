//! No operation moves a large tensor across the stack: all of them run on a thread with a stack of 64 KiB.

#![allow(missing_docs)]

use nn::prelude::*;

type Big = Thousands<4, 96>;
/// 64 MiB.
type Square = (Big, Big);
/// The same elements along one axis.
type Flat = (Millions<N<16>, 777, 216>,);
/// 512 KiB: eight stacks.
type Narrow = (Big, N<32>);

/// An eighth of the smallest large tensor here.
const STACK: usize = 64 * 1024;

fn on_a_small_stack(body: fn()) {
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(body).unwrap();
    thread.join().unwrap();
}

fn narrow() -> Box<Tensor<Narrow>> {
    Tensor::<Narrow>::from_fn(|[row, column]| ((row + 3 * column) % 7) as f32)
}

#[test]
fn creates_and_moves_64_mib() {
    on_a_small_stack(|| {
        let x = Tensor::<Square>::zeros();
        let moved = x;
        let y = moved.into_shape::<Flat>();
        assert_eq!(y.dims(), [16_777_216]);
        assert_eq!(y.reshape::<Square>()[[4095, 4095]], 0.0);
        let shown = format!("{}", y.reshape::<Square>());
        assert!(shown.starts_with("Tensor[4096, 4096] f32\n[[0, 0, 0, ..., 0, 0, 0],"));
        drop(y);

        let mut x = Tensor::<Square>::full(0.5);
        for y in [x.to_boxed(), x.clone(), nn::boxed_clone(&*x)] {
            assert_eq!(y[[4095, 0]], 0.5);
            assert!(*x == *y);
        }
        x += &Tensor::full(0.25);
        assert_eq!(x[[4095, 4095]], 0.75);
        assert_eq!(x.sum(), 0.75 * 4096.0 * 4096.0);
    });
}

#[test]
fn computes_on_64_mib() {
    on_a_small_stack(|| {
        let x = Tensor::<Square>::from_fn(|[row, column]| if row == column { 2.0 } else { 0.0 });
        let y = &x + &*x.map(|x| x + 1.0);
        assert_eq!((y[[7, 7]], y[[7, 8]]), (5.0, 1.0));
        drop(y);
        let transposed = x.transpose();
        assert_eq!(transposed[[4095, 4095]], 2.0);
    });
}

#[test]
fn every_operation_runs_on_a_small_stack() {
    on_a_small_stack(|| {
        let (x, y) = (narrow(), narrow());
        let z = &x + &y - &x;
        assert!(*z == *y);
        assert!(*(-&x) == *x.scale(-1.0));
        assert!(*(&x * &y).add_scalar(1.0) == *x.zip_map(&y, |x, y| x * y + 1.0));
        assert_eq!((&*y.add_scalar(1.0) / &y.add_scalar(1.0)).sum(), 4096.0 * 32.0);

        let product = x.t_matmul(&y);
        assert_eq!(product.dims(), [32, 32]);
        assert!(product.is_close(&x.transpose().matmul(&y), 1e-6, 0.0));
        assert_eq!(x.matmul(&product).dims(), [4096, 32]);
        assert_eq!(x.matmul_t(&*product).dims(), [4096, 32]);

        let sums = x.sum_rows();
        assert!(sums.is_close(&x.sum_axis::<0>(), 0.0, 0.0));
        assert!(sums.is_close(&x.mean_axis::<0>().scale(4096.0), 1e-6, 0.0));
        assert_eq!(x.max_axis::<1>().dims(), [4096]);
        assert_eq!(x.argmax_rows().dims(), [4096]);
        assert_eq!(x.plus_row(&sums).dims(), [4096, 32]);
        assert_eq!((x.max(), x.min(), x.argmax()), (6.0, 0.0, 2));
        assert!(x.norm() > 0.0 && x.mean() > 0.0 && x.all_finite());

        let joined = x.concat::<1, _>(&*y);
        assert_eq!(joined.dims(), [4096, 64]);
        let (first, second) = joined.split::<1, N<32>>();
        assert!(*first == *x && *second == *y);
        assert_eq!(first.max_abs_difference(&second), 0.0);
        assert_eq!(first.flatten().as_batch().dims(), [1, 131_072]);
        assert_eq!(first.clone().into_shape::<(N<32>, Big)>().dims(), [32, 4096]);
        assert!(format!("{first:?}").len() < 500);
    });
}

network! {
    struct Large {
        fc1: Linear<4096, 1024>,
        fc2: Linear<_, 1>,
    }
    fn forward(x: Tensor<4096>) -> Tensor<1> {
        x.fc1().relu().fc2()
    }
}

#[test]
fn trains_a_large_network() {
    on_a_small_stack(|| {
        let mut session = Session::<Large, Adam, dim![4]>::new(Adam::new(1e-6), 1);
        let x = Tensor::<shape![4, 4096]>::full(0.5);
        let target = Tensor::<shape![4, 1]>::zeros();
        let first = session.step(&x, &Mse, &target);
        assert!(session.step(&x, &Mse, &target) < first);
        assert_eq!(session.network.forward(&x).dims(), [4, 1]);
    });
}

network! {
    struct LargeImages {
        conv1: Conv2d<1, 32, kernel = 5, padding = 2>,
        conv2: Conv2d<32, 64, kernel = 3, padding = 1>,
        conv3: Conv2d<_, 128, kernel = 3>,
        up: ConvTranspose2d<128, 4, kernel = 2, stride = 2>,
        fc: Linear<4, 1>,
    }
    fn forward(x: Tensor<1, 64, 64>) -> Tensor<1> {
        let h = x.conv1().max_pool::<2>().relu().conv2().avg_pool::<8>().conv3();
        h.up().zero_pad::<1>().upsample::<2>().global_avg_pool().fc()
    }
}

#[test]
fn trains_large_convolutions() {
    on_a_small_stack(|| {
        let mut session = Session::<LargeImages, Adam, dim![2]>::new(Adam::new(1e-4), 1);
        let x = Tensor::<shape![2, 1, 64, 64]>::full(0.5);
        let target = Tensor::<shape![2, 1]>::full(1.0);
        let first = session.step(&x, &Mse, &target);
        assert!(session.step(&x, &Mse, &target) < first);
        assert_eq!(session.network.forward(&x).dims(), [2, 1]);
    });
}

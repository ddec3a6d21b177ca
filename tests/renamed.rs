//! Programs that depend on the crate under another name.

#![allow(missing_docs)]

#[path = "cases/package.rs"]
mod package;

use package::Package;

/// With `#[nn(crate = ..)]`, as in a library that re-exports the crate.
const ATTRIBUTE: &str = "
    use inner::my_nn::Parameters;
    use inner::my_nn::prelude::*;

    mod inner {
        pub use my_nn;
    }

    #[derive(Parameters, Clone, PartialEq, Debug)]
    #[nn(crate = inner::my_nn)]
    #[repr(C)]
    #[input(N<3>)]
    struct Shift {
        #[role(bias)]
        shift: Tensor<(N<3>,)>,
    }

    fn main() {
        assert_eq!(<Shift as Parameters>::LAYOUT.size(), 3);
        network_runs();
    }

    network! {
        #[nn(crate = inner::my_nn)]
        #[derive(Clone, PartialEq, Debug)]
        #[int8(NetInt8, flash <= 1_000)]
        #[budget(flash <= 1_000)]
        pub struct Net {
            fc1: Linear<2, 8>,
            fc2: Linear<_, 3>,
        }
        fn forward(x: Tensor<2>) -> Tensor<3> {
            x.fc1().relu().fc2()
        }
    }

    fn network_runs() {
        let mut session = Session::<Net, Adam, N<4>>::new(Adam::new(0.01), 1);
        let (x, y) = (Tensor::<(N<4>, N<2>)>::full(1.0), Tensor::<(N<4>, N<3>)>::full(0.5));
        let first = session.step(&x, &Mse, &y);
        (0..50).for_each(|_| drop(session.step(&x, &Mse, &y)));
        assert!(session.step(&x, &Mse, &y) < first);
        println!(\"attribute\");
    }
";

/// With an alias at the root of the crate.
const ALIAS: &str = "
    extern crate my_nn as nn;

    use nn::prelude::*;

    network! {
        struct Net {
            fc: Linear<2, 3>,
        }
        fn forward(x: Tensor<2>) -> Tensor<3> {
            x.fc()
        }
    }

    fn main() {
        let y = Net::new(1).forward(&Tensor::<shape![5, 2]>::zeros());
        assert_eq!(y.dims(), [5, 3]);
        println!(\"alias\");
    }
";

#[test]
#[ignore = "slow: run by the gate"]
fn macros_work_under_another_name() {
    let package = Package::named("renamed", "my_nn");
    package.write("src/bin/attribute.rs", ATTRIBUTE);
    package.write("src/bin/alias.rs", ALIAS);
    for program in ["attribute", "alias"] {
        assert_eq!(package.cargo(&["run", "--bin", program]).unwrap_or_else(|error| panic!("{error}")).trim(), program);
    }
}

// Paddings that are larger than the axis allows, and arguments of pools and upsampling that do not fit.

use nn::prelude::*;

type Side = dim![4];

network! {
    struct Reflected {
        conv: Conv2d<1, 8, kernel = 3>,
    }
    fn forward(image: Tensor<1, 3, 5>) -> Tensor<8, 5, 7> {
        image.reflect_pad::<3>().conv()
    }
}

network! {
    struct Wrapped {
        conv: Conv1d<2, 8, kernel = 3>,
    }
    fn forward(sound: Tensor<2, 4>) -> Tensor<8, 10> {
        sound.circular_pad::<5>().conv()
    }
}

network! {
    struct Cropped {
        conv: Conv2d<1, 8, kernel = 1>,
    }
    fn forward(image: Tensor<1, 2, 5>) -> Tensor<8, 1, 5> {
        image.zero_pad::<0, 0, -1, -1>().conv()
    }
}

network! {
    struct NamedSide {
        conv: Conv2d<1, 8, kernel = 3>,
    }
    fn forward(image: Tensor<1, Side, Side>) -> Tensor<8, 11, 11> {
        image.reflect_pad::<4>().conv()
    }
}

network! {
    struct WithoutValue {
        conv: Conv2d<1, 8, kernel = 3>,
    }
    fn forward(image: Tensor<1, 4, 4>) -> Tensor<8, 4, 4> {
        image.constant_pad::<1>().conv()
    }
}

network! {
    struct Shuffled {
        conv: Conv2d<1, 6, kernel = 3>,
    }
    fn forward(image: Tensor<1, 4, 4>) -> Tensor<2, 4, 4> {
        image.conv().pixel_shuffle::<2>()
    }
}

network! {
    struct Interpolated {
        conv: Conv2d<1, 2, kernel = 3>,
    }
    fn forward(image: Tensor<1, 4, 4>) -> Tensor<2, 4, 4> {
        image.conv().upsample::<2, mode = linear>()
    }
}

network! {
    struct Corners {
        conv: Conv2d<1, 2, kernel = 3>,
    }
    fn forward(image: Tensor<1, 4, 4>) -> Tensor<2, 4, 4> {
        image.conv().upsample::<2, align_corners = true>()
    }
}

network! {
    struct Adapted {
        conv: Conv2d<1, 2, kernel = 3>,
    }
    fn forward(image: Tensor<1, 6, 6>) -> Tensor<2, 3, 3> {
        image.conv().adaptive_avg_pool()
    }
}

network! {
    struct Flag {
        conv: Conv2d<1, 2, kernel = 3>,
    }
    fn forward(image: Tensor<1, 7, 7>) -> Tensor<2, 3, 3> {
        image.conv().max_pool::<2, ceil_mode = 1>()
    }
}

network! {
    struct ImageInVolume {
        conv: Conv3d<1, 2, kernel = 3>,
    }
    fn forward(image: Tensor<1, 5, 5>) -> Tensor<2, 3, 3> {
        image.conv()
    }
}

fn main() {
    println!("{}", Reflected::summary());
    println!("{}", Wrapped::summary());
    println!("{}", Cropped::summary());
    println!("{}", NamedSide::summary());
    println!("{}", WithoutValue::summary());
    println!("{}", Shuffled::summary());
    println!("{}", Interpolated::summary());
    println!("{}", Corners::summary());
    println!("{}", Adapted::summary());
    println!("{}", Flag::summary());
    println!("{}", ImageInVolume::summary());
}
//~ fix: 5 | type Side = dim![5];
//~ fix: 12 |         image.reflect_pad::<2>().conv()
//~ fix: 21 |         sound.circular_pad::<4>().conv()
//~ fix: 30 |         image.zero_pad::<0, 0, -1, 0>().conv()
//~ fix: 48 |         image.constant_pad::<1, value = 0.5>().conv()
//~ fix: 54 |         conv: Conv2d<1, 8, kernel = 3>,
//~ fix: 66 |         image.conv().upsample::<2, mode = bilinear>()
//~ fix: 75 |         image.conv().upsample::<2, mode = bilinear, align_corners = true>()
//~ fix: 84 |         image.conv().adaptive_avg_pool::<3>()
//~ fix: 93 |         image.conv().max_pool::<2, ceil_mode = true>()
//~ fix: 99 |         conv: Conv2d<1, 2, kernel = 3>,

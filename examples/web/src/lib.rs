//! Reads digits as they are drawn. A page writes the points of a drawing into [`room`], calls [`read`], and finds what the network
//! was given in [`image`] and what it says in [`probabilities`].

#![no_std]

mod drawing;

/// `examples/draw.rs` trains it.
#[path = "../../networks/reader.rs"]
mod reader;

use core::cell::UnsafeCell;
use core::panic::PanicInfo;
use drawing::{MOST_POINTS, Point};
use nn::prelude::*;
use reader::Reader;

static READER: &Reader = nn::include_weights!(Reader, "reader.safetensors");

type Scratch = <Reader as nn::Layer<shape![64]>>::Scratch<dim![1]>;

/// All memory that is needed, once.
struct Memory {
    points: [Point; MOST_POINTS],
    image: Tensor<shape![1, 64]>,
    logits: Tensor<shape![1, 10]>,
    probabilities: Tensor<shape![1, 10]>,
    scratch: Scratch,
}

struct Shared(UnsafeCell<Memory>);

// SAFETY: a module of WebAssembly without shared memory has one thread.
unsafe impl Sync for Shared {}

// SAFETY: it is all numbers, and 0 is one.
static MEMORY: Shared = Shared(UnsafeCell::new(unsafe { core::mem::zeroed() }));

/// Where the points of a drawing are written: three `f32` each, x to the right, y down, and whether there is ink from the point
/// before to this one, which is so if it is not 0.
#[unsafe(no_mangle)]
extern "C" fn room() -> *mut Point {
    MEMORY.0.get().cast::<Point>()
}

/// How many points there is room for.
#[unsafe(no_mangle)]
extern "C" fn most_points() -> usize {
    MOST_POINTS
}

/// The 64 pixels from 0 to 1 that the network was given.
#[unsafe(no_mangle)]
extern "C" fn image() -> *const f32 {
    with(|memory| memory.image.as_slice().as_ptr())
}

/// How likely the network takes each of the ten digits to be.
#[unsafe(no_mangle)]
extern "C" fn probabilities() -> *const f32 {
    with(|memory| memory.probabilities.as_slice().as_ptr())
}

/// Makes an image of the first points in the room, and reads it. The likeliest digit; -1 if there is no ink.
#[unsafe(no_mangle)]
extern "C" fn read(points: usize) -> i32 {
    with(|memory| {
        let points = memory.points.get(..points).unwrap_or(&memory.points);
        if !drawing::draw(points, &mut memory.image) {
            return -1;
        }
        predict(memory)
    })
}

/// Reads the image once more, to see how long it takes.
#[unsafe(no_mangle)]
extern "C" fn read_again() -> i32 {
    with(predict)
}

fn predict(memory: &mut Memory) -> i32 {
    READER.predict(&memory.image, &mut memory.logits, &mut memory.scratch);
    nn::Layer::<shape![10]>::forward(&nn::Softmax, &memory.logits, &mut memory.probabilities, &mut ());
    memory.probabilities.argmax() as i32
}

fn with<R>(work: impl FnOnce(&mut Memory) -> R) -> R {
    // SAFETY: no function here calls another one through this, and there is one thread: nobody else has a reference.
    work(unsafe { &mut *MEMORY.0.get() })
}

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

//! Classifies drawn digits in a web page. The page writes the points of a drawing to [`room`] and calls [`read`]; then [`image`]
//! contains the network's input and [`probabilities`] its output.

#![no_std]

mod drawing;

/// The network that `examples/draw.rs` trains.
#[path = "../../networks/reader.rs"]
mod reader;

use core::cell::UnsafeCell;
use core::panic::PanicInfo;
use drawing::{MOST_POINTS, Point};
use nn::prelude::*;
use reader::Reader;

static READER: &Reader = nn::include_weights!(Reader, "reader.safetensors");

type Scratch = <Reader as nn::layers::Layer<shape![64]>>::Scratch<dim![1]>;

/// All memory of the module, allocated statically.
struct Memory {
    points: [Point; MOST_POINTS],
    image: Tensor<shape![1, 64]>,
    logits: Tensor<shape![1, 10]>,
    probabilities: Tensor<shape![1, 10]>,
    scratch: Scratch,
}

struct Shared(UnsafeCell<Memory>);

// SAFETY: a WebAssembly module without shared memory has one thread.
unsafe impl Sync for Shared {}

// SAFETY: all fields are floating-point data, for which zero bytes are valid.
static MEMORY: Shared = Shared(UnsafeCell::new(unsafe { core::mem::zeroed() }));

/// Returns the buffer for the points of a drawing: three `f32` each, x to the right, y down, and a flag that is not 0 if there is a
/// line from the previous point to this one.
#[unsafe(no_mangle)]
extern "C" fn room() -> *mut Point {
    MEMORY.0.get().cast::<Point>()
}

/// Returns the capacity of [`room`], in points.
#[unsafe(no_mangle)]
extern "C" fn most_points() -> usize {
    MOST_POINTS
}

/// Returns the input of the network: 64 pixels from 0 to 1.
#[unsafe(no_mangle)]
extern "C" fn image() -> *const f32 {
    with(|memory| memory.image.as_slice().as_ptr())
}

/// Returns the predicted probabilities of the ten digits.
#[unsafe(no_mangle)]
extern "C" fn probabilities() -> *const f32 {
    with(|memory| memory.probabilities.as_slice().as_ptr())
}

/// Draws the first `points` points of [`room`] as an image and classifies it. Returns the most probable digit, or -1 if there is no
/// ink.
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

/// Classifies the image again, to measure the time.
#[unsafe(no_mangle)]
extern "C" fn read_again() -> i32 {
    with(predict)
}

fn predict(memory: &mut Memory) -> i32 {
    READER.predict(&memory.image, &mut memory.logits, &mut memory.scratch);
    nn::layers::Layer::<shape![10]>::forward(&nn::layers::Softmax, &memory.logits, &mut memory.probabilities, &mut ());
    memory.probabilities.argmax() as i32
}

fn with<R>(work: impl FnOnce(&mut Memory) -> R) -> R {
    // SAFETY: `work` never calls this function again, and there is one thread, so no other reference exists.
    work(unsafe { &mut *MEMORY.0.get() })
}

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

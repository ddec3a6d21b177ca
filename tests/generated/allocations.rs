//! Counts the allocations of a training step and of a prediction. The generated programs include this file.

use nn::layers::{Layer, Pass, StepContext};
use nn::parameters::{Gradient, zeroed};
use nn::signal::Signal;
use nn::{Dim, Network};
use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

struct Counting;

thread_local! {
    static COUNT: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: every call is forwarded to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        COUNT.with(|count| count.set(count.get() + 1));
        // SAFETY: the caller upholds the contract.
        unsafe { System.alloc(layout) }
    }
    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: the caller upholds the contract.
        unsafe { System.dealloc(memory, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// The outputs of a network.
type Out<Net> = <Net as Layer<<Net as Network>::In, <Net as Network>::Elem>>::Out;

/// Checks that neither a prediction nor the two passes of a training step allocate.
pub(crate) fn none<B: Dim, Net: Network<Elem = f64>>() -> Result<(), String> {
    let (net, mut grad) = (zeroed::<Net>(), zeroed::<Net>());
    let x = zeroed::<<Net::In as Signal>::Owned<B, f64>>();
    let mut dx = zeroed::<<Net::In as Signal>::Owned<B, f64>>();
    let (mut y, dy) = (zeroed::<<Out<Net> as Signal>::Owned<B, f64>>(), zeroed::<<Out<Net> as Signal>::Owned<B, f64>>());
    let mut saved = zeroed::<<Net as Layer<Net::In, f64>>::Saved<B>>();
    let mut scratch = zeroed::<<Net as Layer<Net::In, f64>>::Scratch<B>>();
    let before = COUNT.with(Cell::get);
    net.forward(Net::In::by_ref(&x), Out::<Net>::by_mut(&mut y), &mut scratch);
    let context = StepContext::new(1, 1);
    net.forward_train(Net::In::by_ref(&x), Out::<Net>::by_mut(&mut y), &mut saved, context);
    net.backward(
        Pass { x: Net::In::by_ref(&x), y: Out::<Net>::by_ref(&y), saved: &mut *saved, dy: Out::<Net>::by_ref(&dy) },
        Net::In::by_grad(&mut dx, false),
        Gradient::set(&mut grad),
        context,
    );
    let count = COUNT.with(Cell::get) - before;
    if count == 0 { Ok(()) } else { Err(format!("{count} allocations")) }
}

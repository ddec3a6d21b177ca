//! Element-wise expressions: programs of several steps, which one loop over memory executes.
//!
//! A program is a type. Each of its steps writes a register, so a step may read any value that was computed before it, and every
//! value is computed once. The compiler inlines the steps into the loop; the registers are those of the CPU.

mod code;
mod operator;
mod program;
mod step;

pub use code::{Apply, Choose, Clamped, Code, Combine, Number};
pub use operator::{Equals, Exceeds, Maximum, Minimum, Minus, NotBelow, NotEquals, Operator, Over, Plus, Power, Times};
pub use program::{BLOCK, Block, Mean, Program, Steps};
pub use step::{Binary, Step};

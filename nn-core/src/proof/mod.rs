//! Compile-time checks of networks, called by the code that `network!` expands to.

mod budget;
mod check;
mod frame;
mod presence;
mod scan;

pub(crate) use budget::{Cost, most_is_for};
pub use budget::{Costs, NoNetwork, expect_flash, expect_limit, expect_macs, expect_scratch, expect_stream};
pub use check::{
    InputFixes, expect_count, expect_equal, expect_input, expect_joinable, expect_shared, expect_values, is_count,
    is_equal, is_input, is_joinable, is_rank, is_shared, is_values,
};
pub(crate) use check::{Text, count, equal_dims, starts_with};
pub use frame::{Slot, StepLayout, assert_disjoint, first, first_mut, gap_mut, last, last_mut, member, member_mut};
pub use presence::{
    LayerTexts, TraitTexts, expect_accepts, expect_layer, expect_steps, expect_streams, is_accepts, is_layer,
};
pub use scan::{CellShapes, NoCell, ScanNames, expect_scan};

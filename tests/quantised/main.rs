//! Networks in integers: as near to the real ones as eight bits allow, by the formulas of their layers, on every network that has a
//! form in them.

mod accuracy;
mod files;
mod formulas;
mod plan;

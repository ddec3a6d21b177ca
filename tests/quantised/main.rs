//! Int8 networks: as close to the floating-point ones as eight bits allow, by the formulas of their layers, for every
//! kind of network that has an int8 form.

mod accuracy;
mod files;
mod formulas;
mod plan;

//! The formulas of theory.md, a module a section, named after it.

#![allow(missing_docs)]

mod gradient_descent_convergence;
mod l2_regularization;
mod learning_rate_selection;
mod optimization_algorithms;
mod weight_initialization;

//! The formulas of theory.md: one module for each section, with its name.

#![allow(missing_docs)]

mod activation_functions;
mod chain_rule;
mod cross_entropy_loss;
mod dropout;
mod gradient_descent_convergence;
mod gradient_flow_example;
mod gradients_layer_by_layer;
mod l2_regularization;
mod learning_rate_selection;
mod linear_transformation;
mod optimization_algorithms;
mod passes;
mod universal_approximation_theorem;
mod vanishing_exploding_gradients;
mod weight_initialization;

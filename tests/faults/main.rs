//! Regression tests of an audit: wrong results without an error, lost files, panics that a caller's data can cause. A module is one
//! subject; each test failed before its repair.

mod overflow;

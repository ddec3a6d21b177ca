//! The initialisation and finalisation of MPI around a program.

use super::World;
use std::fmt::{Arguments, Display};
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::process::{ExitCode, Termination};
use std::time::Duration;

/// Initialises MPI, runs the program, and finalises MPI. If the program fails or panics in one process, its error is printed, and
/// all processes end.
///
/// An error that occurs in all processes is printed by one. The return value of the program determines the exit code; it may be a
/// [`StopReason`](crate::train::StopReason), which reports an interrupt. See [the module](super) for an example.
pub fn run<T: Termination, E: Display>(program: impl FnOnce(&World) -> Result<T, E>) -> ExitCode {
    let world = match World::begin() {
        Ok(world) => world,
        Err(error) => {
            say(format_args!("error: {error}"));
            return ExitCode::FAILURE;
        }
    };
    if let Err(error) = world.compare_programs() {
        return fail(&world, &error.to_string());
    }
    match catch_unwind(AssertUnwindSafe(|| program(&world))) {
        Ok(Ok(value)) => value.report(),
        Ok(Err(error)) => fail(&world, &error.to_string()),
        Err(panic) if world.size() == 1 => resume_unwind(panic),
        Err(_) => fail(&world, "the program panicked"),
    }
}

/// The delay per rank before a process prints its error: a process of lower rank may have the same error, print it first, and end
/// this one.
const PATIENCE: Duration = Duration::from_millis(500);

pub(super) fn fail(world: &World, error: &str) -> ExitCode {
    if world.size() == 1 {
        say(format_args!("error: {error}"));
        return ExitCode::FAILURE;
    }
    std::thread::sleep(PATIENCE * world.rank().min(10) as u32);
    say(format_args!("error in process {} of {}: {error}", world.rank(), world.size()));
    world.abort()
}

/// Prints a line to stderr. If that fails, the exit code still reports the error.
fn say(text: Arguments<'_>) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

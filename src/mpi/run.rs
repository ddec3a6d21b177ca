//! The beginning and the end of a program.

use super::World;
use std::fmt::{Arguments, Display};
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::process::{ExitCode, Termination};
use std::time::Duration;

/// Begins MPI, runs the program, and ends MPI. If the program fails, or panics, in one process, its error is shown, and all
/// processes end.
///
/// An error that all processes have alike is shown by one. What the program returns is its exit code, such as a
/// [`Stopped`](crate::train::Stopped) that reports an interrupt. [The module](super) has an example.
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
        Err(_) => fail(&world, "it panicked"),
    }
}

/// A process waits so long for those before it: they may have the same to say, and then end it.
const PATIENCE: Duration = Duration::from_millis(200);

pub(super) fn fail(world: &World, error: &str) -> ExitCode {
    if world.size() == 1 {
        say(format_args!("error: {error}"));
        return ExitCode::FAILURE;
    }
    std::thread::sleep(PATIENCE * world.rank().min(10) as u32);
    say(format_args!("error in process {} of {}: {error}", world.rank(), world.size()));
    world.abort()
}

/// A line on stderr. Where it cannot be written, the exit code must do.
fn say(text: Arguments<'_>) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

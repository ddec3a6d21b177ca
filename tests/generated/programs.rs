//! Programs of many networks: each broken network is a module of a program that is checked, and each correct one a module of a
//! program that is built and run.

use crate::architecture::Module;
use crate::package::Package;
use crate::write;
use nn::compile_fail::{Message, Project};
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fmt::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

/// The number of networks per program, small enough that all cores are busy until the end.
fn share(networks: usize) -> usize {
    networks.div_ceil(networks.div_ceil(60).max(4)).max(1)
}

/// The text of a program, and the lines of its networks.
struct Program {
    text: String,
    /// The first line and the number of lines of each network, by its number.
    lines: BTreeMap<usize, (usize, usize)>,
}

/// Writes a program of these networks, by their numbers, after `head`.
fn program<'a>(head: &str, modules: impl Iterator<Item = (usize, &'a str)>) -> Program {
    let mut program = Program { text: format!("#![allow(warnings)]\n{head}\n"), lines: BTreeMap::new() };
    for (number, text) in modules {
        writeln!(program.text, "mod pair_{number} {{").expect("a string can be extended");
        let first = program.text.lines().count() + 1;
        program.lines.insert(number, (first, text.lines().count()));
        program.text.push_str(text);
        program.text.push_str("}\n");
    }
    program
}

/// The compiler's messages about one network, and the network's first line in the program.
pub(crate) struct Report {
    pub(crate) messages: Vec<Message>,
    pub(crate) first: usize,
}

/// Returns the compiler's messages about each network, by its number, and the messages that belong to none of them.
pub(crate) fn check<'a>(
    name: &str,
    modules: impl Iterator<Item = (usize, &'a str)>,
) -> (BTreeMap<usize, Report>, Vec<Message>) {
    let modules: Vec<_> = modules.collect();
    let mut project =
        Project::new(name).unwrap().dependencies(&[]).incremental(crate::variable("NN_INCREMENTAL", 0) > 0);
    let mut lines = BTreeMap::new();
    for (index, chunk) in modules.chunks(share(modules.len())).enumerate() {
        let Program { mut text, lines: places } = program("", chunk.iter().copied());
        text.push_str("fn main() {}\n");
        let name = format!("{name}-{index}");
        lines.insert(name.clone(), places);
        project = project.text(name, text);
    }
    let (mut reports, mut strays) = (BTreeMap::new(), Vec::new());
    if lines.is_empty() {
        return (reports, strays);
    }
    for (program, messages) in project.run().unwrap() {
        let places = &lines[&program];
        for (&number, &(first, _)) in places {
            reports.insert(number, Report { messages: vec![], first });
        }
        for message in messages {
            let of = |line: usize| places.iter().find(|(_, place)| (place.0..place.0 + place.1).contains(&line));
            let is_program =
                message.file.file_stem().is_some_and(|stem| stem == OsStr::new(&format!("case_{program}")));
            match message.line.filter(|_| is_program).and_then(of) {
                Some((number, _)) => {
                    reports.get_mut(number).expect("every network has an entry").messages.push(message)
                }
                None => strays.push(message),
            }
        }
    }
    (reports, strays)
}

/// Builds and runs correct networks, and returns the verdict on each, by its number.
pub(crate) fn run(name: &str, modules: &BTreeMap<usize, (&Module, &str)>) -> BTreeMap<usize, Result<(), String>> {
    let mut verdicts = BTreeMap::new();
    let mut good: BTreeSet<usize> = modules.keys().copied().collect();
    if let Err(stderr) = build(name, modules, &good) {
        // Those that do not compile are reported, and the others are run without them.
        let (reports, _) = check(&format!("{name}-right"), modules.iter().map(|(number, (_, text))| (*number, *text)));
        for (number, report) in reports {
            if let [first, ..] = &report.messages[..] {
                good.remove(&number);
                verdicts.insert(number, Err(format!("it does not compile:\n{}", first.rendered)));
            }
        }
        if verdicts.is_empty() || build(name, modules, &good).is_err() {
            let reason = format!("the program that it is in does not compile:\n{stderr}");
            verdicts.extend(good.iter().map(|&number| (number, Err(reason.clone()))));
            return verdicts;
        }
    }
    let programs: Vec<usize> = good.into_iter().collect();
    let programs: Vec<_> = programs.chunks(share(programs.len())).collect();
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let shares: Vec<Vec<usize>> = (0..cores).map(|core| (core..programs.len()).step_by(cores).collect()).collect();
    let outputs: Vec<_> = thread::scope(|scope| {
        let threads: Vec<_> = shares
            .iter()
            .map(|share| scope.spawn(|| share.iter().map(|&index| (index, output(name, index))).collect::<Vec<_>>()))
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    for (index, output) in outputs {
        for &number in programs[index] {
            // A program that ended early has not reported on all of its networks.
            let prefix = format!("pair_{number}: ");
            let line = output.lines().find_map(|line| line.strip_prefix(&prefix));
            verdicts.insert(
                number,
                match line {
                    Some("right") => Ok(()),
                    Some(reason) => Err(reason.into()),
                    None => Err("its program gives no verdict".into()),
                },
            );
        }
    }
    verdicts
}

fn output(name: &str, index: usize) -> String {
    let program = Package::program(&format!("{name}_{index}"));
    let output = Command::new(&program).stderr(Stdio::inherit()).output();
    let output = output.unwrap_or_else(|error| panic!("{}: {error}", program.display()));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Builds the programs of these networks, or returns the compiler's messages.
fn build(name: &str, modules: &BTreeMap<usize, (&Module, &str)>, good: &BTreeSet<usize>) -> Result<(), String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let good: Vec<_> = good.iter().copied().collect();
    let programs = good.chunks(share(good.len())).map(|chunk| {
        let head = ["interpreter", "verdict"]
            .map(|name| format!("#[path = {:?}]\nmod {name};\n", root.join(format!("tests/generated/{name}.rs"))))
            .concat();
        let Program { mut text, .. } = program(&head, chunk.iter().map(|number| (*number, modules[number].1)));
        text.push_str("fn main() {\n    std::panic::set_hook(Box::new(|_| {}));\n");
        for number in chunk {
            let (module, text_of_module) = modules[number];
            let random = text_of_module.contains("dropout");
            // The name of the network's type may need the names of its module.
            let verdict = format!("verdict::<dim![{}], {}, {random}>()", module.batch, write::instance(module));
            writeln!(
                text,
                "    {{ use nn::prelude::*; use pair_{number}::Net; match verdict::{verdict} {{ Ok(()) => \
                 println!(\"pair_{number}: right\"), Err(reason) => println!(\"pair_{number}: {{reason}}\") }} }}"
            )
            .expect("a string can be extended");
        }
        text + "}\n"
    });
    build_texts(name, &programs.collect::<Vec<_>>())
}

/// The output of these programs.
pub(crate) fn outputs(name: &str, programs: &[String]) -> Vec<String> {
    build_texts(name, programs).unwrap_or_else(|stderr| panic!("{stderr}"));
    (0..programs.len()).map(|index| output(name, index)).collect()
}

/// The number of networks of a program in [`judge_each`].
const SHARE: usize = 10;

/// Builds programs of these networks, each with the expression of its verdict, in which `Net` is its type. `modules` are files that
/// the programs contain, and `start` what they run first. Prints how many are right, and returns the others with their verdicts.
pub(crate) fn judge_each(name: &str, modules: &[&str], start: &str, networks: &[(String, String)]) -> Vec<String> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut programs = Vec::new();
    for (index, share) in networks.chunks(SHARE).enumerate() {
        let (mut text, mut calls) = (String::from("#![allow(warnings)]\nuse nn::prelude::*;\n"), String::new());
        for module in modules {
            let (path, name) = (tests.join(format!("{module}.rs")), module.rsplit('/').next().unwrap_or_default());
            writeln!(text, "#[path = {path:?}]\nmod {name};").expect("a string can be extended");
        }
        for (number, (network, verdict)) in (index * SHARE..).zip(share) {
            writeln!(text, "mod of_{number} {{ use nn::prelude::*;\n{network}}}").expect("a string can be extended");
            writeln!(calls, "    {{ use of_{number}::Net; println!(\"{number}: {{:?}}\", {verdict}); }}")
                .expect("a string can be extended");
        }
        programs.push(format!("{text}fn main() {{\n{start}{calls}}}\n"));
    }
    let output = outputs(name, &programs).concat();
    let verdicts: BTreeMap<usize, &str> = output
        .lines()
        .filter_map(|line| line.split_once(": "))
        .filter_map(|(number, verdict)| Some((number.parse().ok()?, verdict)))
        .collect();
    let wrong: Vec<_> = networks
        .iter()
        .enumerate()
        .filter(|(number, _)| verdicts.get(number) != Some(&"Ok(())"))
        .map(|(number, (network, _))| format!("{network}\n{:?}", verdicts.get(&number)))
        .collect();
    println!("{} of {} {name} are right", networks.len() - wrong.len(), networks.len());
    wrong
}

/// Builds programs, or returns the compiler's messages.
fn build_texts(name: &str, programs: &[String]) -> Result<(), String> {
    let package = Package::new(name);
    for (index, text) in programs.iter().enumerate() {
        package.write(&format!("src/bin/{name}_{index}.rs"), text);
    }
    package.cargo(&["build", "--bins"]).map(|_| ())
}

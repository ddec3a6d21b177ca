//! Links networks without an operating system, `examples/embedded`: this proves that no panic is reachable; a twin with
//! an index of the caller does not link. Also examines the objects: a single exported function, no heap, no indirect call,
//! no recursion, a bounded stack, and in int8 networks no floating-point instruction. One of the networks has every
//! operation, and every layer but three.
//!
//! `cargo test --release --test embedded -- --include-ignored --nocapture` prints the sizes.

#![cfg(all(target_os = "linux", target_arch = "x86_64"))]

use blocks::{Blocks, Images, Predict, Scratch, Sounds};
use nn::prelude::*;
use small::SineInt8;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{CString, c_char, c_int, c_void};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};

#[allow(unreachable_pub)]
#[path = "../examples/embedded/src/blocks.rs"]
mod blocks;
#[path = "generated/catalogue.rs"]
mod catalogue;
#[allow(dead_code)]
#[path = "../examples/networks/small.rs"]
mod small;

/// A bound on the stack of every network, in bytes, including return addresses.
const STACK: usize = 1024;

/// The same for `blocks.rs`: fused arithmetic computes blocks of 64 elements, of which each operand and each step that is read
/// later has one on the stack, and an interpolation stores the factors of 32 columns.
const STACK_OF_BLOCKS: usize = 6 * 1024;

/// The same for `stream.rs` and `prefill.rs`, which have fused arithmetic, too, and the sines and cosines of rotary embeddings.
const STACK_OF_STREAM: usize = 4 * 1024;

/// Functions that the compiler itself calls. In a shared object, it calls them by address.
const COMPILER_FUNCTIONS: [&str; 2] = ["memcpy", "memset"];

fn text(command: &mut Command) -> (bool, String) {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    (output.status.success(), text)
}

/// Builds the crate with this feature, and links it without any library, so that missing symbols are errors. Returns
/// the linker's output if it fails.
fn link(feature: &str) -> Result<PathBuf, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/embedded");
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("embedded");
    // One network at a time: they share their dependencies and the name of the output.
    static ONE: Mutex<()> = Mutex::new(());
    let _one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
    let (built, out) = text(
        Command::new(env!("CARGO"))
            .args(["build", "--release", "--features", feature, "--manifest-path"])
            .arg(folder.join("Cargo.toml"))
            .arg("--target-dir")
            .arg(&target),
    );
    assert!(built, "{out}");
    let symbols = target.join("symbols");
    std::fs::write(&symbols, "{ global: predict; local: *; };\n").unwrap();
    let object = target.join(format!("{feature}.so"));
    let (linked, out) = text(
        Command::new("ld")
            .args(["-shared", "-z", "defs", "--gc-sections", "--strip-debug", "-u", "predict", "--version-script"])
            .arg(&symbols)
            .arg(target.join("release/libembedded.a"))
            .arg("-o")
            .arg(&object),
    );
    if linked { Ok(object) } else { Err(out) }
}

/// The functions of an object, each with its instructions.
fn functions(object: &Path) -> BTreeMap<String, Vec<String>> {
    let (ok, out) = text(Command::new("objdump").args(["-d", "--no-show-raw-insn", "-j", ".text"]).arg(object));
    assert!(ok, "{out}");
    let mut functions = BTreeMap::new();
    let mut name = String::new();
    for line in out.lines() {
        if let Some((_, symbol)) = line.strip_suffix(">:").and_then(|line| line.split_once('<')) {
            name = symbol.to_string();
            functions.insert(name.clone(), Vec::new());
        } else if let Some((_, instruction)) = line.split_once(":\t") {
            functions.get_mut(&name).expect("a function begins with its name").push(instruction.trim().to_string());
        }
    }
    functions
}

/// Whether an instruction is floating-point arithmetic; a mere move is not.
fn is_float_arithmetic(instruction: &str) -> bool {
    let operation = instruction.split(' ').next().unwrap_or_default().trim_start_matches('v');
    let ends = ["ss", "sd", "ps", "pd"].iter().any(|end| operation.ends_with(end));
    let computes = ["add", "sub", "mul", "div", "sqrt", "min", "max", "cmp", "cvt", "fm"];
    ends && computes.iter().any(|start| operation.starts_with(start))
}

/// The functions whose address is taken, by an instruction or by a pointer in the data: only these can be called
/// indirectly.
fn addresses_taken(object: &Path, functions: &BTreeMap<String, Vec<String>>) -> BTreeSet<String> {
    let of_instruction = |instruction: &String| {
        let (_, symbol) = instruction.strip_prefix("lea")?.split_once('<')?;
        symbol.strip_suffix('>').filter(|symbol| functions.contains_key(*symbol)).map(String::from)
    };
    let mut taken: BTreeSet<_> = functions.values().flatten().filter_map(of_instruction).collect();
    let (_, symbols) = text(Command::new("nm").arg(object));
    let address = |text: &str| u64::from_str_radix(text, 16).ok();
    let places: BTreeMap<_, _> = symbols
        .lines()
        .filter_map(|line| Some((address(line.split(' ').next()?)?, line.split(' ').nth(2)?)))
        .filter(|(_, name)| functions.contains_key(*name))
        .collect();
    let (_, pointers) = text(Command::new("objdump").arg("-R").arg(object));
    for pointer in pointers.lines().filter(|line| line.contains("R_X86_64")) {
        let to = pointer.split_once("*ABS*+0x").and_then(|(_, to)| address(to.trim()));
        let to = to.unwrap_or_else(|| panic!("a pointer to an unknown location: {pointer}"));
        taken.extend(places.get(&to).map(|name| name.to_string()));
    }
    taken
}

/// The functions that a function calls or tail-calls.
fn calls(name: &str, instructions: &[String], functions: &BTreeMap<String, Vec<String>>) -> BTreeSet<String> {
    let target = |instruction: &String| {
        let (operation, rest) = instruction.split_once(' ')?;
        if rest.contains('*') {
            // One of the compiler's own functions, which have the same frame.
            let own = COMPILER_FUNCTIONS.iter().find(|&&name| functions.contains_key(name));
            let is_call = ["call", "jmp"].contains(&operation);
            return is_call.then(|| own.expect("an indirect call is one of the compiler's functions").to_string());
        }
        let (_, symbol) = rest.split_once('<')?;
        let symbol = symbol.trim_end_matches('>').split('+').next()?;
        let is_call = operation == "call" || (operation.starts_with('j') && symbol != name);
        is_call.then(|| symbol.to_string())
    };
    instructions.iter().filter_map(target).collect()
}

/// The size of a function's own frame in bytes, including the return address.
fn frame(instructions: &[String]) -> usize {
    let pushed = instructions.iter().filter(|instruction| instruction.starts_with("push")).count();
    let taken = instructions.iter().filter_map(|instruction| {
        let number = instruction.strip_prefix("sub").and_then(|rest| rest.trim().strip_prefix("$0x"))?;
        let (number, register) = number.split_once(',')?;
        (register == "%rsp").then(|| usize::from_str_radix(number, 16).unwrap())
    });
    8 + 8 * pushed + taken.sum::<usize>()
}

/// The maximum stack depth of a function, in bytes. Panics on recursion, direct or indirect.
fn stack_depth(name: &str, functions: &BTreeMap<String, Vec<String>>, above: &mut Vec<String>) -> usize {
    assert!(!above.iter().any(|known| known == name), "recursion: {above:?}, {name}");
    let instructions = &functions[name];
    above.push(name.into());
    let below = calls(name, instructions, functions).iter().map(|name| stack_depth(name, functions, above)).max();
    above.pop();
    frame(instructions) + below.unwrap_or(0)
}

/// Examines an object, and prints its sizes.
fn examine(feature: &str) -> PathBuf {
    let object = link(feature).unwrap_or_else(|out| panic!("{feature} does not link:\n{out}"));
    let (_, exported) = text(Command::new("nm").args(["-D", "--defined-only"]).arg(&object));
    let exported: Vec<_> = exported.lines().filter_map(|line| line.split(' ').nth(2)).collect();
    assert_eq!(exported, ["predict"]);
    let (_, undefined) = text(Command::new("nm").args(["-D", "--undefined-only"]).arg(&object));
    assert_eq!(undefined.trim(), "");
    let (_, all) = text(Command::new("nm").arg(&object));
    for word in ["alloc", "malloc", "panic", "unwind", "begin_unwind"] {
        assert!(!all.to_lowercase().contains(word), "`{word}` is in the object:\n{all}");
    }
    // The graph of the network, which contains the types of its layers as text, is part of a program only if it is
    // used.
    let bytes = std::fs::read(&object).unwrap();
    for word in ["Linear<", "Conv2d<"] {
        assert!(!bytes.windows(word.len()).any(|part| part == word.as_bytes()), "{feature}: `{word}` is in the object");
    }
    let functions = functions(&object);
    let taken = addresses_taken(&object, &functions);
    assert!(taken.iter().all(|name| COMPILER_FUNCTIONS.contains(&name.as_str())), "addresses are taken: {taken:?}");
    let frames: BTreeSet<_> =
        COMPILER_FUNCTIONS.iter().filter_map(|&name| functions.get(name)).map(|own| frame(own)).collect();
    assert!(taken.is_empty() || frames.len() == 1, "the frames of the compiler's functions differ: {frames:?}");
    for (name, instructions) in &functions {
        for instruction in instructions {
            let is_indirect =
                instruction.contains('*') && (instruction.contains("call") || instruction.contains("jmp"));
            assert!(!is_indirect || !taken.is_empty(), "`{instruction}` in `{name}`");
        }
    }
    let computes_floats = functions.values().flatten().any(|instruction| is_float_arithmetic(instruction));
    assert_eq!(computes_floats, !feature.ends_with("int8"), "{feature}: floating-point instructions");
    let stack = stack_depth("predict", &functions, &mut Vec::new());
    let most = match feature {
        "blocks" => STACK_OF_BLOCKS,
        "stream" | "prefill" => STACK_OF_STREAM,
        _ => STACK,
    };
    assert!(stack <= most, "{feature}: {stack} bytes of stack");
    let (_, sizes) = text(Command::new("size").args(["-A", "-d"]).arg(&object));
    let section = |name: &str| {
        let line = sizes.lines().find(|line| line.split_whitespace().next() == Some(name));
        line.and_then(|line| line.split_whitespace().nth(1)).map_or(0, |size| size.parse::<usize>().unwrap())
    };
    let (code, numbers) = (section(".text"), section(".rodata") + section(".data.rel.ro") + section(".data"));
    println!("{feature}: {code} bytes of code, {numbers} of constants, {stack} of stack");
    object
}

#[test]
#[ignore = "slow: run by the gate"]
fn networks_link_without_panics_heap_or_function_pointers() {
    let real = ["digits", "autoencoder", "cnn", "stream", "prefill"];
    for feature in real.into_iter().chain(["digits_int8", "autoencoder_int8", "cnn_int8", "blocks_int8"]) {
        examine(feature);
    }
}

unsafe extern "C" {
    fn dlopen(path: *const c_char, flags: c_int) -> *mut c_void;
    fn dlsym(library: *mut c_void, symbol: *const c_char) -> *mut c_void;
}

/// Loads an object, and returns the address of its `predict`.
fn predict_of(object: &Path) -> *mut c_void {
    let object = CString::new(object.to_str().unwrap()).unwrap();
    // SAFETY: the path is a string terminated by zero; 2 is `RTLD_NOW`; the object has no code that runs when it is loaded.
    let library = unsafe { dlopen(object.as_ptr(), 2) };
    assert!(!library.is_null());
    // SAFETY: the library was opened, and the name is a string terminated by zero.
    let symbol = unsafe { dlsym(library, c"predict".as_ptr()) };
    assert!(!symbol.is_null());
    symbol
}

/// Calls the object from this process: it computes what the network computes.
#[test]
#[ignore = "slow: run by the gate"]
fn sine_object_computes_sine() {
    let symbol = predict_of(&examine("sine"));
    // SAFETY: `predict` of `examples/embedded/src/sine.rs` takes references to one number, one number and 128 bytes of floats.
    let predict: extern "C" fn(&f32, &mut f32, &mut [f32; 32]) = unsafe { std::mem::transmute(symbol) };
    for i in 0..=100 {
        let x = i as f32 / 100.0 * std::f32::consts::TAU;
        let (mut y, mut scratch) = (f32::NAN, [f32::NAN; 32]);
        predict(&x, &mut y, &mut scratch);
        assert!((y - x.sin()).abs() < 0.03, "{x}: {y}");
    }
}

/// The scales and bytes in the int8 object are those of the file.
#[test]
#[ignore = "slow: run by the gate"]
fn int8_sine_object_computes_sine() {
    let symbol = predict_of(&examine("sine_int8"));
    // SAFETY: `predict` of `examples/embedded/src/sine_int8.rs` takes references to one number, one number and 32 bytes.
    let predict: extern "C" fn(&i8, &mut i8, &mut [i8; 32]) = unsafe { std::mem::transmute(symbol) };
    static SINE: &SineInt8 = nn::include_weights!(SineInt8, "tests/weights/sine_int8.safetensors");
    let (given, gives) = (SINE.input(0).unwrap(), SINE.output(0).unwrap());
    for i in 0..=100 {
        let x = i as f32 / 100.0 * std::f32::consts::TAU;
        let (mut y, mut scratch) = (0, [77; 32]);
        predict(&given.quantize(x), &mut y, &mut scratch);
        assert!((gives.dequantize(y) - x.sin()).abs() < 0.06, "{x}: {y}");
        let here = SINE.forward(&Tensor::from([[x]]));
        assert_eq!(gives.dequantize(y), here[[0, 0]]);
    }
}

/// `blocks.rs` contains every layer and operation of `network!`, except `Embedding`, and `Tied` and `Bilinear`, whose products of any
/// size are not free of reachable panics.
#[test]
fn blocks_cover_every_operation_but_some() {
    let source = include_str!("../examples/embedded/src/blocks.rs");
    let source: Vec<_> = source.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let source = source.join("\n");
    let is_name = |letter: char| letter.is_alphanumeric() || letter == '_';
    let mut words: BTreeSet<_> = source.split(|letter| !is_name(letter)).collect();
    words.extend(["+", "-", "*", "/"].into_iter().filter(|sign| source.contains(&format!(" {sign} "))));
    let missing: Vec<_> =
        catalogue::operation_names().into_iter().filter(|name| !words.contains(name.as_str())).collect();
    assert_eq!(missing, ["Bilinear", "Embedding", "Tied"]);
}

/// The object, without `std`, computes three samples as the same network does here, with the kernels for machines that
/// have it.
#[test]
#[ignore = "slow: run by the gate"]
fn blocks_object_matches_host() {
    let symbol = predict_of(&examine("blocks"));
    // SAFETY: it is the function of that name in `examples/embedded/src/blocks.rs`, whose arguments are plain data.
    let predict: Predict = unsafe { std::mem::transmute(symbol) };
    let network = Blocks::new(3);
    let images = Images::from_fn(|[b, c, i, j]| ((b * 577 + c * 131 + i * 37 + j * 17) % 101) as f32 / 50.0 - 1.0);
    let sounds = Sounds::from_fn(|[b, c, i]| ((b * 41 + c * 29 + i * 13) % 37) as f32 / 18.0 - 1.0);
    let compute = |predict: Predict| {
        let (mut classes, mut pairs) = (Tensor::full(f32::NAN), Tensor::full(f32::NAN));
        predict(&network, &images, &sounds, &mut classes, &mut pairs, &mut nn::parameters::zeroed::<Scratch>());
        [classes.as_slice(), pairs.as_slice()].concat()
    };
    let (found, expected) = (compute(predict), compute(blocks::predict));
    assert!(expected.iter().any(|y| (y - expected[0]).abs() > 0.1), "{expected:?}");
    for (found, expected) in found.iter().zip(&expected) {
        assert!((found - expected).abs() < 1e-4, "{found} is not {expected}");
    }
}

/// Shows that the check can fail: an index that only the caller knows can be out of bounds, and the panic handler is
/// missing.
#[test]
#[ignore = "slow: run by the gate"]
fn reachable_panic_does_not_link() {
    let out = link("indexed").expect_err("it has a panic");
    assert!(out.contains("undefined reference to `a_panic_can_be_reached'"), "{out}");
}

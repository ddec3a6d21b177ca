//! Inserts one mistake into a correct network.

use crate::architecture::{Call, Declared, Expression, Form, Mark, Module, Network, Size, TensorType, Turbofish};
use crate::predict::{Complaint, Stage, complaints};
use crate::random::Random;

/// A kind of mistake: changes one element of a module, or returns `None` if the module has no such element.
pub(crate) struct Mistake {
    pub(crate) name: &'static str,
    pub(crate) make: fn(&mut Random, &mut Module) -> Option<()>,
}

pub(crate) const MISTAKES: &[Mistake] = &[
    Mistake { name: "layer size", make: layer_size },
    Mistake { name: "input size", make: |random, module| tensor_size(random, module, Tensors::Inputs) },
    Mistake { name: "number of indices", make: below },
    Mistake { name: "output size", make: |random, module| tensor_size(random, module, Tensors::Outputs) },
    Mistake { name: "annotation", make: |random, module| tensor_size(random, module, Tensors::Annotations) },
    Mistake { name: "reshape size", make: reshape_size },
    Mistake { name: "alias", make: alias },
    Mistake { name: "argument of a network", make: argument },
    Mistake { name: "axes of a tensor", make: axes },
    Mistake { name: "missing flatten or reshape", make: |random, module| missing(random, module, true) },
    Mistake { name: "missing call", make: |random, module| missing(random, module, false) },
    Mistake { name: "flatten too many", make: flatten },
    Mistake { name: "axis of concat", make: axis },
    Mistake { name: "window", make: window },
    Mistake { name: "numbers of an operation", make: numbers },
    Mistake { name: "groups of channels", make: groups },
    Mistake { name: "another layer", make: another_layer },
    Mistake { name: "another value", make: another_value },
    Mistake { name: "order of values", make: order },
];

/// A module with one mistake, and the expected error.
pub(crate) struct Broken {
    pub(crate) module: Module,
    pub(crate) mistake: &'static str,
    pub(crate) complaint: Complaint,
}

/// Makes a mistake of this kind that causes one error; `None` if some tries found none. Nothing is predicted for a mistake that
/// makes a module wrong in two places, or only in the types of generic parameters.
pub(crate) fn broken(random: &mut Random, right: &Module, mistake: &Mistake) -> Option<Broken> {
    for _ in 0..12 {
        let mut module = right.clone();
        (mistake.make)(random, &mut module)?;
        if let [complaint] = &complaints(&module)[..]
            && matches!(complaint.stage, Stage::Text | Stage::Names)
            && !complaint.headline.contains("is never used")
        {
            let complaint = complaint.clone();
            return Some(Broken { module, mistake: mistake.name, complaint });
        }
    }
    None
}

fn network<'a>(random: &mut Random, module: &'a mut Module) -> &'a mut Network {
    let index = random.below(module.networks.len());
    &mut module.networks[index]
}

/// The names of sizes that can be written in a network.
fn names(module: &Module, network: usize) -> Vec<Size> {
    let aliases = module.aliases.iter().map(|alias| &alias.name);
    aliases.chain(&module.networks[network].parameters).map(|name| Size::Name(name.clone())).collect()
}

/// Another number than this one.
fn other_number(random: &mut Random, number: u64) -> u64 {
    loop {
        let other = match random.below(12) {
            0..=3 => number + 1,
            4..=6 => number.saturating_sub(1),
            7 => number * 2,
            8 => number + 1000,
            9 => random.between(1000, 3000) as u64,
            _ => random.between(1, 12) as u64,
        };
        if other != number && other > 0 {
            return other;
        }
    }
}

/// Another size than this one, by a number or a name.
fn other_size(random: &mut Random, size: &Size, names: &[Size]) -> Size {
    let others: Vec<_> = names.iter().filter(|name| *name != size).collect();
    if !others.is_empty() && random.percent(25) {
        return (*random.one_of(&others)).clone();
    }
    let number = match size {
        Size::Number(number) => *number,
        Size::Name(name) => {
            name.strip_prefix("dim![").and_then(|rest| rest.strip_suffix(']')?.parse().ok()).unwrap_or(0)
        }
    };
    let number = other_number(random, number);
    match size {
        Size::Name(name) if name.starts_with("dim![") => Size::Name(format!("dim![{number}]")),
        _ => Size::Number(number),
    }
}

fn change(random: &mut Random, mut sizes: Vec<&mut Size>, names: &[Size]) -> Option<()> {
    if sizes.is_empty() {
        return None;
    }
    let index = random.below(sizes.len());
    *sizes[index] = other_size(random, sizes[index], names);
    Some(())
}

fn layer_size(random: &mut Random, module: &mut Module) -> Option<()> {
    let index = random.below(module.networks.len());
    let names = names(module, index);
    let layers = module.networks[index].layers.iter_mut();
    let layers = layers.filter(|layer| !matches!(layer.kind, crate::layers::Kind::Nested(_)));
    let sizes = layers.flat_map(|layer| layer.kind.sizes_mut()).collect();
    change(random, sizes, &names)
}

fn argument(random: &mut Random, module: &mut Module) -> Option<()> {
    let index = random.below(module.networks.len());
    let names = names(module, index);
    let layers = module.networks[index].layers.iter_mut();
    let layers = layers.filter(|layer| matches!(layer.kind, crate::layers::Kind::Nested(_)));
    let sizes = layers.flat_map(|layer| layer.kind.sizes_mut()).collect();
    change(random, sizes, &names)
}

#[derive(Clone, Copy)]
enum Tensors {
    Inputs,
    Outputs,
    Annotations,
    All,
}

fn tensors(network: &mut Network, which: Tensors) -> Vec<&mut TensorType> {
    let inputs = network.inputs.iter_mut().map(|input| &mut input.ty);
    let annotations = network.lets.iter_mut().filter_map(|statement| statement.annotation.as_mut());
    match which {
        Tensors::Inputs => inputs.collect(),
        Tensors::Outputs => network.outputs.iter_mut().collect(),
        Tensors::Annotations => annotations.collect(),
        Tensors::All => inputs.chain(&mut network.outputs).chain(annotations).collect(),
    }
}

fn tensor_size(random: &mut Random, module: &mut Module, which: Tensors) -> Option<()> {
    let index = random.below(module.networks.len());
    let names = names(module, index);
    let sizes = tensors(&mut module.networks[index], which).into_iter().flat_map(|ty| &mut ty.sizes).collect();
    change(random, sizes, &names)
}

/// Changes the bound of an input of indices.
fn below(random: &mut Random, module: &mut Module) -> Option<()> {
    let index = random.below(module.networks.len());
    let names = names(module, index);
    let sizes = module.networks[index].inputs.iter_mut().filter_map(|input| input.below.as_mut()).collect();
    change(random, sizes, &names)
}

/// Two axes of a tensor in another order, one too many, or one too few.
fn axes(random: &mut Random, module: &mut Module) -> Option<()> {
    let mut tensors = tensors(network(random, module), Tensors::All);
    let index = random.below(tensors.len().max(1));
    let sizes = &mut tensors.get_mut(index)?.sizes;
    match random.below(3) {
        0 if sizes.len() > 1 => {
            let first = random.below(sizes.len() - 1);
            sizes.swap(first, first + 1);
        }
        1 if sizes.len() > 1 => drop(sizes.remove(random.below(sizes.len()))),
        _ if sizes.len() < 4 => {
            let at = random.between(0, sizes.len());
            sizes.insert(at, Size::Number(random.between(1, 3) as u64));
        }
        _ => return None,
    }
    Some(())
}

fn alias(random: &mut Random, module: &mut Module) -> Option<()> {
    let index = random.below(module.aliases.len().max(1));
    let value = &mut module.aliases.get_mut(index)?.value;
    *value = other_number(random, *value);
    Some(())
}

/// Changes one of the calls of a network that satisfy a condition.
fn call(
    random: &mut Random,
    network: &mut Network,
    which: impl Fn(&Call) -> bool,
    change: impl FnOnce(&mut Random, &mut Call),
) -> Option<()> {
    expression(random, network, which, |random, expression| {
        if let Expression::Call(call) = expression {
            change(random, call);
        }
    })
}

/// The same, for a change that may replace the call by another expression.
fn expression(
    random: &mut Random,
    network: &mut Network,
    which: impl Fn(&Call) -> bool,
    change: impl FnOnce(&mut Random, &mut Expression),
) -> Option<()> {
    let mut marks: Vec<Mark> = Vec::new();
    network.expressions().for_each(|expression| {
        expression.for_each(&mut |expression| {
            if let Expression::Call(call) = expression
                && which(call)
            {
                marks.push(call.mark);
            }
        });
    });
    let mark = *marks.get(random.below(marks.len().max(1)))?;
    let mut change = Some(change);
    network.expressions_mut().for_each(|expression| {
        expression.for_each_mut(&mut |expression| {
            if matches!(expression, Expression::Call(call) if call.mark == mark)
                && let Some(change) = change.take()
            {
                change(random, expression);
            }
        });
    });
    Some(())
}

fn reshape_size(random: &mut Random, module: &mut Module) -> Option<()> {
    let index = random.below(module.networks.len());
    let names = names(module, index);
    let has_sizes = |call: &Call| matches!(call.turbofish, Turbofish::Sizes(_));
    call(random, &mut module.networks[index], has_sizes, |random, call| {
        if let Turbofish::Sizes(sizes) = &mut call.turbofish {
            change(random, sizes.iter_mut().collect(), &names);
        }
    })
}

/// Changes the window of a convolution or of a pool.
fn window(random: &mut Random, module: &mut Module) -> Option<()> {
    let network = network(random, module);
    if random.percent(50) {
        let layers = network.layers.iter_mut();
        let mut windows: Vec<_> = layers.filter_map(|layer| layer.kind.window_mut()).collect();
        let index = random.below(windows.len().max(1));
        let (window, axes) = windows.get_mut(index)?;
        window.change(random, *axes != 2);
        return Some(());
    }
    let has_window = |call: &Call| matches!(call.turbofish, Turbofish::Window(_));
    call(random, network, has_window, |random, call| {
        if let Call { name, turbofish: Turbofish::Window(window), .. } = call {
            let mut other = window.clone();
            other.change(random, false);
            // A mean has no dilation.
            if name == "max_pool" || other.dilation == window.dilation {
                *window = other;
            }
        }
    })
}

/// Changes the number of groups; a convolution without groups gets some.
fn groups(random: &mut Random, module: &mut Module) -> Option<()> {
    let network = network(random, module);
    let mut groups: Vec<_> = network.layers.iter_mut().filter_map(|layer| layer.kind.groups_mut()).collect();
    let index = random.below(groups.len().max(1));
    let groups = groups.get_mut(index)?;
    **groups = if random.percent(50) { **groups + 1 } else { random.between(2, 9) as u64 };
    Some(())
}

/// One axis less, another scale or padding, another position of a split.
fn numbers(random: &mut Random, module: &mut Module) -> Option<()> {
    let network = network(random, module);
    let has_numbers = |call: &Call| matches!(call.turbofish, Turbofish::Numbers(_) | Turbofish::Split(..));
    call(random, network, has_numbers, |random, call| match &mut call.turbofish {
        Turbofish::Numbers(axes) if call.name == "permute" => match axes.len() {
            2 => axes.push(2),
            3 if random.percent(50) => axes.retain(|axis| *axis != 2),
            _ => axes.rotate_left(1),
        },
        Turbofish::Numbers(numbers) => {
            let index = random.below(numbers.len());
            numbers[index] += 1;
        }
        Turbofish::Split(size, axis) => match random.below(3) {
            0 => *axis += 1,
            _ => *size = other_number(random, *size),
        },
        _ => {}
    })
}

/// Replaces a call with one argument by the argument.
fn missing(random: &mut Random, module: &mut Module, views: bool) -> Option<()> {
    let is_view = |call: &Call| ["flatten", "reshape"].contains(&call.name.as_str());
    // Two names need a `split`, or a network.
    let which = |call: &Call| {
        call.values.len() == 1 && !["split", "chunk"].contains(&call.name.as_str()) && is_view(call) == views
    };
    let network = network(random, module);
    expression(random, network, which, |_, expression| {
        if let Expression::Call(call) = expression {
            *expression = call.values.remove(0);
        }
    })
}

fn flatten(random: &mut Random, module: &mut Module) -> Option<()> {
    let network = network(random, module);
    let any = |_: &Call| true;
    call(random, network, any, |random, call| {
        let index = random.below(call.values.len());
        let values = vec![std::mem::replace(&mut call.values[index], Expression::Value(String::new()))];
        let (form, turbofish, mark) = (Form::Method, Turbofish::Nothing, Mark(usize::MAX - 1));
        call.values[index] = Expression::Call(Call { name: "flatten".into(), form, turbofish, values, mark });
    })
}

fn axis(random: &mut Random, module: &mut Module) -> Option<()> {
    let network = network(random, module);
    let joins = |call: &Call| call.name == "concat";
    call(random, network, joins, |random, call| {
        let old = if let Turbofish::Axis(axis) = call.turbofish { axis } else { 0 };
        let others: Vec<_> = (0..5).filter(|&axis| axis != old).collect();
        call.turbofish = Turbofish::Axis(others[random.weighted(&[8, 4, 1, 1])]);
    })
}

/// Calls another layer in place of one.
fn another_layer(random: &mut Random, module: &mut Module) -> Option<()> {
    let network = network(random, module);
    let nested = |layer: &Declared| {
        use crate::layers::Kind;
        matches!(layer.kind, Kind::Nested(_) | Kind::Stored(_) | Kind::Bilinear(_))
    };
    let layers: Vec<_> = network.layers.iter().filter(|layer| !nested(layer)).map(|layer| layer.name.clone()).collect();
    if layers.len() < 2 {
        return None;
    }
    let is_layer = |call: &Call| layers.contains(&call.name);
    call(random, network, is_layer, |random, call| {
        let others: Vec<_> = layers.iter().filter(|layer| **layer != call.name).collect();
        call.name = random.one_of(&others).to_string();
    })
}

/// Uses another value in place of one.
fn another_value(random: &mut Random, module: &mut Module) -> Option<()> {
    let network = network(random, module);
    let mut statements: Vec<(&mut Expression, Vec<String>)> = Vec::new();
    let mut bound: Vec<String> = network.inputs.iter().map(|input| input.name.clone()).collect();
    for statement in &mut network.lets {
        statements.push((&mut statement.value, bound.clone()));
        bound.extend(statement.names.clone());
    }
    statements.extend(network.result.iter_mut().map(|result| (result, bound.clone())));
    let index = random.below(statements.len());
    let (expression, bound) = &mut statements[index];
    let mut count = 0;
    expression.for_each(&mut |expression| count += usize::from(matches!(expression, Expression::Value(_))));
    let (wanted, mut seen) = (random.below(count), 0);
    expression.for_each_mut(&mut |expression| {
        let Expression::Value(name) = expression else { return };
        seen += 1;
        let others: Vec<_> = bound.iter().filter(|other| *other != name && !other.starts_with('_')).collect();
        if seen == wanted + 1 && !others.is_empty() {
            *name = random.one_of(&others).to_string();
        }
    });
    Some(())
}

/// Swaps two arguments of a call.
fn order(random: &mut Random, module: &mut Module) -> Option<()> {
    let network = network(random, module);
    let has_several = |call: &Call| call.values.len() > 1;
    call(random, network, has_several, |_, call| call.values.swap(0, 1))
}

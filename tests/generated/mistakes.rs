//! Inserts one mistake into a correct network.

use crate::architecture::{Call, Declared, Expression, Form, Mark, Module, Network, Size, TensorType, Turbofish};
use crate::chance::Chance;
use crate::predict::{Complaint, Stage, complaints};

/// A kind of mistake: changes one element of a module, or returns `None` if the module has no such element.
pub(crate) struct Mistake {
    pub(crate) name: &'static str,
    pub(crate) make: fn(&mut Chance, &mut Module) -> Option<()>,
}

pub(crate) const MISTAKES: &[Mistake] = &[
    Mistake { name: "layer size", make: layer_size },
    Mistake { name: "input size", make: |chance, module| tensor_size(chance, module, Tensors::Inputs) },
    Mistake { name: "number of indices", make: below },
    Mistake { name: "output size", make: |chance, module| tensor_size(chance, module, Tensors::Outputs) },
    Mistake { name: "annotation", make: |chance, module| tensor_size(chance, module, Tensors::Annotations) },
    Mistake { name: "reshape size", make: reshape_size },
    Mistake { name: "alias", make: alias },
    Mistake { name: "argument of a network", make: argument },
    Mistake { name: "axes of a tensor", make: axes },
    Mistake { name: "missing flatten or reshape", make: |chance, module| missing(chance, module, true) },
    Mistake { name: "missing call", make: |chance, module| missing(chance, module, false) },
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
pub(crate) fn broken(chance: &mut Chance, right: &Module, mistake: &Mistake) -> Option<Broken> {
    for _ in 0..12 {
        let mut module = right.clone();
        (mistake.make)(chance, &mut module)?;
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

fn network<'a>(chance: &mut Chance, module: &'a mut Module) -> &'a mut Network {
    let index = chance.below(module.networks.len());
    &mut module.networks[index]
}

/// The names of sizes that can be written in a network.
fn names(module: &Module, network: usize) -> Vec<Size> {
    let aliases = module.aliases.iter().map(|alias| &alias.name);
    aliases.chain(&module.networks[network].parameters).map(|name| Size::Name(name.clone())).collect()
}

/// Another number than this one.
fn other_number(chance: &mut Chance, number: u64) -> u64 {
    loop {
        let other = match chance.below(12) {
            0..=3 => number + 1,
            4..=6 => number.saturating_sub(1),
            7 => number * 2,
            8 => number + 1000,
            9 => chance.between(1000, 3000) as u64,
            _ => chance.between(1, 12) as u64,
        };
        if other != number && other > 0 {
            return other;
        }
    }
}

/// Another size than this one, by a number or a name.
fn other_size(chance: &mut Chance, size: &Size, names: &[Size]) -> Size {
    let others: Vec<_> = names.iter().filter(|name| *name != size).collect();
    if !others.is_empty() && chance.percent(25) {
        return (*chance.one_of(&others)).clone();
    }
    let number = match size {
        Size::Number(number) => *number,
        Size::Name(name) => {
            name.strip_prefix("dim![").and_then(|rest| rest.strip_suffix(']')?.parse().ok()).unwrap_or(0)
        }
    };
    let number = other_number(chance, number);
    match size {
        Size::Name(name) if name.starts_with("dim![") => Size::Name(format!("dim![{number}]")),
        _ => Size::Number(number),
    }
}

fn change(chance: &mut Chance, mut sizes: Vec<&mut Size>, names: &[Size]) -> Option<()> {
    if sizes.is_empty() {
        return None;
    }
    let index = chance.below(sizes.len());
    *sizes[index] = other_size(chance, sizes[index], names);
    Some(())
}

fn layer_size(chance: &mut Chance, module: &mut Module) -> Option<()> {
    let index = chance.below(module.networks.len());
    let names = names(module, index);
    let layers = module.networks[index].layers.iter_mut();
    let layers = layers.filter(|layer| !matches!(layer.kind, crate::layers::Kind::Nested(_)));
    let sizes = layers.flat_map(|layer| layer.kind.sizes_mut()).collect();
    change(chance, sizes, &names)
}

fn argument(chance: &mut Chance, module: &mut Module) -> Option<()> {
    let index = chance.below(module.networks.len());
    let names = names(module, index);
    let layers = module.networks[index].layers.iter_mut();
    let layers = layers.filter(|layer| matches!(layer.kind, crate::layers::Kind::Nested(_)));
    let sizes = layers.flat_map(|layer| layer.kind.sizes_mut()).collect();
    change(chance, sizes, &names)
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

fn tensor_size(chance: &mut Chance, module: &mut Module, which: Tensors) -> Option<()> {
    let index = chance.below(module.networks.len());
    let names = names(module, index);
    let sizes = tensors(&mut module.networks[index], which).into_iter().flat_map(|ty| &mut ty.sizes).collect();
    change(chance, sizes, &names)
}

/// Changes the bound of an input of indices.
fn below(chance: &mut Chance, module: &mut Module) -> Option<()> {
    let index = chance.below(module.networks.len());
    let names = names(module, index);
    let sizes = module.networks[index].inputs.iter_mut().filter_map(|input| input.below.as_mut()).collect();
    change(chance, sizes, &names)
}

/// Two axes of a tensor in another order, one too many, or one too few.
fn axes(chance: &mut Chance, module: &mut Module) -> Option<()> {
    let mut tensors = tensors(network(chance, module), Tensors::All);
    let index = chance.below(tensors.len().max(1));
    let sizes = &mut tensors.get_mut(index)?.sizes;
    match chance.below(3) {
        0 if sizes.len() > 1 => {
            let first = chance.below(sizes.len() - 1);
            sizes.swap(first, first + 1);
        }
        1 if sizes.len() > 1 => drop(sizes.remove(chance.below(sizes.len()))),
        _ if sizes.len() < 4 => {
            let at = chance.between(0, sizes.len());
            sizes.insert(at, Size::Number(chance.between(1, 3) as u64));
        }
        _ => return None,
    }
    Some(())
}

fn alias(chance: &mut Chance, module: &mut Module) -> Option<()> {
    let index = chance.below(module.aliases.len().max(1));
    let value = &mut module.aliases.get_mut(index)?.value;
    *value = other_number(chance, *value);
    Some(())
}

/// Changes one of the calls of a network that satisfy a condition.
fn call(
    chance: &mut Chance,
    network: &mut Network,
    which: impl Fn(&Call) -> bool,
    change: impl FnOnce(&mut Chance, &mut Call),
) -> Option<()> {
    expression(chance, network, which, |chance, expression| {
        if let Expression::Call(call) = expression {
            change(chance, call);
        }
    })
}

/// The same, for a change that may replace the call by another expression.
fn expression(
    chance: &mut Chance,
    network: &mut Network,
    which: impl Fn(&Call) -> bool,
    change: impl FnOnce(&mut Chance, &mut Expression),
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
    let mark = *marks.get(chance.below(marks.len().max(1)))?;
    let mut change = Some(change);
    network.expressions_mut().for_each(|expression| {
        expression.for_each_mut(&mut |expression| {
            if matches!(expression, Expression::Call(call) if call.mark == mark)
                && let Some(change) = change.take()
            {
                change(chance, expression);
            }
        });
    });
    Some(())
}

fn reshape_size(chance: &mut Chance, module: &mut Module) -> Option<()> {
    let index = chance.below(module.networks.len());
    let names = names(module, index);
    let has_sizes = |call: &Call| matches!(call.turbofish, Turbofish::Sizes(_));
    call(chance, &mut module.networks[index], has_sizes, |chance, call| {
        if let Turbofish::Sizes(sizes) = &mut call.turbofish {
            change(chance, sizes.iter_mut().collect(), &names);
        }
    })
}

/// Changes the window of a convolution or of a pool.
fn window(chance: &mut Chance, module: &mut Module) -> Option<()> {
    let network = network(chance, module);
    if chance.percent(50) {
        let layers = network.layers.iter_mut();
        let mut windows: Vec<_> = layers.filter_map(|layer| layer.kind.window_mut()).collect();
        let index = chance.below(windows.len().max(1));
        let (window, axes) = windows.get_mut(index)?;
        window.change(chance, *axes == 1);
        return Some(());
    }
    let has_window = |call: &Call| matches!(call.turbofish, Turbofish::Window(_));
    call(chance, network, has_window, |chance, call| {
        if let Call { name, turbofish: Turbofish::Window(window), .. } = call {
            let mut other = window.clone();
            other.change(chance, false);
            // A mean has no dilation.
            if name == "max_pool" || other.dilation == window.dilation {
                *window = other;
            }
        }
    })
}

/// Changes the number of groups; a convolution without groups gets some.
fn groups(chance: &mut Chance, module: &mut Module) -> Option<()> {
    let network = network(chance, module);
    let mut groups: Vec<_> = network.layers.iter_mut().filter_map(|layer| layer.kind.groups_mut()).collect();
    let index = chance.below(groups.len().max(1));
    let groups = groups.get_mut(index)?;
    **groups = if chance.percent(50) { **groups + 1 } else { chance.between(2, 9) as u64 };
    Some(())
}

/// One axis less, another scale or padding, another position of a split.
fn numbers(chance: &mut Chance, module: &mut Module) -> Option<()> {
    let network = network(chance, module);
    let has_numbers = |call: &Call| matches!(call.turbofish, Turbofish::Numbers(_) | Turbofish::Split(..));
    call(chance, network, has_numbers, |chance, call| match &mut call.turbofish {
        Turbofish::Numbers(axes) if call.name == "permute" => match axes.len() {
            2 => axes.push(2),
            3 if chance.percent(50) => axes.retain(|axis| *axis != 2),
            _ => axes.rotate_left(1),
        },
        Turbofish::Numbers(numbers) => {
            let index = chance.below(numbers.len());
            numbers[index] += 1;
        }
        Turbofish::Split(size, axis) => match chance.below(3) {
            0 => *axis += 1,
            _ => *size = other_number(chance, *size),
        },
        _ => {}
    })
}

/// Replaces a call with one argument by the argument.
fn missing(chance: &mut Chance, module: &mut Module, views: bool) -> Option<()> {
    let is_view = |call: &Call| ["flatten", "reshape"].contains(&call.name.as_str());
    // Two names need a `split`, or a network.
    let which = |call: &Call| call.values.len() == 1 && call.name != "split" && is_view(call) == views;
    let network = network(chance, module);
    expression(chance, network, which, |_, expression| {
        if let Expression::Call(call) = expression {
            *expression = call.values.remove(0);
        }
    })
}

fn flatten(chance: &mut Chance, module: &mut Module) -> Option<()> {
    let network = network(chance, module);
    let any = |_: &Call| true;
    call(chance, network, any, |chance, call| {
        let index = chance.below(call.values.len());
        let values = vec![std::mem::replace(&mut call.values[index], Expression::Value(String::new()))];
        let (form, turbofish, mark) = (Form::Method, Turbofish::Nothing, Mark(usize::MAX - 1));
        call.values[index] = Expression::Call(Call { name: "flatten".into(), form, turbofish, values, mark });
    })
}

fn axis(chance: &mut Chance, module: &mut Module) -> Option<()> {
    let network = network(chance, module);
    let joins = |call: &Call| call.name == "concat";
    call(chance, network, joins, |chance, call| {
        let old = if let Turbofish::Axis(axis) = call.turbofish { axis } else { 0 };
        let others: Vec<_> = (0..5).filter(|&axis| axis != old).collect();
        call.turbofish = Turbofish::Axis(others[chance.weighted(&[8, 4, 1, 1])]);
    })
}

/// Calls another layer in place of one.
fn another_layer(chance: &mut Chance, module: &mut Module) -> Option<()> {
    let network = network(chance, module);
    let nested = |layer: &Declared| matches!(layer.kind, crate::layers::Kind::Nested(_));
    let layers: Vec<_> = network.layers.iter().filter(|layer| !nested(layer)).map(|layer| layer.name.clone()).collect();
    if layers.len() < 2 {
        return None;
    }
    let is_layer = |call: &Call| layers.contains(&call.name);
    call(chance, network, is_layer, |chance, call| {
        let others: Vec<_> = layers.iter().filter(|layer| **layer != call.name).collect();
        call.name = chance.one_of(&others).to_string();
    })
}

/// Uses another value in place of one.
fn another_value(chance: &mut Chance, module: &mut Module) -> Option<()> {
    let network = network(chance, module);
    let mut statements: Vec<(&mut Expression, Vec<String>)> = Vec::new();
    let mut bound: Vec<String> = network.inputs.iter().map(|input| input.name.clone()).collect();
    for statement in &mut network.lets {
        statements.push((&mut statement.value, bound.clone()));
        bound.extend(statement.names.clone());
    }
    statements.extend(network.result.iter_mut().map(|result| (result, bound.clone())));
    let index = chance.below(statements.len());
    let (expression, bound) = &mut statements[index];
    let mut count = 0;
    expression.for_each(&mut |expression| count += usize::from(matches!(expression, Expression::Value(_))));
    let (wanted, mut seen) = (chance.below(count), 0);
    expression.for_each_mut(&mut |expression| {
        let Expression::Value(name) = expression else { return };
        seen += 1;
        let others: Vec<_> = bound.iter().filter(|other| *other != name && !other.starts_with('_')).collect();
        if seen == wanted + 1 && !others.is_empty() {
            *name = chance.one_of(&others).to_string();
        }
    });
    Some(())
}

/// Swaps two arguments of a call.
fn order(chance: &mut Chance, module: &mut Module) -> Option<()> {
    let network = network(chance, module);
    let has_several = |call: &Call| call.values.len() > 1;
    call(chance, network, has_several, |_, call| call.values.swap(0, 1))
}

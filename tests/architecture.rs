//! Checks the plan of `docs/architecture.md` against the sources: which module may refer to which, no cycles between files, and
//! files and folders that state what they are.
//!
//! Paths are read as tokens: those of `use` lines, of code, and of macros (`$crate::`). Unit tests may refer to anything.

#![allow(missing_docs)]

mod cases;

use cases::{entries, read};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use syn::{Attribute, Item, UseTree, Visibility};

/// The sources of a crate.
struct Crate {
    folder: PathBuf,
    /// Its modules by path, such as `["layers", "linear"]`; the path of the root is empty.
    modules: BTreeMap<Vec<String>, Module>,
    /// Macros that are exported at the root, wherever they are defined.
    macros: BTreeMap<String, Vec<String>>,
}

/// A file.
struct Module {
    file: PathBuf,
    code: syn::File,
    /// The names that it exports by `pub use`, and their paths.
    exports: BTreeMap<String, Vec<String>>,
}

/// A reference from one file to another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Reference {
    from: Vec<String>,
    to: Vec<String>,
    line: usize,
    path: String,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Whether it is compiled only for tests.
fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let syn::Meta::List(list) = &attribute.meta else { return false };
        list.path.is_ident("cfg") && list.tokens.to_string().split(|c: char| !c.is_alphanumeric()).any(|w| w == "test")
    })
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::ExternCrate(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Union(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

impl Crate {
    fn read(folder: PathBuf) -> Self {
        let mut all = Self { folder: folder.clone(), modules: BTreeMap::new(), macros: BTreeMap::new() };
        all.add(Vec::new(), &folder.join("lib.rs"), &folder);
        all
    }

    /// Adds a file and those of the modules that it declares.
    fn add(&mut self, path: Vec<String>, file: &Path, folder: &Path) {
        let code = syn::parse_file(&read(file)).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        for item in &code.items {
            match item {
                Item::Mod(module) if module.content.is_none() && !is_test(&module.attrs) => {
                    let name = module.ident.to_string();
                    let one = folder.join(format!("{name}.rs"));
                    let file = if one.exists() { one } else { folder.join(&name).join("mod.rs") };
                    self.add([path.clone(), vec![name.clone()]].concat(), &file, &folder.join(&name));
                }
                Item::Macro(item) if item.attrs.iter().any(|attribute| attribute.path().is_ident("macro_export")) => {
                    self.macros.insert(item.ident.as_ref().unwrap().to_string(), path.clone());
                }
                _ => {}
            }
        }
        let mut exports = BTreeMap::new();
        for item in &code.items {
            if let Item::Use(item) = item
                && !matches!(item.vis, Visibility::Inherited)
            {
                collect_exports(&item.tree, Vec::new(), &mut exports);
            }
        }
        self.modules.insert(path, Module { file: file.into(), code, exports });
    }

    /// The file to which a path from this module resolves; `None` outside of the crate.
    fn resolve(&self, mut module: Vec<String>, path: &[String]) -> Option<Vec<String>> {
        let mut rest = path;
        while let Some((first, others)) = rest.split_first() {
            match first.as_str() {
                "crate" => module.clear(),
                "self" => {}
                "super" => drop(module.pop()),
                name => {
                    let below = [module.clone(), vec![name.to_owned()]].concat();
                    if self.modules.contains_key(&below) {
                        module = below;
                    } else if let Some(export) = self.modules[&module].exports.get(name) {
                        let known = self.modules.contains_key(&[module.clone(), vec![export[0].clone()]].concat())
                            || ["crate", "self", "super"].contains(&export[0].as_str());
                        return if known { self.resolve(module, export) } else { None };
                    } else if module.is_empty() {
                        return self.macros.get(name).cloned();
                    } else {
                        return Some(module);
                    }
                }
            }
            rest = others;
        }
        Some(module)
    }

    /// The references between files, with their locations.
    fn references(&self) -> BTreeSet<Reference> {
        let mut references = BTreeSet::new();
        for (from, module) in &self.modules {
            let children: BTreeSet<String> = self
                .modules
                .keys()
                .filter(|path| path.len() == from.len() + 1 && path.starts_with(from))
                .map(|path| path.last().unwrap().clone())
                .collect();
            let mut paths = Vec::new();
            for item in &module.code.items {
                // A `mod.rs` refers to everything that it contains.
                let lists = matches!(item, Item::Use(item) if !matches!(item.vis, Visibility::Inherited));
                if !is_test(attributes(item)) && !lists && !matches!(item, Item::Mod(item) if item.content.is_none()) {
                    collect_paths(item.to_token_stream(), &children, 0, &mut paths);
                }
            }
            for (path, line) in paths {
                if let Some(to) = self.resolve(from.clone(), &path)
                    && to != *from
                {
                    references.insert(Reference { from: from.clone(), to, line, path: path.join("::") });
                }
            }
        }
        references
    }

    fn shown(&self, module: &[String]) -> String {
        let file = &self.modules[module].file;
        file.strip_prefix(root()).unwrap_or(file).display().to_string()
    }

    fn line(&self, reference: &Reference) -> String {
        format!(
            "{}:{}: `{}` is in {}",
            self.shown(&reference.from),
            reference.line,
            reference.path,
            self.shown(&reference.to)
        )
    }
}

fn collect_exports(tree: &UseTree, prefix: Vec<String>, exports: &mut BTreeMap<String, Vec<String>>) {
    let with = |name: &syn::Ident| [prefix.clone(), vec![name.to_string()]].concat();
    match tree {
        UseTree::Path(path) => collect_exports(&path.tree, with(&path.ident), exports),
        UseTree::Name(name) => drop(exports.insert(name.ident.to_string(), with(&name.ident))),
        UseTree::Rename(name) => drop(exports.insert(name.rename.to_string(), with(&name.ident))),
        UseTree::Group(group) => group.items.iter().for_each(|tree| collect_exports(tree, prefix.clone(), exports)),
        _ => {}
    }
}

/// The paths in a piece of code that begin with `crate`, `super`, or a module of this one, and their lines. `depth` is how many
/// modules inside of the file the code is in.
fn collect_paths(code: TokenStream, children: &BTreeSet<String>, depth: usize, paths: &mut Vec<(Vec<String>, usize)>) {
    let tokens: Vec<TokenTree> = code.into_iter().collect();
    let mut i = 0;
    while i < tokens.len() {
        match &tokens[i] {
            TokenTree::Group(group) => {
                let inline = i >= 2
                    && group.delimiter() == Delimiter::Brace
                    && matches!((&tokens[i - 2], &tokens[i - 1]), (TokenTree::Ident(word), TokenTree::Ident(_)) if word == "mod");
                collect_paths(group.stream(), children, depth + usize::from(inline), paths);
            }
            TokenTree::Ident(word) if !follows_colons(&tokens, i) && is_colons(&tokens, i + 1) => {
                let name = word.to_string();
                let starts = match name.as_str() {
                    "crate" => true,
                    "super" => depth == 0,
                    _ => children.contains(&name),
                };
                if starts {
                    tree(&tokens, i, Vec::new(), paths);
                }
            }
            _ => {}
        }
        i += 1;
    }
}

fn is_colons(tokens: &[TokenTree], i: usize) -> bool {
    let colon = |i: usize| matches!(tokens.get(i), Some(TokenTree::Punct(punct)) if punct.as_char() == ':');
    colon(i) && colon(i + 1)
}

fn follows_colons(tokens: &[TokenTree], i: usize) -> bool {
    i >= 2 && is_colons(tokens, i - 2)
}

/// The paths that begin here, of which there are several if they branch.
fn tree(tokens: &[TokenTree], mut i: usize, mut path: Vec<String>, paths: &mut Vec<(Vec<String>, usize)>) {
    let line = tokens.get(i).map_or(0, |token| token.span().start().line);
    loop {
        match tokens.get(i) {
            Some(TokenTree::Ident(name)) => path.push(name.to_string()),
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                let inside: Vec<TokenTree> = group.stream().into_iter().collect();
                let is_comma = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',');
                for branch in inside.split(is_comma).filter(|branch| !branch.is_empty()) {
                    tree(branch, 0, path.clone(), paths);
                }
                return;
            }
            _ => break,
        }
        if !is_colons(tokens, i + 1) {
            break;
        }
        i += 3;
    }
    paths.push((path, line));
}

/// The layers of each crate in the plan, the lowest first: modules of the same layer do not refer to each other.
fn plan() -> BTreeMap<String, Vec<BTreeSet<String>>> {
    let text = read(&root().join("docs/architecture.md"));
    let plan =
        text.split("```text plan\n").nth(1).expect("docs/architecture.md has a plan").split("```").next().unwrap();
    let mut layers: BTreeMap<String, Vec<BTreeSet<String>>> = BTreeMap::new();
    let mut current = String::new();
    for line in plan.lines().filter(|line| !line.trim().is_empty()) {
        if let Some(name) = line.strip_suffix(':') {
            current = name.trim().into();
        } else {
            let modules = line.split("  #").next().unwrap().split_whitespace().map(String::from).collect();
            layers.entry(current.clone()).or_default().push(modules);
        }
    }
    layers.values_mut().for_each(|layers| layers.reverse());
    layers
}

fn crates() -> [(&'static str, Crate); 3] {
    [("nn", "src"), ("nn-core", "nn-core/src"), ("nn-macros", "nn-macros/src")]
        .map(|(name, folder)| (name, Crate::read(root().join(folder))))
}

#[test]
fn modules_depend_only_on_lower_layers() {
    let plan = plan();
    let mut wrong = String::new();
    for (name, all) in crates() {
        let layers = &plan[name];
        let layer = |module: &str| layers.iter().position(|layer| layer.contains(module));
        let modules: BTreeSet<&String> = all.modules.keys().filter_map(|path| path.first()).collect();
        for module in &modules {
            if layer(module).is_none() {
                writeln!(wrong, "{name}: `{module}` is not in the plan").unwrap();
            }
        }
        for module in layers.iter().flatten().filter(|module| !modules.contains(module)) {
            writeln!(wrong, "{name}: `{module}` of the plan does not exist").unwrap();
        }
        for reference in all.references() {
            let (Some(from), Some(to)) = (reference.from.first(), reference.to.first()) else { continue };
            if from != to && layer(from) <= layer(to) {
                writeln!(wrong, "{}", all.line(&reference)).unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "references that violate docs/architecture.md:\n{wrong}");
}

#[test]
fn files_have_no_cyclic_dependencies() {
    let mut cycles = String::new();
    for (_, all) in crates() {
        let references = all.references();
        let mut next: BTreeMap<&[String], Vec<&Reference>> = BTreeMap::new();
        for reference in &references {
            next.entry(&reference.from).or_default().push(reference);
        }
        // The shortest path from the end of each reference back to its start.
        let mut seen = BTreeSet::new();
        for reference in &references {
            let Some(chain) = chain(&next, &reference.to, &reference.from) else { continue };
            let cycle: Vec<&Reference> = [reference].into_iter().chain(chain).collect();
            let files: BTreeSet<_> = cycle.iter().map(|reference| &reference.from).collect();
            if seen.insert(files) {
                let lines: Vec<_> = cycle.iter().map(|reference| all.line(reference)).collect();
                writeln!(cycles, "{}\n", lines.join("\n")).unwrap();
            }
        }
    }
    assert!(cycles.is_empty(), "cyclic dependencies between files:\n{cycles}");
}

/// The shortest chain of references.
fn chain<'a>(
    next: &BTreeMap<&[String], Vec<&'a Reference>>,
    from: &'a [String],
    to: &[String],
) -> Option<Vec<&'a Reference>> {
    let mut by: BTreeMap<&[String], &Reference> = BTreeMap::new();
    let mut queue = std::collections::VecDeque::from([from]);
    while let Some(module) = queue.pop_front() {
        if module == to {
            let mut chain = Vec::new();
            let mut at = to;
            while at != from {
                let reference = by[at];
                chain.push(reference);
                at = &reference.from;
            }
            chain.reverse();
            return Some(chain);
        }
        for reference in next.get(module).into_iter().flatten() {
            if reference.to != from && !by.contains_key(reference.to.as_slice()) {
                by.insert(&reference.to, reference);
                queue.push_back(&reference.to);
            }
        }
    }
    None
}

/// Folders in which each file is one layer, loss, rule or operation.
const ONE_ITEM_PER_FILE: &[&str] = &["nn-core/src/layers", "nn-core/src/losses", "nn-core/src/optim"];

#[test]
fn files_and_modules_are_documented() {
    let mut wrong = String::new();
    for (_, all) in crates() {
        for (path, module) in &all.modules {
            let shown = all.shown(path);
            let has_docs = module.code.attrs.iter().any(|attribute| attribute.path().is_ident("doc"));
            if !has_docs {
                writeln!(wrong, "{shown} has no documentation").unwrap();
            }
            if shown.ends_with("/mod.rs") || shown.ends_with("/lib.rs") {
                for item in module.code.items.iter().filter(|item| !is_listing(item)) {
                    let text: String = item.to_token_stream().to_string().chars().take(60).collect();
                    writeln!(wrong, "{shown} may contain only declarations, but has `{text}`").unwrap();
                }
            }
        }
        let mut folders = vec![all.folder.clone()];
        while let Some(folder) = folders.pop() {
            let entries = entries(&folder);
            let files = entries.iter().filter(|path| path.extension().is_some_and(|end| end == "rs")).count();
            let shown = folder.strip_prefix(root()).unwrap().display().to_string();
            if files > 20 && !ONE_ITEM_PER_FILE.contains(&shown.as_str()) {
                writeln!(wrong, "{shown} has {files} files").unwrap();
            }
            folders.extend(entries.into_iter().filter(|path| path.is_dir()));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Whether an item is only a declaration or an export: a module, a name, or a module of names.
fn is_listing(item: &Item) -> bool {
    match item {
        Item::Mod(module) => module.content.as_ref().is_none_or(|(_, items)| items.iter().all(is_listing)),
        Item::Use(_) | Item::ExternCrate(_) => true,
        // The functions that the compiler calls.
        Item::Fn(item) => {
            item.attrs.iter().any(|attribute| attribute.path().to_token_stream().to_string().starts_with("proc_macro"))
        }
        item => is_test(attributes(item)),
    }
}

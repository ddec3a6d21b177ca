//! The manifest of the generated package: with the dependencies that are available to the tests of a package.

use super::error::{Error, at};
use cargo_metadata::{Dependency, DependencyKind, Metadata, Package, TargetKind};
use std::path::Path;
use toml::{Table, Value};

/// What the programs of a project may use.
#[derive(Debug, Clone, Default)]
pub(super) struct Selection {
    /// The features of the package itself, besides those of a development dependency on itself.
    pub(super) features: Vec<String>,
    /// The names of the dependencies in the manifest of the package; `None` for all of them.
    pub(super) dependencies: Option<Vec<String>>,
}

/// Returns the manifest. `programs` are names and paths.
pub(super) fn manifest(
    name: &str,
    metadata: &Metadata,
    package: &Package,
    selection: &Selection,
    programs: impl Iterator<Item = (String, String)>,
) -> Result<Table, Error> {
    let mut manifest = Table::new();
    let about = [
        ("name", name.into()),
        ("version", "0.0.0".into()),
        ("edition", package.edition.as_str().into()),
        ("publish", false.into()),
        ("autobins", false.into()),
    ];
    manifest.insert("package".into(), table(about));
    let bin = |(name, path): (String, String)| table([("name", name.into()), ("path", path.into())]);
    manifest.insert("bin".into(), Value::Array(programs.map(bin).collect()));
    // A workspace of its own, although it is in the folder of another one.
    manifest.insert("workspace".into(), Value::Table(Table::new()));
    add_dependencies(&mut manifest, package, selection)?;
    if let Some(patch) = patches(metadata.workspace_root.as_std_path())? {
        manifest.insert("patch".into(), patch);
    }
    Ok(manifest)
}

fn table<const COUNT: usize>(entries: [(&str, Value); COUNT]) -> Value {
    Value::Table(entries.into_iter().map(|(key, value)| (key.into(), value)).collect())
}

fn add_dependencies(manifest: &mut Table, package: &Package, selection: &Selection) -> Result<(), Error> {
    let names = || package.dependencies.iter().map(name_in_manifest);
    if let Some(name) = selection.dependencies.iter().flatten().find(|&name| !names().any(|known| known == name)) {
        return Err(Error::UnknownDependency { name: name.clone(), names: names().cloned().collect() });
    }
    let is_selected = |dependency: &Dependency| {
        selection.dependencies.as_ref().is_none_or(|names| names.contains(name_in_manifest(dependency)))
    };
    let root = package.manifest_path.parent();
    let is_itself = |dependency: &Dependency| dependency.path.is_some() && dependency.path.as_deref() == root;
    let mut itself = selection.features.clone();
    for dependency in &package.dependencies {
        if dependency.kind == DependencyKind::Build || dependency.optional || !is_selected(dependency) {
            continue;
        }
        if is_itself(dependency) {
            itself.extend(dependency.features.iter().cloned());
            continue;
        }
        let section = match &dependency.target {
            Some(target) => section(section(manifest, "target"), &target.to_string()),
            None => &mut *manifest,
        };
        add(self::section(section, "dependencies"), dependency);
    }
    if let (Some(root), true) = (root, has_library(package)) {
        let entry = section(section(manifest, "dependencies"), &package.name);
        entry.insert("path".into(), root.as_str().into());
        add_features(entry, &package.name, &itself);
    }
    Ok(())
}

/// Programs can only depend on a library.
fn has_library(package: &Package) -> bool {
    use TargetKind::{DyLib, Lib, ProcMacro, RLib};
    let libraries = [Lib, RLib, DyLib, ProcMacro];
    package.targets.iter().any(|target| target.kind.iter().any(|kind| libraries.contains(kind)))
}

/// Returns the table of this name, creating it if necessary.
fn section<'a>(table: &'a mut Table, name: &str) -> &'a mut Table {
    let section = table.entry(name).or_insert_with(|| Value::Table(Table::new()));
    section.as_table_mut().expect("sections are tables")
}

/// Returns the name of a dependency in the manifest of the package.
fn name_in_manifest(dependency: &Dependency) -> &String {
    dependency.rename.as_ref().unwrap_or(&dependency.name)
}

/// Adds a dependency. One that is both a normal and a development dependency has the features of both.
fn add(dependencies: &mut Table, dependency: &Dependency) {
    let entry = section(dependencies, name_in_manifest(dependency));
    if dependency.rename.is_some() {
        entry.insert("package".into(), dependency.name.as_str().into());
    }
    if let Some(path) = &dependency.path {
        entry.insert("path".into(), path.as_str().into());
    } else if let Some(git) = dependency.source.as_ref().and_then(|source| source.repr.strip_prefix("git+")) {
        let (url, query) = git.split_once('?').unwrap_or((git, ""));
        entry.insert("git".into(), url.into());
        for (key, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
            entry.insert(key.into(), value.into());
        }
    } else {
        entry.insert("version".into(), dependency.req.to_string().into());
    }
    if let Some(registry) = &dependency.registry {
        entry.insert("registry-index".into(), registry.as_str().into());
    }
    let defaults = dependency.uses_default_features;
    let defaults = defaults || entry.get("default-features").is_some_and(|before| before == &Value::Boolean(true));
    entry.insert("default-features".into(), defaults.into());
    add_features(entry, &dependency.name, &dependency.features);
}

/// Enables features. This module is for tests, not for the programs under test, which compile faster without it.
fn add_features(entry: &mut Table, package: &str, features: &[String]) {
    let all = entry.entry("features").or_insert_with(|| Value::Array(Vec::new()));
    let all = all.as_array_mut().expect("features are arrays");
    for feature in features {
        let feature = Value::from(feature.as_str());
        if !(all.contains(&feature) || package == env!("CARGO_PKG_NAME") && feature.as_str() == Some("compile-fail")) {
            all.push(feature);
        }
    }
}

/// Returns the `[patch]` section of the workspace.
fn patches(workspace: &Path) -> Result<Option<Value>, Error> {
    let path = workspace.join("Cargo.toml");
    let text = std::fs::read_to_string(&path).map_err(at(&path))?;
    let mut manifest: Table =
        toml::from_str(&text).map_err(|source| Error::Manifest { manifest: path, source: source.into() })?;
    let Some(mut patch) = manifest.remove("patch") else { return Ok(None) };
    let registries = patch.as_table_mut().into_iter().flatten();
    for (_, patch) in registries.filter_map(|(_, packages)| packages.as_table_mut()).flatten() {
        if let Some(Value::String(path)) = patch.get_mut("path") {
            *path = workspace.join(&*path).display().to_string();
        }
    }
    Ok(Some(patch))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the entries of dependencies, given in the format of `cargo metadata`.
    fn entries(dependencies: &[&str]) -> String {
        let mut table = Table::new();
        for dependency in dependencies {
            let more =
                r#""kind": null, "optional": false, "uses_default_features": false, "target": null, "rename": null"#;
            add(&mut table, &serde_json::from_str(&format!("{{{dependency}, {more}}}")).unwrap());
        }
        table.to_string()
    }

    #[test]
    fn git_dependency_keeps_its_branch() {
        let dependency = r#""name": "a", "req": "*", "features": [],
            "source": "git+https://example.org/a.git?branch=main""#;
        let entry =
            "[a]\nbranch = \"main\"\ndefault-features = false\nfeatures = []\ngit = \"https://example.org/a.git\"\n";
        assert_eq!(entries(&[dependency]), entry);
    }

    #[test]
    fn registry_dependency_keeps_its_index() {
        let dependency = r#""name": "a", "req": "^1.2", "features": ["b"],
            "source": "registry+https://example.org/index", "registry": "https://example.org/index""#;
        let entry = "[a]\ndefault-features = false\nfeatures = [\"b\"]\nregistry-index = \"https://example.org/index\"\n\
                     version = \"^1.2\"\n";
        assert_eq!(entries(&[dependency]), entry);
    }

    #[test]
    fn feature_of_this_module_is_not_passed_to_programs() {
        let dependency = r#""name": "typed-nn", "req": "^0.1", "features": ["data", "compile-fail"], "source": null"#;
        let entry = "[typed-nn]\ndefault-features = false\nfeatures = [\"data\"]\nversion = \"^0.1\"\n";
        assert_eq!(entries(&[dependency]), entry);
    }
}

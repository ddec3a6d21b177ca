//! Detection of traits in `#[derive(..)]` that a network cannot implement, because a layer of `nn` does not.

use super::nodes::Graph;
use crate::diagnostics::{Errors, messages};
use crate::syntax::{Network, derive_paths};

/// Reports the traits that are left to the compiler's `derive` and that no layer of `nn` with parameters implements;
/// returns whether there are any. The compiler would report each layer, by its type instead of its name.
pub(crate) fn report_underivable(network: &Network, graph: &Graph, errors: &mut Errors) -> bool {
    let Some(layer) = (0..network.fields.len()).find(|&index| graph.known_layer(index).is_some()) else { return false };
    let layer = &network.fields[layer].name;
    let (mut any, mut needs_serde) = (false, false);
    for path in network.attributes.iter().filter_map(derive_paths).flatten() {
        let names: Vec<_> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        let names: Vec<_> = names.iter().map(String::as_str).collect();
        let message = match names[..] {
            [of] | ["std" | "core", _, of]
                if matches!(of, "Copy" | "Default" | "Eq" | "Hash" | "Ord" | "PartialOrd") =>
            {
                messages::not_derived(of, layer)
            }
            // With the feature, the macro implements both. Without it, the two together cause one error.
            [of] | ["serde", of] if matches!(of, "Serialize" | "Deserialize") && !needs_serde => {
                needs_serde = true;
                messages::needs_serde(of, layer)
            }
            _ => continue,
        };
        any = true;
        errors.at(path.segments[0].ident.span(), message);
    }
    any
}

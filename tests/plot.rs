//! Plots: the elements that they must contain. Their look is shown in docs/training.md.

use nn::data::ClassNames;
use nn::metrics::ConfusionMatrix;
use nn::plot;
use nn::prelude::*;
use nn::train::{History, Record};
use std::fmt::Write;
use std::path::Path;

network! {
    struct Part {
        fc: Linear<4, 4>,
    }
    fn forward(x: Tensor<4>) -> Tensor<4> {
        x + x.fc().relu()
    }
}

network! {
    /// Two inputs, two outputs, arrows that bypass boxes, and a value that is used twice.
    struct Wired {
        left: Linear<4, 4>,
        part: Part,
        both: Linear<8, 3>,
    }
    fn forward(a: Tensor<4>, b: Tensor<4>) -> (Tensor<3>, Tensor<4>) {
        let h = a.left().tanh();
        let (x, y) = split::<2>(h);
        let z = concat(x, y) + b.part();
        (concat(h, z).both(), z)
    }
}

fn history(epochs: u64) -> History {
    let values = |epoch: u64| {
        let loss = 100.0 * 0.3_f64.powi(epoch as i32);
        let odd = if epoch == 2 { f64::NAN } else { 1.0 / epoch as f64 };
        vec![("loss".to_string(), loss), ("val_loss".into(), 2.0 * loss), ("odd".into(), odd), ("lr".into(), 0.1)]
    };
    let record = |epoch| Record { epoch, step: epoch, seconds: 1.0, samples_per_second: 1.0, values: values(epoch) };
    History { records: (1..=epochs).map(record).collect() }
}

#[test]
fn draws_a_curve_for_each_value() {
    let folder = tempfile::tempdir().unwrap();
    for epochs in [1, 2, 5, 60] {
        let file = folder.path().join("curves.svg");
        plot::curves(&history(epochs), &file).unwrap();
        let text = std::fs::read_to_string(&file).unwrap();
        for name in ["loss, val_loss", "odd", "lr", "epoch"] {
            assert!(text.contains(name), "{name} of {epochs} epochs");
        }
        assert!(!text.contains("NaN"));
        let file = folder.path().join("curves.png");
        plot::curves(&history(epochs), &file).unwrap();
        let bytes = std::fs::read(&file).unwrap();
        let mut reader = png::Decoder::new(std::io::Cursor::new(&bytes)).read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut pixels).unwrap();
        assert_eq!((info.width, info.height), (2 * 760, 3 * 500));
        // Blue lines and dark text on white.
        let has = |color: [u8; 3]| pixels.chunks_exact(3).any(|pixel| pixel == color);
        assert!(has([0, 114, 178]) && has([255, 255, 255]), "{epochs} epochs");
    }
}

#[test]
fn reports_what_cannot_be_drawn() {
    let error = plot::curves(&History::default(), "curves.svg").unwrap_err().to_string();
    assert_eq!(error, "there are no values to plot: no epoch has finished");
    let error = plot::curves(&history(2), "curves.gif").unwrap_err().to_string();
    assert_eq!(error, "curves.gif has no supported file extension, expected `.svg` or `.png`");
    let error = plot::architecture::<Wired>("wired").unwrap_err().to_string();
    assert_eq!(error, "wired has no supported file extension, expected `.svg`, `.dot` or `.gv`");
    let error = plot::curves(&history(2), "nowhere/at/all.svg").unwrap_err().to_string();
    assert!(error.starts_with("cannot write nowhere/at/all.svg"), "{error}");
}

#[test]
fn draws_confusion_matrices_of_any_size() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("confusion.svg");
    let matrix = ConfusionMatrix::<dim![3]>::new();
    plot::confusion(&matrix, &["a cat", "a dog"], &file).unwrap();
    let text = std::fs::read_to_string(&file).unwrap();
    // The third class has no name, so its number is shown.
    for name in ["a cat", "a dog", "\n2\n", "predicted class", "true class"] {
        assert!(text.contains(name), "{name}");
    }
    let names = ClassNames::<dim![3]>::new(["one", "two", "three"]).unwrap();
    plot::confusion(&matrix, &names, &file).unwrap();
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(names.iter().all(|name| text.contains(name)));
    plot::confusion(&matrix, &names.to_vec()[1..], &file).unwrap();
    plot::confusion(&matrix, &names.to_vec(), &file).unwrap();
    assert_eq!(std::fs::read_to_string(&file).unwrap(), text);
    let matrix = ConfusionMatrix::<dim![100]>::new();
    plot::confusion(&matrix, &[], &file).unwrap();
    let file = folder.path().join("confusion.png");
    plot::confusion(&matrix, &[], &file).unwrap();
}

#[test]
fn architecture_shows_shapes_on_edges() {
    let folder = tempfile::tempdir().unwrap();
    let dot = plot::architecture_dot(&Wired::GRAPH);
    let rows: Vec<_> = Wired::GRAPH.nodes.iter().map(|node| node.name).collect();
    for line in [
        "digraph \"Wired\" {",
        "label=\"a\\ninput\"",
        "label=\"left\\nLinear<4, 4>\"",
        "n0 -> n2 [label=\"[4]\"];",
        "label=\"output 1\"",
    ] {
        assert!(dot.contains(line), "{line}\n{dot}");
    }
    // Every box but the inputs is reached, and there is an arrow for each operand of a box.
    let boxes = dot.lines().filter(|line| line.contains("fillcolor=\"")).count();
    assert_eq!(boxes, 2 + rows.len() + 2);
    for node in 2..boxes {
        assert!(dot.contains(&format!("-> n{node} ")), "{node} {dot}");
    }
    let arrows = dot.matches(" -> ").count();
    let taken: usize = Wired::GRAPH.nodes.iter().map(|node| node.inputs.len()).sum();
    assert_eq!(arrows, taken + 2);

    let file = folder.path().join("wired.svg");
    plot::architecture::<Wired>(&file).unwrap();
    let svg = std::fs::read_to_string(&file).unwrap();
    assert_eq!(svg.matches("marker-end").count(), arrows);
    assert_eq!(svg.matches("Linear&lt;4, 4&gt;").count(), 1);
    let file = folder.path().join("wired.dot");
    plot::architecture::<Wired>(&file).unwrap();
    assert_eq!(std::fs::read_to_string(&file).unwrap(), dot);
}

/// `docs/pictures/links.md` contains the plots of that folder as `data:` addresses, since rustdoc copies no files.
/// `NN_BLESS=1 cargo test --test plot` rewrites it.
#[test]
fn pictures_of_the_pages_are_up_to_date() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/pictures");
    let mut expected = String::new();
    for name in ["architecture", "confusion", "curves"] {
        let picture = std::fs::read(folder.join(name).with_extension("svg")).unwrap();
        write!(expected, "[pictures/{name}.svg]: data:image/svg+xml,").unwrap();
        for byte in picture {
            let is_plain = byte.is_ascii_alphanumeric() || b"-._~=:/,;".contains(&byte);
            if is_plain { expected.push(byte.into()) } else { write!(expected, "%{byte:02X}").unwrap() }
        }
        expected.push('\n');
    }
    let path = folder.join("links.md");
    if std::env::var_os("NN_BLESS").is_some() {
        std::fs::write(&path, &expected).unwrap();
    }
    assert!(std::fs::read_to_string(&path).unwrap() == expected, "stale: NN_BLESS=1 cargo test --test plot");
}

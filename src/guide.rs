//! The pages of the book in `docs/`: a tutorial, guides, reference and explanations. Start with [the introduction](introduction),
//! or with [the tutorial](tutorial).

/// Makes a page a module. Its links lead to other pages by the definitions in `links.md`, which precede its own. The programs of a
/// page are tested only with the features they need.
macro_rules! page {
    ($name:ident, $file:literal) => {
        page!($name, $file, all());
    };
    ($name:ident, $file:literal, $features:meta) => {
        #[cfg_attr(not($features), allow(rustdoc::broken_intra_doc_links))]
        #[cfg_attr(any(not(doctest), $features), doc = include_str!("guide/links.md"))]
        #[cfg_attr(any(not(doctest), $features), doc = include_str!(concat!("../", $file)))]
        pub mod $name {}
    };
}

page!(introduction, "docs/introduction.md");

/// The tutorial, a chapter per module, from XOR to a deployed network. It begins with [`xor`](tutorial::xor).
pub mod tutorial {
    page!(xor, "docs/tutorial/xor.md");
    page!(shapes, "docs/tutorial/shapes.md");
    page!(data, "docs/tutorial/data.md", feature = "data");
    page!(training, "docs/tutorial/training.md", feature = "train");
    page!(convolutions, "docs/tutorial/convolutions.md", feature = "train");
    page!(files, "docs/tutorial/files.md", all(feature = "data", feature = "files"));
    page!(deployment, "docs/tutorial/deployment.md", all(feature = "data", feature = "weights"));
    page!(next, "docs/tutorial/next.md");
}

#[cfg_attr(not(feature = "plot"), allow(rustdoc::broken_intra_doc_links))]
#[doc = include_str!("../docs/pictures/links.md")]
#[doc = include_str!("guide/links.md")]
#[cfg_attr(any(not(doctest), feature = "plot"), doc = include_str!("../docs/training.md"))]
pub mod training {}

page!(deployment, "docs/deployment.md");
page!(scaling, "docs/scaling.md", feature = "mpi");
page!(from_pytorch, "docs/from-pytorch.md");
page!(models, "docs/models.md");
page!(sequences, "docs/sequences.md");
page!(text, "docs/text.md", feature = "data");
page!(gallery, "docs/gallery.md");
page!(theory, "docs/theory.md");

/// Explanations: the macro, sizes as types, memory planning.
pub mod explanation {
    page!(macros, "docs/explanation/macro.md");
    page!(typenum, "docs/explanation/typenum.md");
    page!(memory, "docs/explanation/memory.md");
}

page!(architecture, "docs/architecture.md");
page!(performance, "docs/performance.md");
page!(benchmarks, "benches/README.md");
page!(contributing, "CONTRIBUTING.md");
page!(changelog, "CHANGELOG.md");

//! What an editor shows of a network: code that is emitted only for rust-analyzer, and never compiled.
//!
//! rust-analyzer looks a token up in the expansion by its span, and shows everything that it finds at this span. In an
//! expansion for it, the user's spans therefore occur in the struct and in the code of this module only: `forward` as
//! written, over one type for each value, whose methods are the calls that follow. An unfinished `forward` is complete up to
//! the cursor. This code comes first, since rust-analyzer expects it at the same place with and without the word that it
//! inserts at the cursor.

mod calls;
mod documentation;
mod hidden;
mod menu;
mod shown;
mod source;
mod values;

pub(crate) use shown::{in_editor, is_editor, shown};

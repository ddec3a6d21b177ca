//! Formatting of errors: `Debug` prints the `Display` message and its causes, since `main` and `unwrap` print `Debug`.

use core::error::Error;
use core::fmt;

/// Writes the message of an error, and a line `caused by: ..` for each of its sources that is not already part of the message.
pub fn write_error(error: &dyn Error, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "{error}")?;
    #[cfg(feature = "alloc")]
    let mut text = alloc::string::ToString::to_string(error);
    let mut next = error.source();
    while let Some(source) = next {
        #[cfg(feature = "alloc")]
        let is_new = {
            let cause = alloc::string::ToString::to_string(source);
            let is_new = !text.contains(&cause);
            text += &cause;
            is_new
        };
        #[cfg(not(feature = "alloc"))]
        let is_new = true;
        if is_new {
            write!(f, "\ncaused by: {source}")?;
        }
        next = source.source();
    }
    Ok(())
}

/// Implements `Debug` for an error by its message, which `main` prints after `Error: ` and `unwrap` prints in its panic.
#[doc(hidden)]
#[macro_export]
macro_rules! debug_by_message {
    ($error:ident $(<$lifetime:lifetime>)?) => {
        /// Writes the message and the sources that it does not contain, as a `main` that returns the error prints them.
        impl ::core::fmt::Debug for $error $(<$lifetime>)? {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::write_error(self, f)
            }
        }
    };
}
pub(crate) use debug_by_message;

#[cfg(all(test, feature = "std"))]
mod tests {
    use super::*;

    /// A message, whether it contains that of its source, and the source.
    struct Failure(&'static str, bool, Option<Box<Failure>>);

    impl fmt::Display for Failure {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            match self {
                Self(message, true, Some(source)) => write!(f, "{message}: {source}"),
                Self(message, ..) => f.write_str(message),
            }
        }
    }

    impl Error for Failure {
        fn source(&self) -> Option<&(dyn Error + 'static)> {
            self.2.as_deref().map(|source| source as _)
        }
    }

    debug_by_message!(Failure);

    #[test]
    fn each_cause_is_reported_once() {
        let root = Failure("no such file", false, None);
        assert_eq!(format!("{root:?}"), "no such file");
        let opened = Failure("cannot open x", true, Some(Box::new(root)));
        assert_eq!(format!("{opened:?}"), "cannot open x: no such file");
        let data = Failure("no data", false, Some(Box::new(opened)));
        assert_eq!(format!("{data:#?}"), "no data\ncaused by: cannot open x: no such file");
        assert_eq!(data.to_string(), "no data");
    }
}

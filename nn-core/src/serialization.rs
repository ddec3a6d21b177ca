//! Serde support for tensors, layers and networks: a map from the name of each tensor to its shape and its elements.

use crate::dim::Dim;
use crate::float::Float;
use crate::parameters::{Parameters, Plain, zeroed};
use crate::shape::Shape;
use crate::signal::Class;
use crate::tensor::Tensor;
use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;
use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::ser::{SerializeMap, SerializeStruct};
#[doc(hidden)]
pub use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Types that are deserialized in place: tensors, layers, and networks with `#[derive(Deserialize)]`.
///
/// Call it through [`boxed`] or [`InPlace`]. `Deserialize` of the same types returns a value, which in a debug build needs stack of
/// its whole size, even if it ends up in a `Box`.
pub trait DeserializeInPlace<'de>: Plain {
    /// Overwrites the value. After an error, some of its tensors may have been overwritten and others not.
    ///
    /// # Errors
    /// Returns the errors of the format, and an error with the name of the tensor if a tensor is missing, unknown, duplicated, or
    /// has a different shape.
    fn deserialize_in_place<D: Deserializer<'de>>(&mut self, deserializer: D) -> Result<(), D::Error>;
}

/// Deserializes a value in place on the heap: no large value is moved over the stack, not even in debug builds. For a field of a
/// struct, use `#[serde(deserialize_with = "nn::serde::boxed")]`.
///
/// # Errors
/// Returns the errors of [`DeserializeInPlace::deserialize_in_place`].
///
/// ```
/// use nn::dim::N;
/// use nn::layers::Linear;
/// use nn::serde::boxed;
/// let text = r#"{"weight": {"shape": [1, 2], "data": [0.5, 1.5]}, "bias": {"shape": [2], "data": [0.0, 0.0]}}"#;
/// let fc: Box<Linear<N<1>, N<2>>> = boxed(&mut serde_json::Deserializer::from_str(text))?;
/// assert_eq!(fc.weight.as_slice(), [0.5, 1.5]);
/// # Ok::<(), serde_json::Error>(())
/// ```
pub fn boxed<'de, P: DeserializeInPlace<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Box<P>, D::Error> {
    let mut value = zeroed::<P>();
    value.deserialize_in_place(deserializer)?;
    Ok(value)
}

/// A [`DeserializeSeed`] that overwrites an existing value, for a network that is a part of a larger value.
#[derive(Debug)]
pub struct InPlace<'a, P>(pub &'a mut P);

impl<'de, P: DeserializeInPlace<'de>> DeserializeSeed<'de> for InPlace<'_, P> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.0.deserialize_in_place(deserializer)
    }
}

/// A tensor, serialized as `{"shape": [2, 3], "data": [..]}` in row-major order.
struct Stored<'a, T> {
    dims: &'a [usize],
    elements: &'a [T],
}

const FIELDS: &[&str] = &["shape", "data"];

impl<T: Serialize> Serialize for Stored<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut tensor = serializer.serialize_struct("Tensor", FIELDS.len())?;
        tensor.serialize_field(FIELDS[0], self.dims)?;
        tensor.serialize_field(FIELDS[1], self.elements)?;
        tensor.end()
    }
}

/// Deserializes a tensor of these dimensions into `elements`.
struct TensorSeed<'a, T> {
    /// The name of the tensor, or an empty string.
    name: &'a str,
    dims: &'a [usize],
    elements: &'a mut [T],
}

impl<T> TensorSeed<'_, T> {
    fn subject(&self) -> String {
        if self.name.is_empty() { "the tensor".into() } else { format!("tensor `{}`", self.name) }
    }

    fn check_shape<E: Error>(&self, found: &[usize]) -> Result<(), E> {
        if found == self.dims {
            return Ok(());
        }
        Err(E::custom(format_args!("{} has the shape {found:?}, expected {:?}", self.subject(), self.dims)))
    }

    fn check_count<E: Error>(&self, found: usize) -> Result<(), E> {
        let (expected, dims) = (self.elements.len(), self.dims);
        if found == expected {
            return Ok(());
        }
        let subject = self.subject();
        Err(E::custom(format_args!("{subject} has {found} elements, expected {expected} for the shape {dims:?}")))
    }

    fn missing<E: Error>(&self, field: &str) -> E {
        E::custom(format_args!(
            "{} has no `{field}`, expected the shape {:?} and its elements",
            self.subject(),
            self.dims
        ))
    }
}

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for TensorSeed<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_struct("Tensor", FIELDS, self)
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for TensorSeed<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of shape {:?}, as `shape` and `data`", self.subject(), self.dims)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<(), A::Error> {
        let shape: Vec<usize> = parts.next_element()?.ok_or_else(|| self.missing("shape"))?;
        self.check_shape(&shape)?;
        let found = parts.next_element_seed(ElementsSeed(&mut *self.elements))?;
        self.check_count(found.ok_or_else(|| self.missing("data"))?)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut parts: A) -> Result<(), A::Error> {
        let (mut has_shape, mut found) = (false, None);
        while let Some(key) = parts.next_key::<String>()? {
            match key.as_str() {
                "shape" => {
                    let shape: Vec<usize> = parts.next_value()?;
                    self.check_shape(&shape)?;
                    has_shape = true;
                }
                "data" => found = Some(parts.next_value_seed(ElementsSeed(&mut *self.elements))?),
                _ => {
                    parts.next_value::<IgnoredAny>()?;
                }
            }
        }
        if !has_shape {
            return Err(self.missing("shape"));
        }
        // Check the count last: if the shape differs as well, its error is more informative, whichever field comes first.
        self.check_count(found.ok_or_else(|| self.missing("data"))?)
    }
}

/// Deserializes the elements of a tensor and returns their number; elements beyond the length of the slice are skipped.
struct ElementsSeed<'a, T>(&'a mut [T]);

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for ElementsSeed<'_, T> {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for ElementsSeed<'_, T> {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the {} elements of a tensor", self.0.len())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<usize, A::Error> {
        let mut count = 0;
        for element in self.0 {
            let Some(found) = elements.next_element()? else { return Ok(count) };
            *element = found;
            count += 1;
        }
        while elements.next_element::<IgnoredAny>()?.is_some() {
            count += 1;
        }
        Ok(count)
    }
}

impl<S: Shape, T: Serialize> Serialize for Tensor<S, T> {
    fn serialize<Format: Serializer>(&self, serializer: Format) -> Result<Format::Ok, Format::Error> {
        Stored { dims: S::DIMS, elements: self.as_slice() }.serialize(serializer)
    }
}

impl<'de, S: Shape, T: Plain + Deserialize<'de>> DeserializeInPlace<'de> for Tensor<S, T> {
    fn deserialize_in_place<D: Deserializer<'de>>(&mut self, deserializer: D) -> Result<(), D::Error> {
        TensorSeed { name: "", dims: S::DIMS, elements: self.as_mut_slice() }.deserialize(deserializer)
    }
}

impl<'de, S: Shape, T: Plain + Deserialize<'de>> Deserialize<'de> for Tensor<S, T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        boxed(deserializer).map(|tensor| *tensor)
    }
}

/// Serializes the index.
impl<C: Dim> Serialize for Class<C> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.index().serialize(serializer)
    }
}

impl<'de, C: Dim> Deserialize<'de> for Class<C> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let index = usize::deserialize(deserializer)?;
        let out_of_range = || D::Error::custom(format_args!("class {index}, expected 0 to {}", C::SIZE - 1));
        Self::new(index).ok_or_else(out_of_range)
    }
}

/// Serializes a layer or a network as a map of its tensors.
#[doc(hidden)]
pub fn serialize<P, T, S>(parameters: &P, serializer: S) -> Result<S::Ok, S::Error>
where
    P: Parameters<T>,
    T: Float + Serialize,
    S: Serializer,
{
    let elements = parameters.as_slice();
    let mut count = 0;
    P::LAYOUT.for_each(|_| count += 1);
    let mut map = Ok(serializer.serialize_map(Some(count))?);
    P::LAYOUT.for_each(|param| {
        if let Ok(tensors) = &mut map {
            let stored = Stored { dims: param.dims, elements: &elements[param.range()] };
            if let Err(error) = tensors.serialize_entry(&param.name.to_string(), &stored) {
                map = Err(error);
            }
        }
    });
    map?.end()
}

/// Overwrites a layer or a network with a map of its tensors.
#[doc(hidden)]
pub fn deserialize_in_place<'de, P, T, D>(parameters: &mut P, deserializer: D) -> Result<(), D::Error>
where
    P: Parameters<T>,
    T: Float + Deserialize<'de>,
    D: Deserializer<'de>,
{
    deserializer.deserialize_map(TensorsVisitor { parameters, element: PhantomData })
}

struct TensorsVisitor<'a, P, T> {
    parameters: &'a mut P,
    element: PhantomData<T>,
}

impl<'de, P: Parameters<T>, T: Float + Deserialize<'de>> Visitor<'de> for TensorsVisitor<'_, P, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map from the names of tensors to their shapes and elements")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut expected = Vec::new();
        P::LAYOUT.for_each(|param| expected.push((param.name.to_string(), param.dims, param.range(), false)));
        let elements = self.parameters.as_mut_slice();
        // Tensors are mostly stored in the order of the layout.
        let mut next = 0;
        while let Some(name) = map.next_key::<String>()? {
            let index = match expected.get(next) {
                Some((known, ..)) if *known == name => next,
                _ => expected.iter().position(|(known, ..)| *known == name).ok_or_else(|| {
                    A::Error::custom(format_args!("there is a tensor `{name}`, expected none of this name"))
                })?,
            };
            next = index + 1;
            let (name, dims, range, is_there) = &mut expected[index];
            if core::mem::replace(is_there, true) {
                return Err(A::Error::custom(format_args!("there are two tensors `{name}`")));
            }
            map.next_value_seed(TensorSeed { name, dims, elements: &mut elements[range.clone()] })?;
        }
        match expected.iter().find(|(.., is_there)| !is_there) {
            None => Ok(()),
            Some((name, dims, ..)) => {
                Err(A::Error::custom(format_args!("there is no tensor `{name}`, expected one of shape {dims:?}")))
            }
        }
    }
}

/// Implements the serde traits for a layer with elements of this type. If the element type is a generic parameter, it must
/// implement them as well.
macro_rules! serialization {
    ([$($generics:tt)*] $layer:ty, $element:ty $(, $bound:path)?) => {
        impl<$($generics)*> serde::Serialize for $layer $(where T: serde::Serialize + $bound)? {
            fn serialize<NnSerializer: serde::Serializer>(
                &self,
                serializer: NnSerializer,
            ) -> Result<NnSerializer::Ok, NnSerializer::Error> {
                $crate::serialization::serialize::<Self, $element, NnSerializer>(self, serializer)
            }
        }
        impl<'nn_de, $($generics)*> serde::Deserialize<'nn_de> for $layer
        $(where T: serde::Deserialize<'nn_de> + $bound)?
        {
            fn deserialize<NnDeserializer: serde::Deserializer<'nn_de>>(
                deserializer: NnDeserializer,
            ) -> Result<Self, NnDeserializer::Error> {
                $crate::serialization::boxed(deserializer).map(|layer: alloc::boxed::Box<Self>| *layer)
            }
        }
        impl<'nn_de, $($generics)*> $crate::serialization::DeserializeInPlace<'nn_de> for $layer
        $(where T: serde::Deserialize<'nn_de> + $bound)?
        {
            fn deserialize_in_place<NnDeserializer: serde::Deserializer<'nn_de>>(
                &mut self,
                deserializer: NnDeserializer,
            ) -> Result<(), NnDeserializer::Error> {
                $crate::serialization::deserialize_in_place::<Self, $element, NnDeserializer>(self, deserializer)
            }
        }
    };
}
pub(crate) use serialization;

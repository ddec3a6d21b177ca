//! The values of each epoch of a run.

use crate::files::{self, FileError};
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::path::Path;

/// The bit pattern by which a checkpoint marks a value that an epoch does not have: a NaN that no arithmetic produces.
const ABSENT: u64 = 0x7ff8_6e6e_6162_7331;

/// The values of one epoch by name, in the order in which they are displayed.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// The epoch, counted from 1.
    pub epoch: u64,
    /// The number of steps at the end of the epoch.
    pub step: u64,
    /// The duration of the epoch in seconds, including validation; differs between runs.
    pub seconds: f64,
    /// Training throughput: samples per second.
    pub samples_per_second: f64,
    /// `loss`, `val_loss`, the metrics of the validation set, and `lr`.
    pub values: Vec<(String, f64)>,
}

impl Record {
    /// Returns a value by its name.
    pub fn value(&self, name: &str) -> Option<f64> {
        self.values.iter().find(|(known, _)| known == name).map(|&(_, value)| value)
    }
}

/// A record as one flat JSON object, with its values in order.
struct Json<'a>(&'a Record);

impl Serialize for Json<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(record) = self;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("epoch", &record.epoch)?;
        map.serialize_entry("step", &record.step)?;
        record.values.iter().try_for_each(|(name, value)| map.serialize_entry(name, value))?;
        map.serialize_entry("seconds", &record.seconds)?;
        map.serialize_entry("samples_per_second", &record.samples_per_second)?;
        map.end()
    }
}

/// All epochs of a run, including those before a resume.
///
/// ```
/// use nn::train::{History, Record};
/// let values = vec![("loss".to_string(), 0.5), ("lr".into(), 0.1)];
/// let record = Record { epoch: 1, step: 20, seconds: 1.5, samples_per_second: 800.0, values };
/// let history = History { records: vec![record] };
/// assert_eq!(history.values("loss"), [(1.0, 0.5)]);
/// assert_eq!(history.to_csv(), "epoch,step,loss,lr,seconds,samples_per_second\n1,20,0.5,0.1,1.5,800\n");
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
pub struct History {
    /// One record per epoch.
    pub records: Vec<Record>,
}

impl History {
    /// Returns the names of the values, in the order of their first appearance.
    pub fn names(&self) -> Vec<&str> {
        let mut names = Vec::new();
        for (name, _) in self.records.iter().flat_map(|record| &record.values) {
            if !names.contains(&name.as_str()) {
                names.push(name);
            }
        }
        names
    }

    /// Returns a value of each epoch that has it, as pairs of epoch and value.
    pub fn values(&self, name: &str) -> Vec<(f64, f64)> {
        let value = |record: &Record| record.value(name).map(|value| (record.epoch as f64, value));
        self.records.iter().filter_map(value).collect()
    }

    /// Returns the history as JSON Lines: one object per epoch. NaN and infinities are `null`, since JSON has no such numbers.
    pub fn to_json_lines(&self) -> String {
        self.records.iter().map(json_line).collect()
    }

    /// Returns the history as CSV: a header, and a row per epoch; a value that an epoch does not have is an empty cell.
    pub fn to_csv(&self) -> String {
        let names = self.names();
        let mut text = csv_header(&names);
        self.records.iter().for_each(|record| text += &csv_row(&names, record));
        text
    }

    /// Writes [`to_csv`](Self::to_csv) if the name ends in `.csv`, else [`to_json_lines`](Self::to_json_lines). The file is
    /// replaced atomically.
    ///
    /// # Errors
    /// I/O errors.
    pub fn save(&self, path: impl AsRef<Path>) -> Result<(), FileError> {
        let path = path.as_ref();
        files::write(path, self.text_for(path).as_bytes())
    }

    /// Returns the text in the format that the file's name selects.
    pub(super) fn text_for(&self, path: &Path) -> String {
        if is_csv(path) { self.to_csv() } else { self.to_json_lines() }
    }

    /// Serialises the history for a checkpoint, with floating-point values by their bits.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut word = |word: u64| bytes.extend(word.to_le_bytes());
        let names = self.names();
        word(names.len() as u64);
        word(self.records.len() as u64);
        for record in &self.records {
            let seconds = [record.seconds, record.samples_per_second].map(f64::to_bits);
            [record.epoch, record.step, seconds[0], seconds[1]].into_iter().for_each(&mut word);
            names.iter().for_each(|name| word(record.value(name).map_or(ABSENT, f64::to_bits)));
        }
        let names: Vec<String> = names.into_iter().map(escape).collect();
        bytes.extend(names.join("\n").as_bytes());
        bytes
    }

    /// Deserialises the bytes of [`to_bytes`](Self::to_bytes); `None` if they are invalid.
    pub(super) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let word = |at: usize| Some(u64::from_le_bytes(bytes.get(8 * at..8 * at + 8)?.try_into().ok()?));
        let (names, count) = (usize::try_from(word(0)?).ok()?, usize::try_from(word(1)?).ok()?);
        let width = names.checked_add(4)?;
        let end = width.checked_mul(count)?.checked_add(2)?.checked_mul(8)?;
        let text = std::str::from_utf8(bytes.get(end..)?).ok()?;
        let known: Vec<&str> = if names == 0 { Vec::new() } else { text.split('\n').collect() };
        if known.len() != names {
            return None;
        }
        let known: Vec<String> = known.into_iter().map(unescape).collect();
        let record = |index: usize| {
            let at = 2 + index * width;
            let value = |(i, name): (usize, &String)| match word(at + 4 + i) {
                Some(ABSENT) => None,
                bits => Some(bits.map(|bits| (name.clone(), f64::from_bits(bits)))),
            };
            let values = known.iter().enumerate().filter_map(value);
            Some(Record {
                epoch: word(at)?,
                step: word(at + 1)?,
                seconds: f64::from_bits(word(at + 2)?),
                samples_per_second: f64::from_bits(word(at + 3)?),
                values: values.collect::<Option<_>>()?,
            })
        };
        Some(Self { records: (0..count).map(record).collect::<Option<_>>()? })
    }
}

/// Returns whether the file's name selects CSV.
pub(super) fn is_csv(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv"))
}

/// Returns a record as a line of JSON Lines.
pub(super) fn json_line(record: &Record) -> String {
    serde_json::to_string(&Json(record)).expect("its keys are strings") + "\n"
}

/// Returns the CSV header for these columns.
pub(super) fn csv_header<S: AsRef<str>>(names: &[S]) -> String {
    let names = names.iter().map(AsRef::as_ref);
    csv_line(["epoch", "step"].into_iter().chain(names).chain(["seconds", "samples_per_second"]))
}

/// Returns a record as a CSV row for these columns.
pub(super) fn csv_row<S: AsRef<str>>(names: &[S], record: &Record) -> String {
    let mut row = vec![record.epoch.to_string(), record.step.to_string()];
    let value = |name: &S| record.value(name.as_ref()).map_or(String::new(), |value| value.to_string());
    row.extend(names.iter().map(value));
    row.extend([record.seconds.to_string(), record.samples_per_second.to_string()]);
    csv_line(row.iter().map(String::as_str))
}

fn csv_line<'a>(fields: impl Iterator<Item = &'a str>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(fields).expect("writing to memory does not fail");
    String::from_utf8(writer.into_inner().expect("writing to memory does not fail"))
        .expect("it consists of UTF-8 fields")
}

/// Escapes a name so that it fits on one line.
fn escape(name: &str) -> String {
    name.replace('\\', r"\\").replace('\n', r"\n")
}

/// Undoes [`escape`].
fn unescape(text: &str) -> String {
    let mut name = String::new();
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => name.extend(letters.next().map(|letter| if letter == 'n' { '\n' } else { letter })),
            letter => name.push(letter),
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    fn history() -> History {
        let record = |epoch: u64| Record {
            epoch,
            step: 10 * epoch,
            seconds: 0.5,
            samples_per_second: 100.0,
            values: vec![("loss".into(), 1.0 / epoch as f64), ("f1, macro".into(), f64::NAN)],
        };
        History { records: vec![record(1), record(2)] }
    }

    #[test]
    fn exports_csv_and_json_lines() {
        let history = history();
        assert_eq!(
            history.to_csv(),
            "epoch,step,loss,\"f1, macro\",seconds,samples_per_second\n1,10,1,NaN,0.5,100\n2,20,0.5,NaN,0.5,100\n"
        );
        let lines = history.to_json_lines();
        let first: serde_json::Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
        assert_eq!((&first["step"], &first["loss"], &first["f1, macro"]), (&10.into(), &1.0.into(), &().into()));
        assert_eq!(lines.lines().count(), 2);
        assert_eq!(history.values("loss"), [(1.0, 1.0), (2.0, 0.5)]);
    }

    #[test]
    fn bytes_round_trip() {
        let bytes = history().to_bytes();
        let again = History::from_bytes(&bytes).unwrap();
        assert_eq!(again.to_bytes(), bytes);
        assert_eq!(again.names(), ["loss", "f1, macro"]);
        assert_eq!(History::from_bytes(&History::default().to_bytes()), Some(History::default()));
        for cut in 0..bytes.len() {
            // A truncated text has fewer names, or a shorter one; what matters is that it does not panic.
            let _ = History::from_bytes(&bytes[..cut]);
        }
        assert_eq!(History::from_bytes(&[0xff; 64]), None);
    }

    #[test]
    fn absent_values_and_multi_line_names_round_trip() {
        let mut history = history();
        history.records[1].values = vec![("loss".into(), 0.25), ("a\nb\\n\\".into(), 2.0)];
        history.records[0].values.pop();
        assert_eq!(History::from_bytes(&history.to_bytes()), Some(history));
    }
}

//! Log files to which the values of each epoch are appended.

use super::history::{self, History, Record};
use crate::atomic_file;
use crate::files::FileError;
use std::fs::{File, OpenOptions};
use std::io::{self, BufReader, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;

/// The logs of a run. After each epoch a log has the content that [`History::save`] would write, at the cost of writing one line.
#[derive(Debug, Default)]
pub(super) struct Logs(Vec<Log>);

impl Logs {
    /// Opens a log for each path before the first step; a path that occurs twice has one log. The log of a resumed run is set to
    /// its history; that of a new run is left alone until the first epoch is complete, and then overwritten.
    pub(super) fn open(&mut self, paths: &[PathBuf], history: &History) -> Result<(), FileError> {
        for path in paths {
            if self.0.iter().all(|log| log.path != *path) {
                self.0.push(Log { path: path.clone(), ..Log::default() });
            }
        }
        self.0.iter_mut().try_for_each(|log| log.open(history).map_err(FileError::io(&log.path, "write")))
    }

    /// Appends the last epoch to every log. A log that fails does not prevent the others from being written, and is retried after
    /// the next epoch. Returns the errors of logs that did not fail before.
    pub(super) fn append(&mut self, history: &History) -> Vec<FileError> {
        let mut errors = Vec::new();
        for log in &mut self.0 {
            let result = log.append(history);
            let failed_before = std::mem::replace(&mut log.has_failed, result.is_err());
            errors.extend(result.err().filter(|_| !failed_before).map(FileError::io(&log.path, "write")));
        }
        errors
    }

    /// Syncs every log; those that could not be written are retried a last time.
    pub(super) fn close(&mut self, history: &History) -> Result<(), FileError> {
        let close = |log: &mut Log| log.close(history).err().map(FileError::io(&log.path, "write"));
        let errors: Vec<_> = self.0.iter_mut().filter_map(close).collect();
        errors.into_iter().next().map_or(Ok(()), Err)
    }
}

#[derive(Debug, Default)]
struct Log {
    path: PathBuf,
    /// The open file if the path is not a regular file, such as a FIFO: it stays open during the run, and receives only the epochs
    /// of this process.
    stream: Option<File>,
    /// The names of the values that the file has columns for.
    names: Vec<String>,
    /// The number of records written.
    records: usize,
    /// The length of the file after these records, in bytes.
    length: u64,
    has_failed: bool,
}

impl Log {
    fn open(&mut self, history: &History) -> io::Result<()> {
        if atomic_file::is_stream(&self.path) {
            if self.stream.is_none() {
                self.stream = Some(OpenOptions::new().append(true).open(&self.path)?);
                self.records = history.records.len();
            }
            return Ok(());
        }
        if history.records.is_empty() { self.file().map(drop) } else { self.write_all(history) }
    }

    /// Opens the file, creating it if it does not exist; its content is left alone.
    fn file(&self) -> io::Result<File> {
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&self.path);
        file.map_err(|error| match error.kind() {
            ErrorKind::NotFound => atomic_file::in_folder(atomic_file::folder_of(&self.path), &error),
            _ => error,
        })
    }

    fn append(&mut self, history: &History) -> io::Result<()> {
        if self.stream.is_some() {
            return self.write_stream(history);
        }
        let Some((last, before)) = history.records.split_last() else { return Ok(()) };
        let is_next = self.records == before.len() && last.values.iter().all(|(name, _)| self.names.contains(name));
        if is_next && self.add(last)? { Ok(()) } else { self.write_all(history) }
    }

    /// Appends one record if the file is unchanged since the last write; returns whether it was.
    fn add(&mut self, record: &Record) -> io::Result<bool> {
        let mut file = match OpenOptions::new().append(true).open(&self.path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(error),
        };
        if file.metadata()?.len() != self.length {
            return Ok(false);
        }
        let line = self.line(record);
        file.write_all(line.as_bytes())?;
        self.length += line.len() as u64;
        self.records += 1;
        Ok(true)
    }

    fn line(&self, record: &Record) -> String {
        if history::is_csv(&self.path) { history::csv_row(&self.names, record) } else { history::json_line(record) }
    }

    /// Sets the file to the history: keeps the common prefix, truncates the rest, and writes what follows.
    fn write_all(&mut self, history: &History) -> io::Result<()> {
        let text = history.text_for(&self.path);
        let mut file = self.file()?;
        let common = common(&file, text.as_bytes())?;
        if file.metadata()?.len() != common as u64 {
            file.set_len(common as u64)?;
        }
        file.seek(SeekFrom::Start(common as u64))?;
        file.write_all(&text.as_bytes()[common..])?;
        self.names = history.names().into_iter().map(String::from).collect();
        self.records = history.records.len();
        self.length = text.len() as u64;
        Ok(())
    }

    /// Writes the records that a stream has not received yet, with a header before the first of them and whenever there are new
    /// values.
    fn write_stream(&mut self, history: &History) -> io::Result<()> {
        let Some(new) = history.records.get(self.records..) else { return Ok(()) };
        for record in new {
            if record.values.iter().any(|(name, _)| !self.names.contains(name)) {
                self.names = history.names().into_iter().map(String::from).collect();
                if history::is_csv(&self.path) {
                    self.send(&history::csv_header(&self.names))?;
                }
            }
            self.send(&self.line(record))?;
            self.records += 1;
        }
        Ok(())
    }

    fn send(&self, text: &str) -> io::Result<()> {
        self.stream.iter().try_for_each(|mut stream| stream.write_all(text.as_bytes()))
    }

    fn close(&mut self, history: &History) -> io::Result<()> {
        if self.stream.is_some() {
            return self.write_stream(history);
        }
        if history.records.is_empty() {
            return Ok(());
        }
        if self.has_failed || self.records != history.records.len() {
            self.write_all(history)?;
            self.has_failed = false;
        }
        let file = OpenOptions::new().append(true).open(&self.path)?;
        file.sync_all()?;
        atomic_file::sync_folder(atomic_file::folder_of(&self.path))
    }
}

/// Returns the length of the common prefix of a file and a text, in bytes.
fn common(file: &File, text: &[u8]) -> io::Result<usize> {
    let mut reader = BufReader::new(file).take(text.len() as u64);
    let mut common = 0;
    let mut buffer = [0; 4096];
    loop {
        let count = reader.read(&mut buffer)?;
        let equal = buffer[..count].iter().zip(&text[common..]).take_while(|(a, b)| a == b).count();
        common += equal;
        if count == 0 || equal < count {
            return Ok(common);
        }
    }
}

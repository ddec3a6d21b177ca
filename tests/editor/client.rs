//! A client of rust-analyzer: requests and notifications of the Language Server Protocol over its standard streams.

use serde_json::{Value, json};
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

/// The longest time that the server may take for an answer, or to load the project.
const PATIENCE: Duration = Duration::from_secs(120);

/// The error code of a request that a change of the document has overtaken.
const CONTENT_MODIFIED: i64 = -32801;

/// A running server with one project.
pub(crate) struct Client {
    process: Child,
    input: ChildStdin,
    messages: Receiver<Value>,
    requests: i64,
    versions: HashMap<String, i64>,
    diagnostics: HashMap<String, Vec<Value>>,
    /// Whether the server has loaded the project, and has nothing more to do.
    is_quiescent: bool,
}

impl Client {
    /// Starts the server for a project, and waits until the project is loaded.
    pub(crate) fn start(server: &Path, project: &Path, target: &Path, options: Value) -> Self {
        let mut command = Command::new(server);
        command.current_dir(project).env("CARGO_TARGET_DIR", target);
        command.env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = command.spawn().unwrap();
        let (input, mut output) = (process.stdin.take().unwrap(), BufReader::new(process.stdout.take().unwrap()));
        let (sender, messages) = channel();
        thread::spawn(move || {
            while let Some(message) = read(&mut output) {
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        let mut client = Self {
            process,
            input,
            messages,
            requests: 0,
            versions: HashMap::new(),
            diagnostics: HashMap::new(),
            is_quiescent: false,
        };
        client.initialise(project, &options);
        client
    }

    fn initialise(&mut self, project: &Path, options: &Value) {
        let root = uri(project);
        let completion = json!({ "snippetSupport": true, "documentationFormat": ["markdown"] });
        self.request(
            "initialize",
            &json!({
                "processId": std::process::id(),
                "rootUri": root,
                "workspaceFolders": [{ "uri": root, "name": "project" }],
                "initializationOptions": options,
                "capabilities": {
                    "general": { "positionEncodings": ["utf-8"] },
                    "window": { "workDoneProgress": true },
                    "textDocument": {
                        "hover": { "contentFormat": ["markdown"] },
                        "definition": { "linkSupport": false },
                        "completion": { "completionItem": completion },
                        "publishDiagnostics": { "relatedInformation": true },
                        "inlayHint": {},
                    },
                    "experimental": { "serverStatusNotification": true },
                },
            }),
        );
        self.notify("initialized", &json!({}));
        self.wait_until("the project is loaded", |client| client.is_quiescent);
    }

    /// Opens a file with this text.
    pub(crate) fn open(&mut self, file: &Path, text: &str) {
        self.versions.insert(uri(file), 1);
        let document = json!({ "uri": uri(file), "languageId": "rust", "version": 1, "text": text });
        self.notify("textDocument/didOpen", &json!({ "textDocument": document }));
    }

    /// Replaces the text of an open file.
    pub(crate) fn change(&mut self, file: &Path, text: &str) {
        let version = self.versions.get_mut(&uri(file)).unwrap();
        *version += 1;
        let document = json!({ "uri": uri(file), "version": *version });
        let changes = json!({ "textDocument": document, "contentChanges": [{ "text": text }] });
        self.notify("textDocument/didChange", &changes);
    }

    /// Reports that a file has been saved, so that the server runs `cargo check`.
    pub(crate) fn save(&mut self, file: &Path, text: &str) {
        self.notify("textDocument/didSave", &json!({ "textDocument": { "uri": uri(file) }, "text": text }));
    }

    /// Returns the answer to a request about a place in a file.
    pub(crate) fn ask(&mut self, method: &str, file: &Path, [line, character]: [usize; 2]) -> Value {
        let position = json!({ "line": line, "character": character });
        self.request(method, &json!({ "textDocument": { "uri": uri(file) }, "position": position }))
    }

    /// Returns the inlay hints of the first lines of a file.
    pub(crate) fn inlay_hints(&mut self, file: &Path, lines: usize) -> Value {
        let range = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": lines, "character": 0 } });
        self.request("textDocument/inlayHint", &json!({ "textDocument": { "uri": uri(file) }, "range": range }))
    }

    /// The diagnostics of a file, as the server last reported them.
    pub(crate) fn diagnostics(&self, file: &Path) -> &[Value] {
        self.diagnostics.get(&uri(file)).map_or(&[], Vec::as_slice)
    }

    /// Waits until a diagnostic of a file satisfies the predicate.
    pub(crate) fn wait_for(&mut self, file: &Path, what: &str, is: impl Fn(&Value) -> bool) {
        self.wait_until(what, |client| client.diagnostics(file).iter().any(&is));
    }

    /// Waits until a file has no diagnostic that satisfies the predicate.
    pub(crate) fn wait_without(&mut self, file: &Path, what: &str, is: impl Fn(&Value) -> bool) {
        self.wait_until(what, |client| !client.diagnostics(file).iter().any(&is));
    }

    fn wait_until(&mut self, what: &str, is_done: impl Fn(&Self) -> bool) {
        let start = Instant::now();
        while !is_done(self) {
            let message = self.messages.recv_timeout(Duration::from_secs(1));
            match message {
                Ok(message) => self.receive(&message),
                Err(RecvTimeoutError::Timeout) => {
                    assert!(start.elapsed() < PATIENCE, "waited in vain until {what}: {:#?}", self.diagnostics);
                }
                Err(RecvTimeoutError::Disconnected) => panic!("rust-analyzer ended before {what}"),
            }
        }
    }

    /// Sends a request, and returns its result.
    fn request(&mut self, method: &str, params: &Value) -> Value {
        loop {
            self.requests += 1;
            let id = self.requests;
            self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
            let response = loop {
                let message = self.messages.recv_timeout(PATIENCE);
                let message = message.unwrap_or_else(|error| panic!("no answer to {method}: {error}"));
                if message["id"] == id && message.get("method").is_none() {
                    break message;
                }
                self.receive(&message);
            };
            match response.get("error") {
                None => return response["result"].clone(),
                Some(error) if error["code"] == CONTENT_MODIFIED => thread::sleep(Duration::from_millis(50)),
                Some(error) => panic!("{method}: {error}"),
            }
        }
    }

    fn notify(&mut self, method: &str, params: &Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{text}", text.len()).unwrap();
        self.input.flush().unwrap();
    }

    /// Records a notification, or answers a request of the server: none of them needs more than an empty answer.
    fn receive(&mut self, message: &Value) {
        let params = &message["params"];
        match message["method"].as_str() {
            Some("textDocument/publishDiagnostics") => {
                let all = params["diagnostics"].as_array().cloned().unwrap_or_default();
                self.diagnostics.insert(params["uri"].as_str().unwrap_or_default().into(), all);
            }
            Some("experimental/serverStatus") => self.is_quiescent = params["quiescent"] == true,
            _ => {}
        }
        if let (Some(id), Some(_)) = (message.get("id"), message.get("method")) {
            self.send(&json!({ "jsonrpc": "2.0", "id": id, "result": null }));
        }
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Reads one message; `None` at the end of the stream.
fn read(output: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut header = String::new();
        if output.read_line(&mut header).ok()? == 0 {
            return None;
        }
        match header.trim_end().split_once(": ") {
            Some(("Content-Length", number)) => length = number.parse().ok()?,
            Some(_) => {}
            None => break,
        }
    }
    let mut text = vec![0; length];
    output.read_exact(&mut text).ok()?;
    serde_json::from_slice(&text).ok()
}

fn uri(path: &Path) -> String {
    format!("file://{}", path.display())
}

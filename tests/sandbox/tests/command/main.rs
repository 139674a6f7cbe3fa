//! The command as people and scripts use it: arguments in, output and exit code out.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod workflows;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// The command for the stack of these tests.
fn command(arguments: &[&str]) -> Command {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut command = Command::new(env!("CARGO_BIN_EXE_sandbox"));
    command.args(arguments).arg("--template").arg(here.join("tests/command/template.yaml"));
    command
}

/// Where cargo put the executables; the examples are in a folder beside its tests.
fn target() -> PathBuf {
    std::env::current_exe().unwrap().ancestors().nth(2).unwrap().to_owned()
}

fn sandbox(arguments: &[&str]) -> Output {
    command(arguments).arg("--functions").arg(target().join("examples")).output().unwrap()
}

/// A file that is gone with its folder at the end of the test.
struct Scratch(PathBuf);

impl Scratch {
    fn new(test: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }

    fn write(&self, name: &str, content: &str) -> String {
        let path = self.path(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    fn event(&self, name: &str, detail: Value) -> String {
        let event = json!({ "source": "com.example.hr", "detail-type": "Left", "detail": detail });
        self.write(name, &event.to_string())
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What is left behind lies in cargo's own folder.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A process that does not outlive its test.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn run_reports_world_deliveries_and_dead_letters_as_one_document() {
    let scratch = Scratch::new("document");
    let world = scratch.write("world.json", r#"{"Directories": [{"DirectoryId": "d-9067000001"}]}"#);
    let event = scratch.event("event.json", json!({ "UserName": "alice" }));
    let output = sandbox(&["run", "--report", "json", "--world", &world, &event]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(document["World"]["Directories"][0]["DirectoryId"], "d-9067000001");
    assert_eq!(document["Deliveries"][0]["Function"], "echo");
    assert_eq!(document["Deliveries"][0]["Answer"], json!({ "batchItemFailures": [] }));
    assert_eq!(document["DeadLetterQueues"], json!({ "Dead": [] }));
}

#[test]
fn run_tells_the_story_in_plain_text_when_it_is_piped() {
    let scratch = Scratch::new("story");
    let event = scratch.event("event.json", json!({}));
    let output = sandbox(&["run", &event]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let story = text(&output.stdout);
    assert!(story.contains("Echo gets the message\n"), "{story}");
    assert!(story.ends_with("Settled: everything is done.\n"), "{story}");
    assert!(!story.contains('\u{1b}'), "no colours: {story}");
}

#[test]
fn a_relative_folder_of_functions_is_relative_to_where_the_command_runs() {
    let scratch = Scratch::new("relative");
    let event = scratch.event("event.json", json!({}));
    let mut command = command(&["run", "--report", "json", "--functions", "examples", &event]);
    let output = command.current_dir(target()).output().unwrap();
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(document["Deliveries"][0]["Answer"], json!({ "batchItemFailures": [] }));
}

#[test]
fn what_goes_wrong_in_the_build_of_the_functions_is_shown() {
    let scratch = Scratch::new("build");
    let event = scratch.event("event.json", json!({}));
    // This takes no command `build`, so it stands for a cargo that cannot build.
    let output = command(&["run", &event]).env("CARGO", env!("CARGO_BIN_EXE_sandbox")).output().unwrap();
    let error = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{error}");
    assert!(error.starts_with("Building the functions"), "{error}");
    assert!(error.contains("unrecognized subcommand 'build'"), "{error}");
    assert!(error.contains("cargo build ended with"), "{error}");
}

#[test]
fn an_input_that_cannot_be_used_is_named_and_ends_with_2() {
    let scratch = Scratch::new("inputs");
    let good = scratch.event("good.json", json!({}));
    let not_json = scratch.write("not-json.json", "{");
    let no_event = scratch.write("no-event.json", r#"{"source": "hr", "detail": {}}"#);
    let no_world = scratch.write("no-world.json", r#"{"Desktops": []}"#);
    let twice =
        scratch.write("twice.json", r#"{"source": "hr", "detail": {"DryRun": true, "DryRun": false}}"#);
    let two_tags = scratch.write("two-tags.json", r#"{"Tags": {}, "Tags": {}}"#);
    let cases: [(&[&str], &str); 9] = [
        (&["run", &not_json], "not-json.json: "),
        (&["run", &no_event], "no-event.json: `detail-type` is missing"),
        (&["run", &twice], "twice.json: detail: `DryRun` is there twice"),
        (&["run", &good, "--world", &two_tags], "two-tags.json: `Tags` is there twice"),
        (&["run", "missing.json"], "missing.json: "),
        (&["run", &good, "--world", &no_world], "no-world.json: Desktops: AWS has no such member"),
        (&["run", &good, "--parameter", "Nonsense=1"], "Nonsense"),
        (&["run", &good, "--parameter", "nonsense"], "NAME=VALUE"),
        (&["run"], "EVENT"),
    ];
    for (arguments, named) in cases {
        let output = sandbox(arguments);
        let error = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {error}");
        assert!(error.contains(named), "{arguments:?}: {error}");
    }
}

#[test]
fn every_exchange_is_recorded_even_a_call_that_would_have_left_the_machine_which_fails_the_run() {
    let scratch = Scratch::new("record");
    let record = scratch.path("record.jsonl");
    let event = scratch.event("event.json", json!({ "get": "http://workspaces.us-east-1.amazonaws.com/" }));
    let output = sandbox(&["run", "--record", &record, &event]);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stdout));
    assert!(text(&output.stderr).contains("it would have left this machine"));
    let lines = std::fs::read_to_string(&record).unwrap();
    let exchange: Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    assert_eq!((&exchange["method"], &exchange["status"]), (&json!("GET"), &json!(403)));
}

#[test]
fn serve_says_where_it_is_and_records_while_it_runs() {
    let scratch = Scratch::new("serve");
    let record = scratch.path("record.jsonl");
    let mut serve = command(&["serve", "--port", "0", "--record", &record]);
    let serve = serve.arg("--functions").arg(target().join("examples")).stdout(Stdio::piped());
    let mut serve = Ended(serve.spawn().unwrap());
    let mut lines = BufReader::new(serve.0.stdout.take().unwrap()).lines().map(Result::unwrap);
    let endpoint =
        lines.find_map(|line| Some(line.strip_prefix("  export AWS_ENDPOINT_URL=http://")?.to_owned()));
    let mut call = TcpStream::connect(endpoint.unwrap()).unwrap();
    call.write_all(b"GET /devices HTTP/1.1\r\nHost: thinclient\r\nConnection: close\r\n\r\n").unwrap();
    call.read_to_end(&mut Vec::new()).unwrap();
    let patience = Instant::now() + Duration::from_secs(30);
    while std::fs::read_to_string(&record).unwrap().lines().count() == 0 {
        assert!(Instant::now() < patience, "nothing is recorded");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn a_message_kept_in_a_dead_letter_queue_is_settled() {
    let scratch = Scratch::new("dead");
    let event = scratch.event("event.json", json!({ "fails": 9 }));
    let output = sandbox(&["run", "--report", "json", &event]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    let kept = &document["DeadLetterQueues"]["Dead"][0];
    assert_eq!(kept["Attributes"]["ApproximateReceiveCount"], "2");
    assert!(kept["Body"].as_str().unwrap().contains("\"fails\":9"));
}

#[test]
fn an_event_that_no_rule_matches_is_told() {
    let scratch = Scratch::new("unmatched");
    let event = json!({ "id": "e-1", "source": "elsewhere", "detail-type": "Left", "detail": {} });
    let event = scratch.write("event.json", &event.to_string());
    let output = sandbox(&["run", "--report", "json", &event]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(document["Unmatched"], json!(["e-1"]));
    let output = sandbox(&["run", &event]);
    let story = text(&output.stdout);
    assert!(story.ends_with("Settled: 1 event matched no rule.\n"), "{story}");
}

#[test]
fn two_events_are_told_apart_by_their_offboarding_ids() {
    let scratch = Scratch::new("apart");
    let [one, other] = ["HR-1", "HR-2"].map(|id| scratch.event(id, json!({ "OffboardingId": id })));
    let story = text(&sandbox(&["run", &one, &other]).stdout);
    assert!(story.contains("queue    Work takes a message [HR-1]\n"), "{story}");
    assert!(story.contains("queue    Work: done, and deleted [HR-2]\n"), "{story}");
}

#[test]
fn the_wiring_is_told_as_text_and_as_json() {
    let output = sandbox(&["wiring"]);
    assert!(text(&output.stdout).contains("→ Dead after 2"));
    let output = sandbox(&["wiring", "--report", "json"]);
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(document["Rules"][0]["Pattern"], json!({ "source": ["com.example.hr"] }));
}

//! What a process writes: its lines of standard output and standard error, in the order they came.

use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader, Lines};
use tokio::process::{ChildStderr, ChildStdout};

/// The two streams, read by whoever waits for the process, so that a line that was written before
/// an answer is here before the answer is.
#[derive(Debug)]
pub(super) struct Output {
    stdout: Option<Lines<BufReader<ChildStdout>>>,
    stderr: Option<Lines<BufReader<ChildStderr>>>,
    lines: Vec<String>,
}

impl Output {
    pub(super) fn new(stdout: Option<ChildStdout>, stderr: Option<ChildStderr>) -> Self {
        Self {
            stdout: stdout.map(|stream| BufReader::new(stream).lines()),
            stderr: stderr.map(|stream| BufReader::new(stream).lines()),
            lines: Vec::new(),
        }
    }

    /// Waits for one more line and keeps it; for ever, once both streams have ended.
    pub(super) async fn line(&mut self) {
        let line = tokio::select! {
            biased;
            line = next(&mut self.stdout) => line,
            line = next(&mut self.stderr) => line,
        };
        self.lines.extend(line);
        if self.stdout.is_none() && self.stderr.is_none() {
            std::future::pending::<()>().await;
        }
    }

    /// Everything written so far. A timer fires only after pending input was noticed, so a short
    /// one is enough to see all that lies in the pipes.
    pub(super) async fn take(&mut self) -> Vec<String> {
        while tokio::time::timeout(Duration::from_millis(2), self.line()).await.is_ok() {}
        std::mem::take(&mut self.lines)
    }
}

/// The next line; `None` when the stream has just ended, never when it had ended before.
async fn next<S: AsyncRead + Unpin>(stream: &mut Option<Lines<BufReader<S>>>) -> Option<String> {
    let Some(lines) = stream else { return std::future::pending().await };
    match lines.next_line().await {
        Ok(Some(line)) => Some(line),
        Ok(None) => {
            *stream = None;
            None
        }
        Err(broken) => Some(format!("(a line that cannot be read: {broken})")),
    }
}

//! Starting processes of a function, and running one invocation in one of them.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::Arc;

use bytes::Bytes;
use tokio::process::Command;

use super::output::Output;
use super::runtime_api::Server;
use super::{Process, environment};
use crate::clock::Clock;
use crate::engine::calendar::Calendar;
use crate::engine::invocation::FunctionError;
use crate::stack::Function;

/// How to start processes of one function.
#[derive(Debug, Clone)]
pub(crate) struct Launcher {
    pub(crate) function: Arc<Function>,
    pub(crate) executable: PathBuf,
    /// The sandbox's front, which the process reaches as its proxy.
    pub(crate) sandbox: SocketAddr,
    pub(crate) clock: Arc<Clock>,
}

/// What a process is asked to do.
#[derive(Debug, Clone)]
pub(crate) struct Invocation {
    pub(crate) request_id: String,
    pub(crate) payload: Bytes,
}

/// How an invocation ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) result: Result<Bytes, FunctionError>,
    pub(crate) logs: Vec<String>,
    /// The process, if it can serve another invocation.
    pub(crate) process: Option<Process>,
}

impl Launcher {
    pub(crate) async fn start(&self) -> io::Result<Process> {
        let server = Server::start().await?;
        let task_root = self.executable.parent().unwrap_or(&self.executable);
        let mut child = Command::new(&self.executable)
            .current_dir(task_root)
            .env_clear()
            .envs(environment::variables(&self.function, task_root, server.address, self.sandbox))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let output = Output::new(child.stdout.take(), child.stderr.take());
        Ok(Process { launcher: self.clone(), child, server, output, parked: None })
    }

    /// Runs one invocation in `idle`, or in a new process when there is none or it has exited since.
    /// The process sees it, and is seen, on the calendar that it lives by.
    pub(crate) async fn run(&self, idle: Option<Process>, invocation: &Invocation) -> Ended {
        let alive = idle.and_then(|mut process| process.is_alive().then_some(process));
        let mut process = match alive {
            Some(process) => process,
            None => match self.start().await {
                Ok(process) => process,
                Err(error) => return self.not_started(&error, invocation),
            },
        };
        let calendar = Calendar::of(&self.clock);
        let payload = calendar.to_function(&invocation.payload);
        let result = process.invoke(&Invocation { payload, ..invocation.clone() }).await;
        let result = result
            .map(|answer| calendar.said_by_function(&answer))
            .map_err(|error| FunctionError::posted(calendar.said_by_function(&error.payload)));
        let reusable = process.is_parked_again().await;
        let logs = process.take_logs().await.iter().map(|line| calendar.logged_by_function(line)).collect();
        Ended { result, logs, process: reusable.then_some(process) }
    }

    fn not_started(&self, error: &io::Error, invocation: &Invocation) -> Ended {
        let executable = self.executable.display();
        let message = format!("RequestId: {} Error: {executable}: {error}", invocation.request_id);
        let error = FunctionError::new("Runtime.InvalidEntrypoint", &message);
        Ended { result: Err(error), logs: Vec::new(), process: None }
    }
}

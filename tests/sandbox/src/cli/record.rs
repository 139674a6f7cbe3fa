//! Writing every HTTP exchange with AWS to a file, a JSON object a line.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use sandbox::Sandbox;

use super::failure::Failure;

#[derive(Debug)]
pub(super) struct Record {
    path: PathBuf,
    file: BufWriter<File>,
    written: usize,
}

impl Record {
    /// Makes the file, so that a path that cannot be used is known before anything runs.
    pub(super) fn create(path: &Path) -> Result<Self, Failure> {
        let file = File::create(path).map_err(|error| Failure::input(path.display(), &error))?;
        Ok(Self { path: path.to_owned(), file: BufWriter::new(file), written: 0 })
    }

    /// Writes what has happened since the last time.
    pub(super) fn catch_up(&mut self, sandbox: &Sandbox) -> Result<(), Failure> {
        self.write(sandbox).map_err(|error| Failure::Other(format!("{}: {error}", self.path.display())))
    }

    fn write(&mut self, sandbox: &Sandbox) -> std::io::Result<()> {
        for exchange in sandbox.exchanges_after(self.written) {
            serde_json::to_writer(&mut self.file, &exchange)?;
            self.file.write_all(b"\n")?;
            self.written += 1;
        }
        self.file.flush()
    }
}

//! Writing to a terminal in calm colours, and to anything else in plain text. `NO_COLOR` is respected.

use std::io::Write as _;

use anstyle::{AnsiColor, Style};

pub(super) const TITLE: Style = Style::new().bold();
pub(super) const QUIET: Style = Style::new().dimmed();
pub(super) const GOOD: Style = AnsiColor::Green.on_default();
pub(super) const NOTE: Style = AnsiColor::Yellow.on_default();
pub(super) const BAD: Style = AnsiColor::Red.on_default();

/// Text in a style.
pub(super) fn paint(style: Style, text: impl std::fmt::Display) -> String {
    format!("{style}{text}{style:#}")
}

/// A line on standard output. A reader who has gone away (`| head`) has seen enough.
pub(super) fn say(line: &str) {
    let _ = writeln!(anstream::stdout().lock(), "{line}");
}

/// A line on standard error.
pub(super) fn warn(line: &str) {
    let _ = writeln!(anstream::stderr().lock(), "{line}");
}

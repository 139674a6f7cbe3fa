//! Writing to a terminal in calm colours, and to anything else in plain text. `NO_COLOR` is respected.

use std::io::Write as _;

use anstyle::{AnsiColor, Style};
use textwrap::{Options, WordSeparator, WordSplitter};

pub(super) const TITLE: Style = Style::new().bold();
pub(super) const QUIET: Style = Style::new().dimmed();
pub(super) const GOOD: Style = AnsiColor::Green.on_default();
pub(super) const NOTE: Style = AnsiColor::Yellow.on_default();
pub(super) const BAD: Style = AnsiColor::Red.on_default();

/// How wide a line is where nobody says.
const WIDTH: u16 = 100;

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

/// A text on standard output, in as many lines as it needs; all but the first are indented.
pub(super) fn say_folded(text: &str, indent: usize) {
    say(&fold(text, indent, width().into()));
}

/// How many columns there are: as many as `COLUMNS` says, or the terminal has.
#[expect(clippy::disallowed_methods, reason = "a shell tells its width here, and nobody else reads it")]
pub(super) fn width() -> u16 {
    let told = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let seen = || terminal_size::terminal_size().map(|(width, _)| width.0);
    told.or_else(seen).unwrap_or(WIDTH)
}

/// Only between words: an id that is cut in two cannot be copied.
fn fold(text: &str, indent: usize, width: usize) -> String {
    let indent = " ".repeat(indent);
    let options = Options::new(width)
        .subsequent_indent(&indent)
        .break_words(false)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation);
    textwrap::fill(text, options)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_folded_between_words_and_colours_take_no_room() {
        let text = format!("0:00  outcome {} ws-alicedesk0", paint(GOOD, "Removed"));
        let folded = anstream::adapter::strip_str(&fold(&text, 6, 22)).to_string();
        assert_eq!(folded, "0:00  outcome Removed\n      ws-alicedesk0");
    }
}

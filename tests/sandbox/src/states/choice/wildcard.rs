//! The pattern of `StringMatches`.

/// The texts before, between and after the places where anything can be.
#[derive(Debug)]
pub(crate) struct Wildcard(Vec<String>);

impl Wildcard {
    /// `*` is any characters; a backslash makes `*` and itself literal. None where one comes before
    /// anything else.
    pub(super) fn parse(pattern: &str) -> Option<Self> {
        let mut texts = Vec::new();
        let mut text = String::new();
        let mut characters = pattern.chars();
        while let Some(character) = characters.next() {
            match character {
                '*' => texts.push(std::mem::take(&mut text)),
                '\\' => text.push(characters.next().filter(|escaped| matches!(escaped, '*' | '\\'))?),
                plain => text.push(plain),
            }
        }
        texts.push(text);
        Some(Self(texts))
    }

    pub(super) fn accepts(&self, text: &str) -> bool {
        match &self.0[..] {
            [first, between @ .., last] => {
                let rest =
                    text.strip_prefix(first.as_str()).and_then(|rest| rest.strip_suffix(last.as_str()));
                // The earliest place for each leaves the most for the others.
                let after = |rest: &str, part: &String| Some(rest.find(part)? + part.len());
                let fits = |rest| {
                    between.iter().try_fold(rest, |rest: &str, part| rest.get(after(rest, part)?..)).is_some()
                };
                rest.is_some_and(fits)
            }
            whole => whole == [text],
        }
    }
}

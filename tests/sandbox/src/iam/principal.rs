//! Who asks, and whom a statement is about.

use serde_json::Value;

use super::document::{PolicyError, texts};
use super::wildcard::is_arn_pattern;

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Principal<'a> {
    /// A service of AWS, such as `events.amazonaws.com`.
    Service(&'a str),
    /// A session of the role with this ARN.
    Role(&'a str),
}

/// The `Principal` element of a resource's or a role's policy.
#[derive(Debug, Clone)]
pub(super) struct Principals {
    anyone: bool,
    services: Vec<String>,
    /// ARNs of roles and users, and accounts as twelve digits.
    identities: Vec<String>,
}

impl Principals {
    pub(super) fn read(written: &Value) -> Result<Self, PolicyError> {
        let mut principals = Self { anyone: false, services: Vec::new(), identities: Vec::new() };
        match written {
            Value::String(text) if text == "*" => principals.anyone = true,
            Value::Object(kinds) => {
                for (kind, names) in kinds {
                    principals.add(kind, texts(names)?).map_err(|error| error.within(kind))?;
                }
            }
            other => return Err(PolicyError::new(format!("expected \"*\" or an object, found {other}"))),
        }
        Ok(principals)
    }

    fn add(&mut self, kind: &str, names: Vec<String>) -> Result<(), PolicyError> {
        match kind {
            "Service" => self.services.extend(names),
            "AWS" => {
                for name in names {
                    match account(&name) {
                        _ if name == "*" => self.anyone = true,
                        Some(account) => self.identities.push(account.to_owned()),
                        None if is_identity(&name) => self.identities.push(name),
                        None => {
                            let what = format!("{name} is no principal that the sandbox knows");
                            return Err(PolicyError::new(what));
                        }
                    }
                }
            }
            _ => return Err(PolicyError::new("this kind of principal is not supported")),
        }
        Ok(())
    }

    /// Whether a statement with these principals is about `who`. One that names an account leaves it to
    /// the account's own policies whom it lets in, and shuts out all of its identities.
    pub(super) fn include(&self, who: Principal, denies: bool) -> bool {
        match who {
            _ if self.anyone => true,
            Principal::Service(service) => self.services.iter().any(|known| known == service),
            Principal::Role(arn) => {
                let account = arn.split(':').nth(4);
                let is_it = |known: &String| known == arn || denies && Some(known.as_str()) == account;
                self.identities.iter().any(is_it)
            }
        }
    }
}

/// The account that a principal stands for: its number, or its root.
fn account(name: &str) -> Option<&str> {
    let is_number = |text: &str| text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = match name.strip_suffix(":root") {
        Some(arn) => arn.rsplit(':').next()?,
        None => name,
    };
    is_number(number).then_some(number)
}

/// Wildcards are not allowed in the ARN of a principal.
fn is_identity(name: &str) -> bool {
    is_arn_pattern(name) && name.contains(":iam:") && !name.contains(['*', '?'])
}

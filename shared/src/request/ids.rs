//! The names by which things are asked for, each checked once where it comes in.
//!
//! Patterns and lengths are those of the AWS service models.

use std::fmt;
use std::str::FromStr;

/// Defines text that keeps a rule. The rule's wording is the error, so that it names what is
/// expected and never quotes what came.
macro_rules! text {
    ($(#[$doc:meta])* $name:ident, $rule:literal, $keeps:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(String);

        impl $name {
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = &'static str;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let keeps: fn(&str) -> bool = $keeps;
                if keeps(text) { Ok(Self(text.to_owned())) } else { Err(concat!("must be ", $rule)) }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0
            }
        }
    };
}

text! {
    /// A WorkSpace's id.
    WorkspaceId, "a WorkSpace id: ws- and 8 to 63 of 0-9 a-z",
    |text| tail(text, "ws-", 8..=63, lower_or_digit)
}

text! {
    /// The name of an AWS Region.
    RegionName, "the name of a Region, such as us-east-1",
    |text| tail(text, "", 4..=32, |c| lower_or_digit(c) || c == '-') && text.contains('-')
}

text! {
    /// A directory's id at WorkSpaces.
    DirectoryId, "a directory id: d- and 8 to 63 of 0-9 a-f, or wsd- and 8 to 63 of 0-9 a-z",
    |text| tail(text, "d-", 8..=63, lower_hex) || tail(text, "wsd-", 8..=63, lower_or_digit)
}

text! {
    /// A thin client device's id.
    DeviceId, "a device id: 24 of 0-9 a-z A-Z",
    |text| tail(text, "", 24..=24, |c| c.is_ascii_alphanumeric())
}

text! {
    /// An idempotency token for WorkSpaces Thin Client.
    ClientToken, "1 to 512 characters",
    |text| (1..=512).contains(&text.chars().count())
}

text! {
    /// A WorkMail organization's id.
    OrganizationId, "an organization id: m- and 32 of 0-9 a-f",
    |text| tail(text, "m-", 32..=32, lower_hex)
}

text! {
    /// What WorkMail knows a user, group or resource by: an id, a name or an address.
    EntityId, "1 to 256 of 0-9 a-z A-Z . _ % + @ -",
    |text| tail(text, "", 1..=256, |c| c.is_ascii_alphanumeric() || "._%+@-".contains(c))
}

text! {
    /// A person's user name in a directory.
    UserName, "1 to 63 characters",
    |text| (1..=63).contains(&text.chars().count())
}

text! {
    /// A person's e-mail address. Only WorkMail looks anyone up by it, and knows which it can express;
    /// an address is at most 254 characters long (RFC 5321).
    Email, "1 to 254 characters",
    |text| (1..=254).contains(&text.chars().count())
}

text! {
    /// What ties together everything that is done for one offboarding.
    OffboardingId, "1 to 80 of 0-9 a-z A-Z _ -",
    |text| tail(text, "", 1..=80, |c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
}

text! {
    /// Free text for people: who asked, and why.
    Remark, "at most 256 characters",
    |text| text.chars().count() <= 256
}

fn tail(text: &str, prefix: &str, length: std::ops::RangeInclusive<usize>, one: fn(char) -> bool) -> bool {
    text.strip_prefix(prefix).is_some_and(|rest| length.contains(&rest.len()) && rest.chars().all(one))
}

fn lower_hex(c: char) -> bool {
    matches!(c, '0'..='9' | 'a'..='f')
}

fn lower_or_digit(c: char) -> bool {
    matches!(c, '0'..='9' | 'a'..='z')
}

impl OffboardingId {
    /// Lambda's id of an invocation, for a request that has nothing else to be tied to. It is a UUID;
    /// whatever else it may be one day, the request is still carried out.
    #[must_use]
    pub fn from_request_id(request_id: &str) -> Self {
        let fit = |c: char| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' };
        let id: String = request_id.chars().take(80).map(fit).collect();
        Self(if id.is_empty() { "unknown".to_owned() } else { id })
    }
}

impl UserName {
    /// Whether this is `other`, ignoring ASCII case: directories do not tell `Alice` from `alice`.
    #[must_use]
    pub fn is(&self, other: &str) -> bool {
        self.0.eq_ignore_ascii_case(other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reads<T: FromStr>(text: &str) -> bool {
        text.parse::<T>().is_ok()
    }

    #[test]
    fn ids_follow_the_patterns_of_aws() {
        assert!(reads::<WorkspaceId>("ws-0a1b2c3d4") && !reads::<WorkspaceId>("ws-0A1B2C3D4"));
        assert!(reads::<RegionName>("us-gov-west-1") && !reads::<RegionName>("us-east-1.example.com"));
        assert!(!reads::<WorkspaceId>("ws-1234567") && !reads::<WorkspaceId>("ws-12345678\n"));
        assert!(reads::<DirectoryId>("d-90670000ab") && reads::<DirectoryId>("wsd-90670000xyz"));
        assert!(!reads::<DirectoryId>("d-90670000xyz") && !reads::<DirectoryId>("D-9067000000"));
        assert!(reads::<DeviceId>("ABCdef012345678901234567") && !reads::<DeviceId>("short"));
        assert!(
            reads::<OrganizationId>("m-0123456789abcdef0123456789abcdef") && !reads::<OrganizationId>("m-01")
        );
        assert!(
            reads::<EntityId>("alice+x@example.com")
                && !reads::<EntityId>("alice smith")
                && !reads::<EntityId>("")
        );
        assert!(
            reads::<OffboardingId>("HR-2027_001")
                && !reads::<OffboardingId>("HR 1")
                && !reads::<OffboardingId>("")
        );
    }

    #[test]
    fn whatever_lambda_calls_an_invocation_is_an_offboarding_id() {
        for request_id in ["8476a536-e9f4-11e8-9739-2dfe598c3fcd", "a/b c.é", "", &"x".repeat(99)] {
            let id = OffboardingId::from_request_id(request_id);
            assert!(reads::<OffboardingId>(id.as_str()), "{id}");
        }
    }

    #[test]
    fn lengths_count_characters() {
        assert!(
            reads::<UserName>(&"é".repeat(63))
                && !reads::<UserName>(&"é".repeat(64))
                && !reads::<UserName>("")
        );
        assert!(reads::<Remark>("") && !reads::<Remark>(&"x".repeat(257)));
    }
}

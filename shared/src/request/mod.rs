//! What a caller asks for, in either form, read strictly.

mod fields;
mod ids;
pub mod json;

use std::fmt;

use time::{Duration, OffsetDateTime};

pub use fields::Fields;
pub use ids::{
    ClientToken, DeviceId, DirectoryId, Email, EntityId, OffboardingId, OrganizationId, RegionName, Remark,
    UserName, WorkspaceId,
};

/// Why a request cannot be used: the field, and what is wrong with it. Never its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invalid {
    field: String,
    problem: String,
    /// What may be written to a log, where the field's own name may not (it came from outside).
    log: String,
}

impl Invalid {
    /// `field` is a path such as `User.DirectoryIds[0]`, empty for the request as a whole.
    #[must_use]
    pub fn new(field: impl Into<String>, problem: impl Into<String>) -> Self {
        let (field, problem) = (field.into(), problem.into());
        let log = sentence(&field, &problem);
        Self { field, problem, log }
    }

    fn unknown(path: &str, name: &str) -> Self {
        let field = if path.is_empty() { shown(name) } else { format!("{path}.{}", shown(name)) };
        let log = sentence(path, "has a field that is not one of this request");
        Self { field, problem: "is not a field of this request".to_owned(), log }
    }

    fn twice(name: &str) -> Self {
        let log = sentence("", "has a field twice");
        Self { field: shown(name), problem: "is there twice".to_owned(), log }
    }

    /// The same without anything that the caller chose.
    #[must_use]
    pub fn for_log(&self) -> &str {
        &self.log
    }
}

/// A name that the caller chose, fit for an error message.
fn shown(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(64).collect()
}

fn sentence(field: &str, problem: &str) -> String {
    if field.is_empty() { format!("the request {problem}") } else { format!("`{field}` {problem}") }
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&sentence(&self.field, &self.problem))
    }
}

/// What any request may carry beside what it asks for. (`RequestedBy` and `Reason` are checked and
/// left where they are, in the event: they are for people and may name some.)
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Common {
    pub dry_run: bool,
    pub offboarding_id: Option<OffboardingId>,
    pub effective_at: Option<OffsetDateTime>,
    /// How long after `effective_at` what cannot be brought back is kept (`RetentionSeconds`).
    pub retention: Option<Duration>,
    /// When it was asked for, where no event says so (`RequestedAt`).
    pub requested_at: Option<OffsetDateTime>,
}

/// The longest time that a request may be asked to wait: an execution of Step Functions lives a year at
/// most (Step Functions developer guide, quotas), and is to have days left for asking again.
pub(crate) const LONGEST_WAIT: Duration = Duration::days(360);

impl Common {
    /// Takes the fields that any request may carry.
    pub fn take(fields: &mut Fields) -> Result<Self, Invalid> {
        fields.text::<Remark>("RequestedBy")?;
        fields.text::<Remark>("Reason")?;
        let common = Self {
            dry_run: fields.bool("DryRun")?.unwrap_or(false),
            offboarding_id: fields.text("OffboardingId")?,
            effective_at: fields.text::<Date>("EffectiveAt")?.map(|date| date.0),
            retention: seconds(fields, "RetentionSeconds")?,
            requested_at: fields.text::<Date>("RequestedAt")?.map(|date| date.0),
        };
        match common.retention {
            Some(_) if common.effective_at.is_none() => {
                Err(Invalid::new("RetentionSeconds", "needs an `EffectiveAt` to count from"))
            }
            _ => Ok(common),
        }
    }

    /// When the request is to be carried out, by an operation that goes last (and then waits out the
    /// retention period) or by another.
    #[must_use]
    pub fn due(&self, goes_last: bool) -> Option<OffsetDateTime> {
        let retention = self.retention.filter(|_| goes_last).unwrap_or_default();
        self.effective_at.map(|day| day.saturating_add(retention))
    }
}

fn seconds(fields: &mut Fields, name: &str) -> Result<Option<Duration>, Invalid> {
    let longest = u32::try_from(LONGEST_WAIT.whole_seconds()).unwrap_or(u32::MAX);
    Ok(fields.integer(name, 0..=longest)?.map(|seconds| Duration::seconds(seconds.into())))
}

/// An RFC 3339 date with offset or `Z`.
pub(crate) struct Date(pub OffsetDateTime);

impl std::str::FromStr for Date {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        crate::clock::parse_rfc3339(text).map(Date).ok_or("must be an RFC 3339 date with an offset or Z")
    }
}

/// A leaver. Each operation takes what concerns it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    pub user_name: Option<UserName>,
    pub email: Option<Email>,
    pub directory_ids: Option<Vec<DirectoryId>>,
    pub organization_id: Option<OrganizationId>,
    pub device_ids: Option<Vec<DeviceId>>,
}

/// A request that is either the AWS operation's own or a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Form<A> {
    Aws(A),
    Person(Person),
}

impl<A> Form<A> {
    /// Reads the person form where there is a `User`, else the AWS form with `read`. `own` are the
    /// AWS form's fields, the first of them the one that it cannot be without.
    pub fn take(
        fields: &mut Fields,
        own: &[&str],
        read: impl FnOnce(&mut Fields) -> Result<A, Invalid>,
    ) -> Result<Self, Invalid> {
        let given = own.iter().find(|name| fields.has(name));
        match (fields.object("User")?, given) {
            (None, None) => {
                let needed = own.first().copied().unwrap_or_default();
                Err(fields.lack(Invalid::new("", format!("must have `User` or `{needed}`"))))
            }
            (None, Some(_)) => read(fields).map(Form::Aws),
            (Some(_), Some(name)) => Err(Invalid::new("", format!("must have `User` or `{name}`, not both"))),
            (Some(user), None) => person(user).map(Form::Person),
        }
    }
}

fn person(mut user: Fields) -> Result<Person, Invalid> {
    if user.is_empty() {
        return user.finish().and(Err(Invalid::new("User", "must say something of the person")));
    }
    let person = Person {
        user_name: user.text("UserName")?,
        email: user.text("Email")?,
        directory_ids: user.texts("DirectoryIds")?,
        organization_id: user.text("OrganizationId")?,
        device_ids: user.texts("DeviceIds")?,
    };
    user.finish()?;
    Ok(person)
}

/// The field `name`, which the request cannot be without.
///
/// # Errors
/// Names the field where it is not there.
pub fn required<T>(value: Option<T>, path: &str) -> Result<T, Invalid> {
    value.ok_or_else(|| Invalid::new(path, "is missing"))
}

#[cfg(test)]
mod tests;

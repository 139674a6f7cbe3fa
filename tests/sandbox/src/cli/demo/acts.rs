//! The three acts of the demonstration, and how each must end.

use serde_json::{Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// Something that happens to the company.
pub(super) struct Act {
    pub(super) title: &'static str,
    /// What there is to know before it begins.
    pub(super) about: &'static str,
    pub(super) begin: Begin,
    /// The type of the event that a state machine ends with, if one has a part.
    pub(super) closing: Option<&'static str>,
    /// What changes; everything else must be as it was.
    pub(super) changed: &'static [End],
    /// What could be thought to change, and does not, and why.
    pub(super) kept: &'static [End],
}

pub(super) enum Begin {
    /// An event, which may be about a day to come.
    Event(fn(OffsetDateTime) -> Result<Value, serde_json::Error>),
    /// The schedule with this logical id, which is disabled unless a parameter enables it.
    Schedule(&'static str),
}

/// How a resource ends. An id alone is not enough: a directory of `WorkSpaces` and the one in Directory
/// Service that it stands for share theirs.
pub(super) struct End {
    pub(super) label: &'static str,
    pub(super) id: &'static str,
    /// The state; for what is kept, the reason.
    pub(super) is: &'static str,
    pub(super) note: &'static str,
}

const fn end(label: &'static str, id: &'static str, is: &'static str, note: &'static str) -> End {
    End { label, id, is, note }
}

pub(super) const ACTS: [Act; 3] = [
    Act {
        title: "alice leaves the company at once. Her colleagues stay.",
        about: "The event is tests/events/user-offboarding-requested.json.",
        begin: Begin::Event(|_| {
            serde_json::from_str(include_str!("../../../../events/user-offboarding-requested.json"))
        }),
        closing: None,
        changed: &[
            end("WorkSpace", "ws-alicedesk", "gone", ""),
            end("WorkSpace", "ws-alicewest", "gone", "its standby"),
            end("WorkSpace", "ws-aliceemea", "gone", "a later look"),
            end("device", "alice0000000000000000000", "DEREGISTERED", ""),
            end("mailbox", "alice-0000-0001", "DISABLED", "kept 30 days"),
        ],
        kept: &[
            end("WorkSpace", "ws-alicecase", "tagged offboarding:hold", ""),
            end("device", "reception000000000000000", "a last user is not an owner", ""),
            end("group", "team-0000-0004", "a group called alice", ""),
        ],
    },
    Act {
        title: "bob leaves in thirty days.",
        about: "Planned today, done on the day; the desktop a week later, since nothing brings it back.",
        begin: Begin::Event(|now| Ok(bob_leaves(now + time::Duration::days(30)))),
        closing: Some("User Offboarding Completed"),
        changed: &[
            end("mailbox", "bob-0000-0002", "DISABLED", "on the day"),
            end("device", "bob000000000000000000000", "DEREGISTERED", "on the day"),
            end("WorkSpace", "ws-bobdesk00", "gone", "a week later"),
        ],
        kept: &[],
    },
    Act {
        title: "Directories that nobody uses are cleaned up.",
        about: "The schedule is disabled unless a parameter enables it; here it is run by hand.",
        begin: Begin::Schedule("CleanUpIdleDirectoriesSchedule"),
        closing: Some("Idle Directories Cleaned Up"),
        changed: &[
            end("directory", "d-90670000d4", "gone", "deregistered"),
            end("directory", "d-90670000e5", "gone", "deregistered"),
            end("AD directory", "d-90670000e5", "gone", "deleted: tagged offboarding:delete"),
        ],
        kept: &[
            end("AD directory", "d-90670000d4", "not deleted: nobody agreed; it may cost money now", ""),
            end("directory", "d-90670000a1", "alice's held WorkSpace is there", ""),
            end("directory", "d-90670000b2", "carol works there", ""),
        ],
    },
];

fn bob_leaves(on: OffsetDateTime) -> Value {
    // The next whole second, as a person would write it.
    let on = on.replace_nanosecond(0).unwrap_or(on) + time::Duration::SECOND;
    json!({
        "source": "com.example.hr",
        "detail-type": "User Offboarding Requested",
        "detail": {
            "OffboardingId": "HR-2027-0043",
            "EffectiveAt": on.format(&Rfc3339).unwrap_or_default(),
            "User": {
                "UserName": "bob",
                "Email": "bob@example.com",
                "DirectoryIds": ["d-90670000a1"],
                "OrganizationId": "m-00000000000000000000000000000000",
                "DeviceIds": ["bob000000000000000000000"]
            }
        }
    })
}

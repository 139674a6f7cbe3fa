//! Types that matter in AWS but change nothing when the sandbox runs a stack. Their properties are
//! still resolved, so a reference to something that is not there is found.

use super::super::draft::Draft;
use super::super::error::TemplateError;
use super::naming::Naming;
use super::{Declared, ResourceType};

pub(super) const TYPES: &[&ResourceType] = &[
    &LOG_GROUP,
    &ALARM,
    &DASHBOARD,
    &TOPIC,
    &TOPIC_POLICY,
    &SUBSCRIPTION,
    &KEY,
    &KEY_ALIAS,
    &EVENT_BUS_POLICY,
    &SCHEDULE_GROUP,
];

const LOG_GROUP: ResourceType = ResourceType {
    kind: "AWS::Logs::LogGroup",
    naming: Naming {
        name: Some("LogGroupName"),
        qualifier: None,
        reference: "{name}",
        attributes: &[("Arn", "arn:{AWS::Partition}:logs:{AWS::Region}:{AWS::AccountId}:log-group:{name}:*")],
    },
    read: nothing,
};

const ALARM: ResourceType = ResourceType {
    kind: "AWS::CloudWatch::Alarm",
    naming: Naming {
        name: Some("AlarmName"),
        qualifier: None,
        reference: "{name}",
        attributes: &[("Arn", "arn:{AWS::Partition}:cloudwatch:{AWS::Region}:{AWS::AccountId}:alarm:{name}")],
    },
    read: nothing,
};

const DASHBOARD: ResourceType = ResourceType {
    kind: "AWS::CloudWatch::Dashboard",
    naming: Naming { name: Some("DashboardName"), ..Naming::BY_LOGICAL_ID },
    read: nothing,
};

const TOPIC: ResourceType = ResourceType {
    kind: "AWS::SNS::Topic",
    naming: Naming {
        name: Some("TopicName"),
        qualifier: None,
        reference: "arn:{AWS::Partition}:sns:{AWS::Region}:{AWS::AccountId}:{name}",
        attributes: &[
            ("TopicArn", "arn:{AWS::Partition}:sns:{AWS::Region}:{AWS::AccountId}:{name}"),
            ("TopicName", "{name}"),
        ],
    },
    read: nothing,
};

const TOPIC_POLICY: ResourceType =
    ResourceType { kind: "AWS::SNS::TopicPolicy", naming: Naming::BY_LOGICAL_ID, read: nothing };

const SUBSCRIPTION: ResourceType =
    ResourceType { kind: "AWS::SNS::Subscription", naming: Naming::BY_LOGICAL_ID, read: nothing };

const KEY: ResourceType = ResourceType {
    kind: "AWS::KMS::Key",
    naming: Naming {
        name: None,
        qualifier: None,
        reference: "{name}",
        attributes: &[
            ("Arn", "arn:{AWS::Partition}:kms:{AWS::Region}:{AWS::AccountId}:key/{name}"),
            ("KeyId", "{name}"),
        ],
    },
    read: nothing,
};

const KEY_ALIAS: ResourceType = ResourceType {
    kind: "AWS::KMS::Alias",
    naming: Naming { name: Some("AliasName"), ..Naming::BY_LOGICAL_ID },
    read: nothing,
};

const EVENT_BUS_POLICY: ResourceType =
    ResourceType { kind: "AWS::Events::EventBusPolicy", naming: Naming::BY_LOGICAL_ID, read: nothing };

const SCHEDULE_GROUP: ResourceType = ResourceType {
    kind: "AWS::Scheduler::ScheduleGroup",
    naming: Naming {
        name: Some("Name"),
        qualifier: None,
        reference: "{name}",
        attributes: &[(
            "Arn",
            "arn:{AWS::Partition}:scheduler:{AWS::Region}:{AWS::AccountId}:schedule-group/{name}",
        )],
    },
    read: nothing,
};

#[expect(clippy::unnecessary_wraps, reason = "the types that do read something can fail")]
fn nothing(_: &Declared, _: &mut Draft) -> Result<(), TemplateError> {
    Ok(())
}

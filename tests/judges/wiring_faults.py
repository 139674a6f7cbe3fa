"""Faults that are planted in what SAM has made of the template, to see that the comparison would find them."""

import copy
from collections.abc import Callable
from dataclasses import dataclass

# The set of parameters that they are planted in: everything is there, and nothing is turned on.
SET = "as-delivered"
# Two other queues.
ARN = "arn:aws:sqs:us-east-1:123456789012:AsyncFailuresQueue"
ANOTHER_ARN = "arn:aws:sqs:us-east-1:123456789012:RuleDeadLetterQueue"


@dataclass(frozen=True)
class Fault:
    """`what` is wrong in words, `place` where the comparison should find it."""

    what: str
    place: str
    plant: Callable

    def planted(self, made):
        made = copy.deepcopy(made)
        self.plant(made["Resources"])
        return made


def to(value, *path):
    """Sets what is at a path to another value."""

    def plant(resources):
        *before, last = path
        node = resources
        for key in before:
            node = node[key]
        node[last] = value

    return plant


def without(*path):
    def plant(resources):
        *before, last = path
        node = resources
        for key in before:
            node = node[key]
        del node[last]

    return plant


def twice(name, another):
    return lambda resources: resources.update({another: resources[name]})


def says(one, other, machine):
    """Changes a definition."""

    def plant(resources):
        properties = resources[machine]["Properties"]
        properties["DefinitionString"] = properties["DefinitionString"].replace(one, other)

    return plant


P, F = "Properties", "TerminateWorkspaces"
Q, M, R = f"{F}Queue", f"{F}Requests", "ImmediateOffboardingRule"
I, S, CLEAN_UP = f"{F}EventInvokeConfig", "CleanUpIdleDirectoriesSchedule", "CleanUpIdleDirectories"
SETTINGS = (F, P, "Environment", "Variables")

FAULTS = (
    Fault("a function with another name", f"Functions.{F}.Name", to("another", F, P, "FunctionName")),
    Fault("another binary", f"Functions.{F}.Binary", to("another", F, "Metadata", "BuildProperties", "Binary")),
    Fault("another timeout", f"Functions.{F}.Timeout", to(60, F, P, "Timeout")),
    Fault("no timeout", f"Functions.{F}.Timeout", without(F, P, "Timeout")),
    Fault("another memory", f"Functions.{F}.MemorySize", to(512, F, P, "MemorySize")),
    Fault("another setting", f"Functions.{F}.Environment.DRY_RUN", to("false", *SETTINGS, "DRY_RUN")),
    Fault("a setting less", f"Functions.{F}.Environment.HOLD_TAG_KEY", without(*SETTINGS, "HOLD_TAG_KEY")),
    Fault("a setting more", f"Functions.{F}.Environment.DIRECTORY_IDS", to("d-1234567890", *SETTINGS, "DIRECTORY_IDS")),
    Fault("failures go elsewhere", f"Functions.{F}.OnFailure",
          to(ANOTHER_ARN, I, P, "DestinationConfig", "OnFailure", "Destination")),
    Fault("failures are lost", f"Functions.{F}.OnFailure", without(I, P, "DestinationConfig")),
    Fault("fewer retries", f"Functions.{F}.MaximumRetryAttempts", to(0, I, P, "MaximumRetryAttempts")),
    Fault("concurrency is reserved", f"Functions.{F}.ReservedConcurrentExecutions",
          to("10", F, P, "ReservedConcurrentExecutions")),
    Fault("a function less", "Functions.FindIdleDirectories", without("FindIdleDirectories")),
    Fault("a function more", "Functions.Another", twice(F, "Another")),
    Fault("a queue with another name", f"Queues.{Q}.Name", to("another", Q, P, "QueueName")),
    Fault("a queue that is FIFO", f"Queues.{Q}.Fifo", to(True, Q, P, "FifoQueue")),
    Fault("another visibility timeout", f"Queues.{Q}.VisibilityTimeout", to(120, Q, P, "VisibilityTimeout")),
    Fault("no visibility timeout", f"Queues.{Q}.VisibilityTimeout", without(Q, P, "VisibilityTimeout")),
    Fault("another dead-letter queue", f"Queues.{Q}.DeadLetterQueue",
          to(ARN, Q, P, "RedrivePolicy", "deadLetterTargetArn")),
    Fault("no dead-letter queue", f"Queues.{Q}.DeadLetterQueue", without(Q, P, "RedrivePolicy")),
    Fault("another receive limit", f"Queues.{Q}.MaxReceiveCount", to(3, Q, P, "RedrivePolicy", "maxReceiveCount")),
    Fault("messages that are kept for less", f"Queues.{Q}.MessageRetentionPeriod",
          without(Q, P, "MessageRetentionPeriod")),
    Fault("messages that are late", f"Queues.{Q}.DelaySeconds", to(60, Q, P, "DelaySeconds")),
    Fault("a queue more", "Queues.Another", twice(Q, "Another")),
    Fault("a mapping from another queue", f"Mappings.{M}.Queue", to(ARN, M, P, "EventSourceArn")),
    Fault("a mapping to another function", f"Mappings.{M}.Function", to("DeregisterDevice", M, P, "FunctionName")),
    Fault("another batch size", f"Mappings.{M}.BatchSize", to(1, M, P, "BatchSize")),
    Fault("a batching window", f"Mappings.{M}.BatchingWindow", to(5, M, P, "MaximumBatchingWindowInSeconds")),
    Fault("batches that fail as a whole", f"Mappings.{M}.ReportBatchItemFailures",
          without(M, P, "FunctionResponseTypes")),
    Fault("another concurrency", f"Mappings.{M}.MaximumConcurrency",
          to(50, M, P, "ScalingConfig", "MaximumConcurrency")),
    Fault("no bound on concurrency", f"Mappings.{M}.MaximumConcurrency", without(M, P, "ScalingConfig")),
    Fault("a mapping that is off", f"Mappings.{M}.Enabled", to(False, M, P, "Enabled")),
    Fault("a mapping less", f"Mappings.{M}", without(M)),
    Fault("a rule on another bus", f"Rules.{R}.Bus", to("default", R, P, "EventBusName")),
    Fault("a rule that is on", f"Rules.{R}.Enabled", to("ENABLED", R, P, "State")),
    Fault("another source", f"Rules.{R}.Pattern.source", to(["com.example.hr"], R, P, "EventPattern", "source")),
    Fault("a pattern without a condition", f"Rules.{R}.Pattern.detail", without(R, P, "EventPattern", "detail")),
    Fault("another target", f"Rules.{R}.Targets", to(ARN, R, P, "Targets", 0, "Arn")),
    Fault("a target less", f"Rules.{R}.Targets", without(R, P, "Targets", 2)),
    Fault("lost events go elsewhere", f"Rules.{R}.Targets", to(ARN, R, P, "Targets", 0, "DeadLetterConfig", "Arn")),
    Fault("events are lost", f"Rules.{R}.Targets", without(R, P, "Targets", 0, "DeadLetterConfig")),
    Fault("a rule less", f"Rules.{R}", without(R)),
    Fault("another schedule", f"Schedules.{S}.Expression", to("rate(1 hour)", S, P, "ScheduleExpression")),
    Fault("a schedule that is on", f"Schedules.{S}.Enabled", to("ENABLED", S, P, "State")),
    Fault("a schedule of something else", f"Schedules.{S}.Target", to(ARN, S, P, "Target", "Arn")),
    Fault("another input", f"Schedules.{S}.Input.Request.DryRun",
          to('{"Request": {"DryRun": true}}', S, P, "Target", "Input")),
    Fault("a schedule without a dead-letter queue", f"Schedules.{S}.DeadLetterQueue",
          without(S, P, "Target", "DeadLetterConfig")),
    Fault("a schedule less", f"Schedules.{S}", without(S)),
    Fault("a state machine with another name", "StateMachines.StartOffboarding.Name",
          to("another", "StartOffboarding", P, "StateMachineName")),
    Fault("nothing that starts it", f"StateMachines.{CLEAN_UP}.StartedBy", without(S)),
    Fault("another function in its place", "StateMachines.OffboardUser.Functions",
          to("FindIdleDirectories", "OffboardUser", P, "DefinitionSubstitutions", "TerminateWorkspacesArn")),
    Fault("another state machine in its place", "StateMachines.StartOffboarding.StateMachines",
          to(CLEAN_UP, "StartOffboarding", P, "DefinitionSubstitutions", "OffboardUserArn")),
    Fault("events for another bus", "StateMachines.OffboardUser.Buses",
          to("default", "OffboardUser", P, "DefinitionSubstitutions", "EventBusName")),
    Fault("another call", f"StateMachines.{CLEAN_UP}.Services",
          says("aws-sdk:directory:deleteDirectory", "aws-sdk:directory:disableSso", CLEAN_UP)),
    Fault("a bus with another name", "Buses", to("another", "EventBus", P, "Name")),
)

"""SQS, on queues that nothing else reads."""

import hashlib
import json

from botocore.exceptions import ClientError

from .wait import until

ARN = "arn:aws:sqs:us-east-1:123456789012"
NAMES = ["dead", "ordered-dead.fifo", "ordered.fifo", "plain", "work"]
# What SQS said before it spoke JSON, and still says: programs look for it.
NO_QUEUE = "AWS.SimpleQueueService.NonExistentQueue"


def _queue(client, name):
    return {"QueueUrl": client.get_queue_url(QueueName=name)["QueueUrl"]}


def queues(witness, served):
    client = witness.client(served, "sqs")
    urls = [f"{served.url}/123456789012/{name}" for name in NAMES]
    witness.pages("queues", client, "list_queues", "QueueUrls", urls, 1000)
    witness.pages("queues by name", client, "list_queues", "QueueUrls", urls[1:3], 1000, QueueNamePrefix="ordered")
    witness.pages("no queues", client, "list_queues", "QueueUrls", [], 1000, QueueNamePrefix="none")
    work = _queue(client, "work")
    all_of_it = client.get_queue_attributes(**work, AttributeNames=["All"])["Attributes"]
    policy = {"deadLetterTargetArn": f"{ARN}:dead", "maxReceiveCount": 2}
    witness.equal("its dead-letter queue", json.loads(all_of_it["RedrivePolicy"]), policy)
    counts = [all_of_it[f"ApproximateNumberOfMessages{which}"] for which in ("", "NotVisible", "Delayed")]
    witness.equal("its counts", counts, ["0", "0", "0"])
    witness.equal("its timeout", (all_of_it["VisibilityTimeout"], all_of_it["QueueArn"]), ("20", f"{ARN}:work"))
    one = client.get_queue_attributes(**work, AttributeNames=["DelaySeconds"])["Attributes"]
    witness.equal("one attribute", one, {"DelaySeconds": "0"})
    witness.refused("no queue of this name", client.get_queue_url, "QueueDoesNotExist", code=NO_QUEUE,
                    QueueName="none")
    witness.refused("no queue of this URL", client.receive_message, "QueueDoesNotExist", code=NO_QUEUE,
                    QueueUrl=f"{served.url}/123456789012/none")
    witness.refused("no URL", client.receive_message, "InvalidAddress", QueueUrl="plain")
    witness.refused("no attribute", client.get_queue_attributes, "InvalidAttributeName", **work,
                    AttributeNames=["Colour"])


def messages(witness, served):
    client = witness.client(served, "sqs")
    plain = _queue(client, "plain")
    sent = client.send_message(**plain, MessageBody="héllo", MessageGroupId="fair")
    witness.equal("its digest", sent["MD5OfMessageBody"], hashlib.md5("héllo".encode()).hexdigest())
    got = client.receive_message(**plain, MessageSystemAttributeNames=["All"], MaxNumberOfMessages=10)["Messages"]
    told = [(one["MessageId"], one["Body"], one["MD5OfBody"]) for one in got]
    witness.equal("it is received", told, [(sent["MessageId"], "héllo", sent["MD5OfMessageBody"])])
    attributes = got[0]["Attributes"]
    witness.equal("how often", (attributes["ApproximateReceiveCount"], attributes["MessageGroupId"]), ("1", "fair"))
    witness.equal("its times", attributes["SentTimestamp"] <= attributes["ApproximateFirstReceiveTimestamp"], True)
    witness.equal("it is hidden", client.receive_message(**plain).get("Messages"), None)
    handle = {**plain, "ReceiptHandle": got[0]["ReceiptHandle"]}
    client.change_message_visibility(**handle, VisibilityTimeout=0)
    witness.refused("it is not in flight", client.change_message_visibility, "MessageNotInflight",
                    code="AWS.SimpleQueueService.MessageNotInflight", **handle, VisibilityTimeout=0)
    back = client.receive_message(**plain, AttributeNames=["ApproximateReceiveCount"])["Messages"][0]
    witness.equal("it is back", back["Attributes"], {"ApproximateReceiveCount": "2"})
    client.delete_message(**plain, ReceiptHandle=back["ReceiptHandle"])
    client.delete_message(**plain, ReceiptHandle=back["ReceiptHandle"])
    counts = client.get_queue_attributes(**plain, AttributeNames=["ApproximateNumberOfMessagesNotVisible"])
    witness.equal("it is gone", counts["Attributes"], {"ApproximateNumberOfMessagesNotVisible": "0"})
    witness.refused("no handle", client.delete_message, "ReceiptHandleIsInvalid", **plain, ReceiptHandle="none")
    # SQS's model has no class for these two.
    witness.refused("no body", client.send_message, ClientError, code="MissingParameter", **plain, MessageBody="")
    witness.refused("eleven at once", client.receive_message, ClientError, code="InvalidParameterValue", **plain,
                    MaxNumberOfMessages=11)
    witness.refused("no character", client.send_message, "InvalidMessageContents", **plain, MessageBody="\x08")
    client.send_message(**plain, MessageBody="purged")
    client.purge_queue(**plain)
    witness.equal("nothing is left", client.receive_message(**plain).get("Messages"), None)


def batches(witness, served):
    client = witness.client(served, "sqs")
    plain = _queue(client, "plain")
    entries = [{"Id": f"id-{number}", "MessageBody": str(number)} for number in range(10)]
    entries[9]["DelaySeconds"] = 901
    sent = client.send_message_batch(**plain, Entries=entries)
    witness.equal("nine are sent", [one["Id"] for one in sent["Successful"]], [f"id-{n}" for n in range(9)])
    failed = [(one["Id"], one["SenderFault"], one["Code"]) for one in sent["Failed"]]
    witness.equal("one is not", failed, [("id-9", True, "InvalidParameterValue")])
    got = client.receive_message(**plain, MaxNumberOfMessages=10)["Messages"]
    witness.equal("nine are received", sorted(one["Body"] for one in got), [str(number) for number in range(9)])
    handles = [{"Id": one["Body"], "ReceiptHandle": one["ReceiptHandle"]} for one in got]
    hidden = [{**one, "VisibilityTimeout": 100} for one in handles] + [{"Id": "x", "ReceiptHandle": "none",
                                                                         "VisibilityTimeout": 1}]
    changed = client.change_message_visibility_batch(**plain, Entries=hidden)
    counts = (len(changed["Successful"]), [one["Code"] for one in changed["Failed"]])
    witness.equal("nine are hidden for longer", counts, (9, ["ReceiptHandleIsInvalid"]))
    deleted = client.delete_message_batch(**plain, Entries=[*handles, {"Id": "x", "ReceiptHandle": "none"}])
    counts = (len(deleted["Successful"]), [one["Code"] for one in deleted["Failed"]])
    witness.equal("nine are deleted", counts, (9, ["ReceiptHandleIsInvalid"]))
    prefix = "AWS.SimpleQueueService."
    for what, name, entries in (
        ("none", "EmptyBatchRequest", []),
        ("eleven", "TooManyEntriesInBatchRequest", [{"Id": str(n), "MessageBody": "x"} for n in range(11)]),
        ("one id twice", "BatchEntryIdsNotDistinct", [{"Id": "a", "MessageBody": "x"}] * 2),
        ("an id that is none", "InvalidBatchEntryId", [{"Id": "a b", "MessageBody": "x"}]),
        ("too long", "BatchRequestTooLong", [{"Id": n, "MessageBody": "x" * 600_000} for n in "ab"]),
    ):
        witness.refused(what, client.send_message_batch, name, code=prefix + name, **plain, Entries=entries)


def redrive(witness, served):
    client = witness.client(served, "sqs")
    work, dead = _queue(client, "work"), _queue(client, "dead")
    sent = client.send_message(**work, MessageBody="poison")
    for _ in range(2):
        got = client.receive_message(**work)["Messages"]
        client.change_message_visibility(**work, ReceiptHandle=got[0]["ReceiptHandle"], VisibilityTimeout=0)
    witness.equal("it is not received a third time", client.receive_message(**work).get("Messages"), None)
    got = until(lambda: client.receive_message(**dead, VisibilityTimeout=0, AttributeNames=["All"]).get("Messages"))
    told = (got[0]["MessageId"], got[0]["Attributes"]["DeadLetterQueueSourceArn"])
    witness.equal("it is in the dead-letter queue", told, (sent["MessageId"], f"{ARN}:work"))
    task = client.start_message_move_task(SourceArn=f"{ARN}:dead")
    witness.equal("a task has a handle", bool(task["TaskHandle"]), True)
    back = until(lambda: client.receive_message(**work, AttributeNames=["All"]).get("Messages"))
    told = (back[0]["Body"], back[0]["Attributes"]["ApproximateReceiveCount"], back[0]["MessageId"] != told[0])
    witness.equal("it is back, as a new message", told, ("poison", "1", True))
    tasks = client.list_message_move_tasks(SourceArn=f"{ARN}:dead", MaxResults=10)["Results"]
    told = [(one["Status"], one["ApproximateNumberOfMessagesMoved"]) for one in tasks]
    witness.equal("the task is told", told, [("COMPLETED", 1)])
    witness.refused("no queue to move from", client.start_message_move_task, "ResourceNotFoundException",
                    SourceArn=f"{ARN}:none")
    witness.refused("no dead-letter queue", client.start_message_move_task, ClientError,
                    code="InvalidParameterValue", SourceArn=f"{ARN}:plain")


CHECKS = (queues, messages, batches, redrive)

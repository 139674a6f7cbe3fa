"""Batches, attributes, and what is refused."""

import json

from .reader import Reader


def batches(bench):
    plain = Reader(bench, "plain")
    send, delete = plain.client.send_message_batch, plain.client.delete_message_batch
    hide = plain.client.change_message_visibility_batch

    def told(answer):
        failed = [(one["Id"], one["SenderFault"], one["Code"]) for one in answer.get("Failed", [])]
        return [one["Id"] for one in answer.get("Successful", [])], failed

    def entries(*ids, **more):
        return [{"Id": one, "MessageBody": f"body {one}", **more} for one in ids]

    mixed = entries("a", "b") + entries("late", DelaySeconds=901)
    bench.said("one of three is wrong", send, told, **plain.queue, Entries=mixed)
    for what, wrong in (
        ("none", []), ("eleven", entries(*map(str, range(11)))), ("an id twice", entries("a", "a")),
        ("an id with a space", entries("a b")), ("an id that is too long", entries("x" * 81)),
        ("together too long", [{"Id": one, "MessageBody": "x" * 600_000} for one in "ab"]),
    ):
        bench.said(what, send, told, **plain.queue, Entries=wrong)
    plain.counts("what was sent")
    found = {one["Body"]: one["ReceiptHandle"] for one in plain.take()["Messages"]}
    held = [{"Id": body[-1], "ReceiptHandle": handle} for body, handle in sorted(found.items())]
    none = {"Id": "none", "ReceiptHandle": "none"}
    hidden = [{**one, "VisibilityTimeout": 100} for one in [*held, none]]
    bench.said("hidden", hide, told, **plain.queue, Entries=hidden)
    hidden = [{**one, "VisibilityTimeout": 43201} for one in held]
    bench.said("hidden for too long", hide, told, **plain.queue, Entries=hidden)
    bench.wait(30)
    plain.sees("hidden still")
    bench.said("none is hidden", hide, told, **plain.queue, Entries=[])
    bench.said("deleted", delete, told, **plain.queue, Entries=[*held, none])
    bench.said("none is deleted", delete, told, **plain.queue, Entries=[])
    plain.counts("nothing is left")


def attributes(bench):
    get = bench.client.get_queue_attributes

    def told(answer):
        found = dict(answer.get("Attributes", {}))
        if "RedrivePolicy" in found:
            found["RedrivePolicy"] = json.loads(found["RedrivePolicy"])
        return found

    shared = ["QueueArn", "VisibilityTimeout", "MessageRetentionPeriod", "DelaySeconds", "MaximumMessageSize",
              "ReceiveMessageWaitTimeSeconds", "RedrivePolicy"]
    fifo = ["FifoQueue", "ContentBasedDeduplication", "DeduplicationScope", "FifoThroughputLimit"]
    for name in ("plain", "work", "dead", "ordered.fifo"):
        queue = {"QueueUrl": bench.url(name)}
        bench.said(f"those of {name}", get, told, **queue, AttributeNames=shared + fifo * name.endswith(".fifo"))
        every = get(**queue, AttributeNames=["All"])["Attributes"]
        bench.saw(f"{name} tells of its encryption", "SqsManagedSseEnabled" in every)
        bench.saw(f"all else that {name} has", sorted(every.keys() - {"SqsManagedSseEnabled"}))
    times = ["CreatedTimestamp", "LastModifiedTimestamp"]
    bench.said("its times have whole seconds", get, lambda answer: [one.isdigit() for one in told(answer).values()],
               **queue, AttributeNames=times)
    bench.said("two", get, told, **queue, AttributeNames=["QueueArn", "VisibilityTimeout"])
    bench.said("none", get, told, **queue)
    plain = {"QueueUrl": bench.url("plain")}
    bench.said("what it has not", get, told, **plain, AttributeNames=["RedrivePolicy", "QueueArn"])
    bench.said("what none has", get, told, **plain, AttributeNames=["Colour"])
    bench.said("of no queue", get, told, QueueUrl=plain["QueueUrl"] + "x", AttributeNames=["All"])
    bench.said("no queue", bench.client.get_queue_url, QueueName="none")
    for what, prefix in (("all", ""), ("some", "ordered"), ("no", "none")):
        listed = bench.client.list_queues(QueueNamePrefix=prefix).get("QueueUrls", [])
        bench.saw(f"{what} queues", sorted(url.rsplit("/")[-1] for url in listed))


def refusals(bench):
    plain, ordered = Reader(bench, "plain"), Reader(bench, "ordered.fifo")
    send, receive = plain.client.send_message, plain.client.receive_message
    bench.said("no body", send, **plain.queue, MessageBody="")
    bench.said("a character that is none", send, **plain.queue, MessageBody="\x01")
    bench.said("a body of 1 MiB", send, **plain.queue, MessageBody="x" * 1_048_576)
    bench.said("a body of more", send, **plain.queue, MessageBody="x" * 1_048_577)
    bench.said("a group in a standard queue", send, **plain.queue, MessageBody="x", MessageGroupId="fair")
    bench.said("deduplication in a standard queue", send, **plain.queue, MessageBody="x", MessageDeduplicationId="x")
    bench.said("no group", send, **ordered.queue, MessageBody="x")
    bench.said("no deduplication", send, **ordered.queue, MessageBody="x", MessageGroupId="x")
    bench.said("a delay in order", send, **ordered.queue, MessageBody="x", MessageGroupId="x",
               MessageDeduplicationId="x", DelaySeconds=5)
    bench.said("eleven", receive, **plain.queue, MaxNumberOfMessages=11)
    bench.said("no messages", receive, **plain.queue, MaxNumberOfMessages=0)
    bench.said("too long a look", receive, **plain.queue, WaitTimeSeconds=21)
    bench.said("no queue", receive, QueueUrl=plain.queue["QueueUrl"] + "x")

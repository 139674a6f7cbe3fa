"""What is done to queues, and what is to be seen then. The queues hide what was received for 20 seconds, and `work` and
`ordered.fifo` give up what was received twice. A script looks ten seconds before or after something happens."""

import json

ARN = "arn:aws:sqs:us-east-1:123456789012"


def _got(answer):
    """The messages of an answer, as far as no two runs differ in them."""
    return [(one["Body"], int(one["Attributes"]["ApproximateReceiveCount"])) for one in answer.get("Messages", [])]


class Reader:
    """Somebody who reads a queue."""

    def __init__(self, bench, name):
        self.bench, self.client, self.queue = bench, bench.client, {"QueueUrl": bench.url(name)}

    def send(self, body, **more):
        return self.client.send_message(**self.queue, MessageBody=body, **more)

    def take(self, most=10, **more):
        return self.client.receive_message(**self.queue, MaxNumberOfMessages=most, AttributeNames=["All"], **more)

    def sees(self, what, **more):
        """Receives, and keeps what it was; the handle of the first, if there is one."""
        answer = self.take(**more)
        self.bench.saw(what, _got(answer))
        return next((one["ReceiptHandle"] for one in answer.get("Messages", [])), None)

    def counts(self, what):
        names = ["", "NotVisible", "Delayed"]
        wanted = [f"ApproximateNumberOfMessages{name}" for name in names]
        found = self.client.get_queue_attributes(**self.queue, AttributeNames=wanted)["Attributes"]
        self.bench.saw(what, [int(found[name]) for name in wanted])

    def hides(self, what, handle, seconds):
        call = self.client.change_message_visibility
        self.bench.said(what, call, **self.queue, ReceiptHandle=handle, VisibilityTimeout=seconds)

    def deletes(self, what, handle):
        self.bench.said(what, self.client.delete_message, **self.queue, ReceiptHandle=handle)


def visibility(bench):
    plain = Reader(bench, "plain")
    plain.send("a")
    plain.counts("sent")
    first = plain.take()["Messages"][0]["Attributes"]
    plain.counts("received")
    plain.sees("hidden at once")
    bench.wait(10)
    plain.sees("hidden still")
    bench.wait(20)
    plain.counts("back, as the counts have it")
    second = plain.take()["Messages"][0]
    bench.saw("received again", second["Attributes"]["ApproximateReceiveCount"])
    names = ("SentTimestamp", "ApproximateFirstReceiveTimestamp")
    bench.saw("its times", [second["Attributes"][name] == first[name] for name in names])
    plain.deletes("it is deleted", second["ReceiptHandle"])
    bench.wait(30)
    plain.sees("gone")
    plain.counts("gone, as the counts have it")


def visibility_changed(bench):
    plain = Reader(bench, "plain")
    plain.send("a")
    handle = plain.sees("received")
    plain.hides("hidden for a minute", handle, 60)
    bench.wait(30)
    plain.sees("hidden after the queue's own timeout")
    bench.wait(40)
    handle = plain.sees("back after a minute")
    plain.hides("given back", handle, 0)
    handle = plain.sees("back at once")
    plain.hides("for too long", handle, 43201)
    plain.hides("for less than nothing", handle, -1)
    bench.wait(30)
    plain.hides("when it is back by itself", handle, 10)


def visibility_of_one_look(bench):
    plain = Reader(bench, "plain")
    plain.send("a")
    plain.sees("received for 40 seconds", VisibilityTimeout=40)
    bench.wait(30)
    plain.sees("hidden still")
    bench.wait(20)
    plain.sees("back", VisibilityTimeout=0)
    plain.sees("not hidden at all", VisibilityTimeout=0)
    take = plain.client.receive_message
    bench.said("for too long", take, **plain.queue, VisibilityTimeout=43201)


def delay(bench):
    plain = Reader(bench, "plain")
    plain.send("later", DelaySeconds=20)
    plain.send("now")
    plain.counts("one is delayed")
    plain.sees("one is there")
    bench.wait(10)
    plain.sees("the other is not")
    bench.wait(20)
    plain.counts("both are there")
    plain.sees("both", most=10)
    bench.said("for too long", plain.client.send_message, **plain.queue, MessageBody="x", DelaySeconds=901)


def handles(bench):
    plain = Reader(bench, "plain")
    plain.send("a")
    first = plain.sees("received")
    bench.wait(30)
    second = plain.sees("received again")
    bench.saw("its handle is another", first != second)
    plain.hides("hidden by the first handle", first, 100)
    plain.deletes("deleted by the first handle", first)
    plain.counts("whether it is deleted")
    plain.deletes("deleted by the second handle", second)
    plain.deletes("deleted once more", second)
    plain.hides("hidden after that", second, 10)
    plain.deletes("deleted by no handle", "none")
    plain.hides("hidden by no handle", "none", 10)
    plain.send("b")
    late = plain.sees("another one")
    bench.wait(30)
    plain.deletes("deleted after its time", late)
    plain.sees("gone all the same")


def dead_letters(bench):
    work, dead = Reader(bench, "work"), Reader(bench, "dead")
    sent = work.send("poison")["MessageId"]
    work.sees("first")
    bench.wait(30)
    handle = work.sees("second")
    bench.wait(30)
    work.counts("it stays until somebody looks")
    dead.counts("nothing is dead yet")
    work.send("neighbour")
    work.sees("third")
    work.counts("given up")
    dead.counts("dead")
    found = dead.take()
    bench.saw("the dead letter", _got(found))
    message = found["Messages"][0]
    bench.saw("its id", message["MessageId"] == sent)
    bench.saw("where it came from", message["Attributes"].get("DeadLetterQueueSourceArn"))
    work.deletes("deleted in the queue that gave it up", handle)
    dead.deletes("deleted by its own handle", message["ReceiptHandle"])
    dead.counts("nothing is dead")


def given_back_too_often(bench):
    work, dead = Reader(bench, "work"), Reader(bench, "dead")
    for number in range(3):
        work.send(str(number))
    for look in ("first", "second"):
        found = work.take()
        bench.saw(f"{look} look", sorted(_got(found)))
        for message in found["Messages"]:
            handle = {**work.queue, "ReceiptHandle": message["ReceiptHandle"]}
            work.client.change_message_visibility(**handle, VisibilityTimeout=0)
    work.sees("third look")
    bench.saw("dead", sorted(body for body, _ in _got(dead.take())))


def move_tasks(bench):
    dead, work = Reader(bench, "dead"), Reader(bench, "work")
    dead.send("a")
    start, told = bench.client.start_message_move_task, bench.client.list_message_move_tasks

    def tasks(answer):
        return [(one["Status"], one["ApproximateNumberOfMessagesMoved"]) for one in answer["Results"]]

    bench.said("started", start, SourceArn=f"{ARN}:dead", DestinationArn=f"{ARN}:work")
    bench.said("told", told, tasks, SourceArn=f"{ARN}:dead")
    work.sees("moved")
    dead.counts("nothing is left")
    bench.said("from no dead-letter queue", start, SourceArn=f"{ARN}:plain")
    bench.said("from no queue", start, SourceArn=f"{ARN}:none")


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


def in_order(bench):
    ordered = Reader(bench, "ordered.fifo")
    for group, body in (("alice", "1"), ("alice", "2"), ("bob", "3")):
        ordered.send(body, MessageGroupId=group, MessageDeduplicationId=body)
    first = ordered.sees("the first", most=1)
    ordered.sees("another group only", most=10)
    ordered.deletes("the first is done", first)
    second = ordered.sees("the next of its group")
    ordered.deletes("and that is done", second)
    bench.wait(30)
    ordered.sees("what was not done")


def said_twice(bench):
    ordered = Reader(bench, "ordered.fifo")
    same = {"MessageGroupId": "alice", "MessageDeduplicationId": "same"}
    first = ordered.send("1", **same)
    again = ordered.send("1", **same)
    bench.saw("the same answer", first["MessageId"] == again["MessageId"])
    ordered.counts("once")
    ordered.deletes("done", ordered.sees("it"))
    ordered.send("1", **same)
    ordered.counts("not again, though it is done")


def said_again_later(bench):
    ordered = Reader(bench, "ordered.fifo")
    same = {"MessageGroupId": "alice", "MessageDeduplicationId": "same"}
    ordered.send("1", **same)
    bench.wait(310)
    ordered.send("1", **same)
    ordered.counts("after five minutes it is another")


def out_of_order(bench):
    ordered, dead = Reader(bench, "ordered.fifo"), Reader(bench, "ordered-dead.fifo")
    for body in ("1", "2"):
        ordered.send(body, MessageGroupId="alice", MessageDeduplicationId=body)
    for look in ("first", "second"):
        ordered.sees(look, most=1)
        bench.wait(30)
    ordered.sees("the next, when the first is given up", most=1)
    found = dead.take()
    bench.saw("dead", _got(found))
    bench.saw("its group", found["Messages"][0]["Attributes"]["MessageGroupId"])


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


def purged(bench):
    plain = Reader(bench, "plain")
    plain.send("a")
    handle = plain.sees("one in flight")
    plain.send("b")
    bench.said("purged", plain.client.purge_queue, **plain.queue)
    plain.counts("nothing is left")
    bench.wait(70)
    plain.sees("nothing comes back")
    plain.deletes("deleted after that", handle)
    bench.said("no queue", plain.client.purge_queue, QueueUrl=plain.queue["QueueUrl"] + "x")


SCRIPTS = (visibility, visibility_changed, visibility_of_one_look, delay, handles, dead_letters, given_back_too_often,
           move_tasks, batches, attributes, in_order, said_twice, said_again_later, out_of_order, refusals, purged)
# Those that wait for long, and after that for nothing that could pass.
LONG = (said_again_later,)

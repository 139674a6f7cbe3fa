"""Messages that were received too often, and the way back."""

from .reader import ARN, Reader, got


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
    bench.saw("the dead letter", got(found))
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
        bench.saw(f"{look} look", sorted(got(found)))
        for message in found["Messages"]:
            handle = {**work.queue, "ReceiptHandle": message["ReceiptHandle"]}
            work.client.change_message_visibility(**handle, VisibilityTimeout=0)
    work.sees("third look")
    bench.saw("dead", sorted(body for body, _ in got(dead.take())))


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

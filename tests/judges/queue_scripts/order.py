"""Queues that keep the order, and take nothing twice."""

from .reader import Reader, got


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
    bench.saw("dead", got(found))
    bench.saw("its group", found["Messages"][0]["Attributes"]["MessageGroupId"])

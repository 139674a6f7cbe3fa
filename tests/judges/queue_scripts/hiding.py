"""Messages that are hidden for a while, and the handles by which they are deleted."""

from .reader import Reader


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

"""Somebody who reads a queue, and what is kept of what was read."""

ARN = "arn:aws:sqs:us-east-1:123456789012"


def got(answer):
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
        self.bench.saw(what, got(answer))
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

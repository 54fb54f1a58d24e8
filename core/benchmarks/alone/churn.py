"""Clients that come and go beside a load: connect, upgrade, stay for a moment, leave; and plain requests."""
import collections
import socket
import threading
import time

OPENING = (
    b"GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Origin: http://localhost\r\nUser-Agent: churn\r\nCookie: session=0123456789abcdef\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)
REQUEST = b"GET / HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\nUser-Agent: churn\r\nCookie: session=0123456789abcdef\r\n\r\n"
LONGEST_WAIT = 5


class Churn:
    """
    Runs within a `with` block. Both rates are kept by the clock: after a stall what was due meanwhile is made up for.
    """

    def __init__(self, port, opens, stay, requests):
        """How many connections are opened and requests made in a second, and how many seconds a connection stays."""
        self.address = ("127.0.0.1", port)
        self.stay = stay
        self.errors = 0
        self.done = threading.Event()
        self.threads = [
            threading.Thread(target=self.paced, args=(rate, work), daemon=True)
            for rate, work in ((opens, self.come_and_go), (requests, self.ask))
            if rate
        ]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.done.set()
        for thread in self.threads:
            thread.join()

    def paced(self, rate, work):
        steps = work()
        due = time.monotonic()
        try:
            while not self.done.wait(max(0, due - time.monotonic())):
                next(steps)
                due += 1 / rate
        finally:
            steps.close()

    def come_and_go(self):
        here = collections.deque()
        try:
            while True:
                now = time.monotonic()
                while here and here[0][0] <= now:
                    here.popleft()[1].close()
                try:
                    client = socket.create_connection(self.address, LONGEST_WAIT)
                    here.append((now + self.stay, client))
                    self.exchange(client, OPENING, b" 101 ")
                except OSError:
                    self.errors += 1
                yield
        finally:
            for _, client in here:
                client.close()

    def ask(self):
        client = None
        try:
            while True:
                try:
                    client = client or socket.create_connection(self.address, LONGEST_WAIT)
                    self.exchange(client, REQUEST, b" 200 ")
                except OSError:
                    self.errors += 1
                    if client:
                        client.close()
                    client = None
                yield
        finally:
            if client:
                client.close()

    def exchange(self, client, request, status):
        """Sends a request and takes the whole answer."""
        client.sendall(request)
        answer = b""
        while not complete(answer):
            part = client.recv(65536)
            if not part:
                raise ConnectionError("ended amid an answer")
            answer += part
        if status not in answer.split(b"\r\n", 1)[0] + b" ":
            raise ConnectionError("refused")


def complete(answer):
    """Whether the answer has come to the end that its Content-Length names; without one, to that of its head."""
    head, end, body = answer.partition(b"\r\n\r\n")
    if not end:
        return False
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length":
            return len(body) >= int(value)
    return True

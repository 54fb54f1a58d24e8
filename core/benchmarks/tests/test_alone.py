"""What the scripts collectors and growth compute from what: python3 -m unittest discover core/benchmarks/tests"""
import os
import socketserver
import sys
import tempfile
import threading
import time
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from alone import churn, collectors, growth, pauses, rounds  # noqa: E402  (the path is set first)
from alone.servers import configuration  # noqa: E402

SERIAL = """[100000000ns] Using Serial
[200000000ns] GC(0) Pause Young (Allocation Failure) 17M->3M(61M) 8.500ms
[300000000ns] GC(1) Pause Full (Ergonomics) 97M->24M(128M) 82.809ms
[300000001ns] GC(1) Phase 1: Mark live objects 7.214ms
"""
G1 = """[100ns] GC(5) Pause Young (Concurrent Start) (G1 Evacuation Pause) 51M->46M(105M) 18.330ms
[150ns] GC(5)   Evacuate Collection Set: 17.1ms
[200ns] GC(6) Concurrent Mark Cycle 410.100ms
[300ns] GC(6) Pause Remark 59M->59M(105M) 5.693ms
[400ns] GC(6) Pause Cleanup 61M->61M(105M) 0.040ms
"""
ZGC = """[100ns] GC(1) Minor Collection (Allocation Rate)
[200ns] GC(1) y: Pause Mark Start 0.008ms
[300ns] GC(1) y: Concurrent Mark 11.420ms
[400ns] Allocation Stall (sluice-worker-1) 4.120ms
[500ns] GC(1) Minor Collection (Allocation Rate) 40M(62%)->12M(19%) 0.020s
"""


def read(text):
    with tempfile.NamedTemporaryFile("w", suffix=".log") as log:
        log.write(text)
        log.flush()
        return pauses.read(log.name)


class Pauses(unittest.TestCase):
    def test_whatStopsAllThreadsIsAPauseAndItsPhasesAreNone(self):
        self.assertEqual(read(SERIAL), [(200000000, 8.5), (300000000, 82.809)])
        self.assertEqual(read(G1), [(100, 18.33), (300, 5.693), (400, 0.04)])

    def test_whatRunsBesideTheThreadsIsNoneButAStallIs(self):
        self.assertEqual(read(ZGC), [(200, 0.008), (400, 4.12)])

    def test_aLineThatIsStillBeingWrittenIsPassedOver(self):
        self.assertEqual(read("[200ns] GC(0) Pause Young (Normal) 17M->3M(61M) 8.5"), [])

    def test_onlyThoseOfTheWindowCount(self):
        found = pauses.figures([(0, 9.0), (1_000_000_000, 2.0), (2_999_999_999, 3.0), (3_000_000_000, 9.0)], (1_000_000_000, 3_000_000_000))
        self.assertEqual(found, {"pausesPerSecond": 1.0, "longestPause": 3.0})

    def test_withoutAnyTheLongestIsNothing(self):
        self.assertEqual(pauses.figures([], (0, 1)), {"pausesPerSecond": 0.0, "longestPause": 0})


class Rounds(unittest.TestCase):
    def test_mediansAreKeptButOfErrorsTheSumAndOfTheLongestTheLongest(self):
        some = [{"p99": p99, "max": p99 * 2, "errors": 1, "window": (0, p99)} for p99 in (1, 9, 2)]
        self.assertEqual(rounds.summary(some), {"p99": 2, "max": 18, "errors": 3})

    def test_eachRoundBeginsWithAnother(self):
        calls = []
        rounds.by_turns(3, ["a", "b", "c"], lambda number, part: calls.append(f"{number}{part}") or {"p99": 1})
        self.assertEqual(calls, "0a 0b 0c 1b 1c 1a 2c 2a 2b".split())


class Tables(unittest.TestCase):
    COMMON = {"date": "2026-01-02", "version": "1.2.3", "javas": ["25.0.3"], "machine": {"cores": 2, "cpu": "CPU", "kernel": "6"}}
    ROW = {
        "perSecond": 61234.0,
        "cpuMicros": 11.234,
        "p50": 40.1,
        "p99": 2345.6,
        "p999": 7890.1,
        "max": 12345.6,
        "pausesPerSecond": 0.5,
        "longestPause": 3.456,
        "pssMib": 140.04,
        "errors": 0,
    }

    def test_collectorsHaveOneRowForEachCollectorAndCase(self):
        settings = {"connections": 1000, "opens": 400, "stay": 1.0, "requests": 1000, "rounds": 3, "seconds": 4.0, "warmup": 1.0, "rate": 30000}
        rows = {"25.0.3 default": self.ROW, "25.0.3 z": self.ROW}
        text = collectors.markdown({**self.COMMON, "settings": settings, "most": {"25.0.3 default": 61234.0, "25.0.3 z": 50000.0}, "figures": {"alone": rows, "churn": rows}})
        self.assertIn("| 1,000 tunnels, 30,000 messages a second | p50 in ms |", text)
        self.assertEqual(text.count("| Java 25, **as shipped** | 0.0401 | 2.35 | 7.89 | 12.3 | 11.2 | 0.500 | 3.46 | 140 |"), 2)
        self.assertEqual(text.count("| Java 25, ZGC |"), 2)
        self.assertIn("took 50,000 to 61,200 messages a second at most (1,000 tunnels, closed loop); here they are given 30,000.", text)
        self.assertNotIn("errors", text)

    def test_errorsAreToldWhereverTheyWereCounted(self):
        settings = {"rate": 20000, "rounds": 3, "seconds": 2.0, "warmup": 1.0}
        rows = {"10 tunnels": {"most": self.ROW, "steady": dict(self.ROW, errors=7)}}
        text = growth.markdown({**self.COMMON, "settings": settings, "figures": {"tunnels": rows}})
        self.assertIn("**7 errors were counted", text)
        self.assertIn("| 10 | 61,200 | 11.2 | 11.2 | 0.0401 / 2.35 / 7.89 | 140 |", text)


class Configuration(unittest.TestCase):
    def test_otherRoutesStandBesideTheOneThatLeadsEverywhere(self):
        text = configuration(8080, 100, [1, 2], 3)
        self.assertEqual(text.count('path = "/service-'), 3)
        self.assertEqual(text.count('path = "/"'), 1)
        self.assertIn('servers = ["127.0.0.1:1", "127.0.0.1:2"]', text)


class Clients(unittest.TestCase):
    def test_anAnswerIsWholeWhenItsLengthIsThere(self):
        self.assertFalse(churn.complete(b"HTTP/1.1 200 OK\r\n"))
        self.assertFalse(churn.complete(b"HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nab"))
        self.assertTrue(churn.complete(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc"))
        self.assertTrue(churn.complete(b"HTTP/1.1 101 Switching Protocols\r\n\r\n"))

    def test_whatTheServerRefusesIsAnError(self):
        with Server(b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n") as port:
            with churn.Churn(port, opens=100, stay=0, requests=100) as clients:
                await_that(lambda: clients.errors >= 4)

    def test_clientsComeAndLeaveAtTheirRate(self):
        server = Server(b"HTTP/1.1 101 Switching Protocols\r\n\r\n")
        with server as port:
            began = time.monotonic()
            with churn.Churn(port, opens=200, stay=0.05, requests=0) as clients:
                await_that(lambda: server.left >= 20)
                self.assertGreater(time.monotonic() - began, 0.1, "twenty at 200 a second take nearly a tenth, and each stays for 0.05")
                self.assertEqual(clients.errors, 0)


class Server:
    """Answers each request on loopback by the same bytes, and counts the clients that have left."""

    def __init__(self, answer):
        server = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self):
                while self.request.recv(65536):
                    self.request.sendall(answer)
                server.left += 1

        self.left = 0
        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        return self.server.server_address[1]

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


def await_that(condition):
    end = time.monotonic() + 10
    while not condition():
        if time.monotonic() > end:
            raise AssertionError("not within ten seconds")
        time.sleep(0.005)


if __name__ == "__main__":
    unittest.main()

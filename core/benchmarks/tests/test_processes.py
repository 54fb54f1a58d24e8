"""What the scripts start ends with them, also when they are killed."""
import os
import signal
import subprocess
import sys
import tempfile
import threading
import unittest
from types import SimpleNamespace

sys.dont_write_bytecode = True
FOLDER = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, FOLDER)

from side_by_side.measure import work  # noqa: E402  (the path is set first)
from side_by_side.peers import program  # noqa: E402
from side_by_side.processes import Processes, tree, wait_for  # noqa: E402
from side_by_side.scenarios import SCENARIOS  # noqa: E402

# Starts a server, tells its number, then waits in run() for a program, as a script does during a round.
SCRIPT = """
import sys
from side_by_side.processes import Processes
with Processes(sys.argv[1]) as processes:
    server = processes.start("server", sys.argv[2:])
    processes.run(["sleep", "600"], during=lambda load: print(server.pid, load.pid, flush=True))
"""
NGINX = """
worker_processes 2;
pid nginx.pid;
error_log stderr;
events {}
"""


@unittest.skipUnless(sys.platform == "linux", "the kernel tells children of their parent's end on Linux alone")
class Started(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def test_aScriptThatIsKilledLeavesNothing(self):
        script, pids = self.start("sleep", "600")
        self.assertEqual(len(pids), 2)
        self.assertEndedBy(script, pids)

    @unittest.skipUnless(program("nginx"), "nginx is not installed")
    def test_aMasterEndsItsWorkers(self):
        conf = os.path.join(self.folder, "nginx.conf")
        with open(conf, "w") as out:
            out.write(NGINX)
        script, pids = self.start(program("nginx"), "-e", "stderr", "-p", self.folder, "-c", conf, "-g", "daemon off;")
        # Workers that have not yet become such would not be told by a master that ends: their names say when they have.
        self.assertTrue(wait_for(lambda: sum(b"worker process" in command(pid) for pid in tree(pids[0])) == 2, 20))
        pids = [*tree(pids[0]), pids[1]]
        self.assertEndedBy(script, pids)

    def test_aChildWhoseScriptHasEndedBeforehandDoesNotBegin(self):
        told = "import os; from side_by_side.processes import ending_with; ending_with(os.getppid() + 1)(); print('begun')"
        ended = subprocess.run([sys.executable, "-B", "-c", told], cwd=FOLDER, capture_output=True, text=True)
        self.assertEqual((ended.returncode, ended.stdout), (-9, ""), ended.stderr)

    def test_nothingIsStartedWhileAnotherThreadLives(self):
        done = threading.Event()
        other = threading.Thread(target=done.wait)
        with Processes(self.folder) as processes:
            other.start()
            try:
                with self.assertRaisesRegex(RuntimeError, "a fork amid threads may hang"):
                    processes.start("server", ["sleep", "600"])
                with self.assertRaisesRegex(RuntimeError, "a fork amid threads may hang"):
                    processes.run(["sleep", "600"])
            finally:
                done.set()
                other.join()
            self.assertEqual(processes.run(["echo", "alone"]), ("alone\n", ""))

    def test_aRoundWatchesItsServerOnceTheLoadIsStartedAndNoLonger(self):
        threads = []

        def run(command, env, during):
            threads.append(threading.active_count())
            during(None)
            threads.append(threading.active_count())
            return '{"latencyMicros": {}, "perSecond": 1, "errorCount": 0}', ""

        bench = SimpleNamespace(sluice="sluice", cores=1, load_env=None, processes=SimpleNamespace(run=run))
        peer = SimpleNamespace(name="server", plain=1, tls=2, path="/", pids=lambda: [os.getpid()])
        self.assertEqual(work(bench, peer, SCENARIOS["echo64"], 0, 1)["perSecond"], 1)
        self.assertEqual([*threads, threading.active_count()], [1, 2, 1])

    def start(self, *server):
        """A script that runs, and the numbers of the server and the load that it has started."""
        script = subprocess.Popen(
            [sys.executable, "-B", "-c", SCRIPT, self.folder, *server], cwd=FOLDER, stdout=subprocess.PIPE, text=True
        )
        self.addCleanup(script.stdout.close)
        self.addCleanup(script.wait)
        self.addCleanup(script.terminate)
        return script, [int(pid) for pid in script.stdout.readline().split()]

    def assertEndedBy(self, script, pids):
        """Kills the script; all of these end with it."""
        script.kill()
        script.wait()
        ended = wait_for(lambda: not running(pids), 20)
        left = running(pids)
        for pid in left:
            os.kill(pid, signal.SIGKILL)
        self.assertTrue(ended, f"still there: {left}")


def command(pid):
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as line:
            return line.read()
    except OSError:
        return b""


def running(pids):
    """Those that are still there; one that nobody has waited for yet has ended, too."""
    return [pid for pid in pids if command(pid)]


if __name__ == "__main__":
    unittest.main()

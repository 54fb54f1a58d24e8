"""The command line."""
import argparse
import datetime
import json
import os
import platform
import resource
import signal
import sys
import tempfile
import time

from . import chart, report
from .measure import measure, warm_up
from .peers import HERE, ROOT, Bench, missing
from .processes import Processes, Trouble
from .scenarios import SCENARIOS

SERVERS = ("sluice", "nginx", "haproxy")
DOCS = os.path.join(ROOT, "distribution/src/main/docs")
OUT = os.path.join(os.path.dirname(HERE), "target/side-by-side")
PICTURE = "![Sluice beside nginx and HAProxy: throughput, processor time, memory](distribution/src/main/docs/performance.svg)"
SPARE_FILES = 1000


def parse(text):
    parser = argparse.ArgumentParser(
        prog="side-by-side", description=text, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("scenario", nargs="*", help=f"what is measured (all of: {' '.join(SCENARIOS)})")
    parser.add_argument("--only", metavar="NAMES", default=",".join(SERVERS), help="servers, with commas (sluice,nginx,haproxy)")
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="how often each is measured, in turn (3)")
    parser.add_argument("--seconds", type=float, default=2, metavar="S", help="the time that counts of each round (2)")
    parser.add_argument("--warmup", type=float, default=1, metavar="S", help="the time before it that does not (1)")
    parser.add_argument("--tunnels", type=int, default=4000, metavar="N", help="of the scenario idle (4000)")
    parser.add_argument("--home", metavar="DIR", help="an unpacked distribution (the one that was built last)")
    parser.add_argument("--java-home", metavar="DIR", help="the JDK for Sluice and the load (JAVA_HOME, or java of the PATH)")
    parser.add_argument("--json", metavar="FILE", help="where the figures go (target/side-by-side/figures.json here)")
    parser.add_argument("--publish", action="store_true", help="write the tables and the chart into the manual and the README")
    parser.add_argument("--from", dest="source", metavar="FILE", help="measure nothing: take the figures of an earlier run")
    options = parser.parse_args()
    options.only = options.only.split(",")
    unknown = [s for s in options.scenario if s not in SCENARIOS] + [s for s in options.only if s not in SERVERS]
    if unknown:
        parser.error(f"{unknown[0]} is not known (expected: {', '.join(SCENARIOS)}; servers {', '.join(SERVERS)})")
    if options.rounds < 1 or options.seconds <= 0 or options.warmup < 0 or options.tunnels < 1:
        parser.error("--rounds, --seconds and --tunnels must be more than 0, --warmup not less")
    return options


def say(line):
    print(line, file=sys.stderr, flush=True)


def machine():
    model = platform.processor() or platform.machine()
    with open("/proc/cpuinfo") as info:
        for line in info:
            if line.startswith("model name"):
                model = " ".join(line.split(":", 1)[1].split())
                break
    return {"cores": len(os.sched_getaffinity(0)), "cpu": model, "kernel": platform.release()}


def allow_files(tunnels):
    """Raises the limit of open files as far as may be, and answers it; refuses tunnels that would not fit."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    most = (hard - SPARE_FILES) // 2
    if tunnels > most:
        raise Trouble(f"--tunnels {tunnels} needs {2 * tunnels + SPARE_FILES} open files (ulimit -Hn: {hard}); give {most} or less")
    return hard


def run(options):
    """Measures all; the figures with what is to be known about them."""
    absent = missing(options.only)
    if absent:
        raise Trouble("; ".join(absent) + "; or leave it out by --only")
    names = options.scenario or list(SCENARIOS)
    files = allow_files(options.tunnels if "idle" in names else 0)
    begun = time.monotonic()
    host = machine()
    # nginx's workers have another user, where root starts it: they must be able to enter.
    with tempfile.TemporaryDirectory(prefix="side-by-side-") as folder, Processes(folder) as processes:
        os.chmod(folder, 0o755)
        bench = Bench(folder, processes, options.home, options.java_home, host["cores"], files)
        bench.prepare()
        servers = list(options.only)
        if "nginx" in servers and any(SCENARIOS[name].large for name in names):
            servers.append("nginx-64k")
        say(f"starting {', '.join(servers)}")
        peers = [bench.start(server) for server in servers]
        for peer in peers:
            if peer.name == "sluice":
                say("warming up")
                warm_up(bench, peer, names)
        figures = measure(bench, peers, names, options, say)
        versions = bench.versions(options.only)
    settings = {key: getattr(options, key) for key in ("rounds", "seconds", "warmup", "tunnels")}
    return {
        "format": 1,
        "date": datetime.date.today().isoformat(),
        "machine": host,
        "versions": versions,
        "servers": options.only,
        "settings": settings,
        "tookSeconds": round(time.monotonic() - begun),
        "figures": figures,
    }


def write(path, text):
    os.makedirs(os.path.dirname(os.path.abspath(path)), exist_ok=True)
    with open(path, "w", encoding="utf-8") as out:
        out.write(text)


def publish(tables, picture):
    report.put_between(os.path.join(DOCS, "performance.md"), "figures", tables)
    if picture:
        write(os.path.join(DOCS, "performance.svg"), picture)
        report.put_between(os.path.join(DOCS, "performance.md"), "chart", "![The chart of these figures](performance.svg)")
        report.put_between(os.path.join(ROOT, "README.md"), "chart", PICTURE)


def main(text):
    options = parse(text)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # as nohup has it
        signal.signal(signal.SIGHUP, lambda *_: sys.exit(129))
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell lets those in the background ignore it
    try:
        if options.source:
            with open(options.source, encoding="utf-8") as source:
                data = json.load(source)
        else:
            data = run(options)
            say(f"took {data['tookSeconds']} s")
            write(options.json or os.path.join(OUT, "figures.json"), json.dumps(data, indent=1) + "\n")
    except Trouble as trouble:
        say(f"side-by-side: {trouble}")
        return 1
    except OSError as trouble:
        say(f"side-by-side: {trouble}")
        return 1
    except KeyboardInterrupt:
        say("side-by-side: ended early; nothing was written")
        return 130
    tables, picture = report.markdown(data), chart.svg(data)
    print(tables)
    write(os.path.join(OUT, "tables.md"), tables + "\n")
    if picture:
        write(os.path.join(OUT, "chart.svg"), picture)
    if options.publish:
        publish(tables, picture)
    return 0

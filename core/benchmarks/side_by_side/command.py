"""What the command lines of all measuring tools share."""
import datetime
import json
import os
import platform
import resource
import signal
import sys
import time

from .peers import HERE, ROOT
from .processes import Trouble

DOCS = os.path.join(ROOT, "distribution/src/main/docs")
SPARE_FILES = 1000


def say(line):
    print(line, file=sys.stderr, flush=True)


def add_options(parser, name):
    """Where a distribution is, and where figures go."""
    parser.add_argument("--home", metavar="DIR", help="an unpacked distribution (the one that was built last)")
    parser.add_argument("--json", metavar="FILE", help=f"where the figures go (target/{name}/figures.json here)")
    parser.add_argument("--from", dest="source", metavar="FILE", help="measure nothing: take the figures of an earlier run")


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
        raise Trouble(f"{tunnels} tunnels need {2 * tunnels + SPARE_FILES} open files (ulimit -Hn: {hard}); give {most} or less")
    return hard


def write(path, text):
    os.makedirs(os.path.dirname(os.path.abspath(path)), exist_ok=True)
    with open(path, "w", encoding="utf-8") as out:
        out.write(text)


def out_folder(name):
    return os.path.join(os.path.dirname(HERE), "target", name)


def conclude(name, options, run, present):
    """
    Measures by `run`, or takes the figures of an earlier run; keeps them, and has `present` show them. The exit code.

    Figures are a dictionary; date and duration are added here.
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # as nohup has it
        signal.signal(signal.SIGHUP, lambda *_: sys.exit(129))
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell lets those in the background ignore it
    try:
        if options.source:
            with open(options.source, encoding="utf-8") as source:
                data = json.load(source)
        else:
            begun = time.monotonic()
            data = {"format": 1, "date": datetime.date.today().isoformat(), **run(options)}
            data["tookSeconds"] = round(time.monotonic() - begun)
            say(f"took {data['tookSeconds']} s")
            write(options.json or os.path.join(out_folder(name), "figures.json"), json.dumps(data, indent=1) + "\n")
    except (Trouble, OSError) as trouble:
        say(f"{name}: {trouble}")
        return 1
    except KeyboardInterrupt:
        say(f"{name}: ended early; nothing was written")
        return 130
    present(data)
    return 0

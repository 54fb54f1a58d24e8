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
from .report import put_between

DOCS = os.path.join(ROOT, "distribution/src/main/docs")
SPARE_FILES = 1000


def say(line):
    print(line, file=sys.stderr, flush=True)


def add_options(parser, name):
    """Where a distribution is, and where figures go."""
    parser.add_argument("--home", metavar="DIR", help="an unpacked distribution (the one that was built last)")
    parser.add_argument("--json", metavar="FILE", help=f"where the figures go (target/{name}/figures.json here)")
    parser.add_argument("--from", dest="source", metavar="FILE", help="measure nothing: take the figures of an earlier run")


def add_times(parser, seconds, warmup):
    """How often and how long each is measured."""
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="how often each is measured, in turn (3)")
    parser.add_argument("--seconds", type=float, default=seconds, metavar="S", help=f"the time that counts of each round ({seconds})")
    parser.add_argument("--warmup", type=float, default=warmup, metavar="S", help=f"the time before it that does not ({warmup})")


def add_java_home(parser):
    parser.add_argument("--java-home", metavar="DIR", help="the JDK for Sluice and the load (JAVA_HOME, or java of the PATH)")


def check_numbers(parser, options, above=(), least=()):
    """Refuses what is not above 0, and what is below it; an option that was not given is right."""
    for names, wrong, expected in ((above, lambda found: found <= 0, "more than 0"), (least, lambda found: found < 0, "0 or more")):
        for name in names:
            found = getattr(options, name)
            if found is not None and wrong(found):
                parser.error(f"--{name}: found {found} (expected: {expected})")


def check_source(parser, options, names):
    """Refuses beside --from what it would pass over."""
    for name in (*names, "json", "home"):
        if options.source and getattr(options, name) not in (parser.get_default(name), []):
            parser.error(f"--from: measures nothing, so {name.replace('_', '-')} has no meaning beside it")


def show(name, options, tables, page):
    """Prints tables and keeps them; `page` says where they are published, the manual's page and the marker in it."""
    print(tables)
    write(os.path.join(out_folder(name), "tables.md"), tables + "\n")
    if options.publish:
        put_between(os.path.join(DOCS, page[0]), page[1], tables)


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
            return show_again(name, options.source, present)
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


def show_again(name, path, present):
    """The figures of an earlier run of this tool; whatever else the file holds is refused."""
    with open(path, encoding="utf-8") as source:
        try:
            present(json.load(source))
        except (ValueError, LookupError, TypeError, AttributeError) as wrong:
            raise Trouble(f"{path} does not hold the figures of a run of {name}: {wrong!r}") from wrong
    return 0

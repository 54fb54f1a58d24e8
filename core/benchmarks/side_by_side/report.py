"""Tables of the figures, and where they go."""
import math
import re

from .measure import better_nginx
from .scenarios import IDLE, SCENARIOS

TITLES = {"nginx": "nginx", "haproxy": "HAProxy", "sluice": "Sluice"}
ORDER = ("nginx", "haproxy", "sluice")


def rows_of(data):
    """Scenarios in their order, each with one row for a server."""
    return {name: better_nginx(data["figures"][name]) for name in SCENARIOS if data["figures"].get(name)}


def three_digits(value):
    """61234 as 61,200; 1.2345 as 1.23."""
    if not value:
        return "0"
    digits = 2 - math.floor(math.log10(abs(value)))
    return f"{round(value, digits):,.{max(0, digits)}f}"


def table(data, head, cells, names, ratio):
    servers = [server for server in ORDER if server in data["servers"]]
    versions = data["versions"]
    compared = ratio and "nginx" in servers and "sluice" in servers
    lines = [
        "| " + " | ".join([head, *(f"{TITLES[s]} {versions[s]}" for s in servers), *(["Sluice / nginx"] if compared else [])]) + " |",
        "|---" * (1 + len(servers) + bool(compared)) + "|",
    ]
    for name, rows in names.items():
        title = cells.get("title", lambda n: SCENARIOS[n].title)(name)
        line = [title, *(cells["cell"](rows[s]) if s in rows else "" for s in servers)]
        if compared:
            both = "sluice" in rows and "nginx" in rows and ratio(rows["nginx"])
            line.append(f"{ratio(rows['sluice']) / ratio(rows['nginx']):.2f}" if both else "")
        lines.append("| " + " | ".join(line) + " |")
    return "\n".join(lines)


def markdown(data):
    """Everything between the markers of the manual's page."""
    rows = rows_of(data)
    busy = {name: row for name, row in rows.items() if name not in IDLE}
    idle = {name: row for name, row in rows.items() if name in IDLE}
    settings, machine = data["settings"], data["machine"]
    parts = [
        f"{data['date']}: {machine['cores']} cores of {machine['cpu']}, Linux {machine['kernel']}, Java {data['versions']['java']};"
        f" medians of {settings['rounds']} round{'s' if settings['rounds'] > 1 else ''}, each of {settings['seconds']:g} s"
        f" after {settings['warmup']:g} s that do not count.",
    ]
    spreads = sorted(row["spread"] for scenario in rows.values() for row in scenario.values() if "spread" in row)
    if spreads:
        parts[0] += (
            f" The fastest round of a figure is {spreads[len(spreads) // 2]:.2f} times the slowest"
            f" (median of all figures; {spreads[-1]:.2f} at most)."
        )
    errors = sum(row["errors"] for scenario in rows.values() for row in scenario.values())
    if errors:
        parts.append(f"**{errors} errors were counted: these figures are not good.**")
    if busy:
        parts += [
            table(data, "in a second; more is better", {"cell": lambda r: three_digits(r["perSecond"])}, busy, lambda r: r["perSecond"]),
            table(
                data,
                "p50 / p99 / p99.9 in ms; less is better; the ratio is that of p99",
                {"cell": lambda r: " / ".join(three_digits(r[key] / 1000) for key in ("p50", "p99", "p999"))},
                busy,
                lambda r: r["p99"],
            ),
            table(
                data,
                "µs of processor time for each message, request or connection; less is better",
                {"cell": lambda r: three_digits(r["cpuMicros"])},
                busy,
                lambda r: r["cpuMicros"],
            ),
        ]
    if idle:
        parts += [
            table(
                data,
                f"KiB that a tunnel adds, as {settings['tunnels']:,} of them are opened; less is better",
                {"cell": lambda r: three_digits(r["kibPerTunnel"])},
                idle,
                lambda r: r["kibPerTunnel"],
            ),
            table(
                data,
                f"MiB of the whole server with {settings['tunnels']:,} of them; less is better",
                {"cell": lambda r: three_digits(r["pssMib"])},
                idle,
                lambda r: r["pssMib"],
            ),
        ]
    return "\n\n".join(parts)


def put_between(path, marker, text):
    """Replaces what stands between `<!-- marker -->` and `<!-- end of marker -->`."""
    with open(path, encoding="utf-8") as source:
        before = source.read()
    pattern = rf"(<!-- {marker}[^>]*-->\n).*?(<!-- end of {marker} -->)"
    if not re.search(pattern, before, re.DOTALL):
        raise ValueError(f"{path} has no <!-- {marker} --> and <!-- end of {marker} -->")
    after = re.sub(pattern, lambda found: found.group(1) + text + "\n" + found.group(2), before, flags=re.DOTALL)
    with open(path, "w", encoding="utf-8") as out:
        out.write(after)

"""Tables in Markdown."""
from side_by_side.report import three_digits


def table(heads, rows):
    """The first head is that of the titles: (title, cells) in each row."""
    lines = ["| " + " | ".join(heads) + " |", "|---" * len(heads) + "|"]
    return "\n".join(lines + ["| " + " | ".join([title, *cells]) + " |" for title, cells in rows])


def millis(micros):
    return three_digits(micros / 1000)


def latencies(figures, keys=("p50", "p99", "p999")):
    return " / ".join(millis(figures[key]) for key in keys)


def preamble(data):
    """Date, machine and settings; and a warning where a run went wrong."""
    host, settings = data["machine"], data["settings"]
    lines = [
        f"{data['date']}: Sluice {data['version']}, {host['cores']} cores of {host['cpu']}, Linux {host['kernel']},"
        f" {', '.join('Java ' + java for java in data['javas'])}; medians of {settings['rounds']} rounds,"
        f" each of {settings['seconds']:g} s after {settings['warmup']:g} s that do not count."
    ]
    errors = sum(errors_in(data["figures"]))
    if errors:
        lines.append(f"**{errors} errors were counted: these figures are not good.**")
    return lines


def errors_in(figures):
    for key, value in figures.items():
        if isinstance(value, dict):
            yield from errors_in(value)
        elif key == "errors":
            yield value

"""A chart as SVG: grouped bars, nginx = 1. Plain shapes and text, for light and dark pages."""
from xml.sax.saxutils import escape

from .report import TITLES, rows_of
from .scenarios import IDLE, SCENARIOS

WIDTH, LEFT, RIGHT = 880, 46, 14
PLOT = 170
BAR, GAP = 24, 3
# Beyond this a bar would press the others flat: it is cut, and its number says how long it would be.
TALLEST = 2.0
STYLE = """
text { font: 13px system-ui, -apple-system, "Segoe UI", sans-serif; fill: #1f2328; }
.title { font-size: 15px; font-weight: 600; }
.small { font-size: 11px; fill: #59636e; paint-order: stroke; stroke: #fff; stroke-width: 3px; }
.grid { stroke: #d1d9e0; }
.one { stroke: #59636e; stroke-dasharray: 4 3; }
.sluice { fill: #0969da; } .nginx { fill: #8c959f; } .haproxy { fill: #c3b091; }
@media (prefers-color-scheme: dark) {
text { fill: #f0f6fc; } .small { fill: #9198a1; stroke: #0d1117; } .grid { stroke: #3d444d; } .one { stroke: #9198a1; }
.sluice { fill: #4493f8; } .nginx { fill: #767e88; } .haproxy { fill: #9c8a6b; }
}"""


def text(x, y, words, kind="", anchor="start"):
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" class="{kind}">{escape(words)}</text>'


def panel(top, title, groups, servers):
    """One row of groups, {label: {server: ratio}}."""
    base = top + 34 + PLOT
    out = [text(LEFT, top + 14, title, "title")]

    def height(ratio):
        return min(ratio, TALLEST) / TALLEST * PLOT

    for mark in (0, 0.5, 1, 1.5, 2):
        y = base - height(mark)
        out.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" class="{"one" if mark == 1 else "grid"}"/>')
        out.append(text(LEFT - 8, y + 4, f"{mark:g}", "small", "end"))
    step = (WIDTH - LEFT - RIGHT) / len(groups)
    for number, (label, ratios) in enumerate(groups.items()):
        middle = LEFT + step * (number + 0.5)
        x = middle - (len(servers) * (BAR + GAP) - GAP) / 2
        for server in servers:
            if server in ratios:
                ratio = ratios[server]
                y = base - height(ratio)
                out.append(f'<rect x="{x:.1f}" y="{y:.1f}" width="{BAR}" height="{base - y:.1f}" rx="2" class="{server}">')
                out.append(f"<title>{escape(f'{TITLES[server]}, {label}: {ratio:.2f}')}</title></rect>")
                if server != "nginx":
                    out.append(text(x + BAR / 2, y - 4, f"{ratio:.2f}", "small", "middle"))
            x += BAR + GAP
        out.append(text(middle, base + 17, label, "", "middle"))
    return out, base + 30


def ratios(rows, key, names):
    return {
        SCENARIOS[name].short: {server: row[key] / rows[name]["nginx"][key] for server, row in rows[name].items()}
        for name in names
        if name in rows and rows[name].get("nginx", {}).get(key)
    }


def svg(data):
    """The chart; None where there is no nginx to be compared with."""
    rows = rows_of(data)
    servers = [server for server in ("sluice", "nginx", "haproxy") if server in data["servers"]]
    busy = [name for name in SCENARIOS if name not in IDLE]
    more = ratios(rows, "perSecond", busy)
    less = ratios(rows, "cpuMicros", busy)
    less.update(ratios(rows, "kibPerTunnel", IDLE))
    if not more and not less:
        return None
    body = []
    x = LEFT
    for server in servers:
        words = f"{TITLES[server]} {data['versions'][server]}"
        body.append(f'<rect x="{x}" y="10" width="12" height="12" rx="2" class="{server}"/>')
        body.append(text(x + 18, 21, words))
        x += 40 + 8 * len(words)
    top = 40
    for title, groups in (
        ("Messages, requests or connections in a second, nginx = 1: more is better", more),
        ("Processor time for each, and memory of an idle tunnel, nginx = 1: less is better", less),
    ):
        if groups:
            shapes, top = panel(top, title, groups, servers)
            body += shapes
            top += 14
    machine, settings = data["machine"], data["settings"]
    body.append(
        text(
            LEFT,
            top + 2,
            f"{data['date']} · {machine['cores']} cores, {machine['cpu']} · Java {data['versions']['java']}"
            f" · medians of {settings['rounds']} rounds of {settings['seconds']:g} s",
            "small",
        )
    )
    high = top + 14
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {high:.0f}" width="{WIDTH}" height="{high:.0f}" role="img"'
        f' aria-label="Sluice, nginx and HAProxy compared; the numbers are in performance.md">\n<style>{STYLE}\n</style>\n'
        + "\n".join(body)
        + "\n</svg>\n"
    )

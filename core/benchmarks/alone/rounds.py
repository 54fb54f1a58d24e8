"""Rounds by turns, and what is kept of them."""
import statistics

SUMS = ("errors",)
LARGEST = ("max", "longestPause")


def by_turns(rounds, parts, measure):
    """Calls `measure(round, part)` for all parts in each round, each time with another one first: {part: its figures}."""
    found = {part: [] for part in parts}
    for number in range(rounds):
        turn = number % len(parts)
        for part in parts[turn:] + parts[:turn]:
            found[part].append(measure(number, part))
    return {part: summary(figures) for part, figures in found.items()}


def summary(rounds):
    """Of each figure the median over the rounds; of errors the sum, of what is the largest the largest."""
    kept = {}
    for key in rounds[0]:
        if key != "window":
            values = [one[key] for one in rounds]
            kept[key] = sum(values) if key in SUMS else max(values) if key in LARGEST else statistics.median(values)
    return kept

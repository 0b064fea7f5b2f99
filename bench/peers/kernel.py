"""The kernel of bench/kernel.mjs as the Python programs share it: reading its input, and the choice what to tell."""

from math import exp, log

WITHHELD, TEAR_LINE, FULL = range(3)


class Kernel:
    """The columns of the file as attributes; sizes, terms and pace one by one under the names that bench/kernel.mjs gives them."""

    def __init__(self, path):
        with open(path) as file:
            lines = {name: [float(value) for value in values] for name, *values in map(str.split, file)}
        sizes = "pairs members audiences streams routes items lucks lead days".split()
        for name, value in zip(sizes, lines.pop("sizes")):
            setattr(self, name, int(value))
        terms = "precision harm idFull idTear tearLineValue tearLineCost silenceCost".split()
        pace = "halfLife exchangeHalfLife tearLineCredit reciprocity reciprocityCap".split()
        for names, title in ((terms, "terms"), (pace, "pace")):
            for name, value in zip(names, lines.pop(title)):
                setattr(self, name, value)
        for name, values in lines.items():
            real = name in ("strength", "base", "veracityBase", "credit", "stake", "price", "expected")
            setattr(self, name, values if real or name in ("sensitivity", "value", "luck") else list(map(int, values)))
        self.runs = 1

    def trust_in_reports(self, pair):
        """How far the recipient of a pair believes what the first tells it: resting trust, as nobody deceives."""
        return (1 + self.veracityBase[self.reverse[pair]]) / 2

    def audience_of(self, member):
        """Pairs and recipients' memberships of a membership."""
        places = range(self.audienceStart[member], self.audienceStart[member + 1])
        return [(self.audiencePair[a], self.audienceMember[a]) for a in places]

    def routes_of(self, stream):
        return self.routeMember[self.routeStart[stream] : self.routeStart[stream + 1]]

    def items_by_day(self):
        """By day, lead days first: (stream, sensitivity, value, luck by route) of its items."""
        lucks = iter(self.luck)
        items = [
            (s, self.sensitivity[item], self.value[item], [next(lucks) for _ in self.routes_of(s)])
            for item, s in enumerate(self.stream)
        ]
        return [items[first:end] for first, end in zip(self.dayStart, self.dayStart[1:])]

    def age(self, day, half_life):
        """What is left of evidence after so many days; it rests before day 0."""
        return exp(-log(2) * max(0, day) / half_life)

    def decide(self, u, stake, exposure):
        """Logit choice in the order withheld < tear-line < full."""
        tear = self.precision * (
            (self.tearLineValue + self.silenceCost) * stake - exposure * self.harm * self.idTear - self.tearLineCost
        )
        full = self.precision * ((1 + self.silenceCost) * stake - exposure * self.harm * self.idFull)
        top = max(0, tear, full)
        hold = exp(-top)
        not_full = hold + exp(tear - top)
        place = u * (not_full + exp(full - top))
        return WITHHELD if place < hold else TEAR_LINE if place < not_full else FULL

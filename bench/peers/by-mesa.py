"""
Mesa 3.3.1: an agent on every node of a Network, all asked in turn, as in its Virus on a Network.
https://mesa.readthedocs.io/stable/examples/basic/virus_on_network.html
"""

import mesa
from mesa.discrete_space import FixedAgent, Network

from kernel import FULL, WITHHELD
from workload import main


class Country(FixedAgent):
    """Decides by what it sees, then all act at once."""

    def __init__(self, model, cell):
        super().__init__(model)
        self.cell = cell
        self.begun = False
        self.fresh = False
        self.joins = False

    def reset(self):
        self.begun = self.fresh = self.cell.coordinate in self.model.seeds

    def follow(self):
        self.fresh = self.joins
        if self.joins:
            self.begun = True
            self.joins = False


class Follower(Country):
    """Granovetter (1978), Watts (2002)"""

    def look(self):
        if self.begun:
            return
        partners = [partner.begun for partner in self.cell.neighborhood.agents]
        self.joins = len(partners) > 0 and sum(partners) / len(partners) >= self.model.chance


class Persuader(Country):
    """Kempe, Kleinberg & Tardos (2003)"""

    def look(self):
        if not self.fresh:
            return
        for partner in self.cell.neighborhood.agents:
            if not partner.begun and self.random.random() < self.model.chance:
                partner.joins = True


class Contagion(mesa.Model):
    def __init__(self, workload, kind, chance):
        super().__init__(seed=1)
        self.chance = chance
        self.seeds = set(workload.seeds)
        self.grid = Network(workload.graph(), capacity=1, random=self.random)
        kind.create_agents(self, workload.nodes, list(self.grid.all_cells))
        for cell in self.grid.all_cells:
            # worked out on first use and then kept
            cell.neighborhood

    def reset(self):
        self.agents.do("reset")

    def step(self):
        self.agents.do("look")
        self.agents.do("follow")


def rounds(model):
    model.reset()
    counts = []
    while new := sum(model.agents.get("fresh")):
        counts.append(new)
        model.step()
    return counts


def threshold(workload):
    model = Contagion(workload, Follower, workload.threshold)
    return lambda: rounds(model)


def cascade(workload):
    model = Contagion(workload, Persuader, workload.chance)
    return lambda: sum(rounds(model))


class Bond(mesa.Agent):
    """Trust of one country in another: a beta reputation, of which only the kept secrets change here."""

    def __init__(self, model, strength, base, credit, believed):
        super().__init__(model)
        self.strength = strength
        self.prior = strength * base
        self.credit = credit
        self.believed = believed

    def reset(self):
        self.kept = self.strength

    def trust(self):
        kept = self.kept * self.model.age
        return (kept + self.prior) / (kept + self.strength)

    def keep(self, grade):
        terms = self.model.terms
        self.kept += self.credit * (1 if grade == FULL else terms.tearLineCredit) / self.model.age


class Party(mesa.Agent):
    """A country in an agreement: what it risks by telling the others, what the agreement is worth to it."""

    def __init__(self, model, worth, price, expected):
        super().__init__(model)
        self.worth = worth
        self.price = price
        self.expected = expected
        self.audience = []

    def reset(self):
        self.received = self.expected
        self.weighed = None

    def weigh(self):
        model = self.model
        if self.weighed == model.day:
            return
        self.weighed = model.day
        keeps = 1
        for bond, _ in self.audience:
            keeps *= bond.trust()
        self.risk = 1 - keeps
        worth = self.worth
        if self.expected > 0:
            terms = model.terms
            ratio = min(terms.reciprocityCap, self.received * model.received_age / self.expected)
            worth *= 1 - terms.reciprocity + terms.reciprocity * ratio
        self.stake = worth + self.price

    def receive(self, bond, grade, value):
        model = self.model
        worth = value if grade == FULL else value * model.terms.tearLineValue
        self.received += model.scale * worth * bond.believed


class Source(mesa.Agent):
    """Collects items on a topic and offers each through every agreement that covers it; a recipient keeps the best version."""

    def __init__(self, model, routes):
        super().__init__(model)
        self.routes = routes
        self.items = []

    def share(self):
        terms = self.model.terms
        for sensitivity, value, luck in self.items[self.model.day + terms.lead]:
            best = {}
            for party, u in zip(self.routes, luck):
                party.weigh()
                grade = terms.decide(u, party.stake, party.risk * sensitivity)
                for bond, other in party.audience:
                    offer = best.get(bond)
                    if offer is None:
                        best[bond] = [bond, grade, other, 0, value]
                        continue
                    if grade != WITHHELD and offer[1] != WITHHELD:
                        offer[3] += 1
                    if grade > offer[1]:
                        offer[1:3] = grade, other
            self.model.today.extend(best.values())


class Sharing(mesa.Model):
    def __init__(self, terms):
        super().__init__(seed=1)
        self.terms = terms
        columns = zip(terms.strength, terms.base, terms.credit)
        bonds = [Bond(self, *numbers, terms.trust_in_reports(pair)) for pair, numbers in enumerate(columns)]
        parties = [Party(self, *numbers) for numbers in zip(terms.stake, terms.price, terms.expected)]
        for member, party in enumerate(parties):
            party.audience = [(bonds[pair], parties[other]) for pair, other in terms.audience_of(member)]
        sources = [Source(self, [parties[m] for m in terms.routes_of(s)]) for s in range(terms.streams)]
        for day, items in enumerate(terms.items_by_day()):
            for source in sources:
                source.items.append([])
            for stream, *item in items:
                sources[stream].items[day].append(item)
        self.bonds, self.parties, self.sources = (self.agents_by_type[kind] for kind in (Bond, Party, Source))

    def reset(self):
        self.bonds.do("reset")
        self.parties.do("reset")
        self.day = -self.terms.lead
        self.shared = []

    def step(self):
        terms = self.terms
        day = self.day
        self.age = terms.age(day, terms.halfLife)
        self.received_age = terms.age(day, terms.exchangeHalfLife)
        self.today = []
        if day >= 0:
            for bond, grade, *_ in self.shared[day]:
                if grade != WITHHELD:
                    bond.keep(grade)
        self.sources.do("share")
        self.shared.append(self.today)
        if day >= 0:
            kept_a_day = terms.age(1, terms.exchangeHalfLife)
            self.scale = (1 - kept_a_day) / (self.received_age * kept_a_day)
            for bond, grade, other, _, value in self.today:
                if grade != WITHHELD:
                    other.receive(bond, grade, value)
        self.day += 1


def kernel(terms):
    model = Sharing(terms)

    def play():
        model.reset()
        for _ in range(terms.lead + terms.days):
            model.step()
        counts = [0, 0, 0, 0]
        for offers in model.shared:
            for _, grade, _, copies, _ in offers:
                counts[grade] += 1
                counts[3] += copies
        return {"counts": counts, "trust": sum(bond.trust() for bond in model.bonds)}

    return play


main(f"Mesa {mesa.__version__}", {"threshold": threshold, "cascade": cascade, "kernel": kernel})

"""
networkx 2.8.8, models written by hand on its Graph, each asking only those whom something new has reached.
https://networkx.org/documentation/stable/reference/classes/graph.html
"""

import random

import networkx

from kernel import FULL, WITHHELD
from workload import main

random.seed(1)


def threshold(workload):
    """Granovetter (1978), Watts (2002)"""
    neighbours = dict(workload.graph().adjacency())

    def play():
        begun = set(workload.seeds)
        new = workload.seeds
        counts = []
        while new:
            counts.append(len(new))
            reached = {other for node in new for other in neighbours[node]} - begun
            new = [
                node
                for node in reached
                if sum(other in begun for other in neighbours[node]) / len(neighbours[node]) >= workload.threshold
            ]
            begun.update(new)
        return counts

    return play


def cascade(workload):
    """Kempe, Kleinberg & Tardos (2003)"""
    neighbours = dict(workload.graph().adjacency())

    def play():
        begun = set(workload.seeds)
        new = workload.seeds
        while new:
            joining = []
            for node in new:
                for other in neighbours[node]:
                    if other not in begun and random.random() < workload.chance:
                        begun.add(other)
                        joining.append(other)
            new = joining
        return len(begun)

    return play


def sir(workload):
    """Day by day: every infected node tries its neighbours, then it may recover."""
    neighbours = dict(workload.graph().adjacency())

    def play():
        ever = set(workload.seeds)
        infected = list(ever)
        while infected:
            caught = []
            for node in infected:
                for other in neighbours[node]:
                    if other not in ever and random.random() < workload.transmission:
                        ever.add(other)
                        caught.append(other)
            infected = [node for node in infected if random.random() >= workload.recovery] + caught
        return len(ever)

    return play


def degroot(workload):
    """DeGroot (1974)"""
    neighbours = dict(workload.graph().adjacency())
    others = 1 - workload.self

    def play():
        opinion = dict(enumerate(workload.initial))
        rounds = 0
        moved = float("inf")
        while moved > workload.rest:
            after = {
                node: workload.self * own + others * sum(opinion[other] for other in neighbours[node]) / len(neighbours[node])
                if neighbours[node]
                else own
                for node, own in opinion.items()
            }
            moved = max(abs(after[node] - own) for node, own in opinion.items())
            opinion = after
            rounds += 1
        return {"counts": [rounds], "opinions": list(opinion.values())}

    return play


def kernel(world):
    """Memberships are nodes, each recipient a directed edge; the trust it rests on is shared by the edges of a pair of countries."""
    graph = networkx.DiGraph()
    columns = zip(world.strength, world.base, world.credit)
    bonds = [
        {"strength": strength, "prior": strength * base, "credit": credit, "believed": world.trust_in_reports(pair)}
        for pair, (strength, base, credit) in enumerate(columns)
    ]
    for member, (worth, price, expected) in enumerate(zip(world.stake, world.price, world.expected)):
        graph.add_node(member, worth=worth, price=price, expected=expected)
        for pair, other in world.audience_of(member):
            graph.add_edge(member, other, bond=bonds[pair], pair=pair)
    audience = dict(graph.adjacency())
    routes = [world.routes_of(stream) for stream in range(world.streams)]
    days = world.items_by_day()
    kept_a_day = world.age(1, world.exchangeHalfLife)

    def trust(bond, age):
        kept = bond["kept"] * age
        return (kept + bond["prior"]) / (kept + bond["strength"])

    def weigh(member, day, age, received_age):
        """What it risks and what it has at stake today."""
        party = graph.nodes[member]
        if party["weighed"] != day:
            keeps = 1
            for edge in audience[member].values():
                keeps *= trust(edge["bond"], age)
            worth = party["worth"]
            if party["expected"] > 0:
                ratio = min(world.reciprocityCap, party["received"] * received_age / party["expected"])
                worth *= 1 - world.reciprocity + world.reciprocity * ratio
            party.update(weighed=day, risk=1 - keeps, stake=worth + party["price"])
        return party

    def share(day, age, received_age):
        """Offers of a day: [bond, grade, recipient's membership, copies, value]."""
        offers = []
        for stream, sensitivity, value, luck in days[day + world.lead]:
            best = {}
            for member, u in zip(routes[stream], luck):
                party = weigh(member, day, age, received_age)
                grade = world.decide(u, party["stake"], party["risk"] * sensitivity)
                for other, edge in audience[member].items():
                    offer = best.get(edge["pair"])
                    if offer is None:
                        best[edge["pair"]] = [edge["bond"], grade, other, 0, value]
                        continue
                    if grade != WITHHELD and offer[1] != WITHHELD:
                        offer[3] += 1
                    if grade > offer[1]:
                        offer[1:3] = grade, other
            offers.extend(best.values())
        return offers

    def play():
        for bond in bonds:
            bond["kept"] = bond["strength"]
        for _, party in graph.nodes.items():
            party.update(received=party["expected"], weighed=None)
        shared = []
        for day in range(-world.lead, world.days):
            age = world.age(day, world.halfLife)
            received_age = world.age(day, world.exchangeHalfLife)
            if day >= 0:
                for bond, grade, *_ in shared[day]:
                    if grade != WITHHELD:
                        bond["kept"] += bond["credit"] * (1 if grade == FULL else world.tearLineCredit) / age
            shared.append(share(day, age, received_age))
            if day >= 0:
                scale = (1 - kept_a_day) / (received_age * kept_a_day)
                for bond, grade, other, _, value in shared[-1]:
                    if grade != WITHHELD:
                        worth = value if grade == FULL else value * world.tearLineValue
                        graph.nodes[other]["received"] += scale * worth * bond["believed"]
        counts = [0, 0, 0, 0]
        for offers in shared:
            for _, grade, _, copies, _ in offers:
                counts[grade] += 1
                counts[3] += copies
        return {"counts": counts, "trust": sum(trust(bond, age) for bond in bonds)}

    return play


main(
    f"networkx {networkx.__version__}",
    {"threshold": threshold, "cascade": cascade, "sir": sir, "degroot": degroot, "kernel": kernel},
)

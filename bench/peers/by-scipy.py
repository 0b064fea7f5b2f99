"""
NumPy 1.24.2 with SciPy 1.10.1, each step at once for all nodes, on a sparse matrix.
https://docs.scipy.org/doc/scipy/reference/sparse.html
"""

import numpy
import scipy
from scipy.sparse import coo_matrix, csr_matrix, diags
from scipy.sparse.csgraph import connected_components

from workload import main

rng = numpy.random.default_rng(1)


def adjacency(workload):
    u, v = numpy.array(workload.bonds).T
    shape = (workload.nodes, workload.nodes)
    return csr_matrix((numpy.ones(2 * len(u)), (numpy.r_[u, v], numpy.r_[v, u])), shape)


def threshold(workload):
    """Granovetter (1978), Watts (2002): the rows of those who have just begun say whom they reach."""
    matrix = adjacency(workload)
    degree = numpy.diff(matrix.indptr).clip(1)

    def play():
        begun = numpy.zeros(workload.nodes, bool)
        seen = numpy.zeros(workload.nodes, int)
        new = numpy.array(workload.seeds)
        counts = []
        while len(new):
            counts.append(len(new))
            begun[new] = True
            seen += numpy.bincount(matrix[new].indices, minlength=workload.nodes)
            new = numpy.flatnonzero((seen / degree >= workload.threshold) & ~begun)
        return counts

    return play


def cascade(workload):
    """
    Kempe, Kleinberg & Tardos (2003), who show that it is percolation: of two ends that begin one tries the other first, so a bond is
    tried once. Who begins is who is joined to a seed by bonds whose try succeeds.
    """
    u, v = numpy.array(workload.bonds).T
    shape = (workload.nodes, workload.nodes)

    def play():
        open_ = rng.random(len(u)) < workload.chance
        _, piece = connected_components(coo_matrix((open_[open_], (u[open_], v[open_])), shape), directed=False)
        return int(numpy.isin(piece, piece[workload.seeds]).sum())

    return play


def degroot(workload):
    """DeGroot (1974)"""
    matrix = adjacency(workload)
    degree = numpy.diff(matrix.indptr)
    weights = diags((1 - workload.self) / degree.clip(1)) @ matrix + diags(numpy.where(degree > 0, workload.self, 1.0))
    weights = csr_matrix(weights)

    def play():
        opinion = numpy.array(workload.initial)
        rounds = 0
        moved = numpy.inf
        while moved > workload.rest:
            after = weights @ opinion
            moved = numpy.abs(after - opinion).max()
            opinion = after
            rounds += 1
        return {"counts": [rounds], "opinions": opinion.tolist()}

    return play


def kernel(world):
    """
    A day's items at once: every item meets every route of its stream, and what it offers is grouped by item and recipient. Which
    recipients a stream reaches, and by which route, is laid out beforehand.
    """
    column = {name: numpy.array(getattr(world, name)) for name in vars(world) if isinstance(getattr(world, name), list)}
    strength, base, credit = column["strength"], column["base"], column["credit"]
    stream, sensitivity, value, luck = (column[name] for name in ("stream", "sensitivity", "value", "luck"))
    route_start, route_member = column["routeStart"], column["routeMember"]
    audience_start, audience_pair, audience_member = (
        column[name] for name in ("audienceStart", "audiencePair", "audienceMember")
    )
    believed = (1 + column["veracityBase"][column["reverse"]]) / 2
    prior = strength * base
    routes_of_item = numpy.diff(route_start)[stream]
    luck_start = numpy.r_[0, numpy.cumsum(routes_of_item)]
    audience_size = numpy.diff(audience_start)

    def spread(starts, sizes):
        """The places starts[k] … starts[k] + sizes[k] − 1 of each k, and the k of each."""
        owner = numpy.repeat(numpy.arange(len(sizes)), sizes)
        return starts[owner] + numpy.arange(len(owner)) - (numpy.cumsum(sizes) - sizes)[owner], owner

    def decide(u, stake, exposure):
        tear = world.precision * (
            (world.tearLineValue + world.silenceCost) * stake - exposure * world.harm * world.idTear - world.tearLineCost
        )
        full = world.precision * ((1 + world.silenceCost) * stake - exposure * world.harm * world.idFull)
        top = numpy.maximum(0, numpy.maximum(tear, full))
        hold = numpy.exp(-top)
        not_full = hold + numpy.exp(tear - top)
        place = u * (not_full + numpy.exp(full - top))
        return (place >= hold).astype(int) + (place >= not_full)

    def trust(kept):
        return (kept + prior) / (kept + strength)

    def play():
        kept = strength.copy()
        received = column["expected"].copy()
        expected = numpy.where(received > 0, received, numpy.inf)
        swayed = numpy.where(received > 0, world.reciprocity, 0)
        kept_a_day = world.age(1, world.exchangeHalfLife)
        counts = numpy.zeros(4, int)
        in_flight = []
        for day in range(-world.lead, world.days):
            age = world.age(day, world.halfLife)
            received_age = world.age(day, world.exchangeHalfLife)
            if day >= 0:
                pair, grade = in_flight[day]
                worth = numpy.array([0, world.tearLineCredit, 1])[grade] / age
                kept += numpy.bincount(pair, credit[pair] * worth, world.pairs)
            told = trust(kept * age)[audience_pair]
            risk = 1 - numpy.multiply.reduceat(told, audience_start[:-1])
            ratio = numpy.minimum(world.reciprocityCap, received * received_age / expected)
            stake = column["stake"] * (1 - swayed + swayed * ratio) + column["price"]

            first, end = world.dayStart[day + world.lead : day + world.lead + 2]
            route, item = spread(route_start[stream[first:end]], routes_of_item[first:end])
            member = route_member[route]
            u = luck[luck_start[first] : luck_start[end]]
            grade = decide(u, stake[member], risk[member] * sensitivity[first + item])
            place, offer = spread(audience_start[member], audience_size[member])
            pair = audience_pair[place]
            # of the offers of one item to one recipient: the best, and of equals the first
            which = item[offer] * world.pairs + pair
            order = numpy.lexsort((-grade[offer], which))
            best = numpy.flatnonzero(numpy.diff(which[order], prepend=-1))
            given = numpy.add.reduceat((grade[offer] > 0)[order].astype(int), best) if len(best) else best
            counts[3] += (given - 1).clip(0).sum()
            best = order[best]
            offer, pair = offer[best], pair[best]
            grade = grade[offer]
            counts[:3] += numpy.bincount(grade, minlength=3)
            in_flight.append((pair, grade))
            if day >= 0:
                scale = (1 - kept_a_day) / (received_age * kept_a_day)
                worth = numpy.array([0, world.tearLineValue, 1])[grade] * value[first + item[offer]]
                to = audience_member[place[best]]
                received += numpy.bincount(to, scale * worth * believed[pair], world.members)
        return {"counts": counts.tolist(), "trust": float(trust(kept * age).sum())}

    return play


main(
    f"NumPy {numpy.__version__} and SciPy {scipy.__version__}",
    {"threshold": threshold, "cascade": cascade, "degroot": degroot, "kernel": kernel},
)

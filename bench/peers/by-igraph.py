"""
python-igraph 0.10.2: the cascade as percolation, by its own subgraphs and components; the threshold by hand on its lists.
https://python.igraph.org/en/stable/api/igraph.Graph.html
"""

import igraph
import numpy

from workload import main

rng = numpy.random.default_rng(1)


def threshold(workload):
    """Granovetter (1978), Watts (2002)"""
    neighbours = igraph.Graph(workload.nodes, workload.bonds).get_adjlist()

    def play():
        begun = [False] * workload.nodes
        seen = [0] * workload.nodes
        new = workload.seeds
        counts = []
        while new:
            counts.append(len(new))
            for node in new:
                begun[node] = True
            reached = set()
            for node in new:
                for other in neighbours[node]:
                    seen[other] += 1
                    reached.add(other)
            new = [
                node
                for node in reached
                if not begun[node] and seen[node] / len(neighbours[node]) >= workload.threshold
            ]
        return counts

    return play


def cascade(workload):
    """Kempe, Kleinberg & Tardos (2003): who is joined to a seed by bonds whose try succeeds (see by-scipy.py)."""
    graph = igraph.Graph(workload.nodes, workload.bonds)

    def play():
        tried = numpy.flatnonzero(rng.random(graph.ecount()) < workload.chance)
        pieces = graph.subgraph_edges(tried.tolist(), delete_vertices=False).connected_components()
        sizes = pieces.sizes()
        return sum(sizes[piece] for piece in {pieces.membership[seed] for seed in workload.seeds})

    return play


main(f"igraph {igraph.__version__}", {"threshold": threshold, "cascade": cascade})

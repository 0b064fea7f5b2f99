"""Writes baselines.json: null models on small graphs, worked out with networkx and numpy, for tests/baselines/reference.test.ts.

    python3 tests/reference/make-baselines.py

Needs networkx (3.6 was used) and numpy (2.4). Each entry is a graph, uniforms for its nodes and directed pairs, and what
follows from them by another road than that of the code: thresholds by asking everybody again until nobody moves, cascades as
descendants in the graph of pairs that succeed, SIR as shortest paths with delays, opinions by eigenvectors and a linear solve.
The seeds are fixed: running it again with the same versions writes the same file.
"""

import json
import math
import random
from pathlib import Path

import networkx as nx
import numpy as np

CASES = 24


def graph_of(case):
    n = 8 + case % 9
    if case % 3 == 0:
        return nx.gnp_random_graph(n, 0.3, seed=case)
    if case % 3 == 1:
        return nx.barabasi_albert_graph(n, 2, seed=case)
    return nx.watts_strogatz_graph(n, 4, 0.3, seed=case)


def threshold(graph, thresholds, seeds):
    """when each begins, asking everybody in every round; None: never"""
    when = {node: 0 for node in seeds}
    for node in graph:
        if thresholds[node] <= 0:
            when[node] = 0
    rounds = 0
    while True:
        rounds += 1
        new = [
            node
            for node in graph
            if node not in when
            and graph.degree(node) > 0
            and sum(other in when for other in graph[node]) / graph.degree(node) >= thresholds[node]
        ]
        if not new:
            return [when.get(node) for node in graph]
        for node in new:
            when[node] = rounds


def fewest(digraph, seeds, weight, nodes):
    lengths = nx.multi_source_dijkstra_path_length(digraph, set(seeds), weight=weight)
    return [lengths.get(node) for node in nodes]


def tries(u, chance):
    """the first success, by counting"""
    k, q = 1, 1 - chance
    left = q
    while 1 - left <= u:
        k += 1
        left *= q
    return k


def main():
    entries = []
    for case in range(CASES):
        rng = random.Random(1000 + case)
        graph = graph_of(case)
        nodes = list(graph)
        seeds = sorted(rng.sample(nodes, 1 + case % 3))
        by_node = [round(rng.random(), 6) for _ in nodes]
        pairs = sorted((a, b) for a, b in list(graph.edges) + [(b, a) for a, b in graph.edges])
        by_pair = [round(rng.random(), 6) for _ in pairs]
        low, high = round(rng.uniform(-0.1, 0.2), 3), round(rng.uniform(0.3, 0.8), 3)
        chance = round(rng.uniform(0.1, 0.6), 3)
        transmission, recovery = round(rng.uniform(0.05, 0.5), 3), round(rng.uniform(0.1, 0.6), 3)

        thresholds = [high - (high - low) * u for u in by_node]

        live = nx.DiGraph()
        live.add_nodes_from(nodes)
        live.add_weighted_edges_from((a, b, 1) for (a, b), u in zip(pairs, by_pair) if u < chance)

        periods = [tries(u, recovery) for u in by_node]
        open_pairs = nx.DiGraph()
        open_pairs.add_nodes_from(nodes)
        for (a, b), u in zip(pairs, by_pair):
            delay = tries(u, transmission)
            if delay <= periods[a]:
                open_pairs.add_edge(a, b, weight=delay)

        weights = {pair: round(rng.uniform(0.2, 1), 3) for pair in pairs}
        w = np.zeros((len(nodes), len(nodes)))
        for (a, b), weight in weights.items():
            w[a, b] = weight
        for node in nodes:
            w[node, node] = 0.5 * w[node].sum() if w[node].sum() > 0 else 1
        w /= w.sum(axis=1, keepdims=True)
        initial = np.array([round(rng.random(), 6) for _ in nodes])
        # consensus by component: left eigenvector of eigenvalue 1
        consensus = np.zeros(len(nodes))
        for part in nx.connected_components(graph):
            part = sorted(part)
            values, vectors = np.linalg.eig(w[np.ix_(part, part)].T)
            vector = np.real(vectors[:, np.argmin(abs(values - 1))])
            consensus[part] = (vector / vector.sum()) @ initial[part]
        s = np.diag(by_node)
        settled = np.linalg.solve(np.eye(len(nodes)) - s @ w, (np.eye(len(nodes)) - s) @ initial)
        assert all(math.isfinite(x) for x in settled)

        entries.append(
            {
                'nodes': len(nodes),
                'edges': sorted([min(a, b), max(a, b)] for a, b in graph.edges),
                'seeds': seeds,
                'byNode': by_node,
                'byPair': [[a, b, u] for (a, b), u in zip(pairs, by_pair)],
                'thresholdLow': low,
                'thresholdHigh': high,
                'cascadeChance': chance,
                'sirTransmission': transmission,
                'sirRecovery': recovery,
                'weights': [[a, b, weight] for (a, b), weight in sorted(weights.items())],
                'initial': list(initial),
                'threshold': threshold(graph, thresholds, seeds),
                'cascade': fewest(live, seeds, 'weight', nodes),
                'sir': fewest(open_pairs, seeds, 'weight', nodes),
                'degroot': list(consensus),
                'friedkinJohnsen': list(settled),
            }
        )
    text = '[\n' + ',\n'.join(json.dumps(entry) for entry in entries) + '\n]\n'
    Path(__file__).with_name('baselines.json').write_text(text)


if __name__ == '__main__':
    main()

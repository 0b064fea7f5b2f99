"""What the Python programs here share: reads an input as bench/workloads.mjs lays it out, takes the time, prints the answer."""

import json
import sys
import time
from pathlib import Path

from kernel import Kernel


class Workload:
    """A graph and its parameters. `bonds` are pairs of nodes; parameters are attributes, lists where they hold several numbers."""

    def __init__(self, path):
        with open(path) as file:
            self.nodes, m = map(int, file.readline().split())
            self.bonds = [tuple(map(int, file.readline().split())) for _ in range(m)]
            parameters = {name: values for name, *values in map(str.split, file)}
        self.seeds = [int(node) for node in parameters.pop("seeds", [])]
        self.runs = int(parameters.pop("runs", ["1"])[0])
        for name, values in parameters.items():
            numbers = [float(value) for value in values]
            setattr(self, name, numbers if len(numbers) > 1 else numbers[0])

    def graph(self):
        """The graph as networkx holds it, its nodes ascending."""
        import networkx

        graph = networkx.Graph()
        graph.add_nodes_from(range(self.nodes))
        graph.add_edges_from(self.bonds)
        return graph


def main(library, programs):
    """
    Plays one program, that of the input's name: `python3 by-library.py cascade.txt REPEATS [RUNS]`. With 0 repeats the work is done
    once, cold, and that is the time.

    library: name and version, for the table
    programs: by name of the input, a function that sets a model up (not timed) and returns the work: a function without arguments
        that plays one run and returns its count, or all counts where there is one run only, or a dict of counts and other results
    """
    path, repeats, *rest = sys.argv[1:]
    name = Path(path).stem
    workload = Kernel(path) if name == "kernel" else Workload(path)
    runs = int(rest[0]) if rest else workload.runs
    play = programs[name](workload)
    milliseconds = []
    for k in range(-1 if int(repeats) > 0 else 0, max(1, int(repeats))):
        start = [time.perf_counter(), time.process_time()]
        results = [play() for _ in range(runs)]
        # waiting for a busy machine is no part of the work
        taken = min(time.perf_counter() - start[0], time.process_time() - start[1])
        if k >= 0:
            milliseconds.append(taken * 1000)
    answer = results[0] if isinstance(results[0], dict) else {"counts": results[0] if isinstance(results[0], list) else results}
    print(json.dumps({"with": library, **answer, "milliseconds": milliseconds}))

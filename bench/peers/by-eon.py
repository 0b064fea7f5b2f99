"""
Mathematics of Epidemics on Networks (EoN) 1.92, its own simulations: a cascade is SIR with one try, and SIR runs in continuous time.
https://epidemicsonnetworks.readthedocs.io/en/latest/functions/EoN.basic_discrete_SIR.html (and EoN.fast_SIR.html)
"""

import EoN
import numpy

from workload import main

rng = numpy.random.default_rng(1)


def cascade(workload):
    graph = workload.graph()

    def play():
        _, _, _, recovered = EoN.basic_discrete_SIR(graph, workload.chance, initial_infecteds=workload.seeds, rng=rng)
        return int(recovered[-1])

    return play


def sir(workload):
    graph = workload.graph()
    transmission, recovery = workload.rates

    def play():
        _, _, _, recovered = EoN.fast_SIR(graph, transmission, recovery, initial_infecteds=workload.seeds, rng=rng)
        return int(recovered[-1])

    return play


main(f"EoN {EoN.__version__}", {"cascade": cascade, "sir": sir})

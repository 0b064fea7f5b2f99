"""
NDlib 5.1.1, its own models, without the lists of who is in which state that it would make after every iteration.
https://ndlib.readthedocs.io/en/latest/reference/models/epidemics/ThresholdModel.html (IndependentCascades.html, SIR.html)
"""

from importlib import metadata

from ndlib.models import ModelConfig
from ndlib.models.epidemics import IndependentCascadesModel, SIRModel, ThresholdModel

from workload import main

INFECTED = 1


def configured(model, workload, *, nodes={}, edges={}, parameters={}):
    configuration = ModelConfig.Configuration()
    for name, value in parameters.items():
        configuration.add_model_parameter(name, value)
    for name, value in nodes.items():
        configuration.add_node_set_configuration(name, dict.fromkeys(model.graph.nodes, value))
    for name, value in edges.items():
        configuration.add_edge_set_configuration(name, dict.fromkeys(model.graph.edges, value))
    configuration.add_model_initial_configuration("Infected", workload.seeds)
    model.set_initial_status(configuration)
    return model


def threshold(workload):
    model = ThresholdModel(workload.graph(), seed=1)
    configured(model, workload, nodes={"threshold": workload.threshold})

    def play():
        model.reset(workload.seeds)
        counts = []
        while (new := model.iteration(node_status=False)["status_delta"][INFECTED]) or not counts:
            # before the first iteration nobody has changed, and those who begin are there already
            counts.append(new or len(workload.seeds))
        return counts

    return play


def until_nobody_is_infected(model, workload):
    def play():
        model.reset(workload.seeds)
        while (count := model.iteration(node_status=False)["node_count"])[INFECTED]:
            pass
        return workload.nodes - count[model.available_statuses["Susceptible"]]

    return play


def cascade(workload):
    model = IndependentCascadesModel(workload.graph(), seed=1)
    configured(model, workload, edges={"threshold": workload.chance})
    return until_nobody_is_infected(model, workload)


def sir(workload):
    model = SIRModel(workload.graph(), seed=1)
    configured(model, workload, parameters={"beta": workload.transmission, "gamma": workload.recovery})
    return until_nobody_is_infected(model, workload)


try:
    version = metadata.version("ndlib")
except metadata.PackageNotFoundError:
    version = "from a checkout"
main(f"NDlib {version}", {"threshold": threshold, "cascade": cascade, "sir": sir})

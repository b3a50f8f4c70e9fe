"""Stand-ins for TensorFlow and Keras that work, and what an R tells that does: what the tests of the doctor break."""

from rkeras_py import __version__

GOOD = {
    "tensorflow": """
__version__ = "2.21.0"
class config:
    @staticmethod
    def list_physical_devices():
        class Device: name = "/physical_device:CPU:0"
        return [Device]
""",
    "keras": """
__version__ = "3.15.1"
class backend: backend = staticmethod(lambda: "tensorflow")
class layers:
    class Dense:
        def __init__(self, units, kernel_initializer): self.units = units
        def __call__(self, x): return [[sum(row)] * self.units for row in x]
class ops:
    ones = staticmethod(lambda shape: [[1.0] * shape[1]] * shape[0])
    sum = staticmethod(lambda x: sum(map(sum, x)))
""",
}
R_FACTS = {
    "r.version": "4.5.0",
    "r.home": "/usr/lib/R",
    "r.rkeras": __version__,
    "r.rkeras_versions": "1",
    "reticulate.version": "1.41.0",
    "reticulate.python": "/usr/bin/python3",
    "start.r.stage": "a first layer",
    "start.r.sum": "24",
}

"""Libraries on robotremoteserver, as its documentation has them. Argument: Calculator or Thousand."""
import sys

from robotremoteserver import RobotRemoteServer


class Calculator:
    def add(self, a, b):
        return a + b


def step(number):
    def keyword(self, path, retries=3):
        return None

    keyword.__doc__ = f"Does step {number}."
    return keyword


Thousand = type("Thousand", (), {f"do_step_{n}": step(n) for n in range(1, 1001)})

library = {"Calculator": Calculator, "Thousand": Thousand}[sys.argv[1]]
server = RobotRemoteServer(library(), port=0, serve=False)
print("ready", server.activate(), flush=True)
server.serve(log=False)

"""The parts of robot_library.py, which hosts Robot Framework libraries as plugins of an agent."""


class Refused(Exception):
    """A library that cannot be hosted, or a call that makes no sense: the message says it all."""

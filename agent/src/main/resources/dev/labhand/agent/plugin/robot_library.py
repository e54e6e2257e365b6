#!/usr/bin/env python3
"""Hosts a Robot Framework library as a plugin of an agent; docs/keywords-python.md tells about its use.

    robot_library.py LIBRARY[::ARG...] --describe    prints what the library offers, as JSON
    robot_library.py LIBRARY[::ARG...] --serve       one JSON line in, one out for each call, and log lines

LIBRARY is MODULE, MODULE.CLASS, FILE.py or FILE.py:CLASS. Needs Python 3.8 and its standard library alone; where
robotframework is installed, its type conversion is used, and its robot.api.logger logs to the agent.
"""

import os
import sys

from labhand_adapter.channel import Channel
from labhand_adapter.log import Log


def main():
    if len(sys.argv) != 3 or sys.argv[2] not in ('--describe', '--serve'):
        sys.exit(__doc__)
    channel = Channel()
    log = Log(channel) if sys.argv[2] == '--serve' else None
    from labhand_adapter import serving  # large, and none of the log's business
    sys.path[0] = os.getcwd()
    serving.run(sys.argv[1], channel, log)


if __name__ == '__main__':
    main()

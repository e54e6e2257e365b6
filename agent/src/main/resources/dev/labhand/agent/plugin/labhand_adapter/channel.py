"""The agent's ends of the standard streams."""

import json
import os


class Channel:
    """Where calls come from and answers go. The descriptors 0, 1 and 2 are the library's from now on."""

    def __init__(self):
        self.input = os.fdopen(os.dup(0), 'rb')
        self.output = os.dup(1)
        self.errors = os.dup(2)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.close(nothing)
        os.dup2(2, 1)

    def send(self, message):
        self.write(self.output, json.dumps(message, allow_nan=False).encode() + b'\n')

    def complain(self, text):
        self.write(self.errors, text.rstrip('\n').encode('utf-8', 'backslashreplace') + b'\n')

    @staticmethod
    def write(descriptor, data):
        data = memoryview(data)
        while data:
            data = data[os.write(descriptor, data):]

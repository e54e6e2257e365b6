"""What the library prints and what it logs, in one pipe, so that nothing overtakes anything.

C code and child processes write to the pipe whatever they like. What the adapter knows more about comes as frames: a mark
that nobody else writes, a kind, whether it is the first and the last part of its message, and its length. A frame is
written at once or not at all (POSIX, PIPE_BUF), so that it may be anywhere among the rest.
"""

import select

PRINTED, ERRORS, LOGGED, BEGIN, ANSWER = b'P', b'E', b'L', b'B', b'A'
RAW = b'R'  # what comes in no frame

_FIRST, _LAST = 1, 2
_HEADER = 4  # kind, parts, length


def frames(mark, kind, data):
    """The frames of one message."""
    room = select.PIPE_BUF - len(mark) - _HEADER
    parts = [data[start:start + room] for start in range(0, len(data), room)] or [b'']
    for number, part in enumerate(parts):
        place = (number == 0) * _FIRST | (number == len(parts) - 1) * _LAST
        yield mark + kind + bytes([place]) + len(part).to_bytes(2, 'big') + part


class Parser:
    """Takes messages out of what was read from the pipe."""

    def __init__(self, mark):
        self._mark = mark
        self._rest = b''
        self._message = b''

    def feed(self, data):
        """The messages that are complete now, each with its kind."""
        data = self._rest + data
        at = 0
        while True:
            start = data.find(self._mark, at)
            if start < 0:
                break
            if start > at:
                yield RAW, data[at:start]
            at = start
            header = start + len(self._mark)
            body = header + _HEADER
            end = body + int.from_bytes(data[header + 2:body], 'big')
            if len(data) < body or len(data) < end:
                self._rest = data[at:]
                return
            parts = data[header + 1]
            # What was begun and broken off is forgotten.
            self._message = (b'' if parts & _FIRST else self._message) + data[body:end]
            if parts & _LAST:
                yield data[header:header + 1], self._message
                self._message = b''
            at = end
        keep = self._begun(data, at)
        if keep > at:
            yield RAW, data[at:keep]
        self._rest = data[keep:]

    def _begun(self, data, at):
        """Where the beginning of a mark is, at the end of the data."""
        start = data.rfind(self._mark[:1], max(at, len(data) - len(self._mark) + 1))
        return start if start >= 0 and self._mark.startswith(data[start:]) else len(data)

    @property
    def waiting(self):
        return bool(self._rest)

    def end(self):
        """What looked like the beginning of a frame and was none."""
        rest, self._rest = self._rest, b''
        return rest

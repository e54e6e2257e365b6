"""Brings the agent what a library prints, logs and answers. It runs in a process of its own, which outlives the library's
by what is left in the pipe: nobody needs the last words more than who looks for the reason of a crash."""

import codecs
import json
import os
import re
import select
import signal
import time

from .frames import ANSWER, BEGIN, ERRORS, LOGGED, PRINTED, RAW, Parser


class Text:
    """Text on its way to the log. A mark such as *WARN* at the beginning of a line begins a message.

    Lines without one go on with the message before, or, where nobody knows who writes, are none of its business.
    """

    MARK = re.compile(r'\*(TRACE|DEBUG|INFO|CONSOLE|HTML|WARN|ERROR)(?::(\d+(?:\.\d+)?))?\*')
    ENOUGH = 1 << 16

    def __init__(self, write, marks_last):
        self._write = write
        self._marks_last = marks_last
        self._decoder = codecs.getincrementaldecoder('utf-8')('backslashreplace')
        self.reset()

    def reset(self):
        self._decoder.reset()
        self._level, self._time, self._lines, self._tail = 'INFO', None, '', ''

    def add(self, data):
        lines, feed, self._tail = (self._tail + self._decoder.decode(data)).rpartition('\n')
        if feed:
            self._add_lines(lines.split('\n'))
        if len(self._lines) > self.ENOUGH:
            self.tell_if_whole()

    def _add_lines(self, lines):
        marked = False
        for line in lines:
            mark = self.MARK.match(line)
            if mark or marked:
                self.tell()
                self._level, self._time = (mark.group(1), mark.group(2) and float(mark.group(2))) if mark else ('INFO', None)
            if not self._lines and self._time is None:
                self._time = now()
            self._lines += (line[mark.end():] if mark else line) + '\n'
            marked = mark and not self._marks_last
        if marked:
            self.tell()
            self._level = 'INFO'

    @property
    def waiting(self):
        """Whether there is something that can be told before its end is known: HTML only makes sense as a whole."""
        return bool(self._lines) and self._level != 'HTML'

    def tell_if_whole(self):
        if self.waiting:
            self.tell()

    def tell(self):
        text = self._lines.strip()
        if text:
            self._write(self._level, text, self._time)
        self._lines, self._time = '', None

    def end(self):
        last = self._tail + self._decoder.decode(b'', True)
        if last:
            self._add_lines([last])
        self.tell()
        self.reset()


class Pump:
    """Reads the pipe until the library's process is gone; that is when nobody holds the other end of life any more."""

    QUIET = 100  # milliseconds after which what was printed is told

    def __init__(self, channel, mark, outlet, life):
        self._channel = channel
        self._parser = Parser(mark)
        self._outlet = outlet
        self._life = life
        self._call = None
        self._texts = {PRINTED: Text(self._log, True), ERRORS: Text(self._log, True), RAW: Text(self._log, False)}

    def run(self):
        for number in signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT:
            signal.signal(number, signal.SIG_IGN)  # the library may still say something when it is told to end
        os.set_blocking(self._outlet, False)
        poll = select.poll()
        poll.register(self._outlet, select.POLLIN)
        poll.register(self._life, 0)
        alive = True
        while alive:
            waiting = self._parser.waiting or any(text.waiting for text in self._texts.values())
            ready = dict(poll.poll(self.QUIET if waiting else None))
            alive = self._drain() and self._life not in ready
            if not ready:
                self._handle(RAW, self._parser.end())
                for text in self._texts.values():
                    text.tell_if_whole()
        self._drain()
        self._handle(RAW, self._parser.end())
        self._end()

    def _drain(self):
        """Whether there may be more some time."""
        while True:
            try:
                data = os.read(self._outlet, 1 << 16)
            except BlockingIOError:
                return True
            if not data:
                return False
            for kind, message in self._parser.feed(data):
                self._handle(kind, message)

    def _handle(self, kind, message):
        if kind in self._texts:
            if message:
                for other, text in self._texts.items():
                    if other != kind:
                        text.tell_if_whole()
                self._texts[kind].add(message)
        elif kind == LOGGED:
            for text in self._texts.values():
                text.tell()
            level, text, moment = json.loads(message)
            self._log(level, text, moment)
        elif kind == BEGIN:
            self._end()
            self._call = json.loads(message)
        elif kind == ANSWER:
            self._end()
            self._call = None
            self._channel.write(self._channel.output, message + b'\n')

    def _end(self):
        for text in self._texts.values():
            text.end()

    def _log(self, level, text, moment):
        self._channel.send({'log': text, 'level': level, 'time': moment, 'id': self._call})


def now():
    """Milliseconds since 1970, as in Robot Framework's marks."""
    return int(time.time() * 1000)

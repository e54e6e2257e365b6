"""What the library's process does with what it prints and logs."""

import fcntl
import io
import json
import logging
import os
import secrets
import sys
import threading
import traceback
from functools import partial

from .frames import ANSWER, BEGIN, ERRORS, LOGGED, PRINTED, frames
from .pump import Pump, now


class Stream(io.RawIOBase):
    """sys.stdout or sys.stderr, told apart from what else is written to their descriptor."""

    def __init__(self, log, kind, descriptor):
        super().__init__()
        self._log, self._kind, self._descriptor = log, kind, descriptor

    def writable(self):
        return True

    def fileno(self):
        return self._descriptor

    def write(self, data):
        data = bytes(data)
        if self._log.is_elsewhere():
            return os.write(self._descriptor, data)
        self._log.send(self._kind, data)
        return len(data)

    def as_text(self):
        return io.TextIOWrapper(io.BufferedWriter(self), 'utf-8', 'backslashreplace', line_buffering=True)


class Log:
    """Takes what the library prints (C code and child processes too), logs and answers to the agent."""

    def __init__(self, channel):
        """Starts the pump. To be called while the process is small and has one thread."""
        self._process = os.getpid()
        self._lock = threading.RLock()
        self._mark = b'\0' + secrets.token_hex(8).encode()
        outlet, self._inlet = os.pipe()
        life, self._life = os.pipe()
        try:
            fcntl.fcntl(self._inlet, 1031, 1 << 20)  # F_SETPIPE_SZ of Linux: room for a burst
        except OSError:
            pass
        self._start(Pump(channel, self._mark, outlet, life), channel)
        for descriptor in outlet, life, channel.output:
            os.close(descriptor)
        os.register_at_fork(after_in_child=partial(os.close, self._life))
        os.dup2(self._inlet, 1)
        os.dup2(self._inlet, 2)
        sys.stdout = sys.__stdout__ = Stream(self, PRINTED, 1).as_text()
        sys.stderr = sys.__stderr__ = Stream(self, ERRORS, 2).as_text()
        self._flush_c = self._find_flush()

    def _start(self, pump, channel):
        """As a grandchild: a library that waits for its children must not meet it."""
        child = os.fork()
        if child == 0:
            try:
                if os.fork() == 0:
                    for descriptor in self._inlet, self._life, channel.input.fileno():
                        os.close(descriptor)
                    pump.run()
            except BaseException:
                channel.complain('labhand: the log ends here: ' + traceback.format_exc())
            finally:
                os._exit(0)
        os.waitpid(child, 0)

    @staticmethod
    def _find_flush():
        try:
            import ctypes
            return partial(ctypes.CDLL(None).fflush, None)
        except (ImportError, OSError, AttributeError):
            return lambda: None

    def is_elsewhere(self):
        """Whether this is a fork of the library's process, which knows nothing of calls."""
        return os.getpid() != self._process

    def send(self, kind, data):
        with self._lock:
            for frame in frames(self._mark, kind, data):
                os.write(self._inlet, frame)

    @staticmethod
    def flush():
        for stream in sys.stdout, sys.stderr:
            try:
                stream.flush()
            except Exception:
                pass  # what the library put there is its own affair

    def begin(self, identity):
        """What comes from now on belongs to this call."""
        self.flush()
        self.send(BEGIN, json.dumps(identity).encode())

    def answer(self, message):
        """Ends the call."""
        self._flush_c()
        self.flush()
        self.send(ANSWER, json.dumps(message, allow_nan=False).encode())

    def logged(self, level, text):
        """A message of a logging API. As in Robot Framework, only the main thread's count."""
        if threading.current_thread() is not threading.main_thread():
            return
        if self.is_elsewhere():
            os.write(2, ('*%s* %s\n' % (level, text)).encode('utf-8', 'backslashreplace'))
            return
        self.flush()
        self.send(LOGGED, json.dumps([level, text, now()]).encode())


class LoggingHandler(logging.Handler):
    """Messages of Python's logging, with Robot Framework's levels."""

    def __init__(self, log):
        super().__init__()
        self._log = log

    def emit(self, record):
        levels = (logging.ERROR, 'ERROR'), (logging.WARNING, 'WARN'), (logging.INFO, 'INFO'), (logging.DEBUG, 'DEBUG')
        level = next((name for number, name in levels if record.levelno >= number), 'TRACE')
        try:
            self._log.logged(level, self.format(record))
        except Exception as error:
            self._log.logged('WARN', 'A log message of %s could not be formatted: %s' % (record.name, error))

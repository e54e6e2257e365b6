#!/usr/bin/env python3
"""Hosts a Robot Framework library as a plugin of an agent; docs/keywords-python.md tells about its use.

    robot_library.py LIBRARY[::ARG...] --describe    prints what the library offers, as JSON
    robot_library.py LIBRARY[::ARG...] --serve       one JSON line in, one out for each call, and log lines

LIBRARY is MODULE, MODULE.CLASS, FILE.py or FILE.py:CLASS. Needs Python 3.8 and its standard library alone; where
robotframework is installed, its type conversion is used, and its robot.api.logger logs to the agent.
"""

import asyncio
import base64
import codecs
import enum
import faulthandler
import fcntl
import importlib
import importlib.util
import inspect
import io
import json
import logging
import math
import os
import re
import select
import signal
import sys
import threading
import time
import traceback
import typing
from collections import UserString
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timezone
from decimal import Decimal
from functools import cached_property, partial
from pathlib import Path, PurePath

try:
    from robot.api import TypeInfo, logger as robot_logger
except ImportError:  # not installed, or older than 7.0
    TypeInfo = None
    try:
        from robot.api import logger as robot_logger
    except ImportError:
        robot_logger = None


class Refused(Exception):
    """A library that cannot be hosted, or a call that makes no sense: the message says it all."""


# ---------------------------------------------------------------------------------------------- values

def from_wire(value):
    """A value as the agent sends it."""
    if isinstance(value, list):
        return [from_wire(item) for item in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        (kind, text), = value.items()
        if isinstance(text, str):
            if kind == 'base64':
                return base64.b64decode(text)
            if kind == 'float':
                return float(text)
            if kind == 'dateTime':
                # Before 3.11, fromisoformat reads no Z.
                return datetime.fromisoformat(re.sub('Z$', '+00:00', text))
    return {key: from_wire(item) for key, item in value.items()}


def to_wire(value):
    """A value as the agent takes it: containers of any kind become lists and objects, what is unknown its text."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        if value.bit_length() > 1024:
            raise Refused('The return value cannot be sent: it has an integer of %d bits.' % value.bit_length())
        return int(value)
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else {'float': str(float(value))}
    if isinstance(value, str):
        return clean(str.__str__(value))
    if isinstance(value, (bytes, bytearray, memoryview)):
        return {'base64': base64.b64encode(bytes(value)).decode('ascii')}
    if isinstance(value, datetime):
        if value.tzinfo is not None:
            value = value.astimezone(timezone.utc).replace(tzinfo=None)
            return {'dateTime': value.isoformat() + 'Z'}
        return {'dateTime': value.isoformat()}
    if isinstance(value, date):
        return {'dateTime': value.isoformat() + 'T00:00:00'}
    if isinstance(value, Mapping):
        return {clean(text_of(key)): to_wire(item) for key, item in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, (io.IOBase, UserString, type)):
        return [to_wire(item) for item in value]
    return clean(text_of(value))


def text_of(value):
    if value is None:
        return ''
    try:
        return str(value)
    except Exception as error:
        return '<%s whose text is not available: %s>' % (type(value).__name__, type(error).__name__)


def clean(text):
    """Lone surrogates are in no encoding of Unicode."""
    return text if text.isascii() else text.encode('utf-8', 'replace').decode('utf-8')


# ---------------------------------------------------------------------------------------------- the log

class Channel:
    """The agent's ends of the standard streams. The descriptors 0, 1 and 2 are the library's from now on."""

    def __init__(self):
        self.input = os.fdopen(os.dup(0), 'rb')
        self.output = os.dup(1)
        self.errors = os.dup(2)
        self._lock = threading.Lock()
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.close(nothing)
        os.dup2(2, 1)

    def send(self, message):
        self._write(self.output, json.dumps(message, allow_nan=False) + '\n')

    def complain(self, text):
        self._write(self.errors, text.rstrip('\n') + '\n')

    def _write(self, descriptor, text):
        data = text.encode('utf-8', 'backslashreplace')
        with self._lock:
            while data:
                data = data[os.write(descriptor, data):]


class Printed:
    """Text on its way to the log. A mark such as *WARN* at the beginning of a line begins a message; other lines go on."""

    MARK = re.compile(r'^\*(TRACE|DEBUG|INFO|CONSOLE|HTML|WARN|ERROR)(?::(\d+(?:\.\d+)?))?\*', re.MULTILINE)
    ENOUGH = 1 << 16

    def __init__(self, log):
        self._log = log
        self.reset()

    def reset(self):
        self._decoder = codecs.getincrementaldecoder('utf-8')('backslashreplace')
        self._level, self._time, self._lines, self._tail = 'INFO', None, '', ''

    def add(self, data):
        lines, feed, self._tail = (self._tail + self._decoder.decode(data)).rpartition('\n')
        self._add_lines(lines + feed)
        if len(self._lines) > self.ENOUGH:
            self.tell_if_whole()

    def _add_lines(self, lines):
        start = 0
        for mark in self.MARK.finditer(lines):
            self._go_on(lines[start:mark.start()])
            self.tell()
            self._level, self._time = mark.group(1), mark.group(2) and float(mark.group(2))
            start = mark.end()
        self._go_on(lines[start:])

    def _go_on(self, text):
        if text and not self._lines and self._time is None:
            self._time = now()
        self._lines += text

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
            self._log.write(self._level, text, self._time)
        self._lines, self._time = '', None

    def end(self):
        self._add_lines(self._tail + self._decoder.decode(b'', True))
        self.tell()
        self.reset()


class Log:
    """Takes what the library prints (C code and child processes too) and logs: to the running call, or else to stderr."""

    QUIET = 100  # milliseconds after which what was printed is told

    def __init__(self, channel):
        self._channel = channel
        self._calling = False
        self._process = os.getpid()
        self._lock = threading.RLock()
        self._printed = Printed(self)
        self._pipe, inlet = os.pipe()
        os.set_blocking(self._pipe, False)
        try:
            fcntl.fcntl(inlet, 1031, 1 << 20)  # F_SETPIPE_SZ of Linux: room for code that holds the interpreter's lock
        except OSError:
            pass
        os.dup2(inlet, 1)
        os.dup2(inlet, 2)
        os.close(inlet)
        sys.stdout = sys.__stdout__ = self._text_stream(1)
        sys.stderr = sys.__stderr__ = self._text_stream(2)
        self._flush_c = self._find_flush()
        threading.Thread(target=self._pump, name='labhand-log', daemon=True).start()

    @staticmethod
    def _text_stream(descriptor):
        return open(descriptor, 'w', buffering=1, encoding='utf-8', errors='backslashreplace', closefd=False)

    @staticmethod
    def _find_flush():
        try:
            import ctypes
            return partial(ctypes.CDLL(None).fflush, None)
        except (ImportError, OSError, AttributeError):
            return lambda: None

    def _pump(self):
        poll = select.poll()
        poll.register(self._pipe, select.POLLIN)
        while True:
            ready = poll.poll(self.QUIET if self._printed.waiting else None)
            with self._lock:
                if ready:
                    self._drain()
                else:
                    self._printed.tell_if_whole()

    def _drain(self):
        while True:
            try:
                data = os.read(self._pipe, 1 << 16)
            except BlockingIOError:
                return
            self._printed.add(data)

    @staticmethod
    def _flush():
        """Not under the lock: who waits for room in the pipe would wait for ever."""
        for stream in sys.stdout, sys.stderr:
            try:
                stream.flush()
            except Exception:
                pass  # what the library put there is its own affair

    def begin(self):
        self._end(True)

    def end(self):
        self._flush_c()
        self._end(False)

    def _end(self, calling):
        self._flush()
        with self._lock:
            self._drain()
            self._printed.end()
            self._calling = calling

    def logged(self, level, text):
        """A message of a logging API. As in Robot Framework, only the main thread's count."""
        if threading.current_thread() is not threading.main_thread():
            return
        if os.getpid() != self._process:
            os.write(2, ('*%s* %s\n' % (level, text)).encode('utf-8', 'backslashreplace'))
            return
        self._flush()
        with self._lock:
            self._drain()
            self._printed.tell()
            self.write(level, text, now())

    def write(self, level, text, moment):
        if self._calling:
            self._channel.send({'log': clean(text), 'level': level, 'time': moment})
        else:
            self._channel.complain(text)


def now():
    """Milliseconds since 1970, as in Robot Framework's marks."""
    return int(time.time() * 1000)


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


def log_through(log):
    logging.raiseExceptions = False
    logging.getLogger().addHandler(LoggingHandler(log))
    logging.getLogger().setLevel(logging.NOTSET)
    logging.getLogger('asyncio').setLevel(logging.INFO)
    if robot_logger is None:
        return

    def write(msg, level='INFO', html=False, console=None):
        level = level.upper()
        if level not in ('TRACE', 'DEBUG', 'INFO', 'CONSOLE', 'HTML', 'WARN', 'ERROR'):
            raise ValueError("Invalid log level '%s'." % level)
        if html and level not in ('WARN', 'ERROR'):
            level = 'HTML'
        elif console and level == 'INFO':
            level = 'CONSOLE'
        log.logged(level, msg if isinstance(msg, str) else text_of(msg))

    def info(msg, html=False, also_console=False, console=False):
        write(msg, 'INFO', html, also_console or console)

    def console(msg, newline=True, stream='stdout'):
        write(msg, 'CONSOLE')

    robot_logger.write, robot_logger.info, robot_logger.console = write, info, console


# ---------------------------------------------------------------------------------------------- arguments

class Arguments:
    """What a keyword takes."""

    def __init__(self, types=None):
        self.positional_only, self.positional, self.named_only = [], [], []
        self.varargs = self.kwargs = None
        self.defaults = {}
        self.types = types
        self.returns = None

    @classmethod
    def of_method(cls, method):
        arguments = cls()
        try:
            parameters = inspect.signature(method).parameters.values()
        except ValueError:  # some functions written in C do not tell
            arguments.varargs = 'args'
            return arguments
        for parameter in parameters:
            if parameter.kind is parameter.VAR_POSITIONAL:
                arguments.varargs = parameter.name
            elif parameter.kind is parameter.VAR_KEYWORD:
                arguments.kwargs = parameter.name
            else:
                {parameter.POSITIONAL_ONLY: arguments.positional_only,
                 parameter.POSITIONAL_OR_KEYWORD: arguments.positional,
                 parameter.KEYWORD_ONLY: arguments.named_only}[parameter.kind].append(parameter.name)
                if parameter.default is not parameter.empty:
                    arguments.defaults[parameter.name] = parameter.default
        arguments._set_types(cls._hints(method))
        return arguments

    @staticmethod
    def _hints(method):
        """Those of @keyword(types=...) come before annotations; None turns conversion off."""
        types = getattr(method, 'robot_types', ())
        if types or types is None:
            return types
        try:
            return typing.get_type_hints(method)
        except Exception:  # a name that is not defined, or anything else
            return getattr(method, '__annotations__', {})

    @classmethod
    def of_dynamic(cls, specs, types):
        arguments = cls()
        target = arguments.positional
        for spec in specs:
            name, *default = (spec,) if isinstance(spec, str) else tuple(spec)
            if isinstance(spec, str) and '=' in spec and not spec.startswith('*'):
                name, *default = spec.split('=', 1)
            if arguments.kwargs:
                raise Refused('only the last argument can be kwargs')
            if name == '/':
                arguments.positional_only, arguments.positional = arguments.positional, []
                target = arguments.positional
            elif name.startswith('**'):
                arguments.kwargs = name[2:]
            elif name.startswith('*'):
                if target is arguments.named_only:
                    raise Refused('there are several varargs')
                arguments.varargs = name[1:] or None
                target = arguments.named_only
            else:
                if arguments.defaults and not default and target is not arguments.named_only:
                    raise Refused("argument '%s' without a default comes after one with a default" % name)
                target.append(name)
                if default:
                    arguments.defaults[name] = default[0]
        arguments._set_types(types)
        return arguments

    def _set_types(self, types):
        if types is None:
            self.types = None
            return
        if not isinstance(types, Mapping):
            names = self.positional_only + self.positional + [self.varargs] * bool(self.varargs) \
                + self.named_only + [self.kwargs] * bool(self.kwargs)
            if len(types) > len(names):
                raise Refused('there are %d types for %d arguments' % (len(types), len(names)))
            types = {name: hint for name, hint in zip(names, types) if hint}
        self.types = dict(types)
        self.returns = self.types.pop('return', None)

    def describe(self):
        kinds = ((self.positional_only, 'positional_only'), (self.positional, None),
                 ([self.varargs] if self.varargs else [], 'varargs'), (self.named_only, 'named_only'),
                 ([self.kwargs] if self.kwargs else [], 'kwargs'))
        return [self._describe(name, kind) for names, kind in kinds for name in names]

    def _describe(self, name, kind):
        described = {'name': name}
        hint = type_name((self.types or {}).get(name))
        if hint:
            described['type'] = hint
        if kind:
            described['kind'] = kind
        if name in self.defaults:
            described['default'] = self._shown_default(name)
        return described

    def _shown_default(self, name):
        value = self.defaults[name]
        if isinstance(value, enum.Enum):
            return value.name
        shown = to_wire(value)
        return re.sub(' at 0x[0-9a-f]+', '', shown) if isinstance(shown, str) else shown

    def is_default(self, name, value):
        """Whether this is what was told of a default: the agent sends that for arguments that were left out."""
        shown = from_wire(self._shown_default(name)) if name in self.defaults else ...
        return type(value) is type(shown) and value == shown

    def check(self, keyword, args, named):
        """Refuses a call that does not fit, in Robot Framework's words."""
        names = self.positional_only + self.positional
        for name in named:
            if name in self.positional:
                if self.positional.index(name) + len(self.positional_only) < len(args):
                    raise Refused("%s got multiple values for argument '%s'." % (keyword, name))
            elif name not in self.named_only and not self.kwargs:
                raise Refused("%s got unexpected named argument '%s'." % (keyword, name))
        missing = [name for name in names[len(args):]
                   if name not in self.defaults and not (name in named and name in self.positional)]
        if len(args) > len(names) and not self.varargs or missing and not set(named) & set(self.positional):
            raise Refused('%s expected %s, got %d.' % (keyword, self._expected(), len(args)))
        if missing:
            raise Refused("%s missing value for argument '%s'." % (keyword, missing[0]))
        for name in self.named_only:
            if name not in named and name not in self.defaults:
                raise Refused("%s missing named-only argument '%s'." % (keyword, name))

    def _expected(self):
        most = len(self.positional_only) + len(self.positional)
        least = most - len([name for name in self.defaults if name not in self.named_only])
        kind = 'non-named argument' if self.kwargs or self.named_only else 'argument'
        if self.varargs:
            return 'at least %d %s%s' % (least, kind, '' if least == 1 else 's')
        return '%s %s%s' % (most if least == most else '%d to %d' % (least, most), kind, '' if most == 1 else 's')

    def converted(self, args, named, converters=None):
        names = self.positional_only + self.positional
        return ([self._converted(names[i] if i < len(names) else self.varargs, value, converters)
                 for i, value in enumerate(args)],
                {name: self._converted(name, value, converters) for name, value in named.items()})

    def _converted(self, name, value, converters):
        known = name in self.positional_only or name in self.positional or name in self.named_only
        hint_of = name if known or name == self.varargs else self.kwargs
        if self.types is None or known and value is None and self.defaults.get(name, ...) is None:
            return value
        if known and self.is_default(name, value):
            return self.defaults[name]
        failure = None
        if hint_of in self.types:
            try:
                return convert(self.types[hint_of], name, value, converters)
            except ValueError as error:
                failure = error
        if hint_of in self.defaults and isinstance(value, str) \
                and not isinstance(self.defaults[hint_of], (str, type(None))):
            kind = type(self.defaults[hint_of])
            try:
                return convert(typing.Union[int, float] if kind is int else kind, name, value, None)
            except ValueError:
                pass
        if failure:
            raise Refused('ValueError: %s' % failure)
        return value

    def without_defaults(self, args, named):
        """For those who know their defaults better: what was told of them may be mere text."""
        names = self.positional_only + self.positional
        args = list(args)
        while args and len(args) <= len(names) and self.is_default(names[len(args) - 1], args[-1]):
            args.pop()
        return args, {name: value for name, value in named.items() if not self.is_default(name, value)}

    def by_position(self, args, named):
        """For those who take no named arguments: fills the gaps with defaults."""
        args = list(args)
        last = max((self.positional.index(name) for name in named), default=-1)
        for name in self.positional[max(0, len(args) - len(self.positional_only)):last + 1]:
            args.append(named[name] if name in named else self.defaults[name])
        return args


def type_name(hint):
    """As Robot Framework writes it; empty if there is none."""
    if hint is None or hint is inspect.Parameter.empty:
        return ''
    if isinstance(hint, (list, tuple)):
        return ' | '.join(filter(None, (type_name(each) or 'None' for each in hint)))
    if isinstance(hint, str):
        return hint
    if hint is type(None):
        return 'None'
    if union_members(hint):
        return ' | '.join(type_name(each) for each in union_members(hint))
    if isinstance(hint, type) and not typing.get_args(hint):
        return hint.__name__
    return re.sub(r'\b(?:[A-Za-z_]\w*\.)+(?=[A-Za-z_])', '', str(hint))


def union_members(hint):
    origin = typing.get_origin(hint)
    union = origin is typing.Union or getattr(origin, '__name__', '') == 'UnionType'
    return typing.get_args(hint) if union else ()


def convert(hint, name, value, converters):
    """
    The value as the type wants it, by Robot Framework's rules where it is installed. Raises ValueError with a message of
    Robot's kind; a type that nobody knows converts nothing.
    """
    if hint is date and isinstance(value, datetime):
        return value.date()  # the wire has no dates without a time
    if TypeInfo is None:
        return convert_simply(hint, name, value)
    try:
        union = isinstance(hint, (list, tuple))
        info = TypeInfo.from_sequence(hint) if union else TypeInfo.from_type_hint(hint)
        return info.convert(value, name, converters)
    except TypeError:
        return value


def convert_simply(hint, name, value):
    if isinstance(hint, str):
        hint = {'int': int, 'integer': int, 'float': float, 'double': float, 'number': float, 'bool': bool,
                'boolean': bool, 'str': str, 'string': str, 'bytes': bytes}.get(hint.lower(), hint)
    choices = hint if isinstance(hint, (list, tuple)) else union_members(hint)
    if choices:
        if any(isinstance(each, type) and type(value) is each for each in choices):
            return value
        for each in choices:
            try:
                return convert_simply(each, name, value)
            except ValueError:
                pass
        raise cannot(name, value, type_name(hint))
    kind = typing.get_origin(hint) or hint
    if not isinstance(kind, type) or isinstance(value, kind) and not (kind is int and isinstance(value, bool)):
        return value
    words = {'true': True, 'yes': True, 'on': True, '1': True, 'false': False, 'no': False, 'off': False, '0': False,
             'none': False, '': False}
    try:
        if kind is type(None):
            if isinstance(value, str) and value.lower() == 'none':
                return None
            raise ValueError
        if issubclass(kind, enum.Enum) and isinstance(value, str):
            return next(member for member in kind if alike(member.name) == alike(value))
        if kind in (tuple, set, frozenset) and isinstance(value, list) or kind is float and isinstance(value, int):
            return kind(value)
        if kind is bool and isinstance(value, str):
            return words.get(value.lower(), value)
        if kind is bytes and isinstance(value, str):
            return value.encode('latin-1')
        if kind in (int, float, Decimal, Path, PurePath) and isinstance(value, str):
            return kind(value.replace(' ', '') if kind in (int, float, Decimal) else value)
    except (ValueError, ArithmeticError, StopIteration):
        names = {int: 'integer', bytes: 'bytes', type(None): 'None'}
        raise cannot(name, value, names.get(kind, kind.__name__)) from None
    return value


def cannot(name, value, wanted):
    return ValueError("Argument '%s' got value '%s' that cannot be converted to %s." % (name, value, wanted))


def alike(name):
    """Keyword names are equal without case, spaces and underscores."""
    return re.sub(r'[\s_]', '', name).lower()


# ---------------------------------------------------------------------------------------------- the library

class Keyword:
    """One keyword; run takes positional and named arguments."""

    def __init__(self, name, arguments, doc, tags, run):
        if not name:
            raise Refused('the name cannot be empty')
        embedded = len(re.findall(r'\$\{[^}]*\}', name))
        most = len(arguments.positional_only) + len(arguments.positional)
        if embedded > most and not arguments.varargs:
            raise Refused('it must take at least as many positional arguments as it has embedded ones')
        self.name = name
        self.arguments = arguments
        self.doc, more = self._split_tags(doc or '')
        self.tags = list(dict.fromkeys([str(tag) for tag in tags] + more))
        self.run = run
        self.error = None

    @staticmethod
    def _split_tags(doc):
        doc = doc.rstrip()
        lines = doc.splitlines()
        if lines and lines[-1].strip().lower().startswith('tags:'):
            tags = [tag.strip() for tag in lines[-1].strip()[5:].split(',')]
            return '\n'.join(lines[:-1]).rstrip(), [tag for tag in tags if tag]
        return doc, []

    def describe(self):
        described = {'name': self.name, 'args': self.arguments.describe(), 'doc': self.doc, 'tags': self.tags}
        returns = type_name(self.arguments.returns)
        if returns:
            described['returns'] = returns
        return described


class Library:
    """A library that was imported; its one instance lives as long as the process."""

    def __init__(self, spec, complain):
        location, *args = spec.split('::')
        self._complain = complain
        self.code = find(location)
        self.name = self.code.__name__.rpartition('.')[2]
        self.converters = getattr(self.code, 'ROBOT_LIBRARY_CONVERTERS', None) or None
        self._loop = None
        if inspect.isclass(self.code):
            self.instance = self._create(args)
        elif args:
            raise Refused('%s is a module and takes no arguments' % self.name)
        else:
            self.instance = self.code
        self.keywords = self._keywords()

    def _create(self, args):
        init = self.code.__init__
        if not (inspect.isfunction(init) or inspect.ismethod(init)):
            arguments = Arguments()
        else:
            arguments = Arguments.of_method(init)
            arguments.positional = arguments.positional[1:]
        positional, named = [], {}
        for arg in args:
            name, equals, value = arg.partition('=')
            if equals and (name in arguments.positional + arguments.named_only or arguments.kwargs):
                named[name] = value
            else:
                positional.append(arg)
        arguments.check("Library '%s'" % self.name, positional, named)
        positional, named = arguments.converted(positional, named, self.converters)
        return self.code(*positional, **named)

    def _keywords(self):
        names = self._dynamic('get_keyword_names') if inspect.isclass(self.code) else None
        if names is None:
            included = None if inspect.isclass(self.code) else getattr(self.code, '__all__', None)
            keywords = [self._static(name) for name in self._static_names() if included is None or name in included]
        else:
            run = self._dynamic('run_keyword')
            make = self._static if run is None else partial(self._of_dynamic, run)
            keywords = [make(name) for name in dict.fromkeys(names() or ())]
        seen = {}
        for keyword in filter(None, keywords):
            first = seen.setdefault(alike(keyword.name), keyword)
            if first is not keyword:
                first.error = 'Keyword with same name defined multiple times.'
                self._failed(keyword.name, first.error)
        return {keyword.name: keyword for keyword in seen.values()}

    def _dynamic(self, name):
        first, *others = name.split('_')
        for spelling in name, first + ''.join(word.capitalize() for word in others):
            method = getattr(self.instance, spelling, None)
            if callable(method):
                return method
        return None

    def _failed(self, name, reason):
        self._complain("*ERROR* Adding keyword '%s' of library %s failed: %s" % (name, self.name, reason))

    def _static_names(self):
        automatic = getattr(self.instance, 'ROBOT_AUTO_KEYWORDS', True)
        return [name for name in dir(self.instance)
                if automatic and not name.startswith('_') or hasattr(self._as_written(name), 'robot_name')]

    def _as_written(self, name):
        """Without asking a property for its value."""
        written = inspect.getattr_static(self.instance, name, None)
        return written.__func__ if isinstance(written, (classmethod, staticmethod)) else written

    def _static(self, name):
        try:
            written = self._as_written(name)
            if isinstance(written, (property, cached_property)):
                return None
            method = getattr(self.instance, name)
            if not (inspect.isroutine(method) or isinstance(method, partial)) \
                    or getattr(method, 'robot_not_keyword', False):
                return None
            arguments = Arguments.of_method(method)
            tags = getattr(method, 'robot_tags', ())
            return Keyword(getattr(method, 'robot_name', None) or printable(name), arguments, inspect.getdoc(method),
                           tags, lambda args, named: method(*args, **named))
        except Exception as error:
            self._failed(name, message_of(error))
            return None

    def _of_dynamic(self, run, name):
        takes_named = len(Arguments.of_method(run).positional) == 3

        def ask(question, otherwise):
            method = self._dynamic(question)
            answer = method(name) if method else None
            return otherwise if answer is None else answer

        def call(args, named):
            args, named = arguments.without_defaults(args, named)
            if takes_named:
                return run(name, args, named)
            return run(name, arguments.by_position(args, named))

        try:
            anything = ['*varargs', '**kwargs'] if takes_named else ['*varargs']
            arguments = Arguments.of_dynamic(ask('get_keyword_arguments', anything), {})
            if (arguments.named_only or arguments.kwargs) and not takes_named:
                raise Refused('run_keyword takes no named arguments, so that the keyword cannot either')
            method = self._dynamic('get_keyword_types')
            arguments._set_types(method(name) if method else {})
            doc = ask('get_keyword_documentation', '')
            tags = [each if isinstance(each, str) else each.decode() for each in ask('get_keyword_tags', ())]
            return Keyword(printable(name), arguments, doc if isinstance(doc, str) else doc.decode(), tags, call)
        except Exception as error:
            self._failed(name, message_of(error))
            return None

    def describe(self):
        document = self._dynamic('get_keyword_documentation') if inspect.isclass(self.code) else None
        doc = document and document('__intro__') or inspect.getdoc(self.instance) or ''
        init = document and document('__init__') or inspect.isclass(self.code) \
            and inspect.isfunction(self.code.__init__) and inspect.getdoc(self.code.__init__) or ''
        version = getattr(self.code, 'ROBOT_LIBRARY_VERSION', None) or getattr(self.code, '__version__', '')
        return {'library': re.sub('[^A-Za-z0-9_]', '_', self.name), 'version': str(version), 'doc': doc, 'init': init,
                'keywords': [keyword.describe() for keyword in self.keywords.values()],
                'persistent': True, 'processes': int(getattr(self.code, 'LABHAND_PROCESSES', 1))}

    def call(self, name, args, named):
        keyword = self.keywords.get(name) or {alike(each): kw for each, kw in self.keywords.items()}.get(alike(name))
        if keyword is None:
            raise Refused("No keyword with name '%s.%s' found." % (self.name, name))
        if keyword.error:
            raise Refused(keyword.error)
        keyword.arguments.check("Keyword '%s.%s'" % (self.name, keyword.name), args, named)
        value = keyword.run(*keyword.arguments.converted(args, named, self.converters))
        if inspect.iscoroutine(value):
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                asyncio.set_event_loop(self._loop)
            value = self._loop.run_until_complete(value)
        return value


def find(location):
    """The class or module that is the library."""
    path, colon, chosen = location.partition(':')
    if path.endswith('.py') or os.sep in path:
        module = module_at(Path(path).absolute())
    elif colon:
        raise Refused("'%s' is neither MODULE.CLASS nor FILE.py:CLASS" % location)
    else:
        parent, _, last = path.rpartition('.')
        if parent:
            within = importlib.import_module(parent)
            if inspect.isclass(getattr(within, last, None)):
                return getattr(within, last)
            if not hasattr(within, '__path__') and path not in sys.modules:
                raise Refused("module '%s' has no class '%s'" % (parent, last))
        module = importlib.import_module(path)
    if chosen:
        found = getattr(module, chosen, None)
        if not inspect.isclass(found):
            raise Refused("%s has no class '%s'" % (path, chosen))
        return found
    found = getattr(module, module.__name__.rpartition('.')[2], None)
    if inspect.isclass(found):
        return found
    decorated = [each for each in vars(module).values() if inspect.isclass(each)
                 and hasattr(each, 'ROBOT_AUTO_KEYWORDS') and each.__module__ == module.__name__]
    return decorated[0] if len(decorated) == 1 else module


def module_at(path):
    source = path / '__init__.py' if path.is_dir() else path
    if not source.is_file():
        raise Refused('there is no file %s' % source)
    sys.path.insert(0, str(path.parent))
    places = [str(path)] if path.is_dir() else None
    spec = importlib.util.spec_from_file_location(path.stem, str(source), submodule_search_locations=places)
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module


def printable(name):
    """Keyword names of method names: open_door, openDoor and open door are Open Door."""
    words = name.replace('_', ' ').split()
    if len(words) == 1 and not (name.isalpha() and name.islower()):
        words = camel_case(words[0])
    return ' '.join(word[0].upper() + word[1:] for word in words)


def camel_case(text):
    words = []
    for before, char, after in zip(' ' + text, text, text[1:] + ' '):
        if before.isdigit():
            begins = not char.isdigit()
        elif char.isupper():
            begins = after.islower() or before.isalpha() and not before.isupper()
        else:
            begins = char.isdigit()
        if begins or not words:
            words.append('')
        words[-1] += char
    return words


# ---------------------------------------------------------------------------------------------- calls

class Terminated(BaseException):
    """The agent stops this process."""


def message_of(error):
    """Robot Framework's rule: generic exceptions are told by their message alone."""
    name = type(error).__name__
    text = text_of(error)
    generic = name in ('AssertionError', 'Error', 'Exception', 'RuntimeError')
    if isinstance(error, Refused) or text and (generic or getattr(error, 'ROBOT_SUPPRESS_NAME', False)):
        return text
    if not text:
        return name
    if text.startswith('*HTML*'):
        return '*HTML* %s: %s' % (name, text[6:].lstrip())
    return '%s: %s' % (name, text)


def traceback_of(error):
    if isinstance(error, Refused):
        return ''
    seen = set()

    def without_own_frames(each):
        if each is None or id(each) in seen:
            return
        seen.add(id(each))
        frames = each.__traceback__
        while frames and frames.tb_frame.f_code.co_filename in (__file__, asyncio.base_events.__file__):
            frames = frames.tb_next
        each.__traceback__ = frames
        without_own_frames(each.__cause__)
        without_own_frames(each.__context__)

    without_own_frames(error)
    return ''.join(traceback.format_exception(type(error), error, error.__traceback__)).rstrip()


def answer(library, log, request):
    log.begin()
    try:
        args, named = from_wire(request.get('args') or []), from_wire(request.get('kwargs') or {})
        value = library.call(request['keyword'], args, named)
        try:
            return {'return': to_wire(value)}
        except RecursionError:
            raise Refused('The return value cannot be sent: it contains itself, or is nested too deeply.') from None
    except Terminated:
        raise
    except BaseException as error:  # SystemExit too: it would end everybody's library
        return {'error': clean(message_of(error)), 'traceback': clean(traceback_of(error)),
                'continuable': bool(getattr(error, 'ROBOT_CONTINUE_ON_FAILURE', False)),
                'fatal': bool(getattr(error, 'ROBOT_EXIT_ON_FAILURE', False))}
    finally:
        log.end()


def serve(spec, channel):
    log = Log(channel)
    log_through(log)
    faulthandler.enable(channel.errors)
    try:
        library = Library(spec, channel.complain)
    finally:
        log.end()

    def terminate(number, frame):
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        raise Terminated

    signal.signal(signal.SIGTERM, terminate)
    try:
        for line in channel.input:
            try:
                request = json.loads(line)
                identity = request['id']
            except (ValueError, TypeError, KeyError) as error:
                channel.complain('labhand: this is no call (%s): %.200r' % (message_of(error), line))
                continue
            channel.send({'id': identity, **answer(library, log, request)})
    except (Terminated, KeyboardInterrupt):
        sys.exit(128 + signal.SIGTERM)


def main():
    if len(sys.argv) != 3 or sys.argv[2] not in ('--describe', '--serve'):
        sys.exit(__doc__)
    spec = sys.argv[1]
    channel = Channel()
    sys.path[0] = os.getcwd()
    try:
        if sys.argv[2] == '--serve':
            serve(spec, channel)
        else:
            channel.send(Library(spec, channel.complain).describe())
    except Exception as error:
        channel.complain("labhand: the library '%s' cannot be used: %s\n%s" % (spec, message_of(error),
                                                                               traceback_of(error)))
        sys.stdout.flush()
        os._exit(1)


if __name__ == '__main__':
    main()

"""Describes a library, or serves its calls."""

import faulthandler
import json
import logging
import os
import signal
import sys

from . import Refused
from .errors import message_of, traceback_of
from .library import Library
from .log import LoggingHandler
from .values import clean, from_wire, text_of, to_wire

try:
    from robot.api import logger as robot_logger
except ImportError:
    robot_logger = None


class Terminated(BaseException):
    """The agent stops this process."""


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


def answer(library, request):
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


def serve(library, channel, log):
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
            log.begin(identity)
            log.answer({'id': identity, **answer(library, request)})
    except (Terminated, KeyboardInterrupt):
        sys.exit(128 + signal.SIGTERM)


def run(spec, channel, log):
    """Serves if there is a log, else describes."""
    if log:
        faulthandler.enable(channel.errors)
        log_through(log)
    try:
        library = Library(spec)
        if not log:
            channel.send(library.describe())
    except Exception as error:
        channel.complain("labhand: the library '%s' cannot be used: %s\n%s" % (spec, message_of(error),
                                                                               traceback_of(error)))
        sys.stdout.flush()
        os._exit(1)
    if log:
        serve(library, channel, log)

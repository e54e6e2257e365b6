"""What is told of exceptions."""

import asyncio
import os
import traceback

from . import Refused
from .values import text_of


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


def is_own(file):
    """Whether a frame is the adapter's, or the event loop's that it runs."""
    return os.path.dirname(file) == os.path.dirname(__file__) or file == asyncio.base_events.__file__


def traceback_of(error):
    if isinstance(error, Refused):
        return ''
    seen = set()

    def without_own_frames(each):
        if each is None or id(each) in seen:
            return
        seen.add(id(each))
        frames = each.__traceback__
        while frames and is_own(frames.tb_frame.f_code.co_filename):
            frames = frames.tb_next
        each.__traceback__ = frames
        without_own_frames(each.__cause__)
        without_own_frames(each.__context__)

    without_own_frames(error)
    return ''.join(traceback.format_exception(type(error), error, error.__traceback__)).rstrip()

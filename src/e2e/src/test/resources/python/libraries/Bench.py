"""A static library in a class of the module's name, as people write them, with no import of Robot Framework."""

import asyncio
import atexit
import ctypes
import datetime
import decimal
import enum
import logging
import os
import signal
import subprocess
import sys
import threading
from typing import List, Literal, Optional, Union

print('printed while importing')


class Colour(enum.Enum):
    RED = 1
    DARK_GREEN = 2


SENTINEL = object()


class Unprintable:
    def __str__(self):
        raise OSError('no text')


class FatalFault(RuntimeError):
    ROBOT_EXIT_ON_FAILURE = True


class MildFault(Exception):
    ROBOT_CONTINUE_ON_FAILURE = True
    ROBOT_SUPPRESS_NAME = True


class Bench:
    """What is on the bench.

    Several lines.
    """

    ROBOT_LIBRARY_VERSION = '2.1'
    ROBOT_LIBRARY_SCOPE = 'GLOBAL'
    attribute = 5

    def __init__(self, slot: int = 1, name='bench', *, farewell=None):
        """Takes the slot."""
        self.slot = slot
        self.name = name
        self.calls = 0
        if farewell:
            atexit.register(lambda: open(farewell, 'w').close())

    @property
    def explosive(self):
        raise RuntimeError('a property was asked while keywords were looked for')

    def _hidden(self):
        pass

    def hidden_too(self):
        pass
    hidden_too.robot_not_keyword = True

    def _shown(self):
        return 'shown'
    _shown.robot_name = 'Shown After All'

    @staticmethod
    def static_one():
        return 'static'

    @classmethod
    def class_one(cls):
        return cls.__name__

    def flashImageV2(self, path, retries: int = 3, *extra, verify: bool = True, **options) -> dict:
        """Writes an image.

        In its slot.

        Tags: board, slow
        """
        return {'path': path, 'retries': retries, 'extra': extra, 'verify': verify, 'options': options}
    flashImageV2.robot_tags = ['flash']

    def defaults(self, number=5, colour=Colour.RED, where=decimal.Decimal('1.5'), nothing=None, items=(1, 2),
                 sentinel=SENTINEL, number_like=True):
        return [type(each).__name__ for each in (number, colour, where, nothing, items, sentinel, number_like)]

    def hints(self, plain: int, maybe: Optional[int] = None, either: Union[int, str] = 1, many: List[int] = (),
              named: 'Colour' = Colour.RED, unknown: 'Nowhere' = None):  # noqa: F821
        pass

    def typed(self, number: int = 0, real: float = 0.0, flag: bool = False, colour: Colour = Colour.RED,
              amount: decimal.Decimal = decimal.Decimal(0), data: bytes = b''):
        return [repr(each) for each in (number, real, flag, colour, amount, data)]

    def careless_defaults(self, a: int = 'many', b: str = 10, c: float = 3, d: datetime.timedelta = datetime.timedelta(0, 90),
                          e: bytes = b'x', f: List[int] = ('a',), g: Literal['a', 'b'] = 'b', h: bool = 'maybe'):
        pass

    def boolean(self, flag: bool):
        return '%s %r' % (type(flag).__name__, flag)

    def same(self, value):
        return value

    def keeps_state(self):
        self.calls += 1
        return [self.slot, self.name, self.calls]

    def show(self, value):
        return '%s %r' % (type(value).__name__, value)

    def returning(self, what):
        cycle = []
        cycle.append(cycle)
        zone = datetime.timezone(datetime.timedelta(hours=2))
        return {
            'tuple': (1, 'two'), 'set': {3}, 'generator': (each for each in 'ab'), 'range': range(2),
            'keys': {1: 'a', None: 'b'}, 'bytes': b'\x00\xff', 'array': bytearray(b'x'), 'nan': float('nan'),
            'inf': [float('inf'), float('-inf')], 'big': 2 ** 70, 'huge': 1 << 20000, 'none': None, 'enum': Colour.RED, 'flag': True,
            'naive': datetime.datetime(2026, 1, 2, 3, 4, 5, 600000), 'day': datetime.date(2026, 1, 2),
            'aware': datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=zone), 'span': datetime.timedelta(seconds=90),
            'decimal': decimal.Decimal('1.10'), 'emoji': '\U0001f600\x00\uffff', 'surrogate': 'a\ud800b',
            'object': Unprintable(), 'cycle': cycle,
        }[what]

    def failing(self, how):
        raise {
            'assertion': AssertionError('not so'), 'runtime': RuntimeError('not so'), 'value': ValueError('not so'),
            'empty': AssertionError(), 'html': ValueError('*HTML* <b>not</b> so'), 'fatal': FatalFault('all over'),
            'mild': MildFault('go on'), 'exit': SystemExit(3), 'interrupt': KeyboardInterrupt(),
            'unicode': AssertionError('Hyv\xe4 \U0001f600'),
        }[how]

    def failing_because(self):
        try:
            {}['key']
        except KeyError as error:
            raise ValueError('no key') from error

    def printing(self, text):
        print(text)

    def printing_slowly(self):
        print('*HTML* <table>')
        sys.stdout.flush()
        threading.Event().wait(0.3)
        print('</table>')
        print('*INFO:1700000000123* then')
        sys.stdout.flush()
        threading.Event().wait(0.3)
        print('later')

    def printing_everywhere(self):
        print('by print')
        print('by stderr', file=sys.stderr)
        subprocess.run(['sh', '-c', 'echo by a child; echo "*WARN* by its stderr" >&2'], check=True)
        os.write(1, b'by descriptor\n')
        ctypes.CDLL(None).puts(b'by C')

    def printing_with_a_mark(self):
        print('*WARN* careful')
        print('by stderr', file=sys.stderr)
        subprocess.run(['sh', '-c', 'echo by a child; echo by its stderr >&2'], check=True)
        print('still careful')
        subprocess.run(['sh', '-c', 'echo "*ERROR* a child fails"; echo a child goes on'], check=True)
        print('*DEBUG* fine')

    def writing(self, text):
        os.write(1, text.encode())

    def dying(self, how):
        print('by print')
        print('by stderr', file=sys.stderr)
        subprocess.run(['sh', '-c', 'echo by a child >&2'], check=True)
        if how == 'exit':
            ctypes.CDLL(None).puts(b'unflushed by C')
            ctypes.CDLL(None).exit(3)
        if how == 'much':
            for _ in range(1000):
                os.write(2, b'x' * 1000 + b'\n')
            os._exit(3)
        os.write(2, b'by descriptor\n')
        if how == 'kill':
            os.kill(os.getpid(), signal.SIGKILL)
        ctypes.string_at(0)

    def children(self):
        try:
            return os.wait()
        except ChildProcessError:
            return 'no children'

    def forking(self):
        print('parent')
        child = os.fork()
        if child == 0:
            print('printed by a fork')
            logging.getLogger('bench').warning('logged by a fork')
            os._exit(0)
        os.waitpid(child, 0)

    def printing_much(self, megabytes: int):
        line = 'x' * 1023 + '\n'
        for _ in range(megabytes * 1024):
            sys.stdout.write(line)

    def logging_all(self):
        log = logging.getLogger('bench')
        print('before')
        log.log(5, 'trace')
        log.debug('debug %d', 1)
        log.info('info')
        log.warning('warning')
        log.error('error')
        print('after')
        log.info('wrong %d', 'number')
        thread = threading.Thread(target=lambda: log.info('from a thread, as in Robot Framework not told'))
        thread.start()
        thread.join()

    def printing_from_threads(self):
        line = 'x' * 99
        threads = [threading.Thread(target=lambda: [print(line) for _ in range(5000)]) for _ in range(4)]
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads):
            logging.getLogger('bench').info('meanwhile')
        for thread in threads:
            thread.join()

    def leaving_a_printer(self):
        threading.Timer(0.2, lambda: print('printed between calls', flush=True)).start()

    def reading_stdin(self):
        return sys.stdin.read()

    async def waiting(self):
        await asyncio.sleep(0.01)
        return 'awaited'

    def sleeping(self):
        print('sleeping', flush=True)
        threading.Event().wait(60)

    def crashing(self):
        ctypes.string_at(0)

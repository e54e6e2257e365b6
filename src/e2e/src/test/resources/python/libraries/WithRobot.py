"""A library that uses Robot Framework's own interface."""

import datetime
import enum
import logging
from typing import Dict, List, Optional, TypedDict

from robot.api import ContinuableFailure, FatalError, logger
from robot.api.deco import keyword, library, not_keyword
from robot.api.logger import info, write


class Colour(enum.Enum):
    RED = 1
    DARK_GREEN = 2


class Place(TypedDict):
    x: int


class Fancy:
    def __init__(self, text):
        self.text = text

    @classmethod
    def of(cls, text):
        return cls(text.upper())


@library(scope='GLOBAL', version='4.2', converters={Fancy: Fancy.of})
class AnyName:

    def not_marked(self):
        pass

    @keyword('Select ${animal} From List', tags=['zoo'])
    def select(self, animal: str):
        return animal

    @keyword(types={'number': int})
    def by_deco(self, number):
        return repr(number)

    @keyword(types=None)
    def not_converted(self, number: int = 5):
        return repr(number)

    @keyword
    def typed(self, many: List[int], table: Dict[str, float], colour: Colour, when: datetime.datetime,
              day: datetime.date, span: datetime.timedelta, place: Place, fancy: Fancy, maybe: Optional[int] = None,
              retries=3):
        return [repr(each) for each in (many, table, colour, when, day, span, place, fancy.text, maybe, retries)]

    @keyword
    def logs(self):
        logger.trace('trace')
        logger.debug('debug')
        logger.info('<b>html</b>', html=True)
        logger.info('both', also_console=True)
        logger.warn('warn')
        logger.error('error')
        logger.console('console')
        logger.write('by level', 'DEBUG')
        info('imported info')
        write('imported write', 'WARN')
        logging.getLogger('other').info('logging')

    @keyword
    def fails(self, how):
        raise {'mild': ContinuableFailure('go on'), 'fatal': FatalError('all over')}[how]

    @not_keyword
    def helper(self):
        pass

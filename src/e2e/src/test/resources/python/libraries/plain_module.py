"""A module that is a library."""

from os.path import join

__version__ = '0.3'
__all__ = ['join_words', 'not_there']


def join_words(*words):
    return join(*words)


def not_listed():
    pass

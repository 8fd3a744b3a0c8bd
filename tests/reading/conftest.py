"""Rules are held without a clock: the first text that is parsed loads the parser, which takes a second."""

from hypothesis import settings

settings.register_profile("without a clock", deadline=None)
settings.load_profile("without a clock")

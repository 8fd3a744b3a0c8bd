"""tocsin <verb>: the steps' verbs on the command line.

Exit codes: 0 done; 1 the world refused, or a report of a batch failed; 2 a wrong command. Messages go to standard
error, results to standard output.
"""

import os
import sys
from collections.abc import Sequence
from importlib import import_module

from tocsin.errors import StoreTrouble, TocsinError

#: conventional code of a process that was stopped from the keyboard
INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code."""
    from tocsin.cli.commands import parser

    args = parser().parse_args(argv)
    try:
        if args.store:
            # before the command's module, so that it may import models like any other module
            import_module("tocsin.cli.store").open_store()
        return int(import_module(f"tocsin.cli.{args.module}").run(args))
    except TocsinError as error:
        return _say(error)
    except KeyboardInterrupt:
        print("tocsin: stopped", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:  # the reader of our output (head, less) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        missing = isinstance(error, FileNotFoundError)
        remedy = "see that the name is right" if missing else "see that there is space and permission"
        return _say(StoreTrouble(f"{where}{error.strerror or error}", remedy))
    except Exception as error:
        if trouble := _store_trouble(error):
            return _say(trouble)
        raise


def _say(error: TocsinError) -> int:
    print(f"tocsin: {error}", file=sys.stderr)
    return error.exit_code


def _store_trouble(error: Exception) -> StoreTrouble | None:
    """What the database refused, in our own words; None for any other exception (which is a bug of ours)."""
    if "django.db" not in sys.modules:
        return None
    from django.db import DatabaseError, InterfaceError

    if not isinstance(error, DatabaseError | InterfaceError):
        return None
    text = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    if "full" in text or "No space left" in text:
        return StoreTrouble(
            f"the store is full ({text})", "free some space and run the command again: nothing was half done"
        )
    if "locked" in text:
        return StoreTrouble(f"the store is busy ({text})", "run the command again in a moment")
    if "readonly" in text or "unable to open" in text:
        return StoreTrouble(
            f"the store cannot be written ({text})", "see TOCSIN_HOME and DATABASE_URL, or run `tocsin check`"
        )
    return StoreTrouble(f"the store refused ({text})", "run `tocsin check`")

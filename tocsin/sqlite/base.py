"""Django's connection to SQLite, whose commit takes last steps along."""

from contextlib import suppress

from django.db.backends.sqlite3 import base

from tocsin.sqlite import LAST_STEP

__all__ = ["DatabaseWrapper"]


class DatabaseWrapper(base.DatabaseWrapper):
    def commit(self) -> None:
        try:
            self._take_last_steps()
        except BaseException:  # stopped by a signal: Django would leave the transaction open
            self.rollback()
            raise
        super().commit()

    def _take_last_steps(self) -> None:
        """One that fails leaves its call waiting: it says after the commit what the matter is."""
        for waiting in list(self.run_on_commit):
            step = getattr(waiting[1], LAST_STEP, None)
            if step is not None:
                with suppress(Exception):
                    step()
                    self.run_on_commit.remove(waiting)

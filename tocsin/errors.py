"""The one error tree: the world refused, and here is what to do next.

    TocsinError            exit code 1
    ├── WrongUse           exit code 2: an argument or a command that cannot be meant
    ├── NotFound           nothing stands under that name
    ├── NotAllowed         this person may not do this, or not alone
    ├── Conflict           somebody decided first; look again, then decide
    ├── ReportRefused      these bytes cannot be taken in as a report
    │   └── FetchRefused   an address that is not fetched, or did not answer rightly
    │       └── FetchFailed    no answer this time; a later try may get one
    ├── AlertRefused       an alert that cannot be drafted, approved or issued as it stands
    ├── ArchiveRefused       an archive of a stranger's that cannot be opened safely
    ├── BankFileRefused    a bank's file that cannot be read, or is of another account
    ├── CapRefused         bytes that cannot be read as a CAP message
    ├── MoneyRefused       an amount, a currency or a transfer that cannot be booked as it stands
    ├── PictureTrouble     a page cannot be rendered as a picture here, or not now
    ├── ProviderRefused    a card provider that says no, or what it says cannot be believed
    │   └── ProviderFailed     no answer this time: what was asked may have been done all the same
    ├── PrintTrouble       a page cannot be made into a PDF here, or not now
    └── StoreTrouble       the disk or the database refused

Odd text inside a report is no error but a stored `Problem` with its passage. Our own bug is an assert.
"""


class TocsinError(Exception):
    """What happened, with the value, and the next step. `str()` gives both in one line."""

    exit_code = 1

    def __init__(self, what: str, remedy: str = "") -> None:
        self.what = what
        self.remedy = remedy
        super().__init__(f"{what}; {remedy}" if remedy else what)


class WrongUse(TocsinError):
    exit_code = 2


class NotFound(TocsinError):
    pass


class NotAllowed(TocsinError):
    pass


class Conflict(TocsinError):
    pass


class ReportRefused(TocsinError):
    pass


class FetchRefused(ReportRefused):
    pass


class FetchFailed(FetchRefused):
    pass


class AlertRefused(TocsinError):
    pass


class ArchiveRefused(TocsinError):
    pass


class BankFileRefused(TocsinError):
    pass


class CapRefused(TocsinError):
    pass


class MoneyRefused(TocsinError):
    pass


class PictureTrouble(TocsinError):
    pass


class ProofRefused(TocsinError):
    pass


class ProviderRefused(TocsinError):
    pass


class ProviderFailed(ProviderRefused):
    pass


class PrintTrouble(TocsinError):
    pass


class StoreTrouble(TocsinError):
    pass

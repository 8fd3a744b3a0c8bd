"""The log as the public sees it: its newest checkpoint, its keys, proofs for witnesses, and what all of it proves."""

from __future__ import annotations

import base64
import shlex
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import wraps

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import conditional_page, require_safe

from tocsin.custody import checkpoints, log_keys, tree
from tocsin.custody.checkpoint import Checkpoint
from tocsin.custody.models import KeptCheckpoint, LogKey, Timestamp, Witness
from tocsin.custody.note import Note, verified
from tocsin.errors import StoreTrouble, WrongUse
from tocsin.web.block_proofs import proof_lines
from tocsin.web.public_access import public

PLAIN = "text/plain; charset=utf-8"
#: how long others may keep a checkpoint without asking: it stays true, and only grows old
KEPT_FOR = timedelta(minutes=1)
#: how long until somebody may have mended what is wrong
RETRY_AFTER = timedelta(hours=1)
#: more digits than a size of any log
_DIGITS_MAX = 18
#: DER before the 32 bytes of an Ed25519 public key (RFC 8410), so that openssl can read them
_KEY_HEADER = bytes.fromhex("302a300506032b6570032100")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyLine:
    #: name+id+key, as it is handed to people who check
    verifier: str
    row: LogKey
    #: to be read by openssl
    pem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A witness's newest line under a checkpoint of ours."""

    witness: Witness
    #: entries that the checkpoint covers; None where they never signed
    size: int | None
    at: datetime | None


def or_unavailable(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """503 where the store holds something else than what was signed: it is never handed out, and never a fault of ours."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except (StoreTrouble, WrongUse) as error:
            response = render(request, "503.html", {"here": "method", "what": error.what}, status=503)
            response["Retry-After"] = str(int(RETRY_AFTER.total_seconds()))
            response["Cache-Control"] = "no-store"
            return response

    return answer


def _kept_a_while(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For texts that stay true: with an ETag, and for a minute without asking."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        patch_cache_control(response, public=True, max_age=int(KEPT_FOR.total_seconds()))
        return response

    return require_safe(conditional_page(answer))


@or_unavailable
@public
def log(request: HttpRequest) -> HttpResponse:
    kept = checkpoints.latest()
    keys = key_lines()
    context = {
        "here": "method",
        "checkpoint": kept,
        "note": str(as_signed(kept)) if kept else "",
        "head": base64.b64encode(bytes(kept.head)).decode() if kept else "",
        "keys": keys,
        "witnesses": witnesses_seen(),
        "stamps": _stamps(),
        "block_proofs": proof_lines(),
        "commands": _commands(keys) if kept else (),
        "zone": UTC,
    }
    return render(request, "tocsin/public/log.html", context)


@or_unavailable
@_kept_a_while
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The newest signed note, with the lines of witnesses that came so far; with `?size=` the one over so many entries."""
    if "size" in request.GET:
        kept = KeptCheckpoint.objects.filter(size=_size(request, "size")).first()
    else:
        kept = checkpoints.latest()
    if kept is None:
        raise Http404("no such checkpoint was signed yet")
    return HttpResponse(str(as_signed(kept)), content_type=PLAIN)


@or_unavailable
@_kept_a_while
def consistency(request: HttpRequest) -> HttpResponse:
    """Hashes, one a line, that show how the log of `new` entries continues that of `old` (RFC 6962, section 2.1.2).

    Of sizes up to the newest checkpoint: what came later is not public yet. Empty where both are the same.
    """
    old, new = _size(request, "old"), _size(request, "new")
    kept = checkpoints.latest()
    if kept is None or not 0 < old <= new <= kept.size:
        raise Http404(
            "there is no such proof: old and new are sizes of the log, up to that of its newest checkpoint"
        )
    hashes = tree.prove_consistency(old, new)
    lines = "".join(f"{base64.b64encode(each).decode()}\n" for each in hashes)
    return HttpResponse(lines, content_type=PLAIN)


@or_unavailable
@public
def keys(request: HttpRequest) -> HttpResponse:
    """Every key of the log and of its witnesses, one a line, with its history as comments."""
    lines = ["# Keys of this log, the oldest first. Compare them with those that reached you by another way."]
    for each in key_lines():
        until = f"{each.row.retired_at:%Y-%m-%dT%H:%M:%SZ}" if each.row.retired_at else "now"
        lines += [f"# signed from {each.row.taken_at:%Y-%m-%dT%H:%M:%SZ} until {until}", each.verifier]
    lines.append("# Witnesses")
    for witness in Witness.objects.all():
        lines += [f"# known since {witness.added_at:%Y-%m-%dT%H:%M:%SZ}", witness.verifier_key]
    return HttpResponse("\n".join(lines) + "\n", content_type=PLAIN)


def as_signed(kept: KeptCheckpoint) -> Note:
    """As it was signed. Raises StoreTrouble for a row that says anything else by now."""
    try:
        note = checkpoints.note_of(kept)
        point = Checkpoint.read(note.text)
        holds = bool(verified(note, log_keys.verifiers())) and (point.size, point.head) == (
            kept.size,
            bytes(kept.head),
        )
    except WrongUse:
        holds = False
    if not holds:
        raise StoreTrouble(
            f"A checkpoint of the log, over {kept.size} entries, is not as it was signed.",
            "run `tocsin custody verify`, and restore the store from a backup",
        )
    return note


def key_lines() -> list[KeyLine]:
    return [
        KeyLine(verifier=str(log_keys.verifier(row)), row=row, pem=_pem(bytes(row.public)))
        for row in LogKey.objects.all()
    ]


def witnesses_seen() -> list[Seen]:
    seen = []
    for witness in Witness.objects.filter(ended_at=None):
        line = witness.cosignatures.select_related("checkpoint").order_by("checkpoint__size", "pk").last()
        seen.append(
            Seen(
                witness=witness,
                size=line.checkpoint.size if line else None,
                at=line.seen_at if line else None,
            )
        )
    return seen


def _stamps() -> Sequence[Timestamp]:
    """Of the newest checkpoint that has any: an authority answers later than we sign."""
    stamped = KeptCheckpoint.objects.filter(timestamps__isnull=False).order_by("size").last()
    return list(stamped.timestamps.select_related("checkpoint").order_by("n")) if stamped else []


def _size(request: HttpRequest, name: str) -> int:
    typed = request.GET.get(name, "")
    if not (typed.isascii() and typed.isdigit() and len(typed) <= _DIGITS_MAX):
        raise BadRequest(f"{name} is to be a size of the log, a whole number")
    return int(typed)


def _pem(public_key: bytes) -> str:
    der = base64.b64encode(_KEY_HEADER + public_key).decode()
    return f"-----BEGIN PUBLIC KEY-----\n{der}\n-----END PUBLIC KEY-----\n"


def _commands(keys: Sequence[KeyLine]) -> list[str]:
    """Lines for a shell that check the newest checkpoint by openssl alone, the key in key.pem."""
    name = shlex.quote(keys[-1].row.name)
    return [
        shlex.join(["curl", "-so", "checkpoint", f"{settings.TOCSIN_SITE}{reverse('log_checkpoint')}"]),
        "sed '/^$/,$d' checkpoint > text",
        f"grep -F -m 1 '— '{name}' ' checkpoint | cut -d' ' -f3 | base64 -d | tail -c 64 > signature",
        "openssl pkeyutl -verify -rawin -pubin -inkey key.pem -in text -sigfile signature",
    ]

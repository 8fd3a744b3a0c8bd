"""Commands of the log under all of it."""

from pathlib import Path
from typing import Any

from tocsin.cli.parts_of_commands import add_act, add_group, json_option


def custody(verbs: Any) -> None:
    group = add_group(verbs, "custody", "custody", "The append-only log under all of it.")
    show = add_act(group, "show", "Print the log's entries.")
    show.add_argument("item", nargs="?", help='only of this item, for example "report:12"')
    show.add_argument(
        "--limit", type=int, default=50, help="at most so many of the newest (default 50; 0 for all)"
    )
    json_option(show)
    verify = add_act(
        group, "verify", "Check the whole log, every sealed report and every committed field against it."
    )
    verify.add_argument(
        "--resume", action="store_true", help="go on where a check of the log that was stopped had come to"
    )
    verify.add_argument(
        "--log-only",
        action="store_true",
        help="check numbering, hashes, tree and checkpoints alone: the quick way to tell whether an entry was changed",
    )
    json_option(verify)
    point = _log_act(
        group, "checkpoint", "Sign how long the log is and which head its tree has, and print it."
    )
    json_option(point)
    older = _log_act(
        group, "continues", "Ask whether the log continues an older checkpoint, as others kept it."
    )
    older.add_argument("file", type=Path, help="the checkpoint, as it was handed out")
    prove = _log_act(group, "prove", "Write an entry and the proof that it stands in the log.")
    prove.add_argument("position", type=int, help="as `tocsin custody show` prints it")
    prove.add_argument("-o", "--output", type=Path, default=Path(), help="the folder (default: this one)")
    check = add_act(group, "check", "Check such a proof, with no store and no network.")
    check.set_defaults(module="custody_check", store=False)
    check.add_argument("proof", type=Path)
    check.add_argument("entry", type=Path)
    check.add_argument(
        "--key",
        action="append",
        required=True,
        help="of the log, as it reached you by another way than the proof; again for each witness",
    )
    _keys(group)
    _witnesses(group)
    _timestamps(group)
    _opentimestamps(group)


def _log_act(group: Any, name: str, what: str) -> Any:
    act = add_act(group, name, what)
    act.set_defaults(module="custody_log")
    return act


def _keys(group: Any) -> None:
    deeds = _log_act(group, "key", "Keys that sign checkpoints, with their history.").add_subparsers(
        dest="deed", metavar="DEED", required=True
    )
    new = add_act(deeds, "new", "Make the log's first key.", signed=True)
    new.add_argument("--name", default="", help="of the log (default: the site's host and /log)")
    new.add_argument("--reason", default="")
    rotate = add_act(deeds, "rotate", "Put a new key in the place of the one in use.", signed=True)
    rotate.add_argument("--reason", required=True, help="stands in the custody log")
    for deed in (new, rotate):
        deed.add_argument("--plain", action="store_true", help="let the private key lie unencrypted")
    json_option(add_act(deeds, "list", "List the keys, the oldest first."))


def _witnesses(group: Any) -> None:
    deeds = _log_act(
        group, "witness", "Others who check that the log continues itself, and sign that they saw it."
    ).add_subparsers(dest="deed", metavar="DEED", required=True)
    add = add_act(deeds, "add", "Make a witness known.", signed=True)
    add.add_argument("key", help="their cosignature key, as they handed it to you")
    add.add_argument("--reason", required=True, help="stands in the custody log")
    take = add_act(deeds, "take", "Keep the lines that witnesses put under a checkpoint.")
    take.add_argument("file", type=Path, help="the checkpoint with their lines")
    json_option(add_act(deeds, "list", "List the witnesses."))
    key = add_act(deeds, "key", "Be a witness of another's log: make the key to sign with.")
    key.add_argument("file", type=Path, help="where the private key is to lie")
    key.add_argument("--name", required=True, help="of the witness, for example witness.example.org/log")
    sign = add_act(
        deeds, "sign", "Be a witness of another's log: sign its checkpoint, where it goes on from the last."
    )
    sign.add_argument("file", type=Path, help="the checkpoint, as it was served")
    sign.add_argument("--log", required=True, help="the log's key, as it reached you by another way")
    sign.add_argument("--key", type=Path, required=True, help="the witness's own, as `witness key` made it")
    sign.add_argument("--seen", type=Path, required=True, help="keeps the last checkpoint that was signed")
    sign.add_argument("--proof", type=Path, help="that it goes on from there, as the log served it")
    for deed in (key, sign):
        deed.set_defaults(module="custody_witness", store=False)


def _timestamps(group: Any) -> None:
    stamp = add_act(
        group, "stamp", "Sign a checkpoint and have authorities stamp it with their time (RFC 3161)."
    )
    stamp.set_defaults(module="custody_timestamps")
    stamp.add_argument(
        "--authority", metavar="NAME", help="ask only this one of TOCSIN_TIMESTAMP_AUTHORITIES, or `local`"
    )
    json_option(stamp)
    stamps = add_act(
        group, "stamps", "List the timestamps that are kept, and how it goes with the authorities."
    )
    stamps.set_defaults(module="custody_timestamps")
    stamps.add_argument("--size", type=int, metavar="N", help="only those of the checkpoint over N entries")
    stamps.add_argument(
        "--limit", type=int, default=50, help="at most so many of the newest (default 50; 0 for all)"
    )
    stamps.add_argument("--save", metavar="FOLDER", help="write them into files that openssl checks")
    json_option(stamps)


def _opentimestamps(group: Any) -> None:
    ots = add_act(
        group,
        "ots",
        "Put a hash of the newest checkpoint into the Bitcoin chain, by way of OpenTimestamps calendars.",
    )
    ots.set_defaults(module="custody_ots")
    deeds = ots.add_subparsers(dest="deed", metavar="DEED", required=True)
    stamp = add_act(deeds, "stamp", "Sign a checkpoint and send a hash of it to every calendar.")
    upgrade = add_act(deeds, "upgrade", "Ask the calendars for what completes the proofs that wait for it.")
    listed = add_act(deeds, "list", "List the proofs that are kept.")
    for deed in (stamp, upgrade, listed):
        json_option(deed)
    file = add_act(deeds, "file", "Write the newest proof over a checkpoint as an .ots file.")
    file.add_argument("size", type=int, metavar="SIZE", help="of the checkpoint, in entries")
    file.add_argument("-o", "--output", type=Path, required=True, help="the .ots file")
    file.add_argument("--text", type=Path, metavar="FILE", help="write the text that it is over here")
    verify = add_act(deeds, "verify", "Check an .ots file over a checkpoint, with no store and no network.")
    verify.set_defaults(module="custody_ots_verify", store=False)
    verify.add_argument("file", type=Path, help="the .ots file")
    verify.add_argument(
        "--checkpoint", type=Path, required=True, help="as it was handed out, or its text without signatures"
    )
    verify.add_argument(
        "--headers", type=Path, help="headers of Bitcoin's blocks as you know them: `HEIGHT HEX` a line"
    )

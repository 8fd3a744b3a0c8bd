"""Addresses of the desk's pages of bank statements, below desk/."""

from django.urls import path

from tocsin.web import desk_bank, desk_bank_lines, desk_bank_mappings

_FUND = "relief/<slug:code>/bank/"
_LINE = "relief/bank-lines/<int:line_id>/"
DESK = [
    path(_FUND, desk_bank.bank, name="desk_bank"),
    path(f"{_FUND}take-in/", desk_bank.take_in, name="desk_bank_take_in"),
    path(f"{_FUND}mapping/", desk_bank_mappings.mapping, name="desk_bank_mapping"),
    path(f"{_FUND}mapping/save/", desk_bank_mappings.save_mapping, name="desk_bank_mapping_save"),
    path("relief/bank-files/<int:file_id>/", desk_bank.file, name="desk_bank_file"),
    path(_LINE, desk_bank_lines.line, name="desk_bank_line"),
    path(f"{_LINE}receipt/", desk_bank_lines.receipt, name="desk_bank_receipt"),
    path(f"{_LINE}decide/", desk_bank_lines.decide, name="desk_bank_decide"),
    path(f"{_LINE}second/", desk_bank_lines.second, name="desk_bank_second"),
]

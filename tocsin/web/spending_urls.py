"""Addresses of the desk's pages of money out, below desk/."""

from django.urls import path

from tocsin.web import desk_allocations, desk_payment_lists, desk_spending

_FUND, _ALLOCATION, _LIST = (
    "relief/<slug:code>/spending/",
    "relief/allocations/<int:allocation_id>/",
    "relief/payment-lists/<int:list_id>/",
)
DESK = [
    path(_FUND, desk_spending.spending, name="desk_spending"),
    path(f"{_FUND}needs/", desk_spending.state_need, name="desk_need"),
    path(f"{_FUND}needs/withdraw/", desk_spending.withdraw_need, name="desk_need_withdraw"),
    path(f"{_FUND}programmes/", desk_spending.open_programme, name="desk_programme"),
    path(f"{_FUND}allocations/", desk_spending.propose, name="desk_propose"),
    path(_ALLOCATION, desk_allocations.allocation, name="desk_allocation"),
    path(f"{_ALLOCATION}acts/<slug:action>/", desk_allocations.act, name="desk_allocation_act"),
    path(f"{_ALLOCATION}lists/", desk_allocations.take_in_list, name="desk_list_take_in"),
    path(_LIST, desk_payment_lists.payment_list, name="desk_payment_list"),
    path(f"{_LIST}rule/", desk_payment_lists.rule, name="desk_duplicate_rule"),
    path(f"{_LIST}send/", desk_payment_lists.send, name="desk_list_send"),
    path(f"{_LIST}delivered/", desk_payment_lists.delivered_many, name="desk_delivered_many"),
    path(f"{_LIST}withdraw/", desk_payment_lists.withdraw, name="desk_list_withdraw"),
    path("relief/payments/<int:payment_id>/delivered/", desk_payment_lists.delivered, name="desk_delivered"),
]

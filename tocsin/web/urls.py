"""Every address of the site."""

from allauth.account.urls import urlpatterns as account_patterns
from django.urls import include, path

from tocsin.web import (
    alert_pages,
    brief_pages,
    desk_alert_acts,
    desk_alerts,
    desk_calls,
    desk_contradictions,
    desk_copies,
    desk_finding,
    desk_inbox,
    desk_proposals,
    desk_report,
    desk_saved,
    desk_search,
    desk_sheets,
    desk_situations,
    desk_take_in,
    map_pages,
    marking,
    passage_pages,
    situation_pages,
)

PUBLIC = [
    path("", situation_pages.front, name="front"),
    path("method/", situation_pages.method, name="method"),
    path("situations/", situation_pages.situations, name="situations"),
    path("situations/<slug:slug>/", situation_pages.situation, name="situation"),
    path("situations/<slug:slug>/figures-<slug:form>.csv", situation_pages.figure_table, name="figure_table"),
    path("situations/<slug:slug>/brief/", brief_pages.brief, name="brief"),
    path("situations/<slug:slug>/brief.pdf", brief_pages.brief_pdf, name="brief_pdf"),
    path("situations/<slug:slug>/timeline/", situation_pages.timeline_list, name="timeline"),
    path("situations/<slug:slug>/map/", map_pages.situation_map, name="situation_map"),
    path("situations/<slug:slug>/<slug:name>/", situation_pages.situation_list, name="situation_list"),
    path("passages/<int:finding_id>/", passage_pages.passage, name="passage"),
    path("alerts/", alert_pages.alerts, name="alerts"),
    path("alerts/feed.atom", alert_pages.alerts_atom, name="alerts_atom"),
    path("alerts/feed.rss", alert_pages.alerts_rss, name="alerts_rss"),
    path("alerts/<slug:identifier>.cap.xml", alert_pages.alert_cap, name="alert_cap"),
    path("alerts/<slug:identifier>/", alert_pages.alert, name="alert"),
]
DESK = [
    path("", desk_inbox.inbox, name="desk"),
    path("search/", desk_search.search, name="desk_search"),
    path("searches/", desk_saved.searches, name="desk_searches"),
    path("searches/save/", desk_saved.save, name="desk_save_search"),
    path("searches/<int:saved_id>/", desk_saved.matches, name="desk_saved"),
    path("searches/<int:saved_id>/read/", desk_saved.mark_read, name="desk_saved_read"),
    path("searches/<int:saved_id>/drop/", desk_saved.drop, name="desk_saved_drop"),
    path("take-in/", desk_take_in.take_in, name="desk_take_in"),
    path("reports/<int:report_id>/", desk_report.report, name="desk_report"),
    path("reports/<int:report_id>/bytes", desk_report.sealed, name="desk_sealed"),
    path("reports/<int:report_id>/sensitivity/", desk_report.set_sensitivity, name="desk_sensitivity"),
    path("reports/<int:report_id>/copies/", desk_copies.copies, name="desk_copies"),
    path("reports/<int:report_id>/place/", desk_copies.place, name="desk_place"),
    path("reports/<int:report_id>/changes/<int:other_id>/", desk_copies.changes, name="desk_changes"),
    path("reports/<int:report_id>/texts/", desk_report.add_text, name="desk_add_text"),
    path("texts/<int:text_id>/mark/", marking.mark, name="desk_mark"),
    path("findings/<int:finding_id>/", desk_finding.finding, name="desk_finding"),
    path("findings/<int:finding_id>/review/", desk_finding.review, name="desk_review"),
    path("situations/", desk_situations.situations, name="desk_situations"),
    path("situations/<slug:slug>/", desk_situations.situation, name="desk_situation"),
    path("situations/<slug:slug>/gather/", desk_situations.gather, name="desk_gather"),
    path("situations/<slug:slug>/proposals/", desk_proposals.proposals, name="desk_proposals"),
    path("situations/<slug:slug>/proposals/decide/", desk_proposals.decide, name="desk_propose_decide"),
    path("situations/<slug:slug>/proposals/feed/", desk_proposals.feed, name="desk_tie_feed"),
    path("situations/<slug:slug>/brief/", brief_pages.desk_brief, name="desk_brief"),
    path("situations/<slug:slug>/brief.pdf", brief_pages.desk_brief_pdf, name="desk_brief_pdf"),
    path("situations/<slug:slug>/publish/", desk_situations.publish, name="desk_publish"),
    path(
        "situations/<slug:slug>/contradictions/",
        desk_contradictions.contradictions,
        name="desk_contradictions",
    ),
    path("situations/<slug:slug>/map/", map_pages.desk_map, name="desk_map"),
    path("situations/<slug:slug>/sheets/", desk_sheets.sheets, name="desk_sheets"),
    path("situations/<slug:slug>/sheets/<int:report_id>/", desk_sheets.sheet, name="desk_sheet"),
    path("situations/<slug:slug>/calls/", desk_calls.calls, name="desk_calls"),
    path("situations/<slug:slug>/calls/answer/", desk_calls.answer, name="desk_answer"),
    path("situations/<slug:slug>/contradictions/decide/", desk_contradictions.decide, name="desk_decide"),
    path("alerts/", desk_alerts.alerts, name="desk_alerts"),
    path("alerts/new/", desk_alerts.new, name="desk_alert_new"),
    path("alerts/<int:alert_id>/", desk_alerts.alert, name="desk_alert"),
    path("alerts/<int:alert_id>/sentences/", desk_alerts.sentences, name="desk_sentences"),
    path("alerts/<int:alert_id>/acts/<slug:action>/", desk_alert_acts.act, name="desk_alert_act"),
]
#: Of allauth's pages those that a login needs. Logins have no mail address, so whatever would send mail stays out:
#: a form that mails to any address typed into it serves only strangers.
_SIGN_IN = {
    "account_login",
    "account_logout",
    "account_signup",  # closed, and says so
    "account_inactive",
    "account_change_password",
    "account_set_password",
    "account_reauthenticate",
}
SIGN_IN = [pattern for pattern in account_patterns if pattern.name in _SIGN_IN]
urlpatterns = [
    *PUBLIC,
    path("desk/", include(DESK)),
    path("accounts/", include(SIGN_IN)),
    path("accounts/2fa/", include("allauth.mfa.urls")),
]

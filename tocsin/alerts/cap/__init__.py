"""CAP, the Common Alerting Protocol (OASIS; 1.2 of 1 July 2010): messages as plain nouns, and the XML that says them.

Pure: no Django, no store, no clock.
"""

from tocsin.alerts.cap.alert import CapAlert
from tocsin.alerts.cap.area import Area, Circle, Point
from tocsin.alerts.cap.chain import chain_of
from tocsin.alerts.cap.info import Info
from tocsin.alerts.cap.lexical import fit_for_xml, zoned
from tocsin.alerts.cap.namespaces import NAMESPACE
from tocsin.alerts.cap.own_rules import broken_rules
from tocsin.alerts.cap.resource import Resource
from tocsin.alerts.cap.writing import cap_bytes

__all__ = [
    "NAMESPACE",
    "Area",
    "CapAlert",
    "Circle",
    "Info",
    "Point",
    "Resource",
    "broken_rules",
    "cap_bytes",
    "chain_of",
    "fit_for_xml",
    "zoned",
]

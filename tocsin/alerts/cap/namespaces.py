"""The three versions of CAP, by the namespace of their `alert`."""

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
#: version by namespace; 1.0 and 1.1 are read and never written
VERSIONS = {
    NAMESPACE: "1.2",
    "urn:oasis:names:tc:emergency:cap:1.1": "1.1",
    "http://www.incident.com/cap/1.0": "1.0",
}
SIGNATURE_NAMESPACE = "http://www.w3.org/2000/09/xmldsig#"

"""CAP messages for tests: a plain valid one, changed by replacing pieces of its text."""

VALID = """<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
  <identifier>example-1</identifier>
  <sender>desk@desk.example</sender>
  <sent>2023-09-30T12:00:00-00:00</sent>
  <status>Actual</status>
  <msgType>Alert</msgType>
  <scope>Public</scope>
  <info>
    <language>en</language>
    <category>Security</category>
    <event>Flight of civilians</event>
    <urgency>Immediate</urgency>
    <severity>Extreme</severity>
    <certainty>Likely</certainty>
    <effective>2023-09-30T12:00:00-00:00</effective>
    <onset>2023-09-30T12:00:00-00:00</onset>
    <expires>2023-10-07T12:00:00-00:00</expires>
    <senderName>Example Desk</senderName>
    <headline>People flee along the valley road</headline>
    <description>People are leaving the upper valley on foot.</description>
    <instruction>Keep the bridge open.</instruction>
    <web>https://desk.example/alerts/example-1/</web>
    <resource>
      <resourceDesc>Map</resourceDesc>
      <mimeType>image/png</mimeType>
      <size>3</size>
      <uri>map.png</uri>
      <derefUri>YWJj</derefUri>
      <digest>a9993e364706816aba3e25717850c26c9cd0d89d</digest>
    </resource>
    <area>
      <areaDesc>The upper valley</areaDesc>
      <polygon>40.1,46.1 40.1,46.4 40.4,46.4 40.4,46.1 40.1,46.1</polygon>
      <circle>40.2,46.2 5</circle>
      <geocode><valueName>ISO 3166-2</valueName><value>XX-01</value></geocode>
      <altitude>100</altitude>
      <ceiling>900</ceiling>
    </area>
  </info>
</alert>
"""


def changed(*pairs: tuple[str, str]) -> bytes:
    """The valid message with the first occurrence of each text replaced."""
    text = VALID
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text.encode("utf-8")


def second_info(language: str, *pairs: tuple[str, str]) -> tuple[str, str]:
    """A pair for `changed` that adds the info block again in another language, with texts replaced."""
    start, end = VALID.index("  <info>"), VALID.index("</alert>")
    block = VALID[start:end].replace("<language>en<", f"<language>{language}<")
    for old, new in pairs:
        assert old in block, old
        block = block.replace(old, new)
    return "</alert>", f"{block}</alert>"

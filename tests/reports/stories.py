"""Invented texts of one story: as an agency sent it, as others printed it, as it was brought up to date."""

# ruff: noqa: E501  a paragraph of a report is one line

AGENCY = """The bridge at Lower Ford was closed on Monday evening after shells fell on both of its ends, the harbour council said.

About 4,200 people had crossed it since the morning, most of them on foot, and some 900 were still waiting on the eastern bank when the barriers came down.

"We are asking both sides for six quiet hours," said the council's secretary, who had spent the day at the crossing.

The regional hospital counted eleven wounded, two of them children. It has fuel for three days, a nurse there said by telephone.

Buses that stood ready on the western bank were sent back to the depot for the night."""
#: cut by its last paragraph, with a head and one sentence of its own
CARRIED = """Bridge closed under fire

{head}

""" + "\n\n".join(AGENCY.split("\n\n")[:4])
UPDATED = AGENCY.replace("4,200", "5,150").replace(
    "Buses that stood ready on the western bank were sent back to the depot for the night.",
    "The barriers were lifted at dawn on Tuesday, and the buses came back.",
)
#: of the same evening, in other words: it shares hardly a run of three words with the agency's text
REWRITTEN = """Shelling shut the Lower Ford crossing on Monday night.

Officials of the harbour town put the number who got across before dark at more than four thousand. Hundreds did not make it.

The secretary of the council called for a pause of six hours. Doctors treated eleven people, among them two children, and worry about diesel for their generator."""
OTHER = """Farmers in the hills above the lake began the late harvest this week, a fortnight behind their neighbours in the plain.

Rain in August kept the machines in their sheds, and the cooperative expects a third less barley than last year. Prices at the mill have not moved so far, its manager said.

The road over the pass will be repaired in October."""


def carried(head: str) -> str:
    return CARRIED.format(head=head)

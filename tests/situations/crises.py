"""Invented crises as sheets of figures, each with what does not fit in it. No place and no number is real.

A clean series raises nothing; a series with mistakes raises those rules and no other.
"""

HEAD = (
    "as_of,measure,kind,value,quantifier,unit,population,from,to,since,until,parts,parts_complete,publisher\n"
)

#: name -> zone, rows under `HEAD`, rules expected in order of time
CRISES: dict[str, tuple[str, str, list[str]]] = {
    # a camp fills and empties: people go home, and the count falls by no more than that
    "returns": (
        "Asia/Kathmandu",
        """
2031-04-02T08:00+05:45,displaced,stock,4200,,,,,,,,,,Ridge Radio
2031-04-05T08:00+05:45,displaced,stock,6850,,,,,,,,,,Ridge Radio
2031-04-08,returns,flow,1400,about,,,,,2031-04-06,2031-04-08,,,District Office
2031-04-09T08:00+05:45,displaced,stock,5480,,,,,,,,,,Ridge Radio
2031-04-12T08:00+05:45,returns,stock,3100,more than,,,,,,,,,District Office
2031-04-12T09:00+05:45,displaced,stock,3900,,,,,,,,,,Ridge Radio
""",
        [],
    ),
    # the same camp, where far more are gone than went home
    "more gone than returned": (
        "Asia/Kathmandu",
        """
2031-04-05T08:00+05:45,displaced,stock,6850,,,,,,,,,,Ridge Radio
2031-04-07,returns,flow,200,,,,,,2031-04-06,2031-04-07,,,District Office
2031-04-09T08:00+05:45,displaced,stock,4480,,,,,,,,,,Ridge Radio
""",
        ["a stock that falls"],
    ),
    # a zone of quarter hours: neighbours lie 15 minutes away, UTC nearly six hours
    "quarter hours": (
        "Asia/Kathmandu",
        """
2031-05-01T10:00+05:45,crossed,stock,12417,,,,,,,,,,Ridge Radio
2031-05-01T10:00+05:30,crossed,stock,12417,,,,,,,,,,Plains Wire
2031-05-02T10:00+05:45,crossed,stock,15236,,,,,,,,,,Ridge Radio
2031-05-02T10:00Z,crossed,stock,15236,,,,,,,,,,Far Agency
2031-05-03T10:00+05:45,crossed,stock,16000,,,,,,,,,,Ridge Radio
2031-05-03T12:00+05:45,crossed,stock,16000,,,,,,,,,,Far Agency
""",
        ["zone slip", "zone slip"],
    ),
    # a count that stood still overnight is no clock mixed up
    "standing still": (
        "Africa/Khartoum",
        """
2012-11-03T18:00+02:00,registered,stock,8841,,,,,,,,,,River Herald
2012-11-03T20:00+02:00,registered,stock,8841,,,,,,,,,,Valley Post
2012-11-03T20:00+02:00,registered,stock,8841,,,,,,,,,,River Herald
""",
        [],
    ),
    # one district is not another, nor is a household a person, nor are the children all
    "districts": (
        "America/Bogota",
        """
2019-07-01T12:00-05:00,displaced,stock,5210,,,,,North Shore,,,,,Shore Office
2019-07-01T12:00-05:00,displaced,stock,871,,,,,South Shore,,,,,Shore Office
2019-07-01T12:00-05:00,displaced,stock,6081,,,,,,,,,,Shore Office
2019-07-01T12:00-05:00,displaced,stock,1302,,household,,,,,,,,Shore Office
2019-07-01T12:00-05:00,displaced,stock,2419,,,children,,,,,,,Shore Office
2019-07-03T12:00-05:00,displaced,stock,5320,,,,,North Shore,,,,,Shore Office
2019-07-03T12:00-05:00,displaced,stock,898,,,,,South Shore,,,,,Shore Office
2019-07-03T12:00-05:00,displaced,stock,6218,,,,,,,,,,Shore Office
""",
        [],
    ),
    # the same districts: one is told twice, one count of the dead falls
    "districts that do not fit": (
        "America/Bogota",
        """
2019-07-01T12:00-05:00,displaced,stock,5210,,,,,North Shore,,,,,Shore Office
2019-07-01T12:00-05:00,displaced,stock,871,,,,,South Shore,,,,,Shore Office
2019-07-01T12:00-05:00,displaced,stock,5120,,,,,North Shore,,,,,Coast Wire
2019-07-02T12:00-05:00,killed,stock,61,,,,,North Shore,,,,,Shore Office
2019-07-02T12:00-05:00,killed,stock,9,,,,,South Shore,,,,,Shore Office
2019-07-04T12:00-05:00,killed,stock,52,,,,,North Shore,,,,,Coast Wire
2019-07-04T12:00-05:00,killed,stock,9,,,,,South Shore,,,,,Coast Wire
""",
        ["same instant two values", "a stock that falls"],
    ),
    # flows week by week rise and fall; two weeks with one round number; a month told as the next
    "weeks": (
        "Asia/Manila",
        """
2027-01-10,displaced,flow,3400,,,,,,2027-01-04,2027-01-10,,,Bay Times
2027-01-17,displaced,flow,900,,,,,,2027-01-11,2027-01-17,,,Bay Times
2027-01-24,displaced,flow,900,,,,,,2027-01-18,2027-01-24,,,Isle Post
2027-01-31,displaced,flow,2217,,,,,,2027-01-25,2027-01-31,,,Bay Times
""",
        [],
    ),
    "weeks that do not fit": (
        "Asia/Manila",
        """
2027-01-10,displaced,flow,3412,,,,,,2027-01-04,2027-01-10,,,Bay Times
2027-01-17,displaced,flow,3412,,,,,,2027-01-11,2027-01-17,,,Isle Post
2027-01-31,displaced,flow,2217,,,,,,2027-01-25,2027-01-31,,,Bay Times
2027-01-31,displaced,flow,2712,,,,,,2027-01-25,2027-01-31,,,Isle Post
""",
        ["same flow two dates", "same flow two values"],
    ),
    # several bodies count several things; bounds and rounded numbers that agree with the exact one
    "lawful bounds": (
        "Europe/Kyiv",
        """
2029-02-01T09:00+02:00,evacuated,stock,4000,more than,,,,,,,,,City Hall
2029-02-01T09:00+02:00,evacuated,stock,4312,,,,,,,,,,Rail Office
2029-02-01T09:00+02:00,evacuated,stock,4300,about,,,,,,,,,Wire Two
2029-02-01T09:00+02:00,sheltered,stock,2950,,,,,,,,,,City Hall
2029-02-01T09:00+02:00,evacuated,stock,5000,up to,,,,,,,,,Wire Three
2029-02-01T12:00+02:00,evacuated,stock,4400-4600,,,,,,,,,,Wire Two
2029-02-01T12:00+02:00,evacuated,stock,4521,,,,,,,,,,Rail Office
2029-02-01T12:00+02:00,evacuated,flow,200,about,,,,,2029-02-01T09:00+02:00,2029-02-01T12:00+02:00,,,Rail Office
2029-02-01,evacuated,stock,4100,,,,,,,,,,Evening Sheet
""",
        [],
    ),
    "unlawful bounds": (
        "Europe/Kyiv",
        """
2029-02-01T09:00+02:00,evacuated,stock,4100,more than,,,,,,,,,City Hall
2029-02-01T07:00Z,evacuated,stock,4912,,,,,,,,,,Rail Office
2029-02-01T12:00+02:00,evacuated,stock,5000,more than,,,,,,,,,City Hall
2029-02-01T12:00+02:00,evacuated,stock,4931,,,,,,,,,,Rail Office
2029-02-01T12:00+02:00,evacuated,flow,800,,,,,,2029-02-01T09:00+02:00,2029-02-01T12:00+02:00,,,Rail Office
""",
        ["more than beside an exact value", "flow against stocks", "same instant two values"],
    ),
    # parts that are only some, that divide people in two ways, or that add up
    "parts": (
        "Africa/Kigali",
        """
2033-09-09,sheltered,stock,1200,,,,,,,,school=400;stadium=310,no,Lake Radio
2033-09-10,sheltered,stock,1300,,,,,,,,women=700;elderly=200;pregnant=60,,Lake Radio
2033-09-11,sheltered,stock,1400,,,,,,,,women=900;elderly=600,,Lake Radio
2033-09-12,sheltered,stock,1500,,,,,,,,school=400;stadium=1100,yes,Lake Radio
2033-09-13,sheltered,stock,1600,,,,,,,,children=300;elderly=90,,Lake Radio
2033-09-14,sheltered,stock,1700,about,,,,,,,school=400;stadium=1290,yes,Lake Radio
""",
        [],
    ),
    "parts that do not add up": (
        "Africa/Kigali",
        """
2033-09-09,sheltered,stock,1200,,,,,,,,school=900;stadium=310,no,Lake Radio
2033-09-10,sheltered,stock,1300,,,,,,,,men=500;women=500;children=310,,Lake Radio
2033-09-11,sheltered,stock,1400,,,,,,,,men=700;women=690,,Lake Radio
2033-09-12,sheltered,stock,1500,,,,,,,,school=1499,yes,Lake Radio
2033-09-13,sheltered,stock,1600,,,,,,,,children=1700,,Lake Radio
""",
        ["parts against total"] * 5,
    ),
    # who crossed and who was registered, place by place
    "crossings": (
        "Africa/Juba",
        """
2035-03-01T18:00+02:00,crossed,stock,7100,,,,Upper Ford,,,,,,Ford Post
2035-03-01T18:00+02:00,crossed,stock,1200,,,,Lower Ford,,,,,,Ford Post
2035-03-01T20:00+02:00,registered,stock,6000,,,,Upper Ford,,,,,,Ford Post
2035-03-01T20:00+02:00,registered,stock,1350,,,,Lower Ford,,,,,,Ford Post
2035-03-02T06:00+02:00,crossed,flow,500,,,,Upper Ford,,2035-03-01T18:00+02:00,2035-03-02T06:00+02:00,,,Ford Post
2035-03-02T06:00+02:00,crossed,stock,7612,,,,Upper Ford,,,,,,Ford Post
2035-03-02T18:00+02:00,crossed,stock,500,,,,Upper Ford,,,,,,Wire Two
""",
        ["registered above crossed", "rounded difference", "a flow read as a stock"],
    ),
}

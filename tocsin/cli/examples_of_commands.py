"""What to type, where a command's name does not say it: the end of its `--help`. A test holds each to the parser."""

EXAMPLES = {
    "tocsin take-in": (
        "tocsin take-in news/*.txt https://example.org/article",
        'tocsin take-in letter.pdf --publisher "Sample Wire" --published 2023-09-29',
    ),
    "tocsin feed add": ("tocsin feed add https://example.org/news.rss --every 600 --login ani",),
    "tocsin report show": ("tocsin report show 12 --kind figure",),
    "tocsin report restrict": ('tocsin report restrict 12 --reason "names a witness" --login ani',),
    "tocsin report content": (
        'tocsin report content 12 "cookie wall" --reason "asks for consent, no article" --login ani',
    ),
    "tocsin read": (
        "tocsin read report.txt --published 2023-09-28",
        "tocsin read - --published 2023-09-28 --jsonl --only figures,times < report.txt",
    ),
    "tocsin search": (
        'tocsin search "exact phrase" displac* --of findings --kind figure',
        "tocsin search --situation artsakh-2023 -- crossed -rain",
    ),
    "tocsin verification rate": (
        'tocsin verification rate "Sample Wire" B --reason "corrects its own mistakes" --login ani',
    ),
    "tocsin verification credit": (
        'tocsin verification credit 7 2 --reason "two others saw it" --login ani',
    ),
    "tocsin verification link": (
        'tocsin verification link 7 corroborates 9 --reason "another witness" --login ani',
        'tocsin verification link 7 "same event" 9 --reason "same hour and road" --login ani',
    ),
    "tocsin verification take-back": (
        'tocsin verification take-back report:12 retracted --said-in 15 --reason "its correction" --login ani',
    ),
    "tocsin verification level": (
        'tocsin verification level finding:7 sensitive --field speaker_name --reason "a witness" --login ani',
    ),
    "tocsin verification consent": (
        'tocsin verification consent 12 court given --until 2027-12-31 --reason "by letter" --login ani',
    ),
    "tocsin access ask": ('tocsin access ask report:12 export --reason "for the court" --login ani',),
    "tocsin access answer": ('tocsin access answer 3 granted --hours 24 --reason "agreed" --login vahe',),
    "tocsin situation new": (
        'tocsin situation new artsakh-2023 --title "Displacement, September 2023" --time-zone Asia/Yerevan',
    ),
    "tocsin situation add": ('tocsin situation add artsakh-2023 3 4 5 --reason "of the same days"',),
    "tocsin situation tie-feed": (
        "tocsin situation tie-feed artsakh-2023 https://example.org/news.rss --rule propose "
        '--reason "follows the crossings" --login ani',
    ),
    "tocsin situation load-figures": (
        "tocsin situation load-figures artsakh-2023 counts.csv --preview",
        "tocsin situation load-figures artsakh-2023 counts.xlsx --map People=value:crossed:stock:person: "
        "--map Date=as_of --zone Asia/Yerevan --login ani",
    ),
    "tocsin situation export": ("tocsin situation export artsakh-2023 --form hxl > figures.csv",),
    "tocsin situation brief": ("tocsin situation brief artsakh-2023 -o brief.pdf --paper letter",),
    "tocsin framework show": ("tocsin framework show un-foa-2014 --file > ours.yml",),
    "tocsin assessment new": (
        "tocsin assessment new artsakh-2023 --framework rome-statute-2011 --login ani",
    ),
    "tocsin assessment propose": ("tocsin assessment propose 1 --keep --login ani",),
    "tocsin assessment worksheet": (
        "tocsin assessment worksheet artsakh-2023 --restricted -o worksheet.pdf",
    ),
    "tocsin login add": ("tocsin login add ani --role analyst --role reviewer",),
    "tocsin login role": ("tocsin login role ani reviewer issuer",),
    "tocsin alert draft": (
        'tocsin alert draft artsakh-2023 --scheme lemkin-institute --level sos --headline "People leave '
        'their homes" --area "Nagorno-Karabakh / Artsakh" --login ani',
    ),
    "tocsin alert set-expiry": ("tocsin alert set-expiry 1 2026-03-01T12:00+00:00 --login ani",),
    "tocsin alert approve": (
        "tocsin alert warnings 1",
        "tocsin alert approve 1 --login vahe --ticked KEY KEY",
    ),
    "tocsin alert update": ('tocsin alert update 1 --reason "the count of the evening" --login ani',),
    "tocsin alert cancel": ('tocsin alert cancel 1 --reason "the corridor is open again" --login ani',),
    "tocsin alert afterwards": ("tocsin alert afterwards --situation artsakh-2023",),
    "tocsin alert validate": (
        "tocsin alert validate message.xml",
        "tocsin alert validate --signature --profile ipaws https://example.org/alert.xml",
    ),
    "tocsin area take-in": (
        'tocsin area take-in arm-admin1.geojson --source "OCHA COD-AB" --licence "CC BY 3.0 IGO" --level 1 '
        "--login ani",
    ),
    "tocsin key rotate": ('tocsin key rotate --reason "every second year" --login root',),
    "tocsin key retire": (
        'tocsin key retire 3fa9c1 --reason "the laptop was stolen" --compromised-since 2026-03-01T12:00+00:00 '
        "--login root",
    ),
    "tocsin relief fund draft": (
        'tocsin relief fund draft winter --title "Winter relief" --purpose "Warm clothes" --holder "Our treasury" '
        '--reason "asked for by the board" --login keeper',
        'tocsin relief fund draft winter --appeal 41 --reason "as the ministry asks" --login keeper',
    ),
    "tocsin relief account open": (
        "tocsin relief account open winter 900000001234 AMD --country AM --login keeper",
    ),
    "tocsin relief account check": ('tocsin relief account check "GB82 WEST 1234 5698 7654 32"',),
    "tocsin relief balance": ("tocsin relief balance winter --totals --as-of 2026-03-01T00:00+04:00",),
    "tocsin relief history": ("tocsin relief history winter gifts:AMD --most 20",),
    "tocsin relief transfer correct": (
        'tocsin relief transfer correct winter fee-october --reason "booked twice" --login keeper',
    ),
    "tocsin relief transfer exchange": (
        "tocsin relief transfer exchange winter october-1 --sold 100.00:EUR --bought 43550.00:AMD --rate 435.5 "
        '--source "the bank\'s paper" --rate-at 2023-10-09T12:00+04:00 --from bank:DE1:EUR '
        "--to bank:900000001234:AMD --day 2023-10-09 --login keeper",
    ),
    "tocsin relief period close": ("tocsin relief period close winter 2023-10-31 --login keeper",),
    "tocsin relief bank check": (
        "tocsin relief bank check october.sta",
        "tocsin relief bank check october.csv --mapping bank.json",
    ),
    "tocsin relief bank take-in": ("tocsin relief bank take-in october.sta --fund winter --login keeper",),
    "tocsin relief bank decide": (
        'tocsin relief bank decide 7 gift --detail winter-clothes --reason "the payer\'s letter" --login keeper',
        'tocsin relief bank decide 8 fee --detail bank --reason "its letter of 3 October" --login keeper',
    ),
    "tocsin relief screening take-in": (
        'tocsin relief screening take-in sanctions.csv --title "The list of NN" --login keeper',
    ),
    "tocsin relief screening decide": (
        'tocsin relief screening decide 3 "another person" --reason "another year of birth" --login keeper',
    ),
    "tocsin relief audit": (
        "tocsin relief audit winter-accounts.json",
        "tocsin relief audit winter-accounts.json --receipt 7ZK3M-0QRTV-5",
    ),
    "tocsin relief export": ("tocsin relief export winter -o winter.json --login keeper",),
    "tocsin relief need state": (
        'tocsin relief need state winter water-goris --standard water --finding 41 --days 30 --reason "as counted" '
        "--login keeper",
    ),
    "tocsin relief programme open": (
        'tocsin relief programme open winter cash --title "Cash for the first winter" --kind cash-household '
        "--login keeper",
    ),
    "tocsin relief allocate propose": (
        'tocsin relief allocate propose winter cash 900000.00 AMD --decision "60,000 drams a household" '
        '--authority "the board, minute 3" --login keeper',
    ),
    "tocsin relief pay take-in": (
        "tocsin relief pay take-in 1 payments.csv --first 2023-10-01 --last 2023-10-31 --login keeper",
    ),
    "tocsin relief pay rule": (
        'tocsin relief pay rule 1 3fa9 --verdict "leave out" --leave-out 12 --reason "one household" --login keeper',
    ),
    "tocsin relief pay send": (
        "tocsin relief pay send 1 --value-date 2023-10-09 --fee 500.00 --login second",
    ),
    "tocsin relief pay delivered": ("tocsin relief pay delivered 1 words.csv --login keeper",),
    "tocsin relief delivered": (
        "tocsin relief delivered 12 received --login keeper",
        'tocsin relief delivered 13 returned --amount 60000.00 --reason "moved away" --login keeper',
    ),
    "tocsin delivery status": ("tocsin delivery status alert:artsakh-2023-sos-2",),
    "tocsin delivery subscribe": (
        "tocsin delivery subscribe mail desk@example.org --place ARM --level lemkin-institute/sos --language hy",
    ),
    "tocsin custody show": ("tocsin custody show report:12",),
    "tocsin custody prove": ("tocsin custody prove 41 -o proofs",),
    "tocsin custody stamps": ("tocsin custody stamps --save tokens",),
    "tocsin erase": (
        'tocsin erase report:12 --paragraph 3 --reason "the witness withdrew consent" --login ani',
        'tocsin erase donor:D-7ZK3M0QRTV --reason "asked for it" --login ani --yes',
    ),
    "tocsin backup": (
        "tocsin backup copies/2026-11-22",
        "tocsin backup verify copies/2026-11-22 --checkpoint kept-elsewhere.txt",
    ),
    "tocsin restore": (
        "TOCSIN_HOME=./restored tocsin restore copies/2026-11-22 --checkpoint kept-elsewhere.txt",
    ),
    "tocsin dossier make": (
        'tocsin dossier make artsakh-2023 -o artsakh.zip --reason "for the court\'s letter" --login ani',
        "tocsin dossier make --alert artsakh-2023-sos-2 -o alert.zip --login ani",
    ),
    "tocsin dossier redact": (
        'tocsin dossier redact artsakh.zip -o partner.zip --mask-person "Ann Poe" --withhold report:12 --login ani',
    ),
    "tocsin dossier verify": ("tocsin dossier verify artsakh.zip --key KEY --checkpoint kept-elsewhere.txt",),
    "tocsin export ftm": (
        'tocsin export ftm artsakh-2023 -o artsakh.jsonl --reason "for partners" --login ani',
    ),
}

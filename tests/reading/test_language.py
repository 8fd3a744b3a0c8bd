"""Texts that are not in English: the reading says so, and finds what needs no English."""

from __future__ import annotations

import pytest

from tocsin.reading import Problem, read
from tocsin.reading.language import REASON

#: one passage each: thousands on the move, a date in figures, somebody who says so
PASSAGES = {
    "Spanish": "Las autoridades dijeron que unas 3.000 personas salieron de los pueblos desde el 20.09.2023 y que "
    "muchas familias siguen sin agua ni comida en las montañas.",
    "French": "Selon le gouvernement, environ 3 000 personnes ont quitté les villages depuis le 20.09.2023, et beaucoup "
    "de familles attendent encore de l’eau et du pain dans la vallée.",
    "German": "Nach Angaben der Behörden haben seit dem 20.09.2023 rund 3.000 Menschen die Dörfer verlassen, und viele "
    "Familien warten in der Stadt noch immer auf Wasser und Brot, was niemand erwartet hatte, es war kalt.",
    "Portuguese": "As autoridades disseram que cerca de 3.000 pessoas deixaram as aldeias desde 20.09.2023 e que muitas "
    "famílias ainda esperam por água e comida no vale, como se nada tivesse sido feito.",
    "Italian": "Secondo le autorità circa 3.000 persone hanno lasciato i villaggi dal 20.09.2023 e molte famiglie "
    "aspettano ancora acqua e pane nella valle, dove le strade sono chiuse.",
    "Dutch": "Volgens de regering zijn sinds 20.09.2023 ongeveer 3.000 mensen uit de dorpen gevlucht, en veel gezinnen "
    "wachten in het dal nog op water of brood; niemand weet waar de anderen zijn.",
    "Danish": "Ifølge myndighederne har omkring 3.000 mennesker forladt landsbyerne siden 20.09.2023, og mange familier "
    "venter stadig på vand og brød i dalen, hvor vejene er lukket for alle.",
    "Polish": "Według władz od 20.09.2023 około 3000 osób opuściło wsie, a wiele rodzin nadal czeka w dolinie na wodę i "
    "chleb, bo drogi są zamknięte i nikt nie wie, kiedy będą otwarte.",
    "Romanian": "Autoritățile au spus că aproximativ 3.000 de oameni au părăsit satele din 20.09.2023 și că multe familii "
    "încă așteaptă apă și pâine în vale, unde drumurile sunt închise.",
    "Turkish": "Yetkililer 20.09.2023 tarihinden bu yana yaklaşık 3.000 kişinin köylerden ayrıldığını ve birçok ailenin "
    "vadide hâlâ su ve ekmek beklediğini, yolların kapalı olduğunu söyledi.",
    "Azerbaijani": "Rəsmilər bildirdilər ki, 20.09.2023 tarixindən bəri təxminən 3.000 nəfər kəndləri tərk edib və bir çox "
    "ailə hələ də vadidə su və çörək gözləyir, yollar isə bağlıdır.",
    "Indonesian": "Menurut pemerintah, sejak 20.09.2023 sekitar 3.000 orang meninggalkan desa dan banyak keluarga masih "
    "menunggu air serta makanan di lembah karena semua jalan ditutup.",
    "Swahili": "Maafisa walisema kuwa tangu 20.09.2023 watu wapatao 3,000 wameondoka vijijini na familia nyingi bado "
    "zinasubiri maji na mkate bondeni kwa sababu barabara zote zimefungwa.",
    "Russian": "По словам властей, с 20.09.2023 около 3000 человек покинули сёла, и многие семьи всё ещё ждут воды и "
    "хлеба в долине, потому что дороги закрыты.",
    "Armenian": "Իշխանությունների խոսքով՝ 20.09.2023 ից ի վեր մոտ 3000 մարդ լքել է գյուղերը, և շատ ընտանիքներ դեռ "
    "սպասում են ջրի և հացի հովտում, քանի որ ճանապարհները փակ են։",
    "Georgian": "ხელისუფლების ცნობით 20.09.2023 დღიდან დაახლოებით 3000 ადამიანმა დატოვა სოფლები და ბევრი ოჯახი ჯერ კიდევ "
    "ელოდება წყალსა და პურს ხეობაში.",
    "Arabic": "قالت السلطات إن نحو 3,000 شخص غادروا القرى منذ 20.09.2023 وإن عائلات كثيرة ما زالت تنتظر الماء والخبز في "
    "الوادي لأن الطرق مغلقة.",
    "Hebrew": "לדברי הרשויות, כ 3,000 איש עזבו את הכפרים מאז 20.09.2023 ומשפחות רבות עדיין ממתינות למים וללחם בעמק כי "
    "הדרכים סגורות.",
    "Amharic": "ባለሥልጣናት እንዳሉት ከ 20.09.2023 ጀምሮ ወደ 3,000 ሰዎች መንደሮቹን ለቀው ወጥተዋል ብዙ ቤተሰቦችም አሁንም በሸለቆው ውስጥ ውኃና ዳቦ ይጠብቃሉ።",
    "Hindi": "अधिकारियों ने कहा कि 20.09.2023 से लगभग 3,000 लोग गाँव छोड़ चुके हैं और कई परिवार अब भी घाटी में पानी और रोटी का "
    "इंतज़ार कर रहे हैं।",
    "Chinese": "当局表示, 自 20.09.2023 以来约有 3,000 人离开村庄, 许多家庭仍在山谷里等待水和面包, 因为所有的道路都已关闭。",
}
UNREAD = ("statements", "events", "calls", "responses", "qualifications", "appeals")


@pytest.mark.parametrize("language", PASSAGES)
def test_another_language_is_told_and_not_read(language: str) -> None:
    """One problem covers the text; number and date are found, and nobody is made to say anything.

    Where a dot parts thousands, the number is a problem of its own: in English it would be three.
    """
    text = PASSAGES[language]
    reading = read(text, "2023-09-29")
    assert Problem(start=0, end=len(text), reason=REASON) in reading.problems
    unclear = {text[problem.start : problem.end] for problem in reading.problems} - {text}
    assert unclear == ({"3.000"} if "3.000" in text else set())
    assert [figure.value for figure in reading.figures] == ([] if unclear else [3000])
    assert "2023-09-20" in {time.value for time in reading.times}
    assert not any(getattr(reading, kind) for kind in UNREAD)


def test_a_paragraph_in_another_language_within_an_english_report() -> None:
    """Only the foreign paragraphs are told, two in a row as one; the report around them is read."""
    english = "The council said on Friday that 3,000 people had fled and that more of them were expected at the border."
    foreign = f"{PASSAGES['French']}\n\n{PASSAGES['Armenian']}"
    text = f"{english}\n\n{foreign}\n\n{english}"
    reading = read(text, "2023-09-29")
    told = [problem for problem in reading.problems if problem.reason == REASON]
    assert [text[problem.start : problem.end] for problem in told] == [foreign]
    assert len(reading.statements) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Goma, Bunia, Kitchanga, Rutshuru, Masisi, Walikale and Beni; 3,000, 2,000, 1,200, 800, 600, 300 and 90.",
        "DEAD: 12\nINJURED: 40\nMISSING: 3\nSHELTERED: 2,300",
        "“We don’t know,” she said. “Nobody told us anything, nobody came, nobody called, nothing moved all week.”",
        "Two words.",
        "",
    ],
)
def test_lists_headlines_and_speech_are_no_other_language(text: str) -> None:
    """Few words in lower case prove nothing."""
    assert REASON not in {problem.reason for problem in read(text).problems}

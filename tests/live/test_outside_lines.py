"""Lines that go with the causes of what an outside judge missed; none of them stands in his calls."""

import pytest

from coach.live import listener
from coach.live.call import LiveCall
from coach.live.hand import By

_AMONG_THREE = [
    ("frequent", "wil vrijdags eerder starten", "live-idea-1"),
    ("nazorg", "mag van de ochtendronde af", "live-idea-1"),
    ("preventief", "wou voorlopig geen spoedritten", "live-idea-1"),
    ("eerste_contact", "vraagt waarvoor je belt", "live-distrust-1"),
    ("eerste_contact", "geen idee wat er nu volgt", "live-rules-follow"),
    ("eerste_contact", "mag hij naar buitenland", "live-rules-follow"),
    ("eerste_contact", "cliënten mailen haar steeds", "live-pestered-1"),
    ("eerste_contact", "voorlopig niet terug denkt ze", "live-duration-follow"),
    ("ziekmelding", "door zijn enkel gegaan", "live-medical-1"),
    ("ziekmelding", "wie opent de winkel", "live-handover-follow"),
    ("tussentijds", "komt niet rond, rekeningen", "live-money-follow"),
    ("tussentijds", "mist de gezelligheid", "live-bond-follow"),
    ("tussentijds", "viel hem tegen, niks opgeschoten", "live-let-down-1"),
    ("terugkeer", "inbox vol ongelezen", "live-backlog-follow"),
    ("terugkeer", "iedereen vroeg waar ze was", "live-told-follow"),
    ("terugkeer", "wuift het weg", "live-deflects-1"),
    ("preventief", "zeg het niet tegen de directeur", "live-told-follow"),
    ("preventief", "gaf toe dat ze uitviel", "live-admits-1"),
    ("preventief", "staat er alleen voor", "live-workload-follow"),
    ("nazorg", "zondag toch ingepland", "live-broken-1"),
    ("frequent", "geneert zich", "live-pardon-1"),
    ("conflict", "noemt me lui waar klanten bij staan", "live-unsafe-1"),
    ("conflict", "komt pas als jurist mee mag", "live-companion-1"),
    ("conflict", "vloekt", "live-abuse-1"),
    ("conflict", "liep kwaad de kamer uit", "live-gone-1"),
    ("conflict", "boeit me niet meer", "live-resigned-1"),
    ("conflict", "gaat naar vertrouwenspersoon", "live-confidant-1"),
    ("eerste_contact", "moeder opgenomen in hospice", "live-home-follow"),
    ("eerste_contact", "vervanger komt er niet uit", "live-handover-follow"),
    ("eerste_contact", "sporten, mag dat eigenlijk", "live-rules-follow"),
    ("tussentijds", "kan hypotheek niet betalen", "live-money-follow"),
    ("tussentijds", "voelt als stapje terug", "live-let-down-1"),
    ("tussentijds", "teamleider vroeg hem toch voor zondag", "live-broken-1"),
    ("terugkeer", "nerveus voor morgen", "live-worried-1"),
    ("terugkeer", "wie hoorde waarom ik weg was", "live-told-follow"),
    ("terugkeer", "zegt alles top maar friemelt", "live-mixed-1"),
    ("conflict", "dit is pestgedrag", "live-unsafe-1"),
    ("conflict", "jullie verdraaien alles, leugens", "live-angry-1"),
    ("conflict", "stapt naar arbeidsinspectie", "live-own-right-1"),
    ("conflict", "geen behoefte aan overleg", "live-refuses-1"),
    ("conflict", "bibbert", "live-crying-2"),
    ("conflict", "ander filiaal is ook goed", "live-idea-1"),
    ("conflict", "afdeling gewijzigd zonder te overleggen", "live-manager-follow"),
    ("ziekmelding", "pas na zessen bellen", "live-contact-follow"),
    ("eerste_contact", "app me maar, bellen liever niet", "live-contact-follow"),
    ("eerste_contact", "vijf weken en niemand belde", "live-contact-amiss-1"),
    ("tussentijds", "wil dat eerst thuis bespreken", "live-consults-1"),
    ("tussentijds", "dat vraag ik zelf aan de planner", "live-does-it-1"),
    ("terugkeer", "niet meteen twaalf kamers op een dag", "live-not-all-1"),
    ("terugkeer", "hoorde via via dat mijn groep weg is", "live-not-told-1"),
    ("tussentijds", "er lag niks klaar, zat duimen te draaien", "live-idle-1"),
    ("eerste_contact", "je denkt vast dat ik er misbruik van maak", "live-not-believed-1"),
    ("nazorg", "nee verder niks", "live-closing-1"),
    ("frequent", "nou vooruit dan maar", "live-hesitates-1"),
    ("eerste_contact", "zeg ze maar dat ik er voorlopig niet ben", "live-may-tell-1"),
    ("terugkeer", "om de week even bijpraten", "live-meet-again-1"),
    ("nazorg", "heeft liever niet dat ik ernaar vraag", "live-not-you-1"),
    ("frequent", "dat doet hier toch iedereen", "live-normal-1"),
    ("nazorg", "vertelt over haar nieuwe hond", "live-chat-1"),
    ("ziekmelding", "sanne weet precies hoe", "live-handover-follow"),
]


@pytest.mark.parametrize(("kind", "line", "card"), _AMONG_THREE)
def test_a_card_that_serves_what_was_just_said_is_among_the_three(kind: str, line: str, card: str) -> None:
    hand = LiveCall(kind).heard(line)
    assert card in [each.id for each in (hand.question, *hand.spare) if each]


@pytest.mark.parametrize(
    "line",
    ["is het leven zat", "genoeg van het leven", "geen zin meer om te leven", "wil niet meer leven",
     "hoeft allemaal niet meer", "geen reden om te leven"],
)  # fmt: skip
def test_weariness_of_life_brings_safety_first(line: str) -> None:
    assert listener.default().hear(line).moments[:1] == ("danger",)


@pytest.mark.parametrize(
    "line",
    ["klaar met dit rooster", "geen zin meer in late diensten", "genoeg van het gezeur",
     "heeft geen leven meer naast werk", "geen zin om te praten", "moe van het werk"],
)  # fmt: skip
def test_weariness_of_work_does_not(line: str) -> None:
    assert "danger" not in listener.default().hear(line).moments


@pytest.mark.parametrize(
    ("line", "moment"),
    [
        ("bang dat chef kwaad wordt", "angry"),
        ("collega schreeuwt in het magazijn", "angry"),
        ("zeg niets tegen de baas", "curt"),
        ("klanten bellen lukt weer", "pestered"),
        ("team mag haar appen", "pestered"),
        ("maakt mij niks uit", "unsafe"),
        ("hangt bijna op", "gone"),
        ("toch weer goed gelukt", "broken"),
        ("kan dit later", "idea"),
        ("wil nu ophangen", "idea"),
        ("liever niet bellen maar mailen", "refuses"),
        ("lijkt me wel veel", "agrees"),
        ("ok, als het moet", "agrees"),
        ("gaat drie weken op reis", "closing"),
        ("wil alles weer zelf doen", "does-it"),
        ("drie nachten achter elkaar", "not-all"),
    ],
)
def test_a_moment_stays_away_where_it_does_not_belong(line: str, moment: str) -> None:
    assert moment not in listener.default().hear(line).moments


@pytest.mark.parametrize(
    ("kind", "said", "check"),
    [
        ("tussentijds", "We bespreken vandaag het nieuwe plan.", "purpose"),
        ("conflict", "Het loopt stroef en ik wil graag horen hoe jij het beleeft.", "purpose"),
        ("conflict", "Ik wil horen hoe jij dit ziet.", "view"),
        ("preventief", "Ik merk dat je 's avonds laat nog mailt en minder lacht.", "facts"),
        ("frequent", "Wat zou er in het rooster schelen?", "idea-asked"),
        ("preventief", "Wat verwacht je daarin van mij?", "help-asked"),
        ("conflict", "Zou je iemand onafhankelijk erbij willen hebben?", "help-offered"),
        ("terugkeer", "In het verslag komen alleen de afspraken.", "noted"),
        ("terugkeer", "Waar zou je mee willen beginnen?", "open-question"),
        ("terugkeer", "Leuk je weer te spreken.", "begin"),
        ("nazorg", "Zullen we dinsdag 3 maart weer bellen?", "next"),
    ],
)
def test_what_a_manager_says_ticks_its_check(kind: str, said: str, check: str) -> None:
    call = LiveCall(kind)
    call.said(said)
    assert check in {each.id for phase in call.phases for each in call.checks(phase) if each.by is By.SELF}


@pytest.mark.parametrize(
    ("kind", "line", "card"),
    [
        ("ziekmelding", "schoonmoeder doet het woord", "live-someone-else-1"),
        ("ziekmelding", "met de hand in de pers gekomen hier", "live-accident-1"),
        ("eerste_contact", "haar opa is gisteren gestorven", "live-loss-1"),
        ("eerste_contact", "zit bij de kapper, komt slecht uit", "live-bad-time-1"),
        ("eerste_contact", "voelt zich erg alleen overdag", "live-lonely-1"),
        ("tussentijds", "kreeg commentaar van een klant, zit hem dwars", "live-criticised-1"),
        ("frequent", "vindt dat anderen meer mogen", "live-unfair-1"),
        ("frequent", "heeft een vacature gezien en wil weg", "live-leaving-1"),
        ("terugkeer", "wil vooral geen gedoe of medelijden", "live-no-fuss-1"),
        ("preventief", "werk is veel te makkelijk, verveelt zich", "live-growth-follow"),
        ("preventief", "de lol is er helemaal af", "live-joy-follow"),
        ("preventief", "ladder is gammel en niemand doet wat", "live-hazard-follow"),
        ("nazorg", "straks gaat de vestiging dicht", "live-change-follow"),
        ("nazorg", "krijgt opdrachten van twee kanten die botsen", "live-unclear-follow"),
    ],
)
def test_a_line_without_a_word_that_a_pattern_knows_is_heard_by_what_it_is_like(
    kind: str, line: str, card: str
) -> None:
    call = LiveCall(kind)
    call.go([phase.value for phase in call.phases].index("luisteren") if "luisteren" in call.phases else 0)
    hand = call.heard(line)
    assert card in [each.id for each in (hand.question, *hand.spare) if each]


@pytest.mark.parametrize(
    "line",
    ["moet van iedereen altijd meer, wil rust", "heeft het wel gehad met dat systeem", "dood op van de drukte"],
)
def test_danger_is_never_guessed(line: str) -> None:
    hand = LiveCall("preventief").heard(line)
    assert not any(each.id.startswith("live-danger") for each in (hand.question, *hand.spare) if each)


@pytest.mark.parametrize(
    ("kind", "said", "check"),
    [
        ("frequent", "Waar zou jij zelf als eerste iets aan veranderen?", "idea-asked"),
        ("tussentijds", "Wat kan ik deze maand van je overnemen?", "help-asked"),
        ("ziekmelding", "Is dit nog steeds het nummer waarop ik je kan bellen?", "reach"),
        ("terugkeer", "Ik zet straks alleen onze afspraken in een mail.", "noted"),
        ("conflict", "Dat klinkt alsof je er alleen voor stond.", "gave-back"),
    ],
)
def test_a_check_is_ticked_by_what_a_line_is_like(kind: str, said: str, check: str) -> None:
    call = LiveCall(kind)
    call.said(said)
    assert check in {each.id for phase in call.phases for each in call.checks(phase) if each.by is By.SELF}


@pytest.mark.parametrize(
    "said", ["De bus is net vertrokken.", "Hm, daar moet ik over nadenken.", "Zij zit op een cursus."]
)
def test_small_talk_ticks_nothing(said: str) -> None:
    call = LiveCall("tussentijds")
    call.said(said)
    assert not any(each.ticked for phase in call.phases for each in call.checks(phase))


@pytest.mark.parametrize(
    ("said", "check"),
    [
        ("Ik zet alleen je nieuwe uren op papier, verder niets.", "health-out"),
        ("Sterkte, ik bel je overmorgen.", "begin"),
        ("Zullen we langslopen wie wat doet voor vrijdag?", "next"),
        ("Vorige week vrijdag spraken we elkaar ook.", "next"),
        ("Heb je een idee hoelang het duurt, of nog niet?", "idea-asked"),
        ("Ik zet iemand anders op de kassa.", "noted"),
    ],
)
def test_a_check_is_not_ticked_by_what_only_looks_like_it(said: str, check: str) -> None:
    call = LiveCall("ziekmelding")
    call.said(said)
    assert check not in {each.id for phase in call.phases for each in call.checks(phase) if each.ticked}


def test_giving_room_is_not_leaving_health_out() -> None:
    call = LiveCall("eerste_contact")
    call.said("Rustig maar, ik hoef nu niks van je te horen.")
    assert not any(each.ticked for each in call.checks() if each.id == "health-out")

"""Careers: the posts that an announcement lists below the name of who has been appointed."""

from __future__ import annotations

from tests.test_frames import told

HEAD = "Mr Karl Moen has been appointed Ambassador of Norway to Kenya.\n\nCareer\n\n"


def posts(text: str) -> list[tuple[str, str, str, str]]:
    rows = told(text, "Tenure", ("norway", "kenya"))
    return [(row["person"], row["office"], row.get("receiving", ""), row["date"]) for row in rows]


def test_steps_of_a_career() -> None:
    lines = (
        "2018 – present: Ministry of Foreign Affairs, Director, Africa Department",
        "2014 – 2018: Embassy of Norway in Nairobi, Counsellor",
        "2010 – 2014 Lima, Deputy Head of Mission and Consul",
        "2008 – 2010 Ministry of Foreign Affairs, Desk Officer, Consular Section",
        "2001 Joined the Ministry of Foreign Affairs",
    )
    assert posts(HEAD + "\n".join(lines) + "\n\nHe is married.\n") == [
        ("Karl Moen", "director of Africa Department", "", "2018/.."),
        ("Karl Moen", "counsellor", "Kenya", "2014/2018"),
        ("Karl Moen", "deputy head of mission", "Peru", "2010/2014"),
        ("Karl Moen", "consul", "Peru", "2010/2014"),
        ("Karl Moen", "desk officer", "", "2008/2010"),
    ]


def test_whose_career_it_is_stays_whoever_is_named_in_it() -> None:
    steps = "2014 to 2018\tLima, First Secretary, UK Representation\n2011 to 2014\tLima, Attaché\n"
    assert posts(f"{HEAD}Full name: Karl Moen\nMarried to: Eva Lind\n\n{steps}") == [
        ("Karl Moen", "first secretary", "Peru", "2014/2018"),
        ("Karl Moen", "attaché", "Peru", "2011/2014"),
    ]


LIFE = "Karl Moen\nAmbassador of Norway to Kenya\n\nMr Karl Moen was born in Bergen in 1966.\n\n"


def test_posts_told_one_by_one_in_a_life() -> None:
    lines = (
        "From 1994 to 1997 he served as Second Secretary at the Embassy in Lima, and in 1998 he returned.",
        "Between 1999 and 2002, he was Head of the Asia Unit and, between 2003 and 2004, desk officer for Peru.",
        "In May 2004 President Ana Li of Ghana came to Oslo. She was in good spirits.",
        "He has held various diplomatic posts, including First Secretary in Rome (2005-2007) and Counsellor in Accra.",
        "His previous postings include Deputy Permanent Representative to the United Nations (2008-2010).",
        "Mr Moen previously worked as Head of the Legal Department (2010-2011).",
        "Later he was an officer at a bank (2011-2012).",
    )
    assert posts(LIFE + "\n\n".join(lines) + "\n") == [
        ("Karl Moen", "second secretary", "Peru", "1994/1997"),
        ("Karl Moen", "head of the asia unit", "", "1999/2002"),
        ("Karl Moen", "desk officer for peru", "", "2003/2004"),
        ("Karl Moen", "first secretary", "Italy", "2005/2007"),
        ("Karl Moen", "deputy permanent representative", "United Nations", "2008/2010"),
        ("Karl Moen", "head of the legal department", "", "2010/2011"),
    ]
    presented = "From 2009 to 2012 he was Consul General in Houston. He presented credentials on 3 May 2013.\n"
    assert [row["office"] for row in told(LIFE + presented, "Appointment", ("norway", "kenya"))] == ["ambassador"]


def test_a_life_in_spanish() -> None:
    text = (
        "Juan Soto Lara\nEmbajador del Perú en Kenia\n\nNacido en Tacna en 1966.\n\n"
        "Entre 1994 y 1996 fue jefe del Departamento de Asia. Fue también Jefe de Prensa en la Embajada en Oslo "
        "(1997-1999) y segundo secretario en Accra (2000-2002). Luego fue asesor de un banco (2003-2004).\n"
    )
    rows = told(text, "Tenure", ("peru", "kenya"), "es")
    assert [(row["person"], row["office"], row["date"]) for row in rows] == [
        ("Juan Soto Lara", "jefe del departamento de asia", "1994/1996"),
        ("Juan Soto Lara", "jefe de prensa", "1997/1999"),
        ("Juan Soto Lara", "second secretary", "2000/2002"),
    ]


def test_a_career_below_a_name_as_heading_and_those_to_whom_he_presented_credentials() -> None:
    text = (
        "Embassy of Norway, Nairobi\n\nMr. Karl Moen\nAmbassador of Norway to Kenya\n\n"
        "Education\n1985 - 1990  Master of Laws, University of Bergen\n\n"
        "Professional experience\n2019 - present   Ambassador to Kenya\n2015 – 2019   Head of the Africa Section\n"
        "Sept. 2011 - Aug. 2015  Counsellor, Embassy of Norway, Lima\n"
        "2009-2011 First Secretary, Permanent Mission of Norway to the United Nations, New York\n\n"
        "Decorations\n2015 Commander of the Order of the Sun of Peru\n\n"
        "Presented credentials to:\nH.E. Daudi Otieno, President of Kenya, 3 May 2019\n"
        "H.E. Amina Said (Tanzania), 05.07.2021\n"
    )
    assert posts(text) == [
        ("Karl Moen", "ambassador", "Kenya", "2019/.."),
        ("Karl Moen", "head of the africa section", "", "2015/2019"),
        ("Karl Moen", "counsellor", "Peru", "2011-09/2015-08"),
        ("Karl Moen", "first secretary", "United Nations", "2009/2011"),
    ]
    presented = told(text, "Appointment", ("norway", "kenya"))
    assert [(row["person"], row["receiving"], row["date"]) for row in presented] == [
        ("Karl Moen", "Kenya", "2019-05-03"),
        ("Karl Moen", "Tanzania", "2021-07-05"),
    ]


def test_those_who_present_credentials_are_not_those_who_receive_them() -> None:
    text = (
        "President Daudi Otieno\n\nCredentials presented:\nEva Lind (Sweden), 3 May 2019\n"
        "Tor Dahl (Norway), 4 May 2019\n"
    )
    presented = told(text, "Appointment", ("kenya",))
    assert "Daudi Otieno" not in [row["person"] for row in presented]

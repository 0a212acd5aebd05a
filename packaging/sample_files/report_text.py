"""The words of the lighthouse museum's annual report: one tuple of blocks per page, in reading order.

A block that starts with "# " or "## " is a heading; TABLE stands where the accounts go; any other block is a paragraph.
"""

from __future__ import annotations

TITLE = "Annual Report 2024"
MUSEUM = "Punta Garza Lighthouse Museum"
PLACE = "Puerto Calima"
TABLE = "<accounts>"
TWO_COLUMN_PAGE = 7

COVER = (
    "Published by the Friends of Punta Garza Lighthouse on 14 March 2025. The Friends are a charity founded in 1992 "
    "to save the empty tower; they have run the museum in it since 12 May 1994. This report is written in English "
    "because more than half of the members live abroad.",
    "In 2024 the museum welcomed 18,432 visitors, brought its great lens back to the lantern room, and closed the "
    "year with a surplus of €8,848.",
)

PAGES: tuple[tuple[str, ...], ...] = (
    (
        "# 1 The year in brief",
        "The museum received 18,432 visitors in 2024, which is 1,527 more than the 16,905 of the year before and the "
        "highest number since the doors opened in 1994. August was the busiest month with 3,911 visitors; the "
        "quietest was January, when the tower was closed on weekdays and only 208 people came.",
        "The largest undertaking was the restoration of the great lens. It left the tower in pieces on 7 January and "
        "was lit again in public on 22 March. Chapter 3 describes the work.",
        "## 1.1 A word from the chair",
        "When my great-grandfather Edmund Whitlock came to Punta Garza in 1889, he wrote home that the place had "
        "“more wind than people”. The wind is still here. The people have come as well: schools, families off the "
        "ferry, and a steady line of visitors from the cruise ships that anchor in the bay between May and September.",
        "I thank our director, Inés Carballo, her staff of four, and the 38 volunteers who gave 4,120 hours of their "
        "time. Without them nobody would climb the 142 steps.",
        "Thomas Whitlock, chair of the Friends",
        "## 1.2 Opening days",
        "The museum was open on 222 days. It closed for five days in November because a storm had torn slates from "
        "the roof of the keepers' house; the repair cost €2,315 and was paid by the insurer, apart from an excess of "
        "€300.",
    ),
    (
        "# 2 A short history of the light",
        "Work on the tower began in 1868 under the engineer Leandro Sotelo, who chose pale granite from the quarry of "
        "Monteabril, eleven kilometres inland. Ox carts brought the blocks to the headland. The light was shown for "
        "the first time on 3 October 1871.",
        "## 2.1 The tower",
        "The tower is 27 metres high and stands on a cliff, so the light burns 61 metres above the sea at high water. "
        "A spiral stair of 142 steps leads to the lantern room. The walls are 1.9 metres thick at the foot and 0.8 "
        "metres at the gallery.",
        "## 2.2 Oil, paraffin, electricity",
        "The first lamp burned olive oil and used about 310 grams an hour. Paraffin replaced it in 1883. Electricity "
        "came late: the cable from Puerto Calima was laid in 1951, and until then the keepers wound the clockwork "
        "that turned the lens every four hours, day and night.",
        "## 2.3 The last keeper",
        "The light was automated on 30 June 1986. The last keeper, Benigno Arce, had served for 31 years; he handed "
        "the key to the harbour master and is said to have gone fishing the same afternoon. The light still works for "
        "shipping today. It shows two white flashes every fifteen seconds and can be seen from 24 nautical miles.",
    ),
    (
        "# 3 The restoration of the lens",
        "The lens of Punta Garza is a second-order Fresnel lens, made in Paris in 1869. It weighs 1,640 kilograms "
        "with its brass frame and consists of 312 glass prisms. By 2022 the putty that holds the prisms had crumbled, "
        "and two of them had come loose.",
        "## 3.1 The work",
        "The workshop of Marta Olazábal took the lens apart in January and numbered every piece. Of the 312 prisms, "
        "293 could be cleaned and put back; 19 were cracked beyond repair and were cast anew by a glassworks in "
        "Bohemia. The brass frame was straightened, and the putty was replaced by a compound that stays soft for "
        "about forty years.",
        "The lens floats on a bath of mercury, as it has since 1904. For safety the mercury was taken out during the "
        "work, filtered, and refilled under the eyes of an inspector. Air in the lantern room is now measured twice a "
        "year.",
        "## 3.2 What it cost",
        "The restoration of the lens cost €46,800. The Regional Heritage Fund paid €35,000 of it as part of its "
        "grant, and the remaining €11,800 came from donations. The work stayed €1,200 below the estimate.",
        "## 3.3 A logbook comes home",
        "In September Ruth Whitlock of Bristol gave the museum the private logbook that her great-grandfather Edmund "
        "kept from 1893 to 1901. Chapter 6 prints two entries for the first time. The book has 388 pages and is shown "
        "in the keepers' house in a case lent by the town library.",
    ),
    (
        "# 4 Visitors and learning",
        "Of the 18,432 visitors, 41 per cent came from the region, 33 per cent from the rest of the country and 26 "
        "per cent from abroad. The average visit lasted 75 minutes. Admission has not changed since 2021: adults pay "
        "€5, children from six to fourteen €2.50, and younger children nothing.",
        "## 4.1 Schools",
        "Sixty-four school groups with 1,587 pupils took part in the workshops. The most popular was “Bend the "
        "light”, in which pupils build a lens from water bottles. School visits are free of charge from Tuesday to "
        "Friday; a group may have up to 28 pupils and has to be booked two weeks ahead.",
        "## 4.2 The night openings",
        "On the last Friday of June, July and August the tower stays open until midnight. The three nights of 2024 "
        "were sold out with 120 tickets each. For safety no more than fifteen people may stand on the gallery at a "
        "time.",
        "## 4.3 Access",
        "The stairs remain an obstacle. Since May a camera in the lantern room sends a live picture to a screen on "
        "the ground floor, and a model of the lens may be touched. In the visitor survey, 412 forms were returned; 94 "
        "per cent of them called the visit good or very good, and the most frequent wish was a café.",
    ),
    (
        "# 5 Finances",
        "The accounts were examined by Olivia Brandt, chartered accountant, who signed them without reservation on 21 "
        "February 2025. All sums are in euros.",
        TABLE,
        "## 5.1 Income",
        "Income rose to €196,128. Admissions brought in €73,728, on average exactly €4 for each visitor. The grant of "
        "€60,000 from the Regional Heritage Fund contains €35,000 for the lens, which will not come again. The "
        "number of members grew from 668 to 715; the yearly subscription is €30.",
        "## 5.2 Spending and reserves",
        "Spending rose to €187,280, above all because of the lens. The surplus of €8,848 was added to the reserves, "
        "which stood at €112,453 at the end of the year. The trustees want the reserves to cover six months of "
        "ordinary spending and consider that aim reached.",
    ),
    (
        "# 6 From the keeper's logbook",
        "## 6.1 The wreck of the Adelaide Ross",
        "9 February 1898. Wind south-west, whole gale, sea breaking over the landing. At ten minutes past four in the "
        "morning the assistant's boy woke me: a vessel was burning blue lights to the north of the Garza rocks. She "
        "proved to be the schooner Adelaide Ross, from Cardiff with coal, her rudder gone.",
        "The boat could not be launched from the slip. We carried the line gun along the cliff and fired four times; "
        "the fourth line held. Between six and nine o'clock eleven men and the captain's wife were brought up the "
        "cliff in the basket. The cook, Samuel Prior, was lost. The ship broke in two at noon.",
        "My hands are too stiff to write more. The lamp did not go out.",
        "## 6.2 A quiet Christmas",
        "25 December 1899. Calm, cold, very clear. I counted the lights of nineteen fishing boats. The assistant's "
        "wife baked an almond cake after the manner of the town, with lemon and no flour, and the children were let "
        "up to the gallery, each tied to my belt by a rope.",
        "In the afternoon a pilot whale lay under the point for an hour. Oil used this quarter: 214 litres of "
        "paraffin. The new wicks from Hamburg are poor and smoke. I have written to the Board about them for the "
        "third time, and I expect that I shall be answered in the new century, if at all.",
        "## 6.3 About the logbook",
        "The official journal of the light names wind, weather and oil. Whitlock's private book adds what the Board "
        "did not ask for: birds, quarrels, recipes and the price of potatoes. He wrote in pencil because ink froze in "
        "the watch room. Nora Lindqvist has copied out the first 120 pages; volunteers who read old handwriting are "
        "welcome to help with the rest.",
        "The twelve people saved in 1898 gave the tower a brass bell, which hangs at the entrance. It is rung once a "
        "year, on 9 February, at noon.",
    ),
    (
        "# 7 Plans for 2025",
        "## 7.1 A new exhibition",
        "On 6 June 2025 the exhibition “Women who kept the light” will open in the keepers' house. It tells of the "
        "wives and daughters who wound the clockwork without pay, and of Carmen Arce, who from 1943 to 1955 was the "
        "only woman employed as a keeper on this coast. The budget is €16,400.",
        "## 7.2 Sun on the roof",
        "Twenty-four solar panels will be mounted on the store behind the keepers' house, out of sight of the tower. "
        "They cost €18,500 and should supply 60 per cent of the electricity that the museum uses. Work is due to "
        "begin on 15 September 2025.",
        "## 7.3 A café, perhaps",
        "The wish for a café has been heard. The architect Pau Ferrer is studying whether the old oil store can hold "
        "eight tables. The trustees will decide at the general meeting on 18 October 2025.",
        "# 8 People and contact",
        "Trustees: Thomas Whitlock (chair), Leonor Bastida (treasurer), Nora Lindqvist (archive), Hamid Rahmani "
        "(building) and Grace Odell (education). Director: Inés Carballo. Five people are employed, together making "
        "3.5 full-time posts.",
        "Punta Garza Lighthouse Museum, Camino del Faro 1, Puerto Calima. The office answers letters in English, "
        "Spanish and Portuguese: office@punta-garza.example. To become a member, send the form on our web page or ask "
        "at the ticket desk.",
    ),
)

ACCOUNTS: tuple[tuple[str, str, str], ...] = (
    ("", "2024", "2023"),
    ("Admissions", "73,728", "67,620"),
    ("Grant of the Regional Heritage Fund", "60,000", "25,000"),
    ("Members' subscriptions", "21,450", "20,040"),
    ("Museum shop", "28,310", "25,780"),
    ("Donations", "12,640", "9,115"),
    ("Total income", "196,128", "147,555"),
    ("Salaries", "88,400", "86,100"),
    ("Restoration of the lens", "46,800", "0"),
    ("Building and energy", "27,950", "26,480"),
    ("Exhibitions and education", "14,260", "15,730"),
    ("Insurance and administration", "9,870", "9,640"),
    ("Total spending", "187,280", "137,950"),
    ("Surplus", "8,848", "9,605"),
)

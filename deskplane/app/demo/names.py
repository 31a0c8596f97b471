"""Names of people, ships, partners and things; all invented, or too common to be anybody's."""

from typing import Final

FIRST: Final = (
    *(
        "Anna",
        "Ben",
        "Carla",
        "David",
        "Elif",
        "Finn",
        "Greta",
        "Hugo",
        "Ida",
        "Jakub",
        "Katja",
        "Lars",
        "Mila",
    ),
    *(
        "Nils",
        "Olga",
        "Paul",
        "Rosa",
        "Stefan",
        "Tilda",
        "Umut",
        "Vera",
        "Willem",
        "Yara",
        "Zoe",
        "Andrei",
        "Britta",
    ),
    *(
        "Cem",
        "Dorota",
        "Erik",
        "Fatma",
        "Gustav",
        "Hanna",
        "Igor",
        "Jana",
        "Kofi",
        "Lena",
        "Marek",
        "Nadia",
        "Oscar",
    ),
    *(
        "Petra",
        "Rafael",
        "Selma",
        "Timo",
        "Ulrike",
        "Viktoria",
        "Wanda",
        "Amira",
        "Bogdan",
        "Claire",
        "Diego",
    ),
)
GERMAN_LAST: Final = (
    *(
        "Becker",
        "Hansen",
        "Krüger",
        "Lorenz",
        "Möller",
        "Neumann",
        "Otten",
        "Paulsen",
        "Schröder",
        "Wulf",
        "Ziegler",
    ),
)
LAST: Final = (
    *GERMAN_LAST,
    *(
        "Aalto",
        "Bakker",
        "Costa",
        "Dahl",
        "Evans",
        "Ferreira",
        "Gallagher",
        "Horvat",
        "Ivanov",
        "Jansen",
        "Kowalska",
    ),
    *(
        "Laine",
        "Mendes",
        "Novák",
        "O'Brien",
        "Popescu",
        "Quist",
        "Rossi",
        "Santos",
        "Toth",
        "Ustinov",
        "Visser",
    ),
    *(
        "Wright",
        "Yilmaz",
        "Zeman",
        "Arslan",
        "Bergman",
        "Clarke",
        "Dubois",
        "Eriksson",
        "Fischer",
        "Garcia",
        "Hughes",
    ),
)
VESSELS: Final = (
    *(
        "MV Aster Bay",
        "MV Borealis Wind",
        "MV Cormorant",
        "MV Dunlin Star",
        "MV Eider Express",
        "MV Fulmar Trader",
    ),
    *(
        "MV Gannet Rock",
        "MV Hazel Sound",
        "MV Islay Light",
        "MV Juniper Strait",
        "MV Kittiwake",
        "MV Linnet Feeder",
    ),
)
CUSTOMERS: Final = (
    *("Ostberg Timber", "Fjordlight Foods", "Bellamy Steel", "Corvano Ceramics", "Delmonte Chemie Handel"),
    *("Eastmere Furniture", "Glasholm Paper", "Halvard Seafood", "Ironwell Machinery", "Juno Textiles"),
    *(
        "Larkfield Tyres",
        "Montrose Coffee",
        "Norwick Solar",
        "Palisade Tools",
        "Quillon Toys",
        "Redfern Beverages",
    ),
)
VENDORS: Final = (
    *("Brightlane Systems", "Coppergate Software", "Dockware", "Elmstone Networks", "Fernhill Devices"),
    "Greyfell Telecom",
)
GOODS: Final = (
    "frozen fish",
    "bananas",
    "oak veneer",
    "machine parts",
    "tyres",
    "solar panels",
    "pharmaceuticals",
)
APPS: Final = ("QuayPlan", "HarborBooks", "TideTrack", "CargoDesk", "CustomsLink", "YardView", "CrewTime")
SOFTWARE: Final = (
    *(
        "StowDraw",
        "PlanReader Pro",
        "VectorSheet",
        "ProjectBoard",
        "FlowChart Studio",
        "PhotoMark",
        "SealCheck",
    ),
)
SITES: Final = ("Hamburg", "Rotterdam", "Gdansk", "Felixstowe")
CITIES: Final = ("Lisbon", "Oslo", "Lyon", "Bilbao", "Riga", "Trieste", "Gothenburg")
PLACES: Final = (
    *(
        "gate office",
        "Terminal North",
        "Terminal East",
        "cold store",
        "rail yard",
        "customs counter",
        "warehouse 4",
    ),
    *("workshop", "quay office", "empties depot", "control room", "truck counter"),
)
ROOMS: Final = ("Lighthouse", "Anchor", "Compass", "Harbour Pilot", "Room 2.14", "Room 3.07", "Sextant")
PROJECTS: Final = ("Blue Berth", "Paperless Gate", "North Quay", "One Ledger", "Green Yard")

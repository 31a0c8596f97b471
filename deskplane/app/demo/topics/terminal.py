"""Machines of the terminal: cranes, gates, scales, reefers, handhelds."""

from typing import Final

from deskplane.app.demo.topics.topic import Topic

TEAM: Final = "Terminal Systems"
ASKERS: Final = ("Terminal Operations", "Yard and Cranes", "Rail and Trucking", "Maintenance")
TOPICS: Final = (
    Topic(
        key="gate",
        path=("Terminal systems", "Gates"),
        team=TEAM,
        floor=0.42,
        askers=ASKERS,
        weight=1.6,
        severity=1.5,
        titles=(
            "Gate {gate} does not read number plates",
            "Camera of gate {gate} misreads containers",
            "Barrier of gate {gate} stays closed",
            "Kiosk at gate {gate} shows a white page",
        ),
        openings=(
            "gate {gate} reads hardly any number plate since {time}; we type them in by hand.",
            "the cameras of gate {gate} confuse 8 and B, for example {container}.",
            "the barrier of gate {gate} does not open although the screen says 'go'.",
            "the kiosk at gate {gate} shows a white page and drivers walk to the office.",
        ),
        details=(
            "The queue reaches the roundabout.",
            "{count} trucks an hour.",
            "It began with the low sun, as every autumn.",
            "",
        ),
        questions=(
            "Is it on all lanes of the gate or only on one? And does the picture on the screen look dark?",
        ),
        answers=("Only lane {count1}. The picture is milky.", "All lanes."),
        notes=(
            "Front glass of the camera fogged, heater fuse blown.",
            "Model of last month is worse on faded paint, rolled back one version.",
            "Kiosk browser out of memory, restart job was missing.",
        ),
        fixes=(
            (
                "The heater of the camera was broken, the glass fogged. It "
                "is replaced; the rate is back to 98 %."
            ),
            "We went back to the earlier version of the recognition. The vendor looks at your examples.",
            "The kiosk is restarted and will restart itself every night from now on.",
            "The light barrier was dirty, so the gate thought a truck stood under it. Cleaned and tested.",
        ),
        resolutions=(
            "Camera heater replaced.",
            "Recognition rolled back.",
            "Kiosk restart job added.",
            "Light barrier cleaned.",
        ),
        tags=("gate",),
        items=("gate",),
        minutes=(20, 90),
    ),
    Topic(
        key="crane",
        path=("Terminal systems", "Cranes"),
        team=TEAM,
        floor=0.42,
        askers=ASKERS,
        weight=1.1,
        severity=1.7,
        titles=(
            "Crane {crane}: no data since {time}",
            "Crane {crane} shows the wrong job list",
            "Driver screen of crane {crane} is frozen",
        ),
        openings=(
            "crane {crane} sends no positions since {time}. The driver works by radio.",
            "the job list on crane {crane} is that of the neighbouring crane.",
            "the driver screen of crane {crane} freezes every {minutes} minutes.",
        ),
        details=("{vessel} has to leave at {time2}.", "", "It costs us about {count1} moves an hour."),
        questions=(
            "Is the green light on the box behind the seat on? If not, please press it for five seconds.",
        ),
        answers=("It is off, pressing does nothing.", "It is on."),
        notes=(
            "Radio modem on {crane} overheats, fan replaced last year on the sister crane.",
            "Two cranes with the same address after the swap of the computer.",
        ),
        fixes=(
            "We changed the radio modem in the pause. Positions arrive every second again.",
            "Two cranes had the same address. Corrected; both show their own lists.",
            "The computer of the crane got a new drive. It has run a whole shift without freezing.",
        ),
        resolutions=("Radio modem replaced.", "Address conflict solved.", "Crane computer repaired."),
        tags=("crane", "operations"),
        items=("crane",),
        minutes=(30, 150),
    ),
    Topic(
        key="reefer",
        path=("Terminal systems", "Reefers"),
        team=TEAM,
        floor=0.42,
        askers=ASKERS,
        weight=0.8,
        severity=1.6,
        titles=(
            "Reefer rack {block}: no temperatures",
            "Alarm of {container} not shown",
            "Reefer {container} reported twice",
        ),
        openings=(
            "rack {block} sends no temperatures since {time}; we read {count} boxes by hand every two hours.",
            "container {container} was at +4 °C instead of -18 and nobody got an alarm.",
            "reefer {container} stands in the list twice with different temperatures.",
        ),
        details=("Cargo is {goods}.", "", "{customer} wants a report."),
        questions=("From when are the last values you have on paper? I would add them to the record.",),
        answers=("From {time}, all fine then.",),
        notes=(
            "Collector of rack {block} without power, fuse F{count1}.",
            "Alarm rule excluded boxes without a booking.",
        ),
        fixes=(
            (
                "The collector of the rack had no power. It is back, and "
                "missing values were read from the boxes."
            ),
            "The alarm left out boxes without a booking. It covers all boxes on power now.",
            "The double entry came from a swapped modem. It is removed.",
        ),
        resolutions=(
            "Collector repaired, values completed.",
            "Alarm rule corrected.",
            "Double entry removed.",
        ),
        tags=("reefer",),
        items=("reefer",),
        minutes=(30, 100),
    ),
    Topic(
        key="scale",
        path=("Terminal systems", "Scales"),
        team=TEAM,
        floor=0.42,
        askers=ASKERS,
        weight=0.7,
        severity=1.2,
        titles=(
            "Weighbridge {count1} does not send weights",
            "Weight of {container} is missing in the message",
            "Weighbridge at {place} is 60 kg off",
        ),
        openings=(
            (
                "weighbridge {count1} shows the weight on its display, but it "
                "does not arrive in the system since {time}."
            ),
            "the verified weight of {container} is not in the message to {customer}.",
            "the weighbridge at {place} differs by 60 kg from the one at the gate.",
        ),
        details=("We type weights by hand, which takes two minutes each.", ""),
        questions=("What does the small converter box next to the display show?",),
        answers=("It blinks red.",),
        notes=("Serial converter hung, restarted. Third time since {month}: replace.",),
        fixes=(
            "The converter between scale and network is replaced. Weights arrive at once.",
            "The scale was calibrated by the service company today, protocol is filed.",
        ),
        resolutions=("Converter replaced.", "Scale calibrated."),
        tags=("scale",),
        items=("scale",),
        minutes=(20, 60),
    ),
    Topic(
        key="handheld",
        path=("Terminal systems", "Handhelds"),
        team=TEAM,
        floor=0.42,
        askers=ASKERS,
        weight=1.4,
        titles=(
            "Handheld H-{num} does not scan",
            "Handhelds of the night shift do not charge",
            "Yard planning board freezes",
            "Handheld H-{num}: screen broken",
        ),
        openings=(
            "handheld H-{num} does not scan any more, the light comes but no beep.",
            "the charging station at {place} charges only half of the handhelds.",
            "the yard planning board freezes when two of us move the same block.",
            "handheld H-{num} fell from the ladder, the glass is broken.",
        ),
        details=("There are only a few spare ones left.", ""),
        questions=("Does it scan a large, clean code, for example the one on its own back?",),
        answers=("Yes, that one it scans.",),
        notes=("Scanner profile was set to 'retail'.", "Contacts of the dock corroded, cleaned and sprayed."),
        fixes=(
            "The wrong scan profile was loaded. I set it for the whole group, please restart the device.",
            "The contacts were corroded. Cleaned, all bays charge.",
            "You get a spare from the cabinet at {place}; the broken one goes to repair.",
            "The correction for the board is installed; two people can move the same block now.",
        ),
        resolutions=(
            "Scan profile corrected.",
            "Charging contacts cleaned.",
            "Device exchanged.",
            "Update installed.",
        ),
        tags=("handheld", "yard"),
        items=("handheld",),
        minutes=(10, 45),
    ),
)

"""Networks: remote access, wireless on the yard, lines between sites, firewall."""

from typing import Final

from deskplane.app.demo.topics.topic import Topic
from deskplane.vocabulary.ticket_type import TicketType

TEAM: Final = "Network"
TOPICS: Final = (
    Topic(
        key="vpn",
        path=("Network", "Remote access"),
        team=TEAM,
        weight=2.0,
        titles=(
            "VPN drops every {minutes} minutes",
            "VPN: {code} when connecting from home",
            "No access to the file server over VPN",
            "VPN very slow since {day}",
            "VPN connects, but {app} is not reachable",
        ),
        openings=(
            (
                "when I work from home the VPN drops about every {minutes} minutes. "
                "After that I have to log in to {app} again."
            ),
            "I cannot connect to the VPN, it stops with {code}. In the office everything works.",
            "VPN says connected, but neither {app} nor the file server can be reached.",
            "over VPN a plan that opens in seconds at the office takes {minutes} minutes.",
        ),
        details=(
            "My home line is fine, video calls without VPN work.",
            "My colleague {colleague} reports the same.",
            "I am at a hotel in {city} this week.",
            "",
        ),
        questions=(
            (
                "Which gateway does the client show at the bottom, vpn-a or "
                "vpn-b? And are you on cable or wireless at home?"
            ),
            "Could you start the client, let it fail once and send me the log (Help, Save log)?",
            (
                "Does it work if you use your phone as a hotspot? That tells us "
                "whether the router at home is in the way."
            ),
        ),
        answers=(
            "It says vpn-b. I am on wireless, about two metres from the router.",
            "I put the log on the share, folder {num}.",
            "With the hotspot it works without a drop.",
        ),
        notes=(
            "Gateway log: idle timeout on vpn-b is 15 min, on vpn-a 480. Left over from the test in {month}.",
            "Client at version 5.0, needs 5.1 for the new certificate chain.",
            "Packet size: provider uses DS-Lite, MTU 1400 breaks the tunnel. Set 1360 on the profile.",
            "{count} users on vpn-b in the last hour with the same error, all same provider.",
        ),
        fixes=(
            (
                "One of the two gateways closed idle sessions too early. I set it "
                "like the other one; please connect again."
            ),
            (
                "Your client was too old for the new certificate. I pushed the "
                "update, it is installed after the next restart."
            ),
            "I lowered the packet size in your profile. Please disconnect, wait a minute and connect again.",
            "The split tunnel list lacked the new address of {app}. It is there now for everybody.",
        ),
        resolutions=(
            "Idle timeout of gateway vpn-b corrected.",
            "VPN client updated.",
            "MTU of the VPN profile lowered to 1360.",
            "Route to {app} added to the VPN profile.",
        ),
        tags=("vpn", "remote"),
        items=("vpn",),
        minutes=(15, 75),
    ),
    Topic(
        key="wifi",
        askers=("Terminal Operations", "Yard and Cranes", "Rail and Trucking", "Warehouse"),
        path=("Network", "Wireless"),
        team=TEAM,
        weight=1.5,
        severity=1.3,
        titles=(
            "No wireless between block {block} and {block2}",
            "Handhelds lose connection on the yard near {place}",
            "Wireless at {place} drops when it rains",
            "Guest wireless does not send the code",
            "Access point {ap} is down",
        ),
        openings=(
            (
                "between block {block} and {block2} the handhelds lose the connection; "
                "the checkers have to walk back to confirm a move."
            ),
            "near {place} our tablets drop the wireless several times an hour since {day}.",
            "visitors get no text message with the code for the guest wireless.",
            "in {room} there is practically no wireless since the renovation.",
        ),
        details=(
            "About {count} containers an hour are affected.",
            "It got worse after the new stacks of empties were set there.",
            "",
            "The crews use paper lists for now.",
        ),
        questions=(
            (
                "Can you tell me the number of one handheld and the time when it "
                "happened? Then I find it in the controller log."
            ),
            "Is it everywhere in that block or only on the water side?",
        ),
        answers=(
            "Handheld H-{num}, at {time}.",
            "Only on the water side, behind the third row.",
        ),
        notes=(
            "{ap} answers, but its uplink runs at 100 Mbit with errors. Water in the outdoor joint again.",
            "Roaming: clients stick to {ap} at -82 dBm. Minimum rate raised to 12 Mbit.",
            "Stacks of four high now stand in the line of sight to mast 3. Needs a survey, see problem.",
        ),
        fixes=(
            (
                "The cable joint of the access point was wet. It is replaced "
                "and sealed; signal is back to normal."
            ),
            (
                "We changed the roaming settings so that handhelds let go of a weak access "
                "point earlier. Please tell us how the next shift goes."
            ),
            (
                "We set up a temporary access point on light mast {num}. The final "
                "one comes with the next maintenance window."
            ),
            "The text message account was used up. It is topped up and now reports before it runs dry.",
        ),
        resolutions=(
            "Outdoor joint of {ap} replaced.",
            "Roaming thresholds adjusted.",
            "Temporary access point installed.",
            "SMS account topped up, alarm set.",
        ),
        tags=("wireless", "yard"),
        items=("access_point",),
        minutes=(20, 120),
    ),
    Topic(
        key="slow_network",
        path=("Network", "Local network"),
        team=TEAM,
        weight=1.0,
        severity=1.3,
        titles=(
            "Network at {place} very slow",
            "No network on the wall socket in {room}",
            "Half of {department} has no network",
            "Switch {switch} restarted by itself",
        ),
        openings=(
            "everything that goes over the network at {place} is very slow since {time}.",
            "the sockets {num} and {num2} in {room} have no network. We need them for the new desks.",
            "about half of {department} lost the network at {time}, all on the same side of the corridor.",
        ),
        details=("Phones work.", "It started after the power cut.", ""),
        questions=("Could you read me the number on the socket, and is the light of the network plug on?",),
        answers=("{num}, no light at all.", "The light blinks orange."),
        notes=(
            "{switch}: power supply 2 failed, third restart this month. Spare ordered.",
            (
                "Loop on {switch} port {count}: somebody plugged a cable from "
                "wall to wall. Port protection was off."
            ),
            "Uplink at 98 %: backup of the cold store ran in office hours.",
        ),
        fixes=(
            (
                "Somebody had connected two wall sockets with each other. The "
                "loop is removed and protection switched on."
            ),
            "The sockets are patched now. Please try.",
            (
                "The switch had a broken power supply. We replaced it; there was "
                "an interruption of about {minutes} minutes."
            ),
            "A backup job ran in working hours. It is back in its night window.",
        ),
        resolutions=(
            "Loop removed, port protection on.",
            "Sockets patched.",
            "Power supply of {switch} replaced.",
        ),
        tags=("lan",),
        items=("switch",),
        minutes=(20, 90),
    ),
    Topic(
        key="firewall",
        askers=("IT",),
        path=("Network", "Firewall"),
        team=TEAM,
        type=TicketType.REQUEST,
        weight=0.9,
        severity=0.6,
        titles=(
            "Open port {port} from {server} to {customer}",
            "Access for {vendor} to {server}",
            "Allow the web site of {customer}",
        ),
        openings=(
            "for the new interface with {customer} we need port {port} open from {server} to {ip}.",
            "{vendor} has to reach {server} for maintenance on {date}, please open access for the day.",
            "the booking site of {customer} is blocked as 'uncategorised', we need it every day.",
        ),
        details=("The data sheet is on the project share.", "Security agreed in principle.", ""),
        questions=("Which direction does the connection open, and is the traffic encrypted?",),
        answers=("From us to them, TLS.",),
        notes=(
            "Checked against the rule review list, no overlap. Rule {num}.",
            "Expires on {date}, reminder set.",
        ),
        fixes=(
            "The rule is active (number {num}) and limited to these two addresses.",
            "Access for {vendor} is open on {date} from 08:00 to 18:00 and closes by itself.",
            "The site is allowed now for everybody.",
        ),
        resolutions=("Firewall rule {num} added.", "Temporary access set up.", "Site allowed."),
        code="fulfilled",
        tags=("firewall", "security"),
        items=("firewall",),
        minutes=(20, 60),
    ),
    Topic(
        key="outage",
        path=("Network", "Lines between sites"),
        team=TEAM,
        weight=0.3,
        severity=2.2,
        floor=1.35,
        titles=(
            "{site}: no connection to head office",
            "Line to {site} down since {time}",
            "{site}: all systems slow, line at its limit",
        ),
        openings=(
            "since {time} nobody at {site} reaches {app} or the internet. Phones work only partly.",
            "the line between head office and {site} seems to be down. Gates run on emergency procedure.",
            "at {site} every screen takes minutes. The line monitor shows 100 % since {time}.",
        ),
        details=(
            "{count} trucks are waiting at the gate.",
            "{vessel} is alongside.",
            "About {count} people cannot work.",
        ),
        questions=(
            (
                "Is the small router in the comms room lit green, and can you "
                "restart it by the switch at its back?"
            ),
        ),
        answers=("It blinks red. Restarted, no change.",),
        notes=(
            (
                "Provider confirms a cut fibre near the lock, ticket {num} on "
                "their side. Repair in about four hours."
            ),
            "Traffic moved to the radio link by hand, 40 Mbit. Blocked video and backup.",
            (
                "Failover did not happen because the tracking address was "
                "unreachable on both lines. Needs a problem ticket."
            ),
        ),
        fixes=(
            (
                "The provider repaired the fibre at {time2}. Traffic is back on the "
                "main line since {minutes} minutes without errors."
            ),
            (
                "We moved {site} to the backup line. It is slower, but gates "
                "and customs work. The main line follows."
            ),
            "A misconfigured backup filled the line. It is stopped and limited for the future.",
        ),
        resolutions=(
            "Fibre repaired by the provider.",
            "Moved to the backup line.",
            "Bandwidth of the backup limited.",
        ),
        tags=("major", "outage"),
        items=("line",),
        minutes=(60, 240),
    ),
)

"""Applications of the business: accounts, customs, bookings, reports, messages with partners."""

from typing import Final

from deskplane.app.demo.topics.topic import Topic
from deskplane.vocabulary.ticket_type import TicketType

TEAM: Final = "Business Applications"
TOPICS: Final = (
    Topic(
        key="invoice",
        askers=("Finance", "Freight Forwarding", "Sales"),
        path=("Business applications", "Finance"),
        team=TEAM,
        weight=1.6,
        titles=(
            "Invoice {invoice} cannot be posted",
            "Posting stops with {code}",
            "Wrong tax code on invoices for {customer}",
            "Payment run stops at {count} of {count2}",
            "Credit note for {customer} shows the old address",
        ),
        openings=(
            "invoice {invoice} for {customer} cannot be posted, the message is '{code} period not open'.",
            "the payment run stops at item {count} of {count2} without a message I understand.",
            "since {day} all invoices for {customer} get the domestic tax code although they are abroad.",
            "the credit note for {customer} still shows the address they had last year.",
        ),
        details=(
            "Month-end is on {day}, so we need it before.",
            "Amount is {amount} EUR.",
            "Screenshot follows by mail.",
        ),
        questions=(
            "Is it only this invoice, or also {invoice2}? And which user posts, you or the batch?",
            "Was the master record of {customer} changed in the last days?",
        ),
        answers=(
            "Others of the same day are fine. I post it myself.",
            "Yes, {colleague} changed the country on {day}.",
        ),
        notes=(
            "Period 0{count1} was closed for document type RV only. Reopened with approval of accounting.",
            "Partner record has two tax numbers, the older one wins. Known fault of the release, note {num}.",
            "Item {count} has a bank account without BIC. The run gives no message for that.",
        ),
        fixes=(
            "The period was closed for this document type. It is open again and the invoice is posted.",
            "One partner had an incomplete bank account. It is corrected, the run went through.",
            (
                "The master record is corrected; new invoices get the right tax code. The "
                "{count1} wrong ones are listed in the attachment of the mail."
            ),
        ),
        resolutions=(
            "Posting period opened.",
            "Bank details completed, payment run finished.",
            "Master record corrected.",
        ),
        tags=("finance", "month-end"),
        items=("erp",),
        minutes=(20, 90),
    ),
    Topic(
        key="customs",
        askers=("Customs and Compliance", "Freight Forwarding"),
        path=("Business applications", "Customs"),
        team=TEAM,
        weight=1.7,
        severity=1.4,
        titles=(
            "Declaration for {container} rejected",
            "Customs answers do not arrive since {time}",
            "Transit papers for {vessel} stay in 'sent'",
            "Wrong tariff number proposed for {goods}",
        ),
        openings=(
            (
                "the declaration for container {container} was rejected with "
                "{code}. The same goods went through on {day}."
            ),
            "since {time} we send declarations, but no answer comes back from customs. {count} are open.",
            "the transit papers for {vessel} stay in 'sent', the driver cannot leave.",
            (
                "for {goods} the system proposes a tariff number that is no "
                "longer valid since the first of the month."
            ),
        ),
        details=("Container is to be released by {time2}.", "{customer} calls every half hour.", ""),
        questions=(
            "Could you give me the reference of one that hangs? Then I can follow it through the interface.",
        ),
        answers=("Reference {num}-{num2}.",),
        notes=(
            (
                "Answer queue of the gateway stopped at {time}: one message with "
                "an unknown code blocks the rest. Moved aside."
            ),
            "Authority reports a disturbance since {time}, emergency procedure applies.",
            "Tariff table of this month was not loaded, job failed on the 1st.",
        ),
        fixes=(
            (
                "One faulty answer blocked all that came after it. It is "
                "moved aside and all answers have arrived."
            ),
            (
                "The tariff table of this month was missing. It is loaded; "
                "please send the declaration once more."
            ),
            "The authority had a disturbance until {time2}. All waiting declarations went out since then.",
        ),
        resolutions=(
            "Blocking message removed from the queue.",
            "Tariff table loaded.",
            "Disturbance at the authority ended.",
        ),
        tags=("customs",),
        items=("customs",),
        minutes=(20, 80),
    ),
    Topic(
        key="edi",
        askers=("Terminal Operations", "Freight Forwarding", "Customs and Compliance"),
        path=("Business applications", "Messages with partners"),
        team=TEAM,
        weight=1.2,
        severity=1.3,
        titles=(
            "Messages of {customer} do not arrive",
            "Stowage plan of {vessel} missing",
            "{count} messages in error since {time}",
            "Discharge list for {vessel} is incomplete",
        ),
        openings=(
            "{customer} says they sent the bookings at {time}, we see none of them.",
            "the stowage plan for {vessel} is not in the system; she is due at {time2}.",
            "the monitor shows {count} messages in error since {time}, all from {customer}.",
            "in the discharge list for {vessel} at least {count} containers are missing.",
        ),
        details=("Planning cannot begin without it.", "", "They can send it again if we ask."),
        questions=("Do you have their message number or the exact time of sending?",),
        answers=("They gave me number {num}.",),
        notes=(
            "Certificate of {customer} was renewed on their side, ours still has the old one.",
            "Message uses qualifier 9 which our map does not know; {count} rejected.",
            "File was there with a size of 0 bytes, partner confirmed the fault.",
        ),
        fixes=(
            (
                "The partner had renewed a certificate without telling us. It is "
                "exchanged and all messages came through."
            ),
            "I extended the map so that we understand the new field, and ran the rejected messages again.",
            "The partner sent an empty file. They sent it again and the plan is complete.",
        ),
        resolutions=(
            "Partner certificate exchanged.",
            "Message map extended, messages rerun.",
            "File resent by the partner.",
        ),
        tags=("edi",),
        items=("edi",),
        minutes=(25, 100),
    ),
    Topic(
        key="booking",
        askers=("Freight Forwarding", "Sales", "Rail and Trucking"),
        path=("Business applications", "Bookings"),
        team=TEAM,
        weight=1.3,
        titles=(
            "Booking portal very slow",
            "Customer {customer} cannot log in to the portal",
            "Booking {num} appears twice",
            "Slots for {day} cannot be booked",
        ),
        openings=(
            "the booking portal takes half a minute for every page since {time}.",
            "{customer} cannot log in to the portal, they get '{code}'.",
            "booking {num} for {customer} appears twice and would be charged twice.",
            "truck slots for {day} between {time} and {time2} are all grey although nothing is booked.",
        ),
        details=("Two hauliers called about it.", "", "On my own computer it is the same."),
        questions=("Which browser do they use, and does it also happen in a private window?",),
        answers=("In a private window it works.",),
        notes=(
            "Slow query on slot availability after the index was dropped in the last release.",
            "Double click creates two bookings, no guard. Fault {num} opened with the vendor.",
        ),
        fixes=(
            "A missing index made every search slow. It is back, pages open in under a second.",
            "I reset the customer's access and sent them a new link.",
            "The second booking is cancelled and will not be charged.",
            "The calendar of the slots ended on {day}. It is extended to the end of the year.",
        ),
        resolutions=(
            "Index restored.",
            "Portal access reset.",
            "Duplicate booking cancelled.",
            "Slot calendar extended.",
        ),
        tags=("portal",),
        items=("portal",),
        minutes=(15, 70),
    ),
    Topic(
        key="report",
        path=("Business applications", "Reports"),
        team=TEAM,
        weight=1.2,
        severity=0.7,
        titles=(
            "Report of moves per crane shows too few",
            "Weekly report for {customer} did not come",
            "Dwell time report: figures differ from last month",
            "Export to spreadsheet cuts off after {count2} rows",
        ),
        openings=(
            "the report of moves per crane shows {count} for {day}, our own list says {count2}.",
            "the weekly report for {customer} did not arrive this week.",
            "the dwell time for {month} is different from what we printed two weeks ago.",
            "when I export the list it ends after {count2} rows without any hint.",
        ),
        details=("I need it for the meeting on {day}.", "", "Nobody changed the filter."),
        questions=(
            "Do your figures count moves that were cancelled? The report leaves them out.",
            "To which address does it normally go?",
        ),
        answers=("No, cancelled ones are not in ours either.", "To the list of {department}."),
        notes=(
            "Night load of {day} failed halfway, rows of crane {count1} missing.",
            "Job disabled since the restart on {day}.",
        ),
        fixes=(
            "The night load had failed for one crane. I ran it again, the figures match your list now.",
            "The job was switched off after the restart. It is on again and the report is in your mailbox.",
            (
                "Corrections of past weeks are booked into the month they belong to. "
                "That is intended; I added a line that says so."
            ),
            "The limit of the export is raised to 200,000 rows.",
        ),
        resolutions=(
            "Night load repeated.",
            "Report job switched on.",
            "Explained: late corrections.",
            "Export limit raised.",
        ),
        tags=("reporting",),
        items=("warehouse_db",),
        minutes=(20, 90),
    ),
    Topic(
        key="payroll",
        askers=("People and Culture", "Finance"),
        path=("Business applications", "People and payroll"),
        team=TEAM,
        weight=0.7,
        titles=(
            "Shift allowances missing in the export",
            "Holiday balance of {colleague} is wrong",
            "Time clock at {place} does not take badges",
        ),
        openings=(
            "in the payroll export of {month} the night allowances of {department} are missing.",
            "the holiday balance of {colleague} shows {count1} days too few since the change of contract.",
            "the time clock at {place} does not accept badges since {time}; people sign on paper.",
        ),
        details=("Payroll closes on {day}.", "", "It concerns {count} people."),
        questions=("Since which date should the allowance apply according to the contract?",),
        answers=("Since the first of {month}.",),
        notes=(
            "Wage type mapping lost in the last transport.",
            "Terminal lost its address after the power cut.",
        ),
        fixes=(
            "The mapping is restored and the export was made again. Please check it before you close.",
            "The contract was entered with the wrong start date. Corrected together with {colleague}.",
            "The time clock was without network. It is back and has sent all stored bookings.",
        ),
        resolutions=(
            "Export repeated with allowances.",
            "Contract date corrected.",
            "Time clock reconnected.",
        ),
        tags=("payroll",),
        items=("hr",),
        minutes=(20, 60),
        fields={},
    ),
    Topic(
        key="feature",
        askers=("Freight Forwarding", "Sales", "Rail and Trucking", "Warehouse"),
        path=("Business applications", "Bookings"),
        team=TEAM,
        type=TicketType.REQUEST,
        weight=0.9,
        severity=0.3,
        titles=(
            "New column in the list of bookings",
            "Mail to hauliers when a slot moves",
            "Filter by customer in the gate list",
            "Delivery note with our new logo",
        ),
        openings=(
            "it would help us a lot to see the seal number in the list of bookings.",
            "could the portal send a mail to the haulier when a slot is moved? We phone each of them today.",
            "please add a filter by customer to the gate list.",
            "the delivery note still shows the old logo.",
        ),
        details=("We are happy to test it.", "", "It would save about {minutes} minutes a day."),
        questions=("Shall everybody see it, or only {department}?",),
        answers=("Everybody, it does no harm.",),
        notes=("Small, can go into the next release.", "Vendor says half a day of work, offer asked for."),
        fixes=(
            "It is in the release of this week. Have a look and tell us if anything is missing.",
            "Done: the new layout is active for all sites.",
        ),
        resolutions=("Delivered with the weekly release.", "Form template changed."),
        code="fulfilled",
        tags=("improvement",),
        items=("portal",),
        minutes=(40, 180),
    ),
)

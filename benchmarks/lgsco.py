"""Invented letters of the Local Government and Social Care Ombudsman, one for each turn of a case's life."""

from __future__ import annotations

from benchmarks.wording import CARE, HOMELESS, REPAIRS, TAX, Body, House, Sender

LGSCO = House(
    sender=Sender("Robin Sedge", "robin.sedge@lgo.org.uk"),
    reference=lambda serial: f"{26 + serial // 900_000:02d} {serial // 1000 % 900 + 100:03d} {serial % 1000:03d}",
    troubles=(TAX, CARE, HOMELESS, REPAIRS),
    notice=Body(
        "New complaint: {name}, our reference {reference}",
        """{today}

Our reference: {reference}
Your reference: {ours}
Complaint by: {name}, {street}, Anytown {postcode}

Dear Link Officer

We have received a complaint from {name} about your Council's {service} service: {what}. {name} told us that the matter
has gone on for {time} months and that the Council's own complaints procedure has ended.

We have decided to investigate this complaint. An investigator will write to you with any questions. You do not need to
send us anything at this stage, but please make sure that the papers are kept.

Yours sincerely

Robin Sedge
Intake Team
Local Government and Social Care Ombudsman
""",
    ),
    request=Body(
        "Enquiries about complaint {reference}",
        """{today}

Our reference: {reference}
Complaint by: {name}

Dear Link Officer

I am investigating {name}'s complaint about {service}. I have now considered what {name} sent us and need some
information from the Council. Please send me the following by {soon}:

1. A copy of {papers} since the matter was first reported.
2. The Council's explanation for the time it took to deal with {what}.
3. Copies of the correspondence with {name}, with the complaint responses at each stage.
4. The policy or procedure that applied at the time.

If the Council accepts that something went wrong, please say what it would do to put it right.

Yours sincerely

Robin Sedge
Investigator
Local Government and Social Care Ombudsman
""",
    ),
    chaser=Body(
        "Reminder: complaint {reference}",
        """{today}

Our reference: {reference}
Complaint by: {name}

Dear Link Officer

I wrote to you on {before} with my enquiries about {service}. I asked for the Council's response by {missed}, but I have
not received it. Please let me have the outstanding information by {soon}. Without it I cannot progress my
investigation of {name}'s complaint.

Yours sincerely

Robin Sedge
Investigator
Local Government and Social Care Ombudsman
""",
    ),
    decision=Body(
        "Final decision on complaint {reference}",
        """{today}

Our reference: {reference}
Complaint by: {name}

Dear Link Officer

I have now made my final decision on {name}'s complaint about {what}. I have upheld the complaint because I found fault
causing injustice. We will publish the decision on our website in six weeks' time without the name of the complainant.

Agreed action

The Council has agreed to take the following action by {later}:
1. Apologise to {name} in writing for the faults I have found.
2. Pay {name} £{sum} to recognise the distress and the time and trouble.
3. Remind the officers of the {service} service of the procedure.

Please send me evidence that this has been done.

Yours sincerely

Robin Sedge
Investigator
Local Government and Social Care Ombudsman
""",
    ),
    complied=Body(
        "Remedy complete: complaint {reference}",
        """{today}

Our reference: {reference}
Complaint by: {name}

Dear Link Officer

Thank you for the evidence you sent me. I am satisfied that the Council has completed all of the agreed actions on this
complaint. We have recorded the remedy as complete and satisfied, and I have now closed our file.

Yours sincerely

Robin Sedge
Investigator
Local Government and Social Care Ombudsman
""",
    ),
)

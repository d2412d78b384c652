"""Invented letters of the Housing Ombudsman, one for each turn of a case's life."""

from __future__ import annotations

from benchmarks.wording import LIFT, NOISE_NEXT_DOOR, REPAIRS, Body, House, Sender

HO = House(
    sender=Sender("Indira Vale", "indira.vale@housing-ombudsman.org.uk"),
    reference=lambda serial: f"2026{serial % 100_000:05d}",
    troubles=(REPAIRS, LIFT, NOISE_NEXT_DOOR),
    notice=Body(
        "Case {reference}: accepted for investigation",
        """{today}

Case reference: {reference}
Resident: {name}, {street}, Anytown {postcode}

Dear landlord

The Housing Ombudsman has accepted the resident's complaint for formal investigation. {name} complains about the
landlord's handling of {what}. The resident first reported the matter {time} months ago.

We will contact you when the case has been allocated to an adjudicator. Nothing is needed from the landlord at present.

Kind regards

Indira Vale
Dispute Support
Housing Ombudsman Service
""",
    ),
    request=Body(
        "Case {reference}: request for evidence",
        """{today}

Case reference: {reference}
Resident: {name}

Dear landlord

We are investigating {name}'s complaint about the landlord's handling of {what}. To do so we need evidence from the
landlord. Please provide the following information by {soon}:

- {papers} for the property
- the complaint correspondence at stage one and stage two
- the landlord's repairs policy and its complaints policy
- notes of inspections and of contacts with the resident

If any of it does not exist, please tell us so.

Kind regards

Indira Vale
Adjudicator
Housing Ombudsman Service
""",
    ),
    chaser=Body(
        "Case {reference}: evidence overdue",
        """{today}

Case reference: {reference}
Resident: {name}

Dear landlord

On {before} we asked the landlord for evidence about {what}. It was due by {missed} and we have not received it. Please
provide the outstanding evidence by {soon}. If we do not receive it we may issue a complaint handling failure order.

Kind regards

Indira Vale
Adjudicator
Housing Ombudsman Service
""",
    ),
    decision=Body(
        "Case {reference}: determination",
        """{today}

Case reference: {reference}
Resident: {name}

Dear landlord

We have completed our investigation of {name}'s complaint. Our determination is that there was maladministration in the
landlord's handling of {what}.

Orders

The landlord is ordered to do the following by {later}:
1. Apologise to the resident in writing for the failings identified in this report.
2. Pay the resident £{sum} in compensation for the distress and inconvenience.
3. Inspect the property and write to the resident with a schedule of works.

The landlord should send us evidence of compliance by the same date.

Kind regards

Indira Vale
Adjudicator
Housing Ombudsman Service
""",
    ),
    complied=Body(
        "Case {reference}: orders complied with",
        """{today}

Case reference: {reference}
Resident: {name}

Dear landlord

Thank you for sending evidence of compliance. We are satisfied that the landlord has complied with all the orders we
made in this case. No further action is needed and we have closed our compliance file.

Kind regards

Indira Vale
Compliance Team
Housing Ombudsman Service
""",
    ),
)

"""The council's own complaints, imported for matching: personal data, so kept apart and erasable as a whole."""

from __future__ import annotations

from datetime import date

from sqlmodel import Field

from linkbot.store.columns import Words
from linkbot.store.tables.base import Row, belongs_to


class ComplaintRow(Row, table=True):
    __tablename__ = "complaints"

    reference_key: str = Field(primary_key=True)
    reference: str = Field(sa_type=Words)
    name: str | None = Field(default=None, sa_type=Words)
    postcode: str | None = Field(default=None, sa_type=Words)
    postcode_key: str | None = Field(default=None, index=True)
    address: str | None = Field(default=None, sa_type=Words)
    service: str | None = None
    external_id: str | None = Field(default=None, sa_type=Words)
    handler: str | None = Field(default=None, sa_type=Words)
    outcome: str | None = Field(default=None, sa_type=Words)
    stage1_received_on: date | None = None
    stage1_acknowledged_on: date | None = None
    stage1_extended_to: date | None = None
    stage1_answered_on: date | None = None
    stage2_requested_on: date | None = None
    stage2_acknowledged_on: date | None = None
    stage2_extended_to: date | None = None
    stage2_answered_on: date | None = None
    stage3_requested_on: date | None = None
    stage3_answered_on: date | None = None
    closed_on: date | None = None
    refreshed_on: date | None = None


class ComplaintSurnameRow(Row, table=True):
    __tablename__ = "complaint_surnames"
    __table_args__ = (belongs_to("reference_key", "complaints.reference_key"),)

    reference_key: str = Field(primary_key=True)
    surname_key: str = Field(primary_key=True, index=True)
    rough_key: str | None = Field(default=None, index=True)  # what slips of the hand leave alone
    initial: str | None = None  # of the one who bears it; None also where it is not known


class ComplaintAliasRow(Row, table=True):
    """Another name or postcode of a complainant, learnt from a person's act."""

    __tablename__ = "complaint_aliases"

    act: str = Field(primary_key=True)
    reference_key: str = Field(index=True)
    reference: str = Field(sa_type=Words)
    name: str | None = Field(default=None, sa_type=Words)
    postcode: str | None = Field(default=None, sa_type=Words)
    known_name: str | None = Field(default=None, sa_type=Words)
    known_postcode: str | None = Field(default=None, sa_type=Words)
    case_id: str = Field(index=True)


class ComplaintAliasKeyRow(Row, table=True):
    __tablename__ = "complaint_alias_keys"
    __table_args__ = (belongs_to("act", "complaint_aliases.act"),)

    act: str = Field(primary_key=True)
    surname_key: str = Field(primary_key=True, index=True)

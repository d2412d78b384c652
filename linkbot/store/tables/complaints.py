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
    stage1_answered_on: date | None = None
    stage2_answered_on: date | None = None


class ComplaintSurnameRow(Row, table=True):
    __tablename__ = "complaint_surnames"
    __table_args__ = (belongs_to("reference_key", "complaints.reference_key"),)

    reference_key: str = Field(primary_key=True)
    surname_key: str = Field(primary_key=True, index=True)

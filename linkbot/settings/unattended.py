"""What a server needs beside mail: the watched folder, OCR, alarms by a second way, nightly backups."""

from __future__ import annotations

import re
from pathlib import Path

from linkbot.model.organisation import Organisation
from linkbot.settings.smtp import smtp_settings
from linkbot.settings.times import clock_time
from linkbot.settings.values import AlarmSettings, BackupSettings, IntakeSettings, ReadingSettings
from linkbot.toml_document import Table


def intake_settings(table: Table) -> IntakeSettings:
    value = IntakeSettings(
        folder=_path(table, "folder"),
        settle_seconds=table.integer("settle_seconds", IntakeSettings.settle_seconds, minimum=0),
    )
    table.finish()
    return value


def reading_settings(table: Table) -> ReadingSettings:
    default = ReadingSettings()
    languages = table.text("ocr_languages", default.ocr_languages)
    if not re.fullmatch(r"[A-Za-z_]+(?:\+[A-Za-z_]+)*", languages):
        table.fault(
            f"reading.ocr_languages: write tesseract's names, eng or eng+cym, not {languages!r}", "ocr_languages"
        )
    value = ReadingSettings(
        ocr=table.boolean("ocr"),
        ocr_program=table.text("ocr_program", default.ocr_program),
        ocr_languages=languages,
        ocr_seconds_per_page=table.integer("ocr_seconds_per_page", default.ocr_seconds_per_page, minimum=1),
        ocr_pages=table.integer("ocr_pages", default.ocr_pages, minimum=1),
    )
    table.finish()
    return value


def alarm_settings(table: Table, organisation: Organisation) -> AlarmSettings:
    it, url = table.texts("it"), table.optional_text("heartbeat_url")
    for address in it:
        if not re.fullmatch(r"[^@\s]+@[^@\s]+", address):
            table.fault(f"alarm.it: {address!r} is not an e-mail address", "it")
        elif not organisation.owns(address):
            table.fault(
                f"alarm.it: {address} lies in none of organisation.domains, and linkbot writes to nobody outside", "it"
            )
    if url and not re.match(r"https?://[^\s/]+", url):
        table.fault(
            f"alarm.heartbeat_url: {url!r} is not an address such as https://monitor.anytown.gov.uk/linkbot",
            "heartbeat_url",
        )
    if url and re.match(r"https?://[^/]*@", url):
        table.fault(
            "alarm.heartbeat_url must not hold a password: let the monitor know linkbot by its path", "heartbeat_url"
        )
    value = AlarmSettings(
        it=tuple(address.casefold() for address in it),
        no_poll_minutes=table.integer("no_poll_minutes", AlarmSettings.no_poll_minutes, minimum=5),
        heartbeat_url=url,
        heartbeat_file=_path(table, "heartbeat_file"),
        metrics_file=_path(table, "metrics_file"),
        smtp=smtp_settings(table.table("smtp"), "alarm.smtp"),
    )
    table.finish()
    return value


def backup_settings(table: Table) -> BackupSettings:
    default = BackupSettings()
    value = BackupSettings(
        folder=_path(table, "folder"),
        at=clock_time(table, "at", default.at),
        keep_days=table.integer("keep_days", default.keep_days, minimum=1),
        keep_months=table.integer("keep_months", default.keep_months, minimum=0),
    )
    table.finish()
    return value


def _path(table: Table, key: str) -> Path | None:
    text = table.optional_text(key)
    return Path(text) if text else None

"""Every figure of the reports once more, in SQL over the register's own tables: another path to the same number.

Working days come from an independent list of England's bank holidays, London's days from the standard library.
"""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import holidays

from linkbot.model.finding import FindingOutcome

LONDON = ZoneInfo("Europe/London")
VIEWS = """
CREATE TEMP TABLE letters AS
  SELECT e.id, e.case_id, c.ombudsman, e.kind, e.outcomes, e.received_at,
         coalesce(e.letter_on, london(e.received_at)) AS day
  FROM events e JOIN cases c ON c.id = e.case_id;
CREATE TEMP TABLE came AS
  SELECT c.id, c.ombudsman, london(c.opened_at) AS opened, london(c.closed_at) AS closed,
    (SELECT london(min(e.received_at)) FROM events e WHERE e.case_id = c.id AND e.message <> '') AS first,
    EXISTS (SELECT 1 FROM events e WHERE e.case_id = c.id AND e.message = '')
      OR EXISTS (SELECT 1 FROM tasks t WHERE t.case_id = c.id AND t.cause NOT IN (SELECT id FROM events e
                 WHERE e.case_id = c.id)) AS brought
  FROM cases c;
CREATE TEMP TABLE wanted AS
  SELECT t.id, t.case_id, c.ombudsman, t.kind, t.state, t.amount_pence AS pence,
    coalesce((SELECT l.day FROM letters l WHERE l.id = t.cause),
             CASE WHEN t.created_at < c.opened_at THEN london(t.created_at) END) AS asked,
    coalesce(t.official_on, t.due_on) AS due, london(t.submitted_at) AS sent, london(t.satisfied_at) AS satisfied
  FROM tasks t JOIN cases c ON c.id = t.case_id WHERE t.state <> 'withdrawn';
CREATE TEMP VIEW decided AS
  SELECT * FROM (SELECT *, row_number() OVER (PARTITION BY case_id ORDER BY day DESC, received_at DESC, id DESC) AS n
    FROM letters, span WHERE kind = 'final_determination' AND day BETWEEN first_day AND as_of) WHERE n = 1;
CREATE TEMP VIEW found AS
  SELECT d.ombudsman, j.value AS finding FROM decided d, json_each(d.outcomes) j;
CREATE TEMP VIEW awarded AS
  SELECT ombudsman, case_id, sum(pence) AS pence FROM wanted, span
  WHERE kind = 'order' AND pence IS NOT NULL AND asked BETWEEN first_day AND as_of GROUP BY ombudsman, case_id;
"""
DUE = "FROM wanted w, span WHERE w.kind = '{}' AND w.due BETWEEN first_day AND as_of"
NO_DAY = "sent IS NULL AND satisfied IS NULL"
MET = f"(coalesce(sent, satisfied, '9999') <= as_of OR ({NO_DAY} AND state IN ('submitted', 'satisfied')))"
UNDATED = "(sent IS NULL AND (satisfied IS NULL OR satisfied > due))"
TOOK = "(SELECT count(*) FROM workdays WHERE workday > w.asked AND workday <= w.sent)"
ANSWERED = "FROM wanted w, span WHERE w.kind = 'request' AND w.sent BETWEEN first_day AND as_of AND w.asked <= w.sent"
AGAINST = "finding IN ('Severe maladministration', 'Maladministration', 'Service failure')"
JUDGED = f"({AGAINST} OR finding IN ('Reasonable redress', 'Resolved with intervention', 'No maladministration'))"
UPHELD = "outcomes LIKE '%\"Upheld\"%' OR outcomes LIKE '%\"Fault\"%' OR outcomes LIKE '%\"Fault causing%'"
NOT_UPHELD = "outcomes LIKE '%\"Not upheld\"%' OR outcomes LIKE '%\"No fault\"%'"
LETTERS = "SELECT count(*) FROM letters w, span WHERE kind IN ({}) AND day BETWEEN first_day AND as_of"
CASES = "SELECT count(DISTINCT case_id) FROM letters w, span WHERE kind = '{}' AND day BETWEEN first_day AND as_of"
KNOWN = "(asked IS NULL OR asked <= as_of)"
OVERDUE = f"FROM wanted w, span WHERE kind = 'order' AND due < as_of AND NOT {MET} AND {KNOWN}"
BEGAN = "min(opened, coalesce(first, opened))"
OPEN = f"FROM came w, span WHERE {BEGAN} <= as_of AND (closed IS NULL OR closed > as_of)"

COUNTS = {
    "received": "SELECT count(*) FROM came w, span WHERE NOT brought AND first BETWEEN first_day AND as_of",
    "decided": "SELECT count(*) FROM decided w WHERE 1",
    "closed_without_investigation": CASES.format("closed_without_investigation"),
    "premature_referral": CASES.format("premature_referral"),
    "early_resolution": CASES.format("early_resolution"),
    "upheld": f"SELECT count(*) FROM decided w WHERE ({UPHELD})",
    "findings_unread": "SELECT count(*) FROM decided w WHERE json_array_length(outcomes) = 0",
    "review_requested": LETTERS.format("'review_requested'"),
    "review_outcome": LETTERS.format("'review_outcome'"),
    "open": f"SELECT count(*) {OPEN}",
    "oldest": f"SELECT max(julianday(as_of) - julianday({BEGAN})) {OPEN}",
    "requests": "SELECT count(*) FROM wanted w, span WHERE kind = 'request' AND asked BETWEEN first_day AND as_of",
    "requests_due": f"SELECT count(*) {DUE.format('request')}",
    "days_longest": f"SELECT max({TOOK}) {ANSWERED}",
    "extension_answers": LETTERS.format("'extension_decision'"),
    "first_chasers": LETTERS.format("'first_chaser'"),
    "final_chasers": LETTERS.format("'final_chaser'"),
    "extensions": """SELECT count(*) FROM (SELECT c.ombudsman, london(o.done_at) AS day FROM outbox o
        JOIN cases c ON c.id = o.case_id WHERE o.template = 'extension_request' AND o.state = 'done') w, span
        WHERE day BETWEEN first_day AND as_of""",
    "orders": "SELECT count(*) FROM wanted w, span WHERE kind = 'order' AND asked BETWEEN first_day AND as_of",
    "recommendations": """SELECT count(*) FROM wanted w, span WHERE kind = 'recommendation'
        AND asked BETWEEN first_day AND as_of""",
    "orders_due": f"SELECT count(*) {DUE.format('order')}",
    "compliance_undated": f"SELECT count(*) {DUE.format('order')} AND {MET} AND {UNDATED}",
    "overdue_orders": f"SELECT count(*) {OVERDUE}",
    "longest_overdue": f"SELECT max(julianday(as_of) - julianday(due)) {OVERDUE}",
}
QUOTIENTS = {
    "uphold_rate": (f"SELECT count(*) FROM decided w WHERE ({UPHELD})",
                    f"SELECT count(*) FROM decided w WHERE ({UPHELD} OR {NOT_UPHELD})", 100),
    "maladministration_rate": (f"SELECT count(*) FROM found w WHERE {AGAINST}",
                               f"SELECT count(*) FROM found w WHERE {JUDGED}", 100),
    "satisfactory_remedy": ("SELECT count(*) FROM found w WHERE finding = 'Reasonable redress'",
                            f"SELECT count(*) FROM found w WHERE {JUDGED}", 100),
    "in_time": (f"SELECT count(*) {DUE.format('request')} AND sent <= due", f"SELECT count(*) {DUE.format('request')}",
                100),
    "days_mean": (f"SELECT coalesce(sum({TOOK}), 0) {ANSWERED}", f"SELECT count(*) {ANSWERED}", 1),
    "within_15": (f"SELECT count(*) {ANSWERED} AND {TOOK} <= 15", f"SELECT count(*) {ANSWERED}", 100),
    "within_20": (f"SELECT count(*) {ANSWERED} AND {TOOK} <= 20", f"SELECT count(*) {ANSWERED}", 100),
    "chasers_per_100": (LETTERS.format("'first_chaser', 'final_chaser'"), COUNTS["requests"], 100),
    "compliance_rate": (f"SELECT count(*) {DUE.format('order')} AND {MET}", f"SELECT count(*) {DUE.format('order')}",
                        100),
    "late_compliance": (f"SELECT count(*) {DUE.format('order')} AND {MET} AND sent > due",
                        f"SELECT count(*) {DUE.format('order')} AND {MET} AND NOT {UNDATED}", 100),
}  # fmt: skip
MONEY = {
    "ordered_total": "SELECT coalesce(sum(pence), 0), 1 FROM awarded w WHERE 1",
    "ordered_mean": "SELECT coalesce(sum(pence), 0), count(*) FROM awarded w WHERE 1",
}


class PlainSql:
    def __init__(self, database: Path) -> None:
        self._db = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
        self._db.create_function("london", 1, _london, deterministic=True)
        self._db.execute("CREATE TEMP TABLE span (first_day, as_of)")
        self._db.execute("CREATE TEMP TABLE workdays (workday)")
        england = holidays.country_holidays("GB", subdiv="ENG", years=range(2024, 2030))
        days = [date(2024, 1, 1) + timedelta(days=number) for number in range(365 * 5)]
        open_days = [(day.isoformat(),) for day in days if day.weekday() < 5 and day not in england]
        self._db.executemany("INSERT INTO workdays VALUES (?)", open_days)
        self._db.executescript(VIEWS)

    def close(self) -> None:
        self._db.close()

    def figures(self, first: date, as_of: date, ombudsman: str | None) -> dict[str, Decimal | None]:
        """Every figure by its id."""
        self._db.execute("DELETE FROM span")
        self._db.execute("INSERT INTO span VALUES (?, ?)", (first.isoformat(), as_of.isoformat()))
        of = "" if ombudsman is None else f" AND w.ombudsman = '{ombudsman}'"
        found: dict[str, Decimal | None] = {}
        for id, query in COUNTS.items():
            (value,) = self._db.execute(query + of).fetchone()
            found[id] = None if value is None else Decimal(int(value))
        for id, (part, whole, factor) in QUOTIENTS.items():
            (upper,), (lower,) = (self._db.execute(query + of).fetchone() for query in (part, whole))
            found[id] = _half_up(Decimal(factor * upper) / lower, "0.1") if lower else None
        for id, query in MONEY.items():
            pence, cases = self._db.execute(query + of).fetchone()
            found[id] = _half_up(Decimal(pence) / 100 / cases, "0.01") if cases else None
        for finding, number in self._db.execute(f"SELECT finding, count(*) FROM found w WHERE 1{of} GROUP BY finding"):
            found[f"finding_{FindingOutcome(finding).name.lower()}"] = Decimal(number)
        return found


def _london(instant: str | None) -> str | None:
    if instant is None:
        return None
    return datetime.fromisoformat(instant).replace(tzinfo=UTC).astimezone(LONDON).date().isoformat()


def _half_up(value: Decimal, places: str) -> Decimal:
    return value.quantize(Decimal(places), rounding=ROUND_HALF_UP)

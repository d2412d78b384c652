"""When linkbot itself has fallen silent: what is trouble, for how long, which alarm begins and which is over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkbot.engine.dates.working_days import add_working_days
from linkbot.engine.silence.alarming import STEADY, Verdict, What, judge
from linkbot.engine.silence.recovery import recovery_facts
from linkbot.engine.silence.troubles import SENDING, WAITING, Heard, Look, Streak, Stuck, Trouble, troubles
from linkbot.engine.silence.usual_gap import usual_gap
from linkbot.engine.silence.words import alarm_facts
from linkbot.model.alarm import Alarm, AlarmKind
from tests.engine.hand_written import calendar
from tests.engine.test_working_hours import LONDON, at

BOX = "ombudsman@anytown.gov.uk"
FRIDAY, MONDAY = at(6, 16, 45), at(9, 9, 0)
MINUTE = timedelta(minutes=1)


def found(heard: Heard, now: datetime, *alarms: Alarm) -> tuple[Trouble, ...]:
    return troubles(heard, alarms=alarms, now=now, minutes=30, calendar=calendar())


def alarming(heard: Heard, now: datetime, *alarms: Alarm) -> list[What]:
    return [(one.kind, one.scope) for one in found(heard, now, *alarms) if one.alarming]


def looked(since: datetime, fault: str | None = "no route") -> Heard:
    return Heard(looks=(Look(BOX, since, fault),))


def test_a_mailbox_dead_since_friday_evening_is_told_of_after_half_an_hour_of_working_time() -> None:
    heard = looked(FRIDAY)
    for before in (at(6, 18), at(7, 12), at(8, 23), MONDAY, at(9, 9, 14)):
        assert alarming(heard, before) == []
        assert [one.alarming for one in found(heard, before)] == [False]  # not well, and not yet for long
    assert alarming(heard, at(9, 9, 15)) == [(AlarmKind.NO_POLL, BOX)]


def test_a_look_that_goes_well_is_no_trouble_however_long_the_last_one_is_ago() -> None:
    assert found(looked(at(2, 9, month=3), None), MONDAY) == ()


def test_each_mailbox_counts_for_itself() -> None:
    heard = Heard(looks=(Look("a@x", FRIDAY, "down"), Look("b@x", at(9, 9, 10), "down"), Look("c@x", FRIDAY, None)))
    assert alarming(heard, at(9, 9, 20)) == [(AlarmKind.NO_POLL, "a@x")]


@pytest.mark.parametrize(
    ("streak", "now", "told"),
    [
        (Streak(at(9, 9), 5, 0, 2, "timed out"), at(9, 9, 29), False),
        (Streak(at(9, 9), 5, 0, 2, "timed out"), at(9, 9, 30), True),
        (Streak(at(9, 9), 9, 0, 1, "mailbox full"), at(9, 12), False),  # one person's mailbox, not our server
        (Streak(FRIDAY, 2, 0, 2, "timed out"), at(9, 11), False),  # one bad moment on Friday, one on Monday
        (Streak(at(9, 9), 2, 2, 2, "535 wrong password"), at(9, 9, 1), False),
        (Streak(at(9, 9), 3, 3, 1, "535 wrong password"), at(9, 9, 1), True),  # no time will mend that
    ],
)
def test_sending_fails_for_a_while_or_for_good(streak: Streak, now: datetime, told: bool) -> None:
    heard = Heard(looks=(), streak=streak)
    assert bool(alarming(heard, now)) is told and len(found(heard, now)) == 1


def stuck(since: datetime, tries: int = 9, key: str = "k" * 64) -> Stuck:
    return Stuck(key, "send_email", since, tries, "452 mailbox full")


def test_one_thing_that_does_not_get_out_is_told_of_after_two_hours_of_working_time() -> None:
    heard = Heard(looks=(), stuck=(stuck(MONDAY), stuck(at(9, 9, 30), key="l" * 64), stuck(FRIDAY, tries=2)))
    assert alarming(heard, at(9, 10, 59)) == []
    (one,) = found(heard, at(9, 11))
    assert (one.kind, one.scope, one.since, one.alarming, one.more) == (AlarmKind.OUTBOX, WAITING, MONDAY, True, 1)


def test_the_only_mail_there_was_to_send_is_told_of_as_soon_as_a_mailbox_would_be() -> None:
    """With one mail in a quiet week nobody can say whether the server is dead or the reader's mailbox full."""
    heard = Heard(looks=(), stuck=(stuck(MONDAY, tries=6),), streak=Streak(MONDAY, 6, 0, 1, "timed out"))
    assert alarming(heard, at(9, 9, 29)) == []
    assert alarming(heard, at(9, 9, 30)) == [(AlarmKind.OUTBOX, WAITING)]


def test_what_has_been_told_of_is_over_only_when_it_does_not_wait_any_more() -> None:
    known = Alarm(AlarmKind.OUTBOX, WAITING, MONDAY, at(9, 9, 30))
    for streak in (None, Streak(at(9, 9, 50), 1, 0, 1, "mailbox full")):  # another mail has got out meanwhile
        heard = Heard(looks=(), stuck=(stuck(MONDAY, tries=6),), streak=streak)
        assert WAITING in {one.scope for one in found(heard, at(9, 10), known)}
    assert found(Heard(looks=()), at(9, 10), known) == ()


def test_a_try_that_failed_just_now_does_not_make_the_only_mail_of_it() -> None:
    """Seen: others got out each ten minutes, the one that did not was tried last, and was called the only one."""
    heard = Heard(looks=(), stuck=(stuck(MONDAY, tries=6),), streak=Streak(at(9, 9, 50), 1, 0, 1, "mailbox full"))
    assert alarming(heard, at(9, 9, 55)) == []


def test_with_several_readers_it_is_the_server_that_is_told_of_and_not_the_oldest_mail() -> None:
    heard = Heard(looks=(), stuck=(stuck(MONDAY, tries=6),), streak=Streak(at(9, 9, 1), 6, 0, 2, "timed out"))
    assert alarming(heard, at(9, 9, 30)) == []
    assert alarming(heard, at(9, 9, 31)) == [(AlarmKind.OUTBOX, SENDING)]


def test_what_waits_is_not_called_over_because_worse_has_come() -> None:
    heard = Heard(looks=(), stuck=(stuck(MONDAY),), streak=Streak(MONDAY, 9, 0, 2, "timed out"))
    known = Alarm(AlarmKind.OUTBOX, WAITING, MONDAY, at(9, 9, 30))
    verdict = judge(found(heard, at(9, 11), known), alarms=(known,), well_since={}, now=at(9, 11), calendar=calendar())
    assert verdict.ended == () and [alarm.scope for alarm, _ in verdict.raised] == [SENDING]


def test_what_waits_because_nothing_gets_out_is_one_alarm_and_has_its_time_once_that_is_over() -> None:
    heard = Heard(looks=(), stuck=(stuck(MONDAY),), streak=Streak(MONDAY, 9, 0, 2, "timed out"))
    assert alarming(heard, at(9, 15)) == [(AlarmKind.OUTBOX, SENDING)]
    open_one = Alarm(AlarmKind.OUTBOX, SENDING, MONDAY, at(9, 9, 30))
    quiet = replace(heard, streak=None)
    assert alarming(quiet, at(9, 15), open_one) == []  # not called over yet
    over = replace(open_one, ended_at=at(9, 15))
    assert alarming(quiet, at(9, 16, 59), over) == []
    assert alarming(quiet, at(10, 9), over) == [(AlarmKind.OUTBOX, WAITING)]


def letters_every(days: int, *, count: int = 30, until: date = date(2026, 11, 2)) -> tuple[datetime, ...]:
    found = [until]
    while len(found) < count:
        day = found[-1]
        for _ in range(days):
            day -= timedelta(days=1)
            while day.weekday() > 4 or day in calendar().bank_holidays:
                day -= timedelta(days=1)
        found.append(day)
    return tuple(datetime(d.year, d.month, d.day, 10, tzinfo=UTC) for d in reversed(found))


@pytest.mark.parametrize(("every", "silence"), [(1, 5), (2, 5), (3, 6), (5, 10), (10, 20)])
def test_a_silence_of_twice_the_usual_gap_and_never_less_than_a_week(every: int, silence: int) -> None:
    letters = letters_every(every)
    end = add_working_days(date(2026, 11, 2), silence, calendar())
    told = datetime(end.year, end.month, end.day, 10, tzinfo=LONDON)
    heard = Heard(looks=(Look(BOX, told, None),), letters=letters)
    assert alarming(heard, told - MINUTE) == []
    assert alarming(heard, told) == [(AlarmKind.NO_MAIL, "")]


def test_a_new_installation_has_nothing_to_miss() -> None:
    for letters in ((), letters_every(1, count=9), letters_every(1, count=1) * 40):
        assert alarming(Heard(looks=(), letters=letters), at(31, 12, month=12)) == []


def test_ten_letters_of_one_morning_are_one_arrival() -> None:
    mondays = tuple(day for day in letters_every(5, count=8) for _ in range(10))
    usual = usual_gap(mondays, calendar=calendar(), zone=LONDON)
    assert usual is not None and (usual.gap, usual.silence) == (5, 10)


def test_one_long_gap_in_summer_hardly_moves_what_is_usual() -> None:
    steady = letters_every(2, count=30)
    broken = (*letters_every(2, count=15, until=date(2026, 7, 30)), *letters_every(2, count=15))
    assert usual_gap(steady, calendar=calendar(), zone=LONDON) == usual_gap(broken, calendar=calendar(), zone=LONDON)


@pytest.mark.parametrize(
    "deaf",
    [Heard(looks=(Look(BOX, FRIDAY, "down"),)), Heard(looks=(Look(BOX, FRIDAY, None),), undecided=1)],
    ids=["not read", "not decided"],
)
def test_silence_proves_nothing_while_the_mailbox_is_not_read(deaf: Heard) -> None:
    heard = replace(deaf, letters=letters_every(1))
    assert (AlarmKind.NO_MAIL, "") not in alarming(heard, at(30, 12))


def test_only_a_newer_letter_ends_a_silence() -> None:
    letters = letters_every(1)
    known = Alarm(AlarmKind.NO_MAIL, "", letters[-1], at(10, 10))
    for heard in (
        Heard(looks=(), letters=letters),
        Heard(looks=(), letters=letters[-1:]),  # the older ones have been forgotten
        Heard(looks=(Look(BOX, FRIDAY, "down"),), letters=letters),
    ):
        assert AlarmKind.NO_MAIL in {one.kind for one in found(heard, at(30, 12), known)}
    heard = Heard(looks=(), letters=(*letters, at(30, 11)))
    assert found(heard, at(30, 12), known) == ()


class Watch:
    """A mailbox through minutes and days, as the worker would go through them."""

    def __init__(self, start: datetime) -> None:
        self.now, self.good = start, start
        self.alarms: dict[tuple[AlarmKind, str, datetime], Alarm] = {}
        self.well: Mapping[What, datetime] = {}
        self.told: list[str] = []

    def minutes(self, count: int, *, works: bool) -> Verdict:
        for _ in range(count):
            self.now += MINUTE
            verdict = self._look(works)
        return verdict

    def _look(self, works: bool) -> Verdict:
        self.good = self.now if works else self.good
        heard = looked(self.good, None if works else "down")
        known: Sequence[Alarm] = tuple(self.alarms.values())
        verdict = judge(
            found(heard, self.now, *known), alarms=known, well_since=self.well, now=self.now, calendar=calendar()
        )
        self.well = verdict.well_since
        for alarm in (*(alarm for alarm, _ in verdict.raised), *verdict.ended):
            self.alarms[(alarm.kind, alarm.scope, alarm.since)] = alarm
        self.told += ["alarm"] * len(verdict.raised) + ["over"] * len(verdict.ended)
        return verdict


def test_an_alarm_is_raised_once_in_three_days_and_over_with_the_first_look_that_goes_well() -> None:
    watch = Watch(at(9, 9))
    watch.minutes(3 * 24 * 60, works=False)
    assert watch.told == ["alarm"]
    verdict = watch.minutes(1, works=True)
    assert watch.told == ["alarm", "over"] and verdict.ended[0].ended_at == watch.now
    watch.minutes(600, works=True)
    assert watch.told == ["alarm", "over"]


def test_a_mailbox_that_flaps_is_not_a_mail_a_minute() -> None:
    watch = Watch(at(9, 9))
    for _ in range(24 * 60 // 33):  # dead for 32 minutes, alive for one, all day and night
        watch.minutes(32, works=False)
        watch.minutes(1, works=True)
    assert watch.told == ["alarm", "over", "alarm"]
    watch.minutes(61, works=True)
    assert watch.told == ["alarm", "over", "alarm", "over"]


def test_after_a_false_dawn_the_alarm_is_told_anew_and_never_silently() -> None:
    """The people who were told that it is over must hear that it is not."""
    watch = Watch(at(9, 9))
    watch.minutes(40, works=False)
    watch.minutes(5, works=True)
    watch.minutes(29, works=False)
    assert watch.told == ["alarm", "over"]
    watch.minutes(1, works=False)
    assert watch.told == ["alarm", "over", "alarm"]


def test_what_comes_back_days_later_is_over_at_once_like_the_first_time() -> None:
    watch = Watch(at(9, 9))
    watch.minutes(40, works=False)
    watch.minutes(3 * 24 * 60, works=True)
    watch.minutes(40, works=False)
    watch.minutes(1, works=True)
    assert watch.told == ["alarm", "over"] * 2 and STEADY > MINUTE


@given(st.lists(st.tuples(st.integers(1, 90), st.booleans()), max_size=12))
def test_told_in_turns_and_never_left_in_the_belief_that_all_is_well(spells: list[tuple[int, bool]]) -> None:
    watch = Watch(at(9, 9))
    for minutes, works in spells:
        for _ in range(minutes):
            watch.minutes(1, works=works)
            silent = (watch.now - watch.good) >= timedelta(minutes=30) and watch.now < at(9, 17)
            assert not silent or watch.told[-1:] == ["alarm"]
    assert watch.told[::2] == ["alarm"] * len(watch.told[::2]) and watch.told[1::2] == ["over"] * len(watch.told[1::2])
    assert len({(a.kind, a.scope, a.since) for a in watch.alarms.values()}) == watch.told.count("alarm")


def test_a_mailbox_that_is_not_looked_into_any_more_is_over() -> None:
    known = Alarm(AlarmKind.NO_POLL, "old@anytown.gov.uk", FRIDAY, at(9, 9, 15))
    verdict = judge(
        found(looked(MONDAY, None), MONDAY), alarms=(known,), well_since={}, now=MONDAY, calendar=calendar()
    )
    assert [alarm.scope for alarm in verdict.ended] == ["old@anytown.gov.uk"]
    assert "any more" in dict(recovery_facts(verdict.ended[0], watched=False, zone=LONDON))["headline"]


CAUSES = [
    Look(BOX, FRIDAY, "timed out\r\nSubject: x\n- a line of its own"),
    Streak(FRIDAY, 4, 2, 2, "535 wrong"),
    Stuck("c0ffee" * 10, "draft_reply", FRIDAY, 9, ""),
    usual_gap(letters_every(3), calendar=calendar(), zone=LONDON),
]


@pytest.mark.parametrize("cause", CAUSES, ids=lambda cause: type(cause).__name__)
def test_the_words_say_what_since_when_and_what_to_do(cause: object) -> None:
    alarm = Alarm(AlarmKind.OUTBOX, "", FRIDAY.astimezone(UTC), MONDAY)
    trouble = Trouble(alarm.kind, "", FRIDAY, True, cause, more=2)  # type: ignore[arg-type]
    told = dict(alarm_facts(alarm, trouble, minutes=30, zone=LONDON))
    assert told.keys() == {"alarm", "headline", "detail", "todo"} and all(told.values())
    assert "Friday 6 November 2026, 16:45" in told["headline"]
    assert "a line of its own" not in [line.strip("- ") for line in told["detail"].split("\n")]
    assert len(told["alarm"]) <= 60


@pytest.mark.parametrize("kind", list(AlarmKind))
@pytest.mark.parametrize("scope", ["", BOX, SENDING, WAITING])
def test_the_recovery_says_from_when_to_when(kind: AlarmKind, scope: str) -> None:
    alarm = Alarm(kind, scope, FRIDAY, MONDAY, ended_at=at(9, 11, 5).astimezone(UTC))
    told = dict(recovery_facts(alarm, watched=True, zone=LONDON))
    assert told["alarm"].startswith("over: ") and len(told["alarm"]) <= 60
    assert "From Friday 6 November 2026, 16:45 to Monday 9 November 2026, 11:05" in told["detail"]

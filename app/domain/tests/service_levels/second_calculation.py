#!/usr/bin/env python3
"""A second calculation of promised times, independent of the application.

It was written from docs/service-levels.md alone, without reading the code that it checks. It draws
random histories of tickets from a seed and counts, minute by minute, what the rules say.

It prints one JSON object a line: first the offsets of the zones, then the histories, each with the
clocks that are expected after each event of its log.

usage: second_calculation.py [--seed N] [--count N]
"""

import argparse
import functools
import json
import math
import random
import sys
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

ZONES = [
    "Europe/Paris", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "America/Sao_Paulo",
    "Pacific/Auckland", "Africa/Casablanca", "Atlantic/Azores", "Pacific/Chatham", "UTC",
    # Their clocks go back at midnight, to the evening of the day before.
    "Africa/Cairo", "America/Santiago",
]
KINDS = ["incident", "request", "problem"]
PRIORITIES = ["critical", "high", "moderate", "low", "very_low"]
IMPACTS = ["high", "medium", "low"]
NOT_OPEN = {"resolved", "fulfilled", "closed", "refused", "cancelled", "risk_accepted"}
DAY = 1440
MICROSECONDS = 60_000_000  # of a minute


def minute_of(year, month, day):
    """The first minute of a date in UTC, in minutes since 1970."""
    return int(datetime(year, month, day, tzinfo=timezone.utc).timestamp()) // 60


FIRST, END = minute_of(2023, 12, 1), minute_of(2032, 1, 1)  # what the tables of minutes cover
EARLIEST, LATEST = minute_of(2024, 1, 1), minute_of(2028, 1, 1)  # where the histories lie


# ---------------------------------------------------------------- Business calendars


@functools.cache
def offsets(zone):
    """The offsets of a zone, each with the second from which it applies."""
    info = ZoneInfo(zone)

    def offset(second):
        return int(datetime.fromtimestamp(second, info).utcoffset().total_seconds())

    start, end = minute_of(2000, 1, 1) * 60, END * 60
    found = [[start, offset(start)]]
    for second in range(start, end, 86_400):
        low, high = second, second + 86_400
        if offset(high) == offset(low):
            continue
        while high - low > 1:
            middle = (low + high) // 2
            if offset(middle) == offset(low):
                low = middle
            else:
                high = middle
        if high < end:
            found.append([high, offset(high)])
    return found


def easter(year):
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    i = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * i) // 451
    month, day = divmod(h + i - 7 * m + 114, 31)
    return date(year, month, day + 1)


@functools.cache
def french_holidays(year):
    fixed = [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)]
    return {date(year, month, day) for month, day in fixed} | {
        easter(year) + timedelta(days) for days in (1, 39, 50)
    }


def is_day_off(calendar, day):
    if calendar["french_holidays"] and day in french_holidays(day.year):
        return True
    return any(c["from"] <= day.isoformat() <= c["to"] for c in calendar["closures"])


def minutes_of_day(windows):
    """A day of the wall clock: a byte for each minute, 1 if a window includes it."""
    return bytes(any(a <= minute < b for a, b in windows) for minute in range(DAY))


def open_minutes(calendar):
    """A byte for each minute in UTC from FIRST to END: 1 if it is open.

    First every minute that a clock on the wall can show, day by day; then for each minute in UTC the
    one that the clock shows then. Where the clocks go forward, minutes of the wall are left out;
    where they go back, minutes come twice.
    """
    week = [minutes_of_day(windows) for windows in calendar["week"]]
    wall_start = FIRST - 2 * DAY
    days = [date(1970, 1, 1) + timedelta(d) for d in range(wall_start // DAY, END // DAY + 2)]
    wall = b"".join(bytes(DAY) if is_day_off(calendar, d) else week[d.weekday()] for d in days)
    parts = []
    applies = offsets(calendar["zone"])
    for (second, offset), (until, _) in zip(applies, applies[1:] + [[END * 60, 0]]):
        start, end = max(second // 60, FIRST), until // 60
        if start < end:
            shift = offset // 60 - wall_start
            parts.append(wall[start + shift : end + shift])
    table = b"".join(parts)
    assert len(table) == END - FIRST
    return table


def open_time(table, start, end):
    return table.count(1, start - FIRST, end - FIRST)


def moment_after(table, start, needed):
    """The end of the last of the open minutes that are needed from a moment on."""
    at = start - FIRST
    for step in (10_080, 600, 30, 1):  # pass over what is not enough
        while (found := table.count(1, at, at + step)) < needed:
            needed -= found
            at += step
            assert at < len(table), "the calendar is not open often enough"
    return at + 1 + FIRST


# ---------------------------------------------------------------- Tickets, targets and clocks


def changed_by(ticket, entry):
    """The ticket after an entry of the log."""
    name, data = entry["type"], entry["data"]
    ticket = dict(ticket)
    if name == "recorded":
        ticket = {key: data.get(key) for key in ("kind", "priority", "service", "item", "team")}
        ticket.update(state="new", assignee=None, hold=None)
    elif name in ("categorised", "resolved_at_first_contact"):
        ticket.update(service=data["classification"]["service"], priority=data["priority"])
    elif name == "assigned":
        ticket["assignee"] = data["to"]
    elif name == "unassigned":
        ticket["assignee"] = None
    elif name == "handed_over":
        ticket.update(team=data["team"], assignee=None)
    elif name == "converted":
        ticket.update(kind=data["kind"], item=data["item"])
    elif name == "item_changed":
        ticket["item"] = data["item"]
    elif name == "held":
        ticket["hold"] = data["hold"]["reason"]
    if isinstance(data.get("to"), str):
        ticket["state"] = data["to"]
    return ticket


def target_of(levels, ticket, promise):
    """(level, calendar, minutes, pauses), or None."""
    for scope in ("item", "service", "team", "everything"):
        for level in sorted(levels, key=lambda level: level["id"]):
            if not level["active"] or level["scope"]["kind"] != scope:
                continue
            if scope != "everything" and level["scope"]["id"] != ticket[scope]:
                continue
            for time in level["times"]:
                if (time["kind"], time["priority"]) == (ticket["kind"], ticket["priority"]):
                    if time[promise] is not None:
                        return level["id"], level["calendar"], time[promise], level["pauses"]
    return None


class Clock:
    def __init__(self, promise, tables, levels):
        self.promise, self.tables, self.levels = promise, tables, levels
        self.state, self.used, self.target, self.kept = "none", 0, None, None
        self.due = None
        self.used_up = None  # the moment at which everything was used
        self.event_before = None

    def follow(self, now, entry, before, ticket):
        """Goes through one event, in the steps of the rules (2 is done: `before` became `ticket`)."""
        # 1: what was open since the event before
        if self.state == "running":
            _, calendar, minutes, _ = self.target
            self.used += open_time(self.tables[calendar], self.event_before, now)
            if self.used >= minutes and self.used_up is None:
                self.used_up = self.due
        self.event_before = now

        # 3: beginning anew
        name = entry["type"]
        stood_still = self.state == "stopped"
        begins = name == "recorded" or (name == "reopened" and before["state"] == "closed")
        if begins:
            stood_still, self.used, self.used_up = False, 0, None

        # 4 and 5: standing still
        stands_still = ticket["state"] in NOT_OPEN
        if self.promise == "own":
            stands_still = stands_still or stood_still or ticket["assignee"] is not None
        if stood_still and stands_still:
            return
        goes_on = stood_still

        # 6: the target
        keys = ("kind", "priority", "service", "item", "team")
        if begins or goes_on or any(before[key] != ticket[key] for key in keys):
            target = target_of(self.levels, ticket, self.promise)
            if target != self.target:
                self.target, self.used_up = target, None
                if target and self.used >= target[2]:
                    self.used_up = now

        # 7: the state, the verdict and the due moment
        self.kept = None
        self.due = self.used_up
        if stands_still:
            self.state = "stopped"
            if self.target and ticket["state"] != "cancelled":
                self.kept = self.used <= self.target[2]
        elif self.target is None:
            self.state = "none"
        elif ticket["state"] == "awaiting_approval" or (
            ticket["state"] == "on_hold" and ticket["hold"] in ["user", *self.target[3]]
        ):
            self.state = "paused"
        else:
            self.state = "running"
            _, calendar, minutes, _ = self.target
            if self.used < minutes:
                self.due = moment_after(self.tables[calendar], now, minutes - self.used)

    def shown(self):
        due = None if self.due is None else self.due * MICROSECONDS
        return {"state": self.state, "used": self.used, "due": due, "kept": self.kept}


class Calculation:
    """Both clocks of a ticket, going through its raw log."""

    def __init__(self, tables, levels):
        self.ticket = {}
        self.clocks = [Clock(promise, tables, levels) for promise in ("own", "resolve")]

    def follow(self, entry):
        before, self.ticket = self.ticket, changed_by(self.ticket, entry)
        for clock in self.clocks:
            clock.follow(entry["at"] // MICROSECONDS, entry, before, self.ticket)
        return {clock.promise: clock.shown() for clock in self.clocks}


# ---------------------------------------------------------------- Drawing calendars and levels


def drawn_windows(draw):
    """The windows of a day, of all sorts."""
    sort = draw.randrange(9)
    if sort == 0:
        return [[510, 720], [810, 1080]]
    if sort == 1:
        return [[0, DAY]]
    if sort == 2:
        return [[0, 360], [1320, DAY]]
    if sort == 3:  # across the hours where clocks change
        return draw.choice([[[75, 160]], [[150, 210]], [[0, 60], [90, 180]], [[121, 179], [1390, DAY]],
                            [[0, 30], [1410, DAY]], [[1380, DAY]], [[45, 165], [166, 167]]])
    if sort == 4:  # one begins where another ends
        return [[480, 721], [721, draw.randint(722, 1200)]]
    if sort == 5:  # a single minute, and some hours
        minute = draw.randrange(600)
        return [[minute, minute + 1], [draw.randint(620, 800), draw.randint(801, DAY)]]
    if sort == 6:
        return [[draw.randint(400, 600), draw.randint(900, 1200)]]
    cuts = sorted(draw.sample(range(DAY + 1), 2 * draw.randint(1, 4)))
    return [[a, b] for a, b in zip(cuts[::2], cuts[1::2])]


def drawn_week(draw):
    while True:
        sort = draw.randrange(4)
        if sort == 0:  # working days only
            week = [drawn_windows(draw)] * 5 + [[], []]
        elif sort == 1:
            week = [drawn_windows(draw)] * 7
        elif sort == 2:  # some days, each in its own way
            week = [drawn_windows(draw) if draw.random() < 0.6 else [] for _ in range(7)]
        else:
            week = [drawn_windows(draw) for _ in range(7)]
        # Open often enough for every due moment to lie within the tables.
        if sum(b - a for windows in week for a, b in windows) >= 150:
            return week


def dates_of_changes(zone):
    return [
        date(1970, 1, 1) + timedelta((second + offset) // 86_400)
        for second, offset in offsets(zone)
        if EARLIEST <= second // 60 < LATEST
    ]


def drawn_closures(draw, zone):
    closures = []
    for _ in range(draw.choice([0, 0, 1, 2, 4])):
        start = date(2024, 1, 1) + timedelta(draw.randrange(4 * 365))
        if draw.random() < 0.4 and dates_of_changes(zone):
            start = draw.choice(dates_of_changes(zone)) - timedelta(draw.choice([0, 0, 1, 3]))
        end = start + timedelta(draw.choice([0, 0, 1, 4, 11, 30]))
        closures.append({"from": start.isoformat(), "to": end.isoformat()})
    return closures


def drawn_pool(draw):
    pool = [{"zone": "Europe/Paris", "week": [[[0, DAY]]] * 7, "french_holidays": False, "closures": []}]
    for number in range(47):
        zone = ZONES[number % len(ZONES)]
        pool.append({
            "zone": zone,
            "week": drawn_week(draw),
            "french_holidays": draw.random() < 0.5,
            "closures": drawn_closures(draw, zone),
        })
    return pool


def drawn_minutes(draw):
    sort = draw.random()
    if sort < 0.3:
        return draw.choice([1, 15, 30, 60, 240, 480, 1440])
    if sort < 0.6:
        return draw.randint(1, 6000)
    return round(math.exp(draw.uniform(0, math.log(6000))))


def drawn_level(draw, number, calendars):
    kind = draw.choice(["everything"] * 3 + ["service", "item", "team"])
    scope = {"kind": kind} if kind == "everything" else {"kind": kind, "id": draw.randint(1, 3)}
    gives = draw.choice(["both"] * 5 + ["own", "resolve"])
    usual = draw.choice([0.4, 0.8, 1.0])
    times = []
    for ticket_kind in KINDS:
        for priority in PRIORITIES:
            own = drawn_minutes(draw) if gives != "resolve" and draw.random() < 0.9 else None
            resolve = drawn_minutes(draw) if gives != "own" and draw.random() < 0.9 else None
            if draw.random() < usual and (own or resolve):
                times.append({"kind": ticket_kind, "priority": priority, "own": own, "resolve": resolve})
    return {
        "id": number,
        "active": draw.random() < 0.85,
        "scope": scope,
        "calendar": draw.randint(1, calendars),
        "times": times,
        "pauses": [reason for reason in ("vendor", "change", "problem") if draw.random() < 0.4],
    }


# ---------------------------------------------------------------- Drawing the events of a ticket


class Story:
    """Draws one event after another: such that each can follow the one before."""

    def __init__(self, draw):
        self.draw = draw
        self.texts = 0
        self.held_from = None
        self.approvals = 0

    def text(self):
        self.texts += 1
        return f"00000000-0000-4000-8000-{self.texts:012d}"

    def maybe_text(self):
        return self.draw.choice([None, self.text()])

    def possible(self, ticket):
        """The events that can follow, each with its weight."""
        state, kind = ticket["state"], ticket["kind"]
        noise = dict.fromkeys(["commented", "watched", "edited", "finding_added", "attached"], 0.5)
        if state == "closed":
            return noise | {"reopened": 6}
        if state in ("refused", "cancelled"):
            return noise
        if state == "risk_accepted":
            return noise | {"closed": 3, "handed_over": 1}
        events = noise | {"handed_over": 2, "categorised": 2.5}
        events |= {"assigned": 1, "unassigned": 2} if ticket["assignee"] else {"assigned": 1.5}
        if state in NOT_OPEN:
            return events | {"confirmed": 4, "closed": 4, "reopened": 8, "assigned": 1}
        events["cancelled"] = 0.3
        if kind != "problem":
            events["converted"] = 0.6
        if kind == "request":
            events["item_changed"] = 0.8
        if state == "on_hold":
            return events | {"resumed": 7, "held": 4}
        if state == "awaiting_approval":
            return events | {"approved": 8, "refused": 0.7}
        events["held"] = 4
        if kind == "incident":
            if state in ("new", "categorised"):
                events |= {"diagnosis_started": 4, "resolved_at_first_contact": 1.5}
            return events | {"resolved": 3.5}
        if kind == "request":
            if state in ("new", "categorised"):
                return events | {"evaluation_started": 5, "evaluated": 3}
            if state == "under_evaluation":
                return events | {"evaluated": 7}
            if state == "approved":
                return events | {"fulfilment_started": 6}
            return events | {"fulfilled": 6}
        following = {
            "root_cause_analysis": {"known_error_declared": 5, "risk_accepted": 1, "resolved": 1},
            "known_error": {"fix_started": 5, "risk_accepted": 1, "resolved": 2},
            "fix_in_progress": {"resolved": 6, "risk_accepted": 1},
        }
        return events | following.get(state, {"analysis_started": 6})

    def recorded(self):
        draw = self.draw
        data = {"kind": draw.choice(KINDS), "subject": self.text()}
        if draw.random() < 0.5:
            data["description"] = self.text()
        data |= {"affected": draw.randint(1, 9), "channel": "portal", "confidential": False, "restricted": False}
        for key in ("service", "team", "item"):
            if draw.random() < 0.7:
                data[key] = draw.randint(1, 3)
        return "recorded", data | {"priority": draw.choice(PRIORITIES)}

    def following(self, ticket, at):
        draw = self.draw
        events = self.possible(ticket)
        name = draw.choices(list(events), list(events.values()))[0]
        return name, self.data(name, ticket, at * MICROSECONDS)

    def classification(self):
        impact, urgency = self.draw.choices(IMPACTS, k=2)
        return {"service": self.draw.randint(1, 3), "category": self.draw.randint(1, 3), "impact": impact,
                "urgency": urgency}

    def resolution(self, at, first_contact):
        return {
            "permanence": self.draw.choice(["workaround", "permanent"]),
            "code": self.draw.choice(["configuration", "vendor_fix", "user_guidance", "other"]),
            "notes": self.text(), "first_contact": first_contact, "cause_known": False, "at": at,
        }

    def data(self, name, ticket, at):
        draw, state = self.draw, ticket["state"]
        later = at + 7 * DAY * MICROSECONDS
        match name:
            case "commented":
                return {"text": self.text(), "audience": "participants", "unread": draw.random() < 0.5}
            case "watched":
                return {"person": draw.randint(1, 9)}
            case "edited":
                return {"subject": self.text(), "description": None}
            case "finding_added":
                return {"text": self.text()}
            case "attached":
                return {"attachment": {"file": self.text(), "name": "capture.png", "media_type": "image/png",
                                       "size": 12345, "audience": "everyone"}}
            case "categorised":
                to = "categorised" if state == "new" else state
                return {"to": to, "classification": self.classification(), "priority": draw.choice(PRIORITIES),
                        "restricted": False, "reason": self.text()}
            case "assigned":
                return {"to": draw.choice([a for a in range(10, 14) if a != ticket["assignee"]])}
            case "unassigned":
                return {"from": ticket["assignee"]}
            case "handed_over":
                return {"team": draw.randint(1, 3), "note": self.text()}
            case "held":
                reasons = ["user", "vendor", "change", "problem"]
                if state == "on_hold":
                    reasons.remove(ticket["hold"])
                else:
                    self.held_from = state
                reason = draw.choice(reasons)
                hold = {"reason": reason, "until": draw.choice([None, later]), "before": self.held_from}
                if reason == "problem":
                    hold["problem"] = {"kind": "problem", "id": 9}
                return {"to": "on_hold", "hold": hold, "note": self.maybe_text()}
            case "resumed":
                return {"to": self.held_from}
            case "resolved":
                return {"to": "resolved", "resolution": self.resolution(at, False), "closes_at": later,
                        "cause": self.maybe_text()}
            case "resolved_at_first_contact":
                return {"to": "resolved", "classification": self.classification(),
                        "priority": draw.choice(PRIORITIES), "restricted": False, "priority_reason": self.text(),
                        "resolution": self.resolution(at, True), "closes_at": later, "cause": self.text()}
            case "confirmed":
                return {"to": "closed", "reopen_until": later}
            case "closed":
                return {"to": "closed", "reason": self.text(), "reopen_until": later}
            case "reopened":
                to = {"incident": "diagnosing", "request": "in_fulfilment", "problem": "root_cause_analysis"}
                return {"to": to[ticket["kind"]], "reason": self.text()}
            case "cancelled":
                return {"to": "cancelled", "reason": self.maybe_text()}
            case "refused":
                return {"to": "refused", "reason": self.text()}
            case "converted":
                if ticket["kind"] == "incident":
                    return {"to": "new", "kind": "request", "item": draw.randint(1, 3)}
                return {"to": "new", "kind": "incident", "item": None}
            case "item_changed":
                return {"to": "new", "item": draw.randint(1, 3),
                        "fields": [{"field": "count", "value": {"number": 2}}]}
            case "evaluated":
                to = draw.choice(["awaiting_approval"] * 5 + ["approved"] * 2 + ["refused"])
                approval, refused = None, to == "refused"
                if to == "awaiting_approval":
                    self.approvals = draw.randint(1, 3)
                    approval = {"rule": "all", "approvers": [4, 5, 6][: self.approvals], "approved_by": [],
                                "asked_back": False}
                evaluation = {"feasible": not refused, "cost": draw.choice([None, 4900]),
                              "impact": self.maybe_text(), "standard": False}
                return {"to": to, "evaluation": evaluation, "reason": self.text() if refused else None,
                        "approval": approval}
            case "approved":
                self.approvals -= 1
                to = "awaiting_approval" if self.approvals > 0 else "approved"
                return {"to": to, "comment": self.maybe_text()}
            case "fulfilled":
                return {"to": "fulfilled", "done": self.text(), "closes_at": later}
            case "risk_accepted":
                return {"to": "risk_accepted", "reason": self.text()}
        return {"to": {
            "diagnosis_started": "diagnosing",
            "evaluation_started": "under_evaluation",
            "fulfilment_started": "in_fulfilment",
            "analysis_started": "root_cause_analysis",
            "known_error_declared": "known_error",
            "fix_started": "fix_in_progress",
        }[name]}


def drawn_start(draw, calendars):
    """Often shortly before a change of clocks, a holiday or a closure."""
    calendar = draw.choice(calendars)
    days = dates_of_changes(calendar["zone"]) if draw.random() < 0.6 else []
    if not days and draw.random() < 0.6:
        days = list(french_holidays(draw.randint(2024, 2027)))
        days += [date.fromisoformat(closure["from"]) for closure in calendar["closures"]]
    if not days:
        return draw.randrange(EARLIEST, LATEST)
    day = draw.choice(sorted(days))
    minute = minute_of(day.year, day.month, day.day) + draw.randint(-3 * DAY, DAY)
    return min(max(minute, EARLIEST), LATEST - 1)


def drawn_moment(draw, now, tables, expected):
    """The moment of the next event: often the same, or where it matters to the minute."""
    sort = draw.random()
    if sort < 0.22:
        return now
    if sort < 0.40:
        return now + draw.randint(1, 90)
    if sort < 0.56:
        return now + draw.randint(1, 720)
    if sort < 0.68:
        return now + draw.randint(1, 4 * DAY)
    if sort < 0.74:
        return now + draw.randint(DAY, 28 * DAY)
    if sort < 0.88:  # around a due moment
        dues = [clock["due"] // MICROSECONDS for clock in expected.values() if clock["due"]]
        aim = draw.choice(dues) if dues else now
    else:  # around the moment at which a calendar opens or shuts
        table = draw.choice(list(tables.values()))
        aim = FIRST + table.find(1 - table[now - FIRST], now - FIRST)
    return max(now, aim + draw.choice([-1, 0, 0, 0, 1]))


def drawn_history(draw, n, pool, table_of):
    picked = draw.sample(range(len(pool)), draw.randint(1, 3))
    calendars = [{"id": i} | pool[number] for i, number in enumerate(picked, 1)]
    tables = {i: table_of(number) for i, number in enumerate(picked, 1)}
    numbers = draw.sample(range(1, 10), draw.randint(1, 5))
    levels = [drawn_level(draw, number, len(calendars)) for number in numbers]

    story, calculation = Story(draw), Calculation(tables, levels)
    log, expected = [], []
    at = drawn_start(draw, calendars)
    for number in range(draw.randint(2, 25)):
        name, data = story.following(calculation.ticket, at) if number else story.recorded()
        v = 2 if name in ("commented", "attached") else 1
        log.append({"at": at * MICROSECONDS, "type": name, "v": v, "data": data})
        expected.append(calculation.follow(log[-1]))
        at = drawn_moment(draw, at, tables, expected[-1])
        ended = calculation.ticket["state"] in ("refused", "cancelled") and draw.random() < 0.5
        if number and (ended or at >= LATEST):
            break
        at = min(at, LATEST - 1)
    return {"n": n, "calendars": calendars, "levels": levels, "log": log, "expected": expected}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=20260731)
    parser.add_argument("--count", type=int, default=10_000)
    wanted = parser.parse_args()
    print(f"seed {wanted.seed}, {wanted.count} histories", file=sys.stderr)

    pool = drawn_pool(random.Random(f"calendars {wanted.seed}"))
    table_of = functools.cache(lambda number: open_minutes(pool[number]))

    def say(value):
        sys.stdout.write(json.dumps(value, separators=(",", ":")) + "\n")

    say({"zones": {zone: offsets(zone) for zone in ZONES}})
    for n in range(1, wanted.count + 1):
        # Each history by itself: the same one, however many are drawn.
        say(drawn_history(random.Random(f"history {wanted.seed} {n}"), n, pool, table_of))


if __name__ == "__main__":
    main()

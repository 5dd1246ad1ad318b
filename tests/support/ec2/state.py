"""What the fake holds: the world, the faults to come, and what was called."""

import copy
import sqlite3
import threading

from wire import Refusal
from world import default_world


class State:
    def __init__(self, world=None):
        self.lock = threading.RLock()
        self.first = world
        self.reset()

    def reset(self, world=None):
        """Begins anew; keys of `world` replace those of the built-in one."""
        self.world = default_world()
        self.world.update(copy.deepcopy(world or self.first or {}))
        self.faults, self.calls, self.violations = [], [], []
        self.counts, self.journal, self.made = {}, None, 0
        self.tokens = {}

    def new_id(self, prefix):
        self.made += 1
        return f"{prefix}-0fa4e{self.made:012x}"

    def find(self, kind, id):
        return next((thing for thing in self.world[kind] if thing["id"] == id), None)

    def need(self, kind, id, code, what):
        found = self.find(kind, id)
        if found is None:
            raise Refusal(code, f"The {what} ID '{id}' does not exist")
        return found

    def fault(self, action, dry_run):
        """The fault for this call of an action, where one was ordered."""
        self.counts[action] = self.counts.get(action, 0) + 1
        for fault in self.faults:
            if fault.get("action") not in (action, None) or fault.get("times", 1) <= 0:
                continue
            if fault.get("dry_run") is not None and fault["dry_run"] != dry_run:
                continue
            fault["seen"] = fault.get("seen", 0) + 1
            if fault.get("nth") not in (None, fault["seen"]):
                continue
            fault["times"] = fault.get("times", 1) - 1
            return fault
        return None

    def check_journal(self, action):
        """A changing call whose step is not journalled as begun is refused, and remembered."""
        if not self.journal:
            return
        with sqlite3.connect(f"file:{self.journal['path']}?mode=ro", uri=True, timeout=10) as db:
            (count,) = db.execute(self.journal["sql"], {"action": action}).fetchone()
        if not count:
            self.violations.append(action)
            raise Refusal("NotJournalled", f"{action} was sent before its step was journalled as begun")

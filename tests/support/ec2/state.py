"""What the fake holds: the world, the faults to come, and what was called."""

import copy
import threading

from asked import unknown
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
        self.set(world or self.first or {})
        self.faults, self.calls, self.violations = [], [], []
        self.tokens, self.journal, self.made = {}, None, 0

    def set(self, world):
        """Replaces keys of the world; a key that means nothing is a mistake of the test."""
        strange = sorted(set(world) - set(self.world))
        if strange:
            raise ValueError(f"the world has no {', '.join(strange)}")
        self.world.update(copy.deepcopy(world))

    def new_id(self, prefix):
        self.made += 1
        return f"{prefix}-0fa4e{self.made:012x}"

    def find(self, kind, id):
        return next((thing for thing in self.world[kind] if thing["id"] == id), None)

    def need(self, kind, id, codes):
        """The thing with this id; `codes` are those for one not found and one malformed."""
        found = self.find(kind, id)
        if found is None:
            raise unknown(id, codes)
        return found

    def fault(self, action, dry_run):
        """The fault for this call of an action, where one was ordered."""
        for fault in self.faults:
            if fault.get("action") not in (action, None) or fault.get("times", 1) <= 0:
                continue
            if fault.get("dry_run") not in (None, dry_run):
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
        if not self.journalled(action):
            self.violations.append(action)
            raise Refusal("NotJournalled", f"{action} was sent before its step was journalled as begun")

    def journalled(self, action):
        """Whether the query finds it; a journal that cannot be read says no."""
        import sqlite3  # only these tests need it, and every start would pay for it
        try:
            db = sqlite3.connect(f"file:{self.journal['path']}?mode=ro", uri=True, timeout=10)
            try:
                (count,) = db.execute(self.journal["sql"], {"action": action}).fetchone()
            finally:
                db.close()
        except sqlite3.Error:
            return False
        return bool(count)

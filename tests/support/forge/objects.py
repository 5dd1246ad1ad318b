"""Git's objects in memory, with the ids that git gives them, and references to commits."""

import hashlib

PLAIN, PROGRAM, FOLDER = "100644", "100755", "40000"


class Refused(Exception):
    """What the API says no to."""

    def __init__(self, status, message, errors=None):
        super().__init__(message)
        self.status, self.message, self.errors = status, message, errors


class Objects:
    def __init__(self):
        self.blobs, self.trees, self.commits, self.refs = {}, {}, {}, {}

    def blob(self, data):
        name = named("blob", data)
        self.blobs[name] = data
        return name

    def tree(self, files):
        """The tree of `{path: (mode, blob)}`; every folder in it is a tree too."""
        here, below = {}, {}
        for path, file in files.items():
            first, _, rest = path.partition("/")
            if rest:
                below.setdefault(first, {})[rest] = file
            else:
                here[first] = file
        entries = dict(here)
        for folder, inside in below.items():
            entries[folder] = (FOLDER, self.tree(inside))
        order = sorted(entries, key=lambda name: name + "/" if entries[name][0] == FOLDER else name)
        data = b"".join(
            f"{entries[name][0]} {name}\0".encode() + bytes.fromhex(entries[name][1]) for name in order)
        tree = named("tree", data)
        self.trees[tree] = {name: entries[name] for name in order}
        return tree

    def files(self, tree, prefix=""):
        """`{path: (mode, blob)}` of a tree and of all trees in it."""
        found = {}
        for name, (mode, to) in self.trees[tree].items():
            if mode == FOLDER:
                found.update(self.files(to, f"{prefix}{name}/"))
            else:
                found[f"{prefix}{name}"] = (mode, to)
        return found

    def commit(self, tree, parents, message):
        lines = [f"tree {tree}", *(f"parent {one}" for one in parents), f"n {len(self.commits)}", "", message]
        name = named("commit", "\n".join(lines).encode())
        self.commits[name] = {"tree": tree, "parents": parents, "message": message}
        return name

    def put(self, branch, files, message="by hand"):
        """A commit of `{path: {text, mode} or None}` at the end of a branch."""
        head = self.refs.get(branch)
        now = self.files(self.commits[head]["tree"]) if head else {}
        for path, file in files.items():
            if file is None:
                del now[path]
            else:
                now[path] = (file.get("mode", PLAIN), self.blob(file["text"].encode()))
        commit = self.commit(self.tree(now), [head] if head else [], message)
        self.refs[branch] = commit
        return commit

    def holds(self, commit, wanted):
        """Whether `wanted` is this commit or one before it."""
        reached, left = set(), [commit]
        while left:
            one = left.pop()
            if one not in reached:
                reached.add(one)
                left.extend(self.commits[one]["parents"])
        return wanted in reached


def named(kind, data):
    return hashlib.sha1(f"{kind} {len(data)}\0".encode() + data).hexdigest()

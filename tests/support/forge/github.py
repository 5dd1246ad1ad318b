"""GitHub's REST API, version 2022-11-28: references, commits, trees and pull requests."""

import re

from objects import FOLDER, PLAIN, PROGRAM, Objects, Refused

REPOSITORY = "example/network"


class GitHub:
    def __init__(self, token):
        self.token, self.objects, self.pulls = token, Objects(), []
        self.objects.put("main", {"README.md": {"text": "# Network\n"}})

    def answer(self, method, parts, query, body, headers, _):
        if headers["Authorization"] != f"Bearer {self.token}":
            raise Refused(401, "Bad credentials")
        wanted = {"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28",
                  "Content-Type": None if body is None else "application/json"}
        for name, value in wanted.items():
            if headers.get(name) != value:
                raise Refused(400, f"fake: {name} is {headers.get(name)}")
        if not re.fullmatch(r"postern/\d+\.\d+\.\d+", headers["User-Agent"]):
            raise Refused(403, "Request forbidden by administrative rules")
        if parts[:3] != ["repos", *REPOSITORY.split("/")]:
            raise Refused(404, "Not Found")
        match method, parts[3:]:
            case "GET", ["pulls"]:
                return self.listed(query)
            case "POST", ["pulls"]:
                return self.opened(body)
            case "PATCH", ["pulls", number]:
                keys(body, "title", "body")
                self.pulls[int(number) - 1].update(body)
                return self.pulls[int(number) - 1]
            case "GET", ["git", "ref", "heads", *branch]:
                return self.reference("/".join(branch))
            case "POST", ["git", "refs"]:
                return self.made(body)
            case "PATCH", ["git", "refs", "heads", *branch]:
                return self.moved("/".join(branch), body)
            case "GET", ["git", "commits", sha]:
                return {"sha": sha, "tree": {"sha": self.objects.commits[sha]["tree"]}}
            case "POST", ["git", "commits"]:
                keys(body, "message", "tree", "parents")
                sha = self.objects.commit(body["tree"], body["parents"], body["message"])
                return {"sha": sha, "tree": {"sha": body["tree"]}}
            case "GET", ["git", "trees", sha]:
                return self.tree(sha, query)
            case "POST", ["git", "trees"]:
                return self.planted(body)
        raise Refused(404, "Not Found")

    def listed(self, query):
        if sorted(query) != ["base", "head", "per_page", "state"]:
            raise Refused(422, f"fake: asked for {sorted(query)}")
        owner, _, branch = query["head"].partition(":")
        # A head that names no owner is answered as though none was named (as GitHub does).
        return [one for one in self.pulls
                if one["state"] == query["state"] and one["base"]["ref"] == query["base"]
                and (not branch or one["head"] | {"repo": None} == {"ref": branch, "repo": None})
                and (not branch or one["head"]["repo"]["full_name"].split("/")[0] == owner)]

    def opened(self, body):
        keys(body, "title", "head", "base", "body")
        head, base = self.objects.refs.get(body["head"]), self.objects.refs.get(body["base"])
        if head is None or base is None:
            raise Refused(422, "Validation Failed", [{"field": "head", "code": "invalid"}])
        ours = {"ref": body["head"], "repo": {"full_name": REPOSITORY}}
        if any(one["state"] == "open" and one["head"] == ours for one in self.pulls):
            said = f"A pull request already exists for example:{body['head']}."
            raise Refused(422, "Validation Failed", [{"message": said}])
        if self.objects.holds(base, head):
            raise Refused(422, "Validation Failed", [{"message": "No commits between the two"}])
        number = len(self.pulls) + 1
        side = lambda ref: {"ref": ref, "repo": {"full_name": REPOSITORY}}  # noqa: E731
        self.pulls.append({
            "number": number, "html_url": f"https://github.example/{REPOSITORY}/pull/{number}", "state": "open",
            "title": body["title"], "body": body["body"], "head": side(body["head"]), "base": side(body["base"])})
        return self.pulls[-1]

    def reference(self, branch):
        sha = self.objects.refs.get(branch)
        if sha is None:
            raise Refused(404, "Not Found")
        return {"ref": f"refs/heads/{branch}", "object": {"type": "commit", "sha": sha}}

    def made(self, body):
        keys(body, "ref", "sha")
        branch = body["ref"].removeprefix("refs/heads/")
        if branch in self.objects.refs:
            raise Refused(422, "Reference already exists")
        self.objects.refs[branch] = body["sha"]
        return self.reference(branch)

    def moved(self, branch, body):
        keys(body, "sha", "force")
        now = self.objects.refs.get(branch)
        if now is None:
            raise Refused(422, "Reference does not exist")
        if not branch.startswith("postern/"):
            raise Refused(422, f"fake: {branch} is not ours")
        if not body["force"] and not self.objects.holds(body["sha"], now):
            raise Refused(422, "Update is not a fast forward")
        self.objects.refs[branch] = body["sha"]
        return self.reference(branch)

    def tree(self, sha, query):
        def kind(mode):
            return "tree" if mode == FOLDER else "blob"

        def written(mode):
            return "040000" if mode == FOLDER else mode

        def entries(tree, prefix):
            for name, (mode, to) in self.objects.trees[tree].items():
                yield {"path": prefix + name, "mode": written(mode), "type": kind(mode), "sha": to}
                if mode == FOLDER and query == {"recursive": "1"}:
                    yield from entries(to, f"{prefix}{name}/")

        return {"sha": sha, "tree": list(entries(sha, "")), "truncated": False}

    def planted(self, body):
        keys(body, "base_tree", "tree")
        files = self.objects.files(body["base_tree"])
        for entry in body["tree"]:
            if entry["type"] != "blob" or entry["mode"] not in (PLAIN, PROGRAM):
                raise Refused(422, "fake: neither a file nor a program")
            if "content" in entry:
                keys(entry, "path", "mode", "type", "content")
                files[entry["path"]] = (entry["mode"], self.objects.blob(entry["content"].encode()))
            else:
                keys(entry, "path", "mode", "type", "sha")
                if entry["sha"] is not None or entry["path"] not in files:
                    raise Refused(422, "GitRPC::BadObjectState")
                del files[entry["path"]]
        return {"sha": self.objects.tree(files)}


def keys(body, *wanted):
    if list(body) != list(wanted):
        raise Refused(422, f"fake: {list(body)} in place of {list(wanted)}")

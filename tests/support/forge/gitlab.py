"""GitLab's REST API, version 4: branches, the repository's tree, commits and merge requests."""

import re

from objects import FOLDER, PLAIN, PROGRAM, Objects, Refused

PROJECT, ID = "example/network", 7


class GitLab:
    def __init__(self, token, page):
        self.token, self.page, self.objects, self.pulls = token, page, Objects(), []
        self.objects.put("main", {"README.md": {"text": "# Network\n"}})

    def answer(self, method, parts, query, body, headers, said):
        if headers["PRIVATE-TOKEN"] != self.token or "Authorization" in headers:
            raise Refused(401, "401 Unauthorized")
        wanted = {"Accept": "application/json", "Content-Type": None if body is None else "application/json"}
        for name, value in wanted.items():
            if headers.get(name) != value:
                raise Refused(400, f"fake: {name} is {headers.get(name)}")
        if not re.fullmatch(r"postern/\d+\.\d+\.\d+", headers["User-Agent"]):
            raise Refused(400, "fake: no user agent")
        if parts[:4] != ["api", "v4", "projects", PROJECT]:
            raise Refused(404, "404 Project Not Found")
        match method, parts[4:]:
            case "GET", ["merge_requests"]:
                return self.listed(query)
            case "POST", ["merge_requests"]:
                return self.opened(body)
            case "PUT", ["merge_requests", number]:
                keys(body, "title", "description")
                self.pulls[int(number) - 1].update(body)
                return self.pulls[int(number) - 1]
            case "GET", ["repository", "branches", branch]:
                if branch not in self.objects.refs:
                    raise Refused(404, "404 Branch Not Found")
                return {"name": branch, "commit": {"id": self.objects.refs[branch]}}
            case "GET", ["repository", "tree"]:
                return self.tree(query, said)
            case "POST", ["repository", "commits"]:
                return self.committed(body)
        raise Refused(404, "404 Not Found")

    def listed(self, query):
        if sorted(query) != ["per_page", "source_branch", "state", "target_branch"]:
            raise Refused(400, f"fake: asked for {sorted(query)}")
        return [one for one in self.pulls if all(one[key] == query[key] for key in query if key != "per_page")]

    def opened(self, body):
        keys(body, "source_branch", "target_branch", "title", "description")
        if body["source_branch"] not in self.objects.refs:
            raise Refused(400, {"source_branch": ["does not exist"]})
        for one in self.pulls:
            ours = one["source_branch"] == body["source_branch"] and one["source_project_id"] == ID
            if one["state"] == "opened" and ours:
                raise Refused(409, [f"Another open merge request already exists: !{one['iid']}"])
        iid = len(self.pulls) + 1
        self.pulls.append(body | {
            "iid": iid, "web_url": f"https://gitlab.example/{PROJECT}/-/merge_requests/{iid}", "state": "opened",
            "source_project_id": ID, "target_project_id": ID})
        return self.pulls[-1]

    def tree(self, query, said):
        if sorted(query) != ["page", "path", "per_page", "recursive", "ref"] or query["recursive"] != "true":
            raise Refused(400, f"fake: asked for {query}")
        tree = self.objects.commits[query["ref"]]["tree"]
        for name in query["path"].split("/"):
            mode, tree = self.objects.trees[tree].get(name, (None, None))
            if mode != FOLDER:
                raise Refused(404, "404 Tree Not Found")
        prefix = query["path"] + "/"
        every = [{"id": tree, "name": "a folder", "type": "tree", "path": prefix + "a folder", "mode": "040000"}]
        for path, (mode, blob) in self.objects.files(tree).items():
            name = path.rsplit("/", 1)[-1]
            every.append({"id": blob, "name": name, "type": "blob", "path": prefix + path, "mode": mode})
        size, page = min(self.page, int(query["per_page"])), int(query["page"])
        said["X-Next-Page"] = str(page + 1) if page * size < len(every) else ""
        return every[(page - 1) * size:page * size]

    def committed(self, body):
        branch = body["branch"]
        if "force" in body:
            keys(body, "branch", "commit_message", "start_sha", "force", "actions")
            if not branch.startswith("postern/"):
                raise Refused(400, f"fake: {branch} is not ours")
            onto = body["start_sha"]
        else:
            keys(body, "branch", "commit_message", "actions")
            onto = self.objects.refs.get(branch)
            if onto is None:
                raise Refused(400, "You can only create or edit files when you are on a branch")
        files = self.objects.files(self.objects.commits[onto]["tree"])
        for action in body["actions"]:
            self.act(action, files)
        commit = self.objects.commit(self.objects.tree(files), [onto], body["commit_message"])
        self.objects.refs[branch] = commit
        return {"id": commit, "short_id": commit[:8]}

    def act(self, action, files):
        path, kind = action["file_path"], action["action"]
        if (path in files) == (kind == "create"):
            raise Refused(400, "A file with this name " + ("already exists" if kind == "create" else "doesn't exist"))
        match kind:
            case "create" | "update":
                keys(action, "action", "file_path", "content")
                mode = files[path][0] if kind == "update" else PLAIN
                files[path] = (mode, self.objects.blob(action["content"].encode()))
            case "chmod":
                keys(action, "action", "file_path", "execute_filemode")
                files[path] = (PROGRAM if action["execute_filemode"] else PLAIN, files[path][1])
            case "delete":
                keys(action, "action", "file_path")
                del files[path]
            case _:
                raise Refused(400, "actions[action] does not have a valid value")


def keys(body, *wanted):
    if list(body) != list(wanted):
        raise Refused(400, f"fake: {list(body)} in place of {list(wanted)}")

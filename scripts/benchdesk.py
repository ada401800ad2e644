"""Makes desks of any size for measuring, by git fast-import."""

import json
import random
import subprocess

ENV_DATE = 1_790_000_000
NOTE = "\n\nGalley-Event: {}\nGalley-Revision: {}/r1\n"
WORDS = "the river rose above its banks and old town council met to hear what engineers had found below dam".split()


def text(title, paragraphs=30):
    """An article; every paragraph begins with words that stand once."""
    choose = random.Random(title)
    body = [
        f"Paragraph {number} says that " + " ".join(choose.choices(WORDS, k=60)) + "."
        for number in range(paragraphs)
    ]
    return f"---\ntitle: {title}\n---\n\n" + "\n\n".join(body) + "\n"


def annotation(number, slug, commit, content, who):
    """The bytes of an annotation file as galley writes it, and its id."""
    uuid = f"{0x019C0000_0000 + number:012x}"
    uuid = f"{uuid[:8]}-{uuid[8:]}-7000-8000-{random.Random(number).getrandbits(48):012x}"
    exact = f"Paragraph {number % 30} says"
    start = content.index(exact)
    motivation = ("commenting", "questioning", "editing")[number % 3]
    value = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": f"urn:uuid:{uuid}",
        "type": "Annotation",
        "motivation": motivation,
        "creator": {"type": "Person", "name": who, "email": f"mailto:{who}@example.org"},
        "created": "2026-11-24T10:00:00Z",
        "body": {
            "type": "TextualBody", "value": f"Remark {number}: is this so?", "format": "text/plain",
            "purpose": motivation},
        "target": {
            "source": f"articles/{slug}/index.md",
            "selector": [
                {
                    "type": "TextQuoteSelector", "exact": exact, "prefix": content[max(0, start - 32):start],
                    "suffix": content[start + len(exact):start + len(exact) + 32]},
                {"type": "TextPositionSelector", "start": start, "end": start + len(exact)}],
            "commit": commit},
    }
    return uuid, json.dumps(value, indent=2, ensure_ascii=False).encode() + b"\n"


class Import:
    """A stream to git fast-import."""

    def __init__(self, folder):
        self.process = subprocess.Popen(
            ["git", "-C", folder, "fast-import", "--quiet", "--force"], stdin=subprocess.PIPE)
        self.out = self.process.stdin
        self.seconds = ENV_DATE

    def commit(self, ref, message, files, who="anna", parent=None, others=()):
        self.seconds += 1
        person = f"{who} <{who}@example.org> {self.seconds} +0000"
        words = message.encode()
        self.out.write(
            f"commit {ref}\nmark :{self.seconds}\nauthor {person}\ncommitter {person}\ndata {len(words)}\n".encode()
            + words + b"\n")
        if parent:
            self.out.write(f"from {parent}\n".encode())
        for other in others:
            self.out.write(f"merge {other}\n".encode())
        for path, content in files:
            self.out.write(f"M 100644 inline {path}\ndata {len(content)}\n".encode() + content + b"\n")
        return f":{self.seconds}"

    def reset(self, ref):
        """Makes the next commit on the branch start a history."""
        self.out.write(f"reset {ref}\n\n".encode())

    def finish(self):
        self.out.close()
        if self.process.wait() != 0:
            raise SystemExit("git fast-import failed")


def git(folder, *words):
    return subprocess.run(
        ["git", "-C", folder, *words], check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ).stdout


def make_desk(program, folder):
    subprocess.run([program, "init", folder], check=True, stdout=subprocess.DEVNULL)
    git(folder, "config", "user.name", "Anna")
    git(folder, "config", "user.email", "anna@example.org")
    # What others do in the background is not measured.
    git(folder, "config", "gc.auto", "0")


def publish(folder, count):
    """Published articles in sections of a hundred, each by its own merge as `publish` makes it."""
    stream = Import(folder)
    main = "refs/heads/main^0"
    for number in range(count):
        slug = f"section-{number // 100:03d}/article-{number:05d}"
        files = [(f"articles/{slug}/index.md", text(slug, 4).encode())]
        stream.reset("refs/heads/draft")
        draft = stream.commit("refs/heads/draft", f"Start {slug}" + NOTE.format("new", slug), files)
        main = stream.commit(
            "refs/heads/main", f"Publish {slug} r1" + NOTE.format("publish", slug), files, parent=main,
            others=[draft])
    stream.finish()
    git(folder, "branch", "-D", "draft")
    git(folder, "reset", "-q", "--hard")


def open_revisions(folder, count, reviews=10, annotations=20, name="open"):
    """Open revisions, each with reviewers' branches that nobody has merged."""
    slugs = [f"{name}-{number:04d}" for number in range(count)]
    stream = Import(folder)
    for slug in slugs:
        stream.commit(
            f"refs/heads/revision/{slug}/r1", f"Start {slug}" + NOTE.format("new", slug),
            [(f"articles/{slug}/index.md", text(slug).encode())])
    stream.finish()
    tips = dict(
        line.split() for line in git(
            folder, "for-each-ref", "--format=%(refname) %(objectname)", "refs/heads/revision").splitlines())
    stream = Import(folder)
    number = 0
    for slug in slugs:
        content, tip = text(slug), tips[f"refs/heads/revision/{slug}/r1"]
        for reviewer in range(reviews):
            who, files = f"reviewer{reviewer}", []
            for _ in range(annotations):
                number += 1
                uuid, file = annotation(number, slug, tip, content, who)
                files.append((f"reviews/{slug}/r1/{who}@example.org/{uuid}.json", file))
            stream.commit(
                f"refs/heads/review/{slug}/r1/{who}@example.org",
                f"Annotate {slug} r1" + NOTE.format("review", slug), files, who, parent=tip)
    stream.finish()
    return slugs

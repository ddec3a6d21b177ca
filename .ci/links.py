"""Finds dead links: in the pages of the repository and in the output of rustdoc. Usage: links.py [FOLDER OF RUSTDOC].

Every relative link must lead to a file, and every fragment to a heading or an element of it. Absolute addresses are not visited.
"""

import html
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from urllib.parse import unquote, unquote_plus

ROOT = Path(__file__).resolve().parent.parent
FENCE = re.compile(r"^(```|~~~).*?^\1", re.M | re.S)
INLINE_CODE = re.compile(r"`[^`\n]*`")
MARKDOWN = re.compile(r"\]\(<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\)|^ {0,3}\[[^\]]+\]:\s*(\S+)", re.M)
HTML = re.compile(r"<(?:a|img|iframe)\b[^>]*?\b(?:href|src)=(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))")
IDS = re.compile(r"\b(?:id|name)=(?:\"([^\"]+)\"|'([^']+)'|([^\s>\"']+))")
SCHEME = re.compile(r"^[a-zA-Z][a-zA-Z0-9+.-]*:")


def slug(heading):
    text = re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", lambda match: match.group(1) or "", heading).strip().lower()
    return re.sub(r"[^\w\- ]", "", text).replace(" ", "-")


@cache
def targets(path):
    """The fragments that a file defines."""
    text = path.read_text(encoding="utf8", errors="replace")
    if path.suffix == ".md":
        return {slug(heading) for heading in re.findall(r"^#+ +(.*?)\s*$", FENCE.sub("", text), re.M)}
    return {unquote_plus(html.unescape("".join(groups))) for groups in IDS.findall(text)}


def dead(path, link, root):
    """Why a link of a file is dead, if it is."""
    link = html.unescape(link)
    if SCHEME.match(link) or link.startswith("//"):
        return None
    # Rustdoc generates the links to sources, and those in the data of its scripts.
    if path.suffix == ".html" and (link.startswith("\\") or "/src/" in link):
        return None
    address, _, fragment = link.partition("#")
    address = unquote(address.partition("?")[0])
    to = path if not address else (root / address[1:] if address.startswith("/") else path.parent / address)
    if to.is_dir() and path.suffix == ".html":
        to = to / "index.html"
    if not to.exists():
        return "no such file"
    if fragment and to.suffix in (".md", ".html") and unquote_plus(fragment) not in targets(to.resolve()):
        return "no such fragment in that file"
    return None


def links_of(path):
    text = path.read_text(encoding="utf8", errors="replace")
    if path.suffix == ".md":
        text = INLINE_CODE.sub("`", FENCE.sub("", text))
        return ["".join(groups) for groups in MARKDOWN.findall(text)]
    return ["".join(groups) for groups in HTML.findall(text)]


def main():
    tracked = subprocess.run(["git", "ls-files", "*.md"], cwd=ROOT, check=True, capture_output=True, text=True)
    # Those of `src/` are parts of the documentation, with paths of items.
    pages = [(ROOT / name, ROOT) for name in tracked.stdout.split() if not name.startswith("src/")]
    if len(sys.argv) > 1:
        docs = Path(sys.argv[1]).resolve()
        crates = [docs / name for name in ("nn", "nn_core", "nn_macros")]
        found = [(path, docs) for crate in crates for path in sorted(crate.rglob("*.html"))]
        if not found:
            sys.exit(f"{docs} has no documentation of the crates")
        pages += found
    count, faults = 0, []
    for path, root in pages:
        for link in links_of(path):
            count += 1
            fault = dead(path, link, root)
            if fault:
                faults.append(f"{path.relative_to(root)}: {link}: {fault}")
    print("\n".join(dict.fromkeys(faults)))
    print(f"{count} links in {len(pages)} pages, {len(set(faults))} dead")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()

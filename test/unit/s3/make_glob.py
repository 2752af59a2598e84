"""What patterns find among keys, by Python: writes glob-truth.json beside it.

Names are matched by fnmatch.fnmatchcase, one by one; where this allows it, the same is asked of fsspec's
glob_translate (what s3fs uses) and of wcmatch, and the script stops where they do not agree. Braces are expanded by
bracex. What the file system calls (files and folders) comes from fsspec's MemoryFileSystem.glob.

Wants: fsspec, wcmatch (which brings bracex). Then: npx prettier --write glob-truth.json
"""

import itertools
import json
import random
import re
from fnmatch import fnmatchcase
from pathlib import Path

import bracex
from fsspec.implementations.memory import MemoryFileSystem
from fsspec.utils import glob_translate
from wcmatch import glob as wcglob

WC = wcglob.GLOBSTAR | wcglob.BRACE | wcglob.DOTGLOB | wcglob.CASE | wcglob.FORCEUNIX

NAMES = [
    "a", "b", "ab", "abc", "A", "aB", ".hidden", "x.fits", "y.fits", "x.FITS", "x.fits.gz", "x-1.fits",
    "x_2.mosaic.fits", "img[1].fits", "img1.fits", "img*.fits", "what?", "{a,b}", "a,b", "a b", "a+b", "100%",
    "é", "日本", "🌌.fits", "]", "[", "-", "!", "^", "\\*", "line\nbreak", "aaab", "a-c", "9", "0019",
]
PATTERNS = [
    "*", "?", "??", "*.fits", "*.FITS", "x*", "*x*", "x?1.fits", "x.*", "*.*", ".*", "a*b", "*a*a*b", "a", "abc",
    "[ab]", "[!ab]", "[^ab]", "[a-c]*", "[!a-c]*", "[]]", "[!]]", "[[]", "[]", "[!]", "[a", "a]", "[-]", "[a-]",
    "[--9]", "[z-a]", "[!z-a]", "[a-c-e]", "[!-a]", "img[[]1].fits", "img[1].fits", "img[*].fits", "what[?]",
    "\\*", "[\\]*", "é", "[é日]*", "??.fits", "?.fits", "[🌀-🙏].fits", "line?break", "line*", "100%", "a+b", "^", "!",
    "*/*", "*/*.fits", "a/*", "a/*/b", "?/?", "a/b/*", "*/b/*.fits", "a/x.fits", "a/nothing", "[ab]/[xy].fits",
    "**", "**/*.fits", "**/x.fits", "a/**", "a/**/x.fits", "**/b/*", "a/**/b/**/*.fits", "**/a/**/*.fits", "**/*/*",
    "*/**/*.fits", "**/**/x*", "**/?", "**/[!a]", "a/**/*", "**/*.gz", "*/**",
    "{a,b}", "{a,b}/*", "x.{fits,FITS}", "*.{fits,fits.gz}", "{x,y}.fits", "x{.fits,.fits.gz}", "x{,_2.mosaic}.fits",
    "{a,b}{b,c}", "{a,{b,ab}}c", "a{b,{c,d}}", "{a/b,b}/*", "{a/**,b}/*.fits", "{a}", "{}", "{a", "a}", "a,b", "{a,b",
    "**/{x,y}.{fits,FITS}", "[{]a,b}", "{[ab],9}", "{a,b}/{a,b}/*", "{*,*/*}.fits", "a{,b}{,c}", "{a,a}",
]
TREE = [
    "4/0019/40019821/9/i1/w3/x.mosaic.fits", "4/0019/40019821/9/readme", "4/0019/40019821/10/x.mosaic.fits",
    "4/0019/40019822/9/x.mosaic.fits", "a/x.fits", "a/y.fits.gz", "a/b/x.fits", "a/b/c/x.fits", "a/b/c/d/y.fits",
    "a/bc/x.fits", "b/x.fits", "b/b/x.fits", "b/b/b/y", "abc/x.fits", "top.fits", "x.fits", "a.b/c.d/e.f",
]
GLOBS = [
    "*", "*.fits", "a/*", "a/*.fits", "*/*", "*/*.fits", "*/b", "?/b/*", "a/**", "**/*.fits", "a/**/*.fits",
    "4/0019/40019821/9/**/*.mosaic.fits", "4/*/*/9/**/*.mosaic.fits", "**/b/*", "a/*/", "*/", "a/b*/", "a/b",
    "a/b/", "a/[bc]*/*.fits", "nothing/*", "a/x.fits", "**/b/", "**/c/*.fits", "a/**/c/*", "*/*/*/*", "??*/*",
]


def keys():
    pick = random.Random(9)
    one = set(NAMES)
    for length, count in ((2, 60), (3, 60), (4, 30)):
        for _ in range(count):
            one.add("/".join(pick.choice(NAMES) for _ in range(length)))
    for path in itertools.product(["a", "b", "ab"], ["b", "a"], ["x.fits", "y.fits", "b"]):
        one.add("/".join(path))
    return sorted(one, key=lambda key: key.encode())


def matches(parts, names):
    """Name by name; ** is any number of folders, at the end at least one thing."""
    if not parts:
        return not names
    if parts[0] == "**":
        if len(parts) == 1:
            return len(names) > 0
        return any(matches(parts[1:], names[i:]) for i in range(len(names) + 1))
    return bool(names) and fnmatchcase(names[0], parts[0]) and matches(parts[1:], names[1:])


def expand(pattern):
    # To bracex a bracket is nothing special, and a backslash is.
    return [pattern] if "{" not in pattern or "[{" in pattern else list(bracex.iexpand(pattern))


def find(pattern, all_keys):
    paths = expand(pattern)
    found = []
    for index, key in enumerate(all_keys):
        if any(matches(path.split("/"), key.split("/")) for path in paths):
            found.append(index)
    # A set that is not: in a regular expression it takes slashes as well.
    if "[!" not in pattern:
        regexes = [re.compile(glob_translate(path)) for path in paths]
        other = [i for i, key in enumerate(all_keys) if any(regex.match(key) for regex in regexes)]
        assert other == found, (pattern, [all_keys[i] for i in set(other) ^ set(found)])
    elif "z-a" not in pattern and "[!]" not in pattern:
        other = [i for i, key in enumerate(all_keys) if wcglob.globmatch(key, pattern, flags=WC)]
        assert other == found, (pattern, [all_keys[i] for i in set(other) ^ set(found)])
    return found


def file_system():
    memory = MemoryFileSystem()
    for key in TREE:
        memory.pipe(f"/bucket/{key}", b"x")
    results = {}
    for pattern in GLOBS:
        found = memory.glob(f"/bucket/{pattern}", detail=True)
        results[pattern] = sorted(
            path.removeprefix("/bucket/") + ("/" if info["type"] == "directory" and path[-1] != "/" else "")
            for path, info in found.items()
        )
    return results


if __name__ == "__main__":
    all_keys = keys()
    truth = {
        "keys": all_keys,
        "found": {pattern: find(pattern, all_keys) for pattern in PATTERNS},
        "tree": TREE,
        "globbed": file_system(),
    }
    text = json.dumps(truth, ensure_ascii=True, separators=(",", ":"))
    Path(__file__).with_name("glob-truth.json").write_text(text + "\n")
    print(len(all_keys), "keys,", len(PATTERNS), "patterns")

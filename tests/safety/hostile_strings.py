"""Texts that a file, a model or a file name may hold to make a window open, fetch, run or break something.

`hostile_strings` point at the bait: files that are there and hosts that are not, all of whose names hold BAIT, so that
any system call that names it gives away that one of them worked. `wild_texts` try to break what draws them.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

BAIT = "ragdesk-bait"
_PICTURES = ("png", "svg", "gif", "jpg", "webp", "bmp")


def targets(folder: Path) -> list[str]:
    """Where a link or a picture may point."""
    local = [(folder / f"{BAIT}.{suffix}").as_posix() for suffix in _PICTURES]
    return [
        *local,
        *(f"file://{one}" for one in local[:3]),
        f"file:{local[0]}",
        f"file://{BAIT}/share/{BAIT}.png",
        f"//{BAIT}/share/{BAIT}.png",
        rf"\\{BAIT}\share\{BAIT}.png",
        rf"\\?\UNC\{BAIT}\share\{BAIT}.png",
        f"{BAIT}.png",
        f"./{BAIT}.svg",
        f"../{folder.name}/{BAIT}.png",
        f"http://{BAIT}.example/pixel.png?id=42",
        f"https://{BAIT}.example/p.gif",
        f"http://127.0.0.1:9/{BAIT}.png",
        f"https://user:password@{BAIT}.example/",
        f"https://bank.example@{BAIT}.example/login",
        f"https://bänk.example.{BAIT}.example/",
        f"ftp://{BAIT}.example/x",
        f"smb://{BAIT}/share/x.png",
        f"mailto:{BAIT}@example.org?body=secret&attach={local[0]}",
        f"javascript:fetch('http://{BAIT}.example')",
        f"vbscript:CreateObject('{BAIT}')",
        f"ms-msdt:/id PCWDiagnostic /param {BAIT}",
        f"search-ms:query=x&crumb=location:\\\\{BAIT}\\share",
        f"data:text/html,<img src='http://{BAIT}.example/x.png'>",
        f"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><image href='file://{local[0]}'/></svg>",
        f"qrc:/{BAIT}.png",
        f":/{BAIT}.png",
        f"image://{BAIT}/x",
    ]


_SHAPES = (
    '<img src="{0}">',
    "![picture]({0})",
    "![picture][1]\n\n[1]: {0} 'title'",
    '<a href="{0}">https://safe.example</a>',
    "[https://safe.example]({0})",
    "<style>@import url('{0}'); body {{ background: url({0}) }}</style>text",
    '<link rel="stylesheet" href="{0}"><p>text',
)
_SINGLE = (
    '<html><body background="{0}"><table background="{0}"><tr><td>text</td></tr></table>',
    '<qt><img src="{0}" width="1" height="1"></qt>',
    '<p style="background-image: url({0})">text</p>',
    '<ul style="list-style-image: url({0})"><li>one</li></ul>',
    '<object data="{0}"></object><embed src="{0}"><iframe src="{0}"></iframe>',
    '<svg xmlns="http://www.w3.org/2000/svg"><image xlink:href="{0}" width="9" height="9"/></svg>',
    "<svg><use href='{0}#x'/></svg>",
    '<video src="{0}" poster="{0}" autoplay></video><audio src="{0}">',
    '<meta http-equiv="refresh" content="0; url={0}">',
    '<base href="{0}"><img src="x.png">',
    '<form action="{0}"><input type="submit"></form><script src="{0}"></script>',
    "[![picture]({0})]({0})",
    '<img srcset="{0} 2x" src="{0}" onerror="alert(1)">',
    "<{0}>",
    "{0}",
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "{0}">]><x>&e;</x>',
    "```html\n<img src='{0}'>\n```",
    "| a | b |\n|---|---|\n| ![x]({0}) | <img src='{0}'> |",
    "# <img src='{0}'>\n> ![x]({0})\n- [x]({0})",
    "&lt;img src='{0}'&gt; &amp;#60;img src={0}&amp;#62;",
    "\u202e<img src='{0}'>\u202c",
    "<IMG SRC='{0}'\x00>",
)


def hostile_strings(folder: Path) -> list[str]:
    """At least 200, each of which points at the bait."""
    aims = targets(folder)
    made = [shape.format(aim) for aim in aims for shape in _SHAPES]
    made += [shape.format(aims[at % len(aims)]) for at, shape in enumerate(_SINGLE)]
    return made


def lay_bait(folder: Path) -> None:
    """Files that a widget could really load."""
    pixel = bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
        "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
    )
    folder.mkdir(parents=True, exist_ok=True)
    for suffix in _PICTURES:
        (folder / f"{BAIT}.{suffix}").write_bytes(
            b"<svg xmlns='http://www.w3.org/2000/svg'/>" if suffix == "svg" else pixel
        )


_ODD = (
    "", " ", "\n", "\t", "\x00", "\x1b[31mred\x1b[0m", "\r\n\r\n", "\ufeff", "\ufffd", "\u200b\u200d\u2060",
    "\u2028\u2029",
    "\u202eevil\u202c", "\u0301" * 50, "a" + "\u0300\u0323\u0327" * 200, "👩‍👩‍👧‍👦🏳️‍🌈" * 20, "ﷺ𒐫" * 30,
    "مرحبا بالعالم", "你好" * 40,
    "%1 %2 %n %L1 %%", "&File &&x &", "{0} {name} %s %d", "A" * 300, "a b " * 200, "\U0010ffff", "…" * 40,
    "NaN", "-1", "None",
    "<b>bold</b>", "&lt;b&gt;", "<qt>", "</qt>", "<!--", "]]>", "[1]", "[1][2][999999]",
    "https://example.org/" + "a" * 400,
)  # fmt: skip
_BOMBS = (
    lambda n: "*" * n,
    lambda n: "_a" * n,
    lambda n: "[" * n + "]" * n,
    lambda n: "`" * n + "x",
    lambda n: "> " * min(n, 400) + "deep",
    lambda n: "- " * min(n, 400) + "deep",
    lambda n: "```python\n" + "((((" * n,
    lambda n: "```json\n" + '{"a":' * n,
    lambda n: "```html\n" + "<a " * n,
    lambda n: "```\n" * n,
    lambda n: "|" * n + "\n" + "|-" * n + "\n" + "|x" * n,
    lambda n: "![" * n,
    lambda n: "<" * n,
    lambda n: "&#" * n,
    lambda n: "#" * n + " heading",
    lambda n: "x" * n,
    lambda n: "word " * n,
    lambda n: "line\n" * n,
    lambda n: "\u0301" * n,
    lambda n: "\u202e\u202d" * n,
    lambda n: "(http://a" * n,
    lambda n: "**a** `b` [c](d) " * n,
    lambda n: "1. a\n   1. b\n" * n,
    lambda n: "$$\\frac{" * n,
)


def wild_texts(seed: int, hostile: list[str], longest: int = 3_000) -> Iterator[str]:
    """Without end: odd, random, hostile, and made to take long."""
    chance = random.Random(seed)
    while True:
        kind = chance.random()
        if kind < 0.25:
            yield chance.choice(_ODD)
        elif kind < 0.5:
            yield chance.choice(hostile)
        elif kind < 0.6:
            yield chance.choice(_BOMBS)(chance.choice((3, 50, longest // 4)))[:longest]
        elif kind < 0.9:
            yield "".join(_character(chance) for _ in range(chance.choice((1, 5, 40, 200))))
        else:
            yield " ".join(chance.choice((*_ODD, *hostile)) for _ in range(chance.randrange(2, 6)))[:longest]


def _character(chance: random.Random) -> str:
    number = chance.choice((chance.randrange(32, 127), chance.randrange(0x2FFF), chance.randrange(0x110000)))
    return "?" if 0xD800 <= number < 0xE000 else chr(number)
